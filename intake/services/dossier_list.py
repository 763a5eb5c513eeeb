# SPDX-License-Identifier: Apache-2.0
"""The dossiers of a desk as lines: all, or those that somebody looks for; a page of them or all, in parts so
that memory does not grow with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from intake.dossier.deadline.local_time import local_day, sunday_of
from intake.dossier.paging import Paging
from intake.dossier.search.sought import EVERYTHING, Sought
from intake.dossier.search.terms import searched, searched_apart
from intake.services.deadline.due_days import reckon_due_days
from intake.store.dossier.lines import lines_of
from intake.store.progress import Progress, unseen
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.errors import UnknownNameError
from templates.language.folding import without_marks
from templates.language.messages import current_language

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?")


@dataclass(frozen=True, slots=True)
class Listed:
    """How many dossiers there are in all, and the lines asked for (``intake.store.dossier.lines``, with the
    ``procedure_name`` and what clerks call it, ``procedure_short``), some hundred at a time.
    """

    total: int
    parts: Iterator[Sequence[dict[str, Any]]]


@contextmanager
def dossier_list(
    store: Store,
    paging: Paging,
    sought: Sought = EVERYTHING,
    *,
    find: str = "",
    progress: Progress = unseen,
) -> Iterator[Listed]:
    """The dossiers that are sought, and by what a person says of them, as they stand at one moment; the parts
    can be gone through as long as this is open.

    ``find`` is a part of a name of anybody in a dossier, its number or a part of its id, a telephone or
    identity number, its folder, its procedure, or the day it is due (``02/12``), in any spelling: the first
    of these by which something is found. ``progress`` is told where due days must be worked out first.
    """
    catalogue = load_catalogue()
    reckon_due_days(store, catalogue, progress)
    with store.read() as session:
        wanted, total = _first_found(
            store, session, _meant(find, sought, catalogue, local_day(store.clock()))
        )
        parts = store.list_in_parts(session, paging, wanted)
        yield Listed(total, (_lines(store, session, part, catalogue) for part in parts))


@dataclass(frozen=True, slots=True)
class WorkAhead:
    """How many results are due ``today``, later this ``week`` (until Sunday), how many are ``overdue``, how
    many dossiers wait for a person.
    """

    today: int
    overdue: int
    left: int
    week: int = 0


def work_ahead(store: Store) -> WorkAhead:
    """What is to be done, as it stands now."""
    reckon_due_days(store, load_catalogue())
    today = local_day(store.clock())
    with store.read() as session:
        return WorkAhead(
            store.count(session, Sought(due_since=today, due_until=today)),
            store.count(session, Sought(due_until=today - timedelta(days=1))),
            store.count(session, Sought(left=True)),
            store.count(session, later_this_week(today)),
        )


def later_this_week(today: date) -> Sought:
    """What is due after today until Sunday, as reports count it; on a Sunday nothing."""
    return Sought(due_since=today + timedelta(days=1), due_until=sunday_of(today))


def _lines(
    store: Store, session: Transaction, part: Sequence[Any], catalogue: Catalogue
) -> list[dict[str, Any]]:
    lines = lines_of(session, part, store.clock())
    return [line | _named(line["procedure"], catalogue) for line in lines]


def _named(code: str, catalogue: Catalogue) -> dict[str, str]:
    return {
        "procedure_name": procedure_name(code, catalogue),
        "procedure_short": procedure_name(code, catalogue, short=True),
    }


def procedure_name(code: str, catalogue: Catalogue, *, short: bool = False) -> str:
    """What a procedure is called, or what clerks call it (``short``); its code where the catalogue does not
    know it.
    """
    try:
        known = catalogue.procedure_named(code)
    except UnknownNameError:
        return code
    names = (known.short if short else None) or known.name
    return names["en"] if current_language() == "en" else names["vi"]


def _first_found(store: Store, session: Transaction, ways: Iterator[Sought]) -> tuple[Sought, int]:
    """The first way to look by which there is something, and how much; the last where there is nothing."""
    for way in ways:
        if total := store.count(session, way):
            break
    return way, total


def _meant(find: str, sought: Sought, catalogue: Catalogue, today: date) -> Iterator[Sought]:
    """What a person may have meant, the likeliest first; at least one."""
    if not find.strip():
        yield sought
        return
    if day := _day(find.strip(), today):
        yield replace(sought, due_since=day, due_until=day)
        return
    yield replace(sought, begins=searched(find) or (find,))
    if apart := searched_apart(find):
        yield replace(sought, words=apart)
    if procedures := tuple(_procedures(find, catalogue)):
        yield replace(sought, procedures=procedures)
    yield replace(sought, given=find.strip())


def _procedures(find: str, catalogue: Catalogue) -> Iterator[str]:
    words = without_marks(find)
    for code, procedure in catalogue.procedures.items():
        if words in code or any(words in without_marks(name) for name in procedure.name.values()):
            yield code


def _day(text: str, today: date) -> date | None:
    """A day as it is written in Vietnam; without its year the one nearest to today."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    day, month = int(found[1]), int(found[2])
    years = [int(found[3])] if found[3] else [today.year - 1, today.year, today.year + 1]
    days = [made for year in years if (made := _made(year, month, day))]
    return min(days, key=lambda each: abs(each - today), default=None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
