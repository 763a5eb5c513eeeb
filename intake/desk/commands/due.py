"""``sohoa due``: when a dossier's result is due, and what stopped or moved that day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from intake.desk.options import DossierId
from templates.desk.options import AsJson, Who
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.store.store import Store
    from intake.store.transaction import Transaction


def register(app: typer.Typer) -> None:
    """Mount ``due``."""
    app.command("due")(due)


def due(
    dossier: DossierId,
    restart: Annotated[
        bool, typer.Option("--restart", help=_("The citizen brought what was asked for: run on."))
    ] = False,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.surroundings import acting, desk_store
    from intake.dossier.journal import RESTARTED_BY_PERSON
    from intake.services.deadline_events import start

    with desk_store() as store:
        with store.write() as session:
            found = store.find(session, dossier).id
            if restart:
                start(store, session, found, who=acting(who), why=RESTARTED_BY_PERSON)
        with store.read() as session:
            told = _told(store, session, found)
    print_json(told) if as_json else _show(told)


def _told(store: Store, session: Transaction, found: str) -> dict[str, Any]:
    from intake.services.deadline_events import deadline_of
    from templates.catalogue.loading import load_catalogue

    deadline = deadline_of(store, session, found, load_catalogue())
    return {
        "id": found,
        "due": deadline.due.day,
        "stopped_at": deadline.due.stopped_at,
        "days_left": deadline.due.left if deadline.due.stopped else None,
        "if_restarted_now": deadline.day(store.clock()) if deadline.due.stopped else None,
        "turns": [{"what": turn.kind, "at": turn.at, "to": turn.to} for turn in deadline.turns],
    }


def _show(told: dict[str, Any]) -> None:
    from intake.desk.console import say, show
    from intake.dossier.deadline.local_time import local_time
    from intake.dossier.state_words import event_word

    for turn in told["turns"]:
        to = f" → {turn['to']:%d/%m/%Y}" if turn["to"] else ""
        say(f"{local_time(turn['at'])}  {event_word(turn['what'])}{to}")
    if told["stopped_at"] is None:
        show(_("Result due: {day}").format(day=f"{told['due']:%d/%m/%Y}"))
        return
    day = f"{told['if_restarted_now']:%d/%m/%Y}"
    show(
        _("Stands still since {when}; working days left: {count}.").format(
            when=local_time(told["stopped_at"]), count=told["days_left"]
        ),
        _("Due {day}, did the citizen come now.").format(day=day),
    )
