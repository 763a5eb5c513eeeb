# SPDX-License-Identifier: Apache-2.0
"""The lines of the register, some hundred dossiers at a time; what was read on their papers is not loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from batch.slips.facts.visitors import visitors_of
from batch.store.book import last_moved
from batch.store.slips import Visitor
from intake.dossier.deadline.clock import Due
from intake.dossier.deadline.local_time import local_day
from intake.dossier.deadline.working_days import Calendar
from intake.dossier.journal import UNSORTED, EndedAs, What
from intake.dossier.states import State
from intake.dossier.stored import Dossier
from intake.services.deadline.events import deadlines_of
from intake.store.dossier.journal import endings, events_of_many
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.errors import UnknownNameError
from templates.model.procedures import ProcedureEdition

Cell = str | int | date


def lines_of(store: Store, session: Transaction, dossiers: Sequence[Dossier]) -> Iterator[dict[str, Cell]]:
    """What the register's columns (``templates.model.book_text.BookKey``) say of each dossier, all but
    the office.

    One whose procedure has no rules for its day of reception has no day to return the result.
    """
    catalogue, dossiers = load_catalogue(), _that_are_some(session, dossiers)
    judged = [(each, edition) for each in dossiers if (edition := _edition(each, catalogue))]
    calendar = Calendar(catalogue.codes.working_days)
    deadlines = deadlines_of(store, session, judged, calendar, catalogue)
    due = {dossier.id: deadline.due for (dossier, _), deadline in zip(judged, deadlines, strict=True)}
    visitors, returned = visitors_of(session, dossiers), _returned(session, dossiers)
    ended = endings(session, [one.id for one in dossiers if one.state is State.REJECTED])
    for dossier in dossiers:
        found = due.get(dossier.id)
        line = _line(dossier, visitors[dossier.id], found, returned.get(dossier.id), catalogue)
        how = ended.get(dossier.id)
        yield line | {"note": ended_in_words(how) if how else _note(found)}


def _that_are_some(session: Transaction, dossiers: Sequence[Dossier]) -> Sequence[Dossier]:
    """These without those in which pages of a stack wait, which have no number."""
    asked = [dossier.id for dossier in dossiers if dossier.register_number is None]
    made = events_of_many(session, asked, What.CREATED) if asked else {}
    none = {one for one, events in made.items() if events[0].data.get(UNSORTED)}
    return [dossier for dossier in dossiers if dossier.id not in none]


def _line(
    dossier: Dossier, visitor: Visitor, due: Due | None, returned: datetime | None, catalogue: Catalogue
) -> dict[str, Cell]:
    return {
        "line": dossier.register_number or "",
        "code": dossier.official_number or dossier.id,
        "procedure": _procedure_name(dossier, catalogue),
        "sets": 1,
        "requester": visitor.name,
        "reach": ", ".join(filter(None, (visitor.address, visitor.phone))),
        "received": local_day(dossier.received_at),
        "due": "" if due is None or due.stopped else due.day,
        "returned": local_day(returned) if returned else "",
        "method": "",
        "signed": "",
    }


def _procedure_name(dossier: Dossier, catalogue: Catalogue) -> str:
    try:
        return catalogue.procedure_named(dossier.procedure).name["vi"]
    except UnknownNameError:
        return dossier.procedure


def _edition(dossier: Dossier, catalogue: Catalogue) -> ProcedureEdition | None:
    try:
        return catalogue.procedure(dossier.procedure, local_day(dossier.received_at))
    except UnknownNameError:
        return None


def _returned(session: Transaction, dossiers: Sequence[Dossier]) -> dict[str, datetime]:
    """When the result of each dossier came that has one: its last change of state."""
    ended = [dossier.id for dossier in dossiers if dossier.state is State.RESULT_ATTACHED]
    return last_moved(session, ended)


def ended_in_words(ended: Mapping[str, str]) -> str:
    """Why one ended without a result (as ``journal.endings`` has it), in the words of official papers."""
    if ended["as"] == EndedAs.DOUBLE:
        return f"Trùng hồ sơ {ended['of']}"
    stopped = {EndedAs.WITHDRAWN: "Dừng giải quyết, công dân rút hồ sơ", EndedAs.STOPPED: "Dừng giải quyết"}
    return stopped.get(EndedAs(ended["as"]), "Từ chối giải quyết")


def _note(due: Due | None) -> str:
    if due is not None and due.stopped:
        return "Chờ công dân bổ sung"
    return "Đã xin lỗi, hẹn lại" if due is not None and due.moved else ""
