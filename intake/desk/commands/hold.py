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
    from intake.desk.commands.check import judged, show_judged
    from intake.desk.console import print_json
    from intake.desk.surroundings import acting, desk_store
    from intake.services.holding import hold as hold_back

    person = acting(who)
    with desk_store() as store:
        with store.write() as session:
            found = store.find(session, dossier).id
            unqueued = hold_back(store, session, found, who=person, reason=because.strip())
        told = judged(store, found, who=person) | {"left_queue": unqueued}
    print_json(told) if as_json else show_judged(told, unfilled=False)
