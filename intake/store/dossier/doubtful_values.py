# SPDX-License-Identifier: Apache-2.0
"""Values that wait for a person's look in dossiers that wait for one, by field over all dossiers: what was
read, and what a person decided and another is to look at as well (``looked_at_again``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from intake.dossier.facts import UNREAD
from intake.dossier.stored import Dossier
from intake.dossier.values import UNREADABLE, FormValue
from intake.store.dossier.listing import LEFT
from intake.store.dossier.records import DOSSIER, VALUE, value_of
from intake.store.tables.model import DossierRow, FindingRow, FormValueRow
from intake.store.transaction import Transaction

Place = tuple[str, int]
"""Where a value stands among all that wait: its key, then the number of its row, which goes up with time."""


@dataclass(frozen=True, slots=True)
class WaitingValue:
    """A value of the form that waits, at its ``place``, and its dossier as it stands."""

    place: Place
    dossier: Dossier
    value: FormValue


def doubts_of_many(session: Transaction, dossiers: Sequence[str]) -> dict[str, int]:
    """Of these dossiers (some hundred) how many fields of the form a person must still look at: values in
    doubt, and what the last check says was not read at all, of which there may be no value.
    """
    of_these = FormValueRow.dossier_id.in_(dossiers)
    query = select(FormValueRow.dossier_id, func.count()).where(of_these, FormValueRow.needs_review)
    found = dict(session.execute(query.group_by(FormValueRow.dossier_id)).all())
    for dossier, keys in _unread(session, dossiers).items():
        found[dossier] = found.get(dossier, 0) + len(keys)
    return found


def _unread(session: Transaction, dossiers: Sequence[str]) -> Mapping[str, set[str]]:
    """The fields of which nothing was read, but for those counted as a value or decided since the check."""
    missed = (FindingRow.dossier_id.in_(dossiers), FindingRow.code.like(f"%{UNREAD}"))
    unread: defaultdict[str, set[str]] = defaultdict(set)
    for dossier, told in session.execute(select(FindingRow.dossier_id, FindingRow.data).where(*missed)):
        unread[dossier].add(told["field"])
    if unread:
        decided = FormValueRow.corrected | (FormValueRow.source == UNREADABLE)
        counted = (FormValueRow.dossier_id.in_(list(unread)), FormValueRow.needs_review | decided)
        for dossier, key in session.execute(
            select(FormValueRow.dossier_id, FormValueRow.key).where(*counted)
        ):
            unread[dossier].discard(key)
    return unread


def count_waiting(session: Transaction) -> Sequence[tuple[str, str, int]]:
    """Procedure, key and how many values of it wait."""
    named = (DossierRow.procedure, FormValueRow.key)
    query = select(*named, func.count()).select_from(FormValueRow).join(DossierRow)
    found = session.execute(query.where(*_waits(), ~FormValueRow.corrected).group_by(*named))
    return [(procedure, key, count) for procedure, key, count in found]


def waiting_keys(session: Transaction) -> Iterator[str]:
    """The keys under which values may wait, in their order: an index leads from one to the next."""
    first = select(func.min(FormValueRow.key)).where(FormValueRow.needs_review.expression)
    key = session.scalar(first)
    while key is not None:
        yield key
        key = session.scalar(first.where(FormValueRow.key > key))


def waiting_procedures(session: Transaction) -> Sequence[str]:
    """The procedures of the dossiers that wait for a person."""
    query = select(DossierRow.procedure).where(DossierRow.state.in_(LEFT)).distinct()
    return session.scalars(query).all()


def looked_at_again(session: Transaction) -> list[WaitingValue]:
    """All values that a person decided and that wait for another, in the order of their places."""
    query = _values().where(FormValueRow.corrected).order_by(FormValueRow.key, FormValueRow.id)
    return list(_found(session, query))


def waiting_values(
    session: Transaction, wanted: Mapping[str, Collection[str]], after: Place | None, most: int
) -> list[WaitingValue]:
    """At most so many of the values that wait, from behind ``after`` on in the order of their places;
    ``wanted`` are keys, each with the procedures whose dossiers are meant.
    """
    found: list[WaitingValue] = []
    # Key by key, so that an index leads to the next few however many there are.
    for key in sorted(wanted):
        if len(found) < most and (after is None or key >= after[0]):
            behind = after[1] if after is not None and key == after[0] else 0
            found += _of_key(session, key, wanted[key], behind, most - len(found))
    return found


def values_at(session: Transaction, places: Sequence[tuple[str, str]]) -> list[WaitingValue]:
    """Of some values (dossier and key) those that wait, in the order asked for."""
    keys, dossiers = {key for _dossier, key in places}, {dossier for dossier, _key in places}
    query = _values().where(FormValueRow.key.in_(keys), FormValueRow.dossier_id.in_(dossiers))
    found = {(one.dossier.id, one.value.key): one for one in _found(session, query)}
    return [found[place] for place in places if place in found]


def _of_key(
    session: Transaction, key: str, procedures: Collection[str], behind: int, most: int
) -> Iterator[WaitingValue]:
    meant = (FormValueRow.key == key, FormValueRow.id > behind, DossierRow.procedure.in_(procedures))
    query = _values().where(*meant, ~FormValueRow.corrected)
    return _found(session, query.order_by(FormValueRow.id).limit(most))


def _values() -> Select[*tuple[Any, ...]]:
    query = select(FormValueRow.id, *DOSSIER, *VALUE).select_from(FormValueRow).join(DossierRow)
    return query.where(*_waits())


def _found(session: Transaction, query: Select[*tuple[Any, ...]]) -> Iterator[WaitingValue]:
    for number, *columns in session.execute(query):
        told, value = columns[: len(DOSSIER)], value_of(*columns[len(DOSSIER) :])
        yield WaitingValue((value.key, number), Dossier(*told), value)


def _waits() -> Iterator[ColumnElement[bool]]:
    yield FormValueRow.needs_review.expression
    yield DossierRow.state.in_(LEFT)
