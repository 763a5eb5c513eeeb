# SPDX-License-Identifier: Apache-2.0
"""``sohoa hold``: keep a dossier from going out until a person has looked at it, and let it go then."""

from __future__ import annotations

from typing import Annotated

import typer

from intake.desk.options import DossierId, SeenVersion
from templates.desk.options import AsJson, Who
from templates.language.messages import _


def register(app: typer.Typer) -> None:
    """Mount ``hold``."""
    app.command("hold")(hold)


def hold(
    dossier: DossierId,
    because: Annotated[
        str, typer.Option("--because", metavar="REASON", help=_("Why; kept in the history."))
    ] = "",
    release: Annotated[
        bool,
        typer.Option(
            "--release", help=_("Let it go: what it was held back for was looked at, as --because says.")
        ),
    ] = False,
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.screens.judged import show_judged
    from intake.desk.surroundings import acting, desk_store, our_commune
    from intake.services.changing.hold_back import hold_back
    from intake.services.changing.hold_back import release as let_go
    from intake.services.changing.meanwhile import version_seen

    by, ours = acting(who), our_commune()
    with desk_store() as store:
        if release:
            seen = seen_version or version_seen(store, dossier)
            told = let_go(store, dossier, who=by, reason=because, commune=ours, seen=seen)
        else:
            told = hold_back(store, dossier, who=by, reason=because, commune=ours)
    print_json(told) if as_json else show_judged(told, unfilled=False)
