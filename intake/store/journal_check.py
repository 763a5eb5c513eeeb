# SPDX-License-Identifier: Apache-2.0
"""Is the journal what was written: every dossier's chain gone through again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import select

from intake.store.dossier.journal_chain import link
from intake.store.tables.column_types import GarbledValueError
from intake.store.tables.model import DossierRow, EventRow
from intake.store.transaction import Transaction

PART = 200
"""So many dossiers are in memory at once."""
_HEAD = (DossierRow.id, DossierRow.journal_head, DossierRow.journal_length)
_LINKED = (
    EventRow.client_id,
    EventRow.dossier_id,
    EventRow.at,
    EventRow.who,
    EventRow.what,
    EventRow.data,
    EventRow.change,
    EventRow.version,
    EventRow.hash,
)


@dataclass(frozen=True, slots=True)
class JournalFound:
    """One dossier's journal: its events, and whether they are those that were written."""

    dossier: str
    events: int
    whole: bool


def journals(session: Transaction) -> Iterator[JournalFound]:
    """Every dossier's journal, looked through. Events of a dossier without a row count too."""
    last = ""
    while part := _next(session, last):
        last = part[-1].id
        yield from _checked(session, part)
    orphans = select(EventRow.dossier_id).where(EventRow.dossier_id.not_in(select(DossierRow.id))).distinct()
    for dossier in session.scalars(orphans):
        yield JournalFound(dossier, 0, whole=False)


def _next(session: Transaction, last: str) -> Sequence[Any]:
    return session.execute(
        select(*_HEAD).where(DossierRow.id > last).order_by(DossierRow.id).limit(PART)
    ).all()


def _checked(session: Transaction, part: Sequence[Any]) -> Iterator[JournalFound]:
    try:
        events = session.execute(_events([head.id for head in part])).all()
    except (GarbledValueError, UnicodeDecodeError):
        if len(part) == 1:  # what stands there is none of our values
            yield JournalFound(part[0].id, 0, whole=False)
        else:
            for head in part:
                yield from _checked(session, [head])
        return
    by_dossier = {key: list(theirs) for key, theirs in groupby(events, key=attrgetter("dossier_id"))}
    for head in part:
        theirs = by_dossier.get(head.id, [])
        yield JournalFound(head.id, len(theirs), _is_whole(theirs, head))


def _events(dossiers: Sequence[str]) -> Any:
    return (
        select(*_LINKED).where(EventRow.dossier_id.in_(dossiers)).order_by(EventRow.dossier_id, EventRow.id)
    )


def _is_whole(events: Sequence[Any], head: Any) -> bool:
    before = ""
    for event in events:
        before = link(before, event)
        if before != event.hash:
            return False
    return bool(before == head.journal_head) and len(events) == head.journal_length
