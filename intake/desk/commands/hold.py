# SPDX-License-Identifier: Apache-2.0
"""``sohoa hold``: keep a dossier from going out until a person has looked at it."""

from __future__ import annotations

from typing import Annotated

import typer

from intake.desk.options import DossierId
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
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.commands.check import show_judged
    from intake.desk.console import print_json
    from intake.desk.surroundings import acting, desk_store, our_commune
    from intake.services.changing.hold_back import hold_back

    with desk_store() as store:
        told = hold_back(store, dossier, who=acting(who), reason=because, commune=our_commune())
    print_json(told) if as_json else show_judged(told, unfilled=False)
