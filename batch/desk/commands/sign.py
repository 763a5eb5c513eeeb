# SPDX-License-Identifier: Apache-2.0
"""``sohoa sign``: the office's digital signature on packages that wait to be sent, and ``sohoa verify``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.completion import dossier_ids
from intake.desk.surroundings import acting, desk_store
from templates.desk.options import AsJson
from templates.errors import UsageError
from templates.language.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import SecretStr

    from batch.sign.dossiers import SignedDossier

NEEDS_ATTENTION = 1


def register(app: typer.Typer) -> None:
    """Mount ``sign`` and ``verify``."""
    app.command("sign")(sign)
    app.command("verify")(verify)


def sign(
    dossiers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID…",
            help=_("Dossiers; all that wait to be sent without it."),
            autocompletion=dossier_ids,
        ),
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help=_("Sign what is signed already once more, in its place."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.signatures import show_signed

    if anew and not dossiers:
        raise UsageError(
            _("--anew needs the dossiers that are to be signed once more."),
            _("For instance: sohoa sign ID --anew"),
        )
    if show_signed(_signed(dossiers or [], anew=anew), as_json=as_json):
        raise typer.Exit(NEEDS_ATTENTION)


def _signed(typed: list[str], *, anew: bool) -> list[SignedDossier]:
    from batch.sign.dossiers import sign_dossiers, to_sign
    from batch.sign.registry import OfficeSigner
    from intake.desk.progress import progress
    from intake.settings.current import current_settings

    with desk_store() as store:
        ids = [found for one in typed for found in to_sign(store, one)] or list(to_sign(store, None))
        if not ids:
            return []
        done, signer = [], OfficeSigner(current_settings(), _asking())
        with progress(_("Signing"), len(ids), unit=_("dossiers")) as advance:
            for one in sign_dossiers(store, ids, signer, who=acting(None), anew=anew):
                if one.problem is not None and len(ids) == 1:
                    raise one.problem
                done.append(one)
                advance(1)
    return done


def _asking() -> Callable[[], SecretStr] | None:
    """What asks the person at the terminal for the passphrase or PIN; None where nobody sits there."""
    from getpass import getpass

    from pydantic import SecretStr

    from intake.desk.asking import at_terminal

    return (lambda: SecretStr(getpass(_("Passphrase or PIN of the key: ")))) if at_terminal() else None


def verify(
    packages: Annotated[
        list[Path],
        typer.Argument(metavar="PATH…", exists=True, help=_("Folders of packages, or PDF files.")),
    ],
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.signatures import show_verified
    from batch.services.verifying import verified, with_signed
    from intake.settings.current import current_settings

    signing = current_settings().signing
    places = [place for path in packages for place in with_signed(path)]
    if not show_verified([verified(place, signing) for place in places], as_json=as_json):
        raise typer.Exit(NEEDS_ATTENTION)
