"""``sohoa list``: the dossiers of this desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from intake.states import State
from templates.messages import _
from templates.options import AsJson

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from intake.model import Dossier
    from intake.store import Store

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
PAGE_LENGTH = 30
SUBJECTS = ("child.full_name", "deceased.full_name", "subject.full_name", "bride.full_name")
"""Fields by which a clerk knows a dossier again, the first that is there."""


def register(app: typer.Typer) -> None:
    """Mount ``list``."""
    app.command("list", help=_("List the dossiers, newest first."))(list_dossiers)


def list_dossiers(
    state: Annotated[
        list[State] | None, typer.Option("--state", "-s", help=_("Only dossiers in this state (repeatable)."))
    ] = None,
    since: Annotated[
        datetime | None, typer.Option("--from", formats=DAY_FORMATS, help=_("First day of reception."))
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=DAY_FORMATS, help=_("Last day of reception."))
    ] = None,
    page: Annotated[int, typer.Option("--page", min=1, help=_("Which page of the list."))] = 1,
    length: Annotated[int, typer.Option("--length", min=1, help=_("Dossiers on a page."))] = PAGE_LENGTH,
    as_json: AsJson = False,
) -> None:
    from intake.console import print_json
    from intake.desk import desk_store

    period = {"since": _start(since), "until": _start(until, days=1)}
    states = state or []
    with desk_store() as store, store.read() as session:
        total = store.count(session, states=states, **period)
        found = store.list(session, states=states, **period, limit=length, offset=(page - 1) * length)
        lines = [_line(store, session, dossier) for dossier in found]
    if as_json:
        print_json({"total": total, "page": page, "dossiers": lines})
    else:
        _show(lines, total, page, length)


def _start(day: datetime | None, *, days: int = 0) -> datetime | None:
    """The first moment of a day (or of ``days`` later) in Vietnam."""
    from intake.store_dossiers import LOCAL_ZONE

    if day is None:
        return None
    return datetime.combine(day.date() + timedelta(days=days), time.min, LOCAL_ZONE)


def _line(store: Store, session: Session, dossier: Dossier) -> dict[str, Any]:
    values = store.form_values(session, dossier.id)
    subject = next((values[key].value for key in SUBJECTS if key in values and values[key].value), "")
    return {
        "id": dossier.id,
        "procedure": dossier.procedure,
        "state": dossier.state,
        "received_at": dossier.received_at,
        "official_number": dossier.official_number,
        "requester": dossier.requester,
        "folder": dossier.folder,
        "subject": subject,
        "papers": sum(not document.refusal_code for document in dossier.documents),
        "refused": sum(document.refused for document in dossier.documents),
        "to_review": sum(row.needs_review for row in values.values()),
    }


def _show(lines: Sequence[dict[str, Any]], total: int, page: int, length: int) -> None:
    from intake.console import say, show_table
    from intake.desk import local_time
    from intake.state_words import state_word

    rows = [
        (
            line["id"],
            local_time(line["received_at"])[:10],
            line["subject"] or line["requester"] or line["folder"],
            state_word(line["state"]),
            line["papers"],
            line["to_review"] or "",
        )
        for line in lines
    ]
    columns = [_("Dossier"), _("Received"), _("For"), _("State"), _("Papers"), _("To review")]
    show_table(columns, rows, right=(4, 5))
    pages = max(1, -(-total // length))
    say(_("Dossiers: {total}; page {page} of {pages}.").format(total=total, page=page, pages=pages))
