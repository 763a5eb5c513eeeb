# SPDX-License-Identifier: Apache-2.0
"""What ``sohoa package`` prints."""

from __future__ import annotations

from collections.abc import Sequence

from batch.package.pack_work import BuiltPackage
from batch.services.packaging import lacks_of
from intake.desk.console import complain, print_json, say, show_table
from templates.language.messages import _


def show_packages(made: Sequence[BuiltPackage], *, as_json: bool) -> bool:
    """The packages made; a file too large for the portal needs a person."""
    if as_json:
        print_json([{"folder": str(one.folder), **one.manifest.as_dict()} for one in made])
    else:
        if not made:
            say(_("No dossier waits to be packaged."))
        for one in made:
            _show_package(one)
    return any(one.manifest.findings for one in made)


def _show_package(one: BuiltPackage) -> None:
    rows = []
    for entry in one.manifest.components:
        portal = ", ".join(_size(part.bytes) for part in entry.portal) or _("too large")
        rows.append((entry.nn, entry.name, entry.master.pages, _size(entry.master.bytes), portal))
    columns = (_("No."), _("Component"), _("Pages"), _("Archive PDF"), _("Portal copy"))
    show_table(columns, rows, title=f"{one.manifest.dossier}  {one.folder}", right=(0, 2, 3, 4))
    for lack in lacks_of(one.manifest.as_dict()):
        complain(lack.sentence, lack.advice)


def _size(count: int) -> str:
    return f"{count / 1e6:.2f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"
