"""``sohoa undo``: take back what a person did last to a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from intake.desk.options import DossierId
from templates.desk.options import AsJson, Who
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.services.undo import UndoneChange


def register(app: typer.Typer) -> None:
    """Mount ``undo``."""
    app.command("undo")(undo)


def undo(
    dossier: DossierId,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.commands.check import judged, needs_attention, show_judged
    from intake.desk.console import print_json
    from intake.desk.surroundings import acting, desk_store
    from intake.dossier.states import State
    from intake.services.undo import last_change, stays, take_back

    person = acting(who)
    with desk_store() as store:
        with store.write() as session:
            found, before = store.find(session, dossier).id, store.find(session, dossier).state
            change = take_back(store, session, found, who=person)
            events = store.journal(session, found)
            more, kept = last_change(events) is not None, stays(events, change)
        told = judged(store, found, who=person) | {"left_queue": before is State.QUEUED}
    if as_json:
        print_json({"id": found, "taken_back": _plain(change), "stays": kept, "more": more, "check": told})
        return
    _show(found, change, kept, more=more)
    show_judged(told, unfilled=False)
    if needs_attention(told):
        raise typer.Exit(1)


def _plain(change: UndoneChange) -> list[dict[str, Any]]:
    from intake.services.dossier_view import event_view

    return [event_view(event) for event in change.events]


def _show(dossier_id: str, change: UndoneChange, kept: list[str], *, more: bool) -> None:
    from intake.desk.console import say, show, show_points
    from intake.desk.history_words import event_told
    from intake.dossier.deadline.local_time import local_time
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    show(_("Taken back, by {who} at {at}:").format(who=change.who, at=local_time(change.at)))
    show_points(event_told(event, catalogue) for event in _plain(change))
    if kept:
        say(_("What was handed out since stays as it is: {slips}").format(slips=", ".join(kept)))
    if more:
        say(_("The change before that goes with the same command: sohoa undo {id}").format(id=dossier_id))
