# SPDX-License-Identifier: Apache-2.0
"""``sohoa forms update``, ``restore`` and ``pack``: catalogue bundles shown, agreed to, taken, made."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from templates.desk.options import AsJson
from templates.desk.terminal import print_json, print_lines
from templates.language.messages import _, ngettext

if TYPE_CHECKING:
    from templates.catalogue.bundling.bundles import Offer

_YES = frozenset({"c", "co", "có", "y", "yes"})


def update(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The bundle, a ZIP file."))],
    yes: Annotated[
        bool, typer.Option("--yes", help=_("Take it without being asked, after a look at what it changes."))
    ] = False,
    whole: Annotated[bool, typer.Option("--all", help=_("Show every change, not only the first."))] = False,
    as_json: AsJson = False,
) -> None:
    from templates.catalogue.bundling.bundles import install

    change = install(file, _data_home(), lambda offer: _agreed(offer, yes=yes, whole=whole))
    if change is None:
        print_lines(_("Nothing was changed."), error=True)
        raise typer.Exit(1)
    if as_json:
        print_json({"version": change.version, "before": change.before, "procedures": change.procedures})
        return
    print_lines(in_use(change.version, change.procedures))


def in_use(version: str, procedures: int) -> str:
    """The sentence for the catalogue in use."""
    return ngettext(
        "Catalogue {version} is in use ({count} procedure).",
        "Catalogue {version} is in use ({count} procedures).",
        procedures,
    ).format(version=version, count=procedures)


def _agreed(offer: Offer, *, yes: bool, whole: bool) -> bool:
    """Show what is offered, and ask; without a person only a ``--yes`` given beforehand counts."""
    from templates.desk.bundle_screen import offer_lines
    from templates.errors import UsageError

    print_lines(*offer_lines(offer, whole=whole), error=True)
    if yes:
        return True
    if not (sys.stdin is not None and sys.stdin.isatty()):
        raise UsageError(
            _("Nobody is at the terminal who could agree to the changes."),
            _("Look at the changes above; then run it again with --yes."),
        )
    print_lines(_("Take this bundle into use? (y/n)"), error=True)
    return sys.stdin.readline().strip().casefold() in _YES


def restore(as_json: AsJson = False) -> None:
    from templates.catalogue.bundling.bundles import restore as go_back

    change = go_back(_data_home())
    if as_json:
        print_json({"version": change.version, "before": change.before})
    elif change.version:
        print_lines(_("Catalogue {version} is in use again.").format(version=change.version))
    else:
        print_lines(_("The catalogue that came with the program is in use again."))


def pack(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The bundle to write, a ZIP file."))],
    version: Annotated[
        str, typer.Option("--bundle-version", metavar="N.N.N", help=_("Its version, such as 2027.3.1."))
    ],
    author: Annotated[
        str, typer.Option("--author", metavar="NAME", help=_("Who made it: an office or a person."))
    ],
    folder: Annotated[
        Path | None, typer.Option("--folder", help=_("Data files to pack (otherwise those in use)."))
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option("--sign", metavar="KEYFILE", help=_("Sign it with this private key (Ed25519, PEM).")),
    ] = None,
) -> None:
    from getpass import getpass

    from templates.catalogue.bundling.archive import pack as write
    from templates.catalogue.bundling.signature import Signed, signed
    from templates.catalogue.own_forms import own_folders
    from templates.files.active import active_root, own_forms_folder

    made: list[Signed] = []

    def sign(manifest: bytes) -> Signed:
        made.append(signed(manifest, key or Path(), lambda: getpass(_("Password of the key: "))))
        return made[0]

    manifest = write(
        folder or active_root(),
        file,
        version,
        author=author,
        made_at=datetime.now(UTC),
        sign=sign if key else None,
    )
    print_lines(
        ngettext(
            "{file}: version {version}, {count} file",
            "{file}: version {version}, {count} files",
            len(manifest.files),
        ).format(file=file.name, version=manifest.version, count=len(manifest.files))
    )
    own = own_forms_folder() if folder is None else None
    if own and own_folders(own):
        told = _("The forms of your own in {folder} are not in it; copy that folder.")
        print_lines(told.format(folder=own))
    for signature in made:
        print_lines(_("Signed; for [forms] trusted_keys: {key}").format(key=signature.key))


def _data_home() -> Path:
    from templates.errors import UsageError
    from templates.files.active import data_home

    folder = data_home()
    if folder is None:
        raise UsageError(
            _("Nobody said where the program keeps its data."),
            _("Give the folder with --home or SOHOA_HOME."),
        )
    return folder
