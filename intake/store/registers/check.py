# SPDX-License-Identifier: Apache-2.0
"""Are the registers of what is certified what was written: their chains gone through again, each line
compared with what its events tell, and the numbers counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy import func, select

from intake.store.life.life import (
    FEE_RECEIPT,
    StoreLife,
    certification_series,
    floor_of,
    slip_series,
)
from intake.store.registers.chain import CLAIMED, COLUMNS, ENTERED, SAID, columns_of, link
from intake.store.tables.certification_model import (
    CertificationChainRow,
    CertificationChangeRow,
    CertificationEventRow,
    CertificationRow,
)
from intake.store.tables.column_types import GarbledValueError
from intake.store.tables.model import NumberSeriesRow
from intake.store.transaction import Transaction

PART = 200
"""So many lines are in memory at once."""
MOST_HOLES = 1000
"""So many numbers that are missing are told of one register; a number that was altered may leave millions."""
_EVENT, _LINE = CertificationEventRow, CertificationRow


class RegisterFault(StrEnum):
    """What is wrong in a register."""

    CHAIN = "chain"
    """Its journal is not what was written."""
    ALTERED = "altered"
    MISSING = "missing"
    """The journal tells of a line that is not there."""
    ADDED = "added"
    """The journal tells of no such line."""
    HOLE = "hole"
    """A number that was given stands in no line."""
    NO_RECEIPT = "no-receipt"
    """A number of a fee receipt that was given stands in no line."""


@dataclass(frozen=True, slots=True)
class TouchedRegister:
    """Where a register is not what was written; ``number`` is None where that is no single line. ``book`` is
    "" where no register is meant but an office's fee receipts.
    """

    what: RegisterFault
    unit: str
    book: str
    year: int
    number: int | None = None


@dataclass(slots=True)
class RegistersFound:
    """What was looked through. ``left_out`` numbers stand in no line because an earlier life of the store may
    have given them.
    """

    lines: int = 0
    events: int = 0
    left_out: int = 0
    touched: list[TouchedRegister] = field(default_factory=list)


def look_through(session: Transaction, *, newest: int | None = None) -> RegistersFound:
    """Look through all registers; with ``newest`` only at so many of the newest lines and of each register's
    newest events. Numbers are counted all the same.
    """
    found = RegistersFound()
    for register in _registers(session):
        _look_at_chain(session, register, found, newest)
    for part in _parts(session, newest):
        _look_at_lines(session, part, found)
    gone = select(_EVENT.certification_id).where(_EVENT.certification_id.not_in(select(_LINE.id)))
    for line in session.scalars(gone.distinct()).all():
        told = _folded(_events(session, [line])[line])[0]
        found.touched.append(_named(RegisterFault.MISSING, told))
    _count_numbers(session, found)
    _count_receipts(session, found)
    return found


def _registers(session: Transaction) -> list[str]:
    named = set(session.scalars(select(_EVENT.register).distinct()))
    return sorted(named | set(session.scalars(select(CertificationChainRow.register))))


def _look_at_chain(session: Transaction, register: str, found: RegistersFound, newest: int | None) -> None:
    chain = session.get(CertificationChainRow, register)
    end = (chain.head, chain.length) if chain else ("", 0)
    first = max(1, end[1] - newest + 1) if newest is not None else 1
    columns = (_EVENT.register, _EVENT.place, _EVENT.certification_id, _EVENT.what, _EVENT.data, _EVENT.hash)
    query = select(*columns).where(_EVENT.register == register, _EVENT.place >= first - 1)
    before, place = "", 0 if first == 1 else first - 2
    try:
        for event in session.execute(query.order_by(_EVENT.place).execution_options(yield_per=PART)):
            if event.place == first - 1:  # taken as it is: nobody looked at what stands before it
                before, place = event.hash, event.place
                continue
            if event.place != place + 1 or event.hash != link(before, event):
                break
            before, place = event.hash, event.place
            found.events += 1
    except (GarbledValueError, UnicodeDecodeError):
        before = ""
    if (before, place) != end:
        year, unit, book = _of_register(register)
        found.touched.append(TouchedRegister(RegisterFault.CHAIN, unit, book, year))


def _of_register(register: str) -> tuple[int, str, str]:
    """Year, unit and book of a register's name; a unit may have “/” in it."""
    counted, _, rest = register.partition("/")
    unit, _, book = rest.rpartition("/")
    year = counted.rpartition("-")[2]
    return int(year) if year.isdecimal() else 0, unit, book


def _parts(session: Transaction, newest: int | None) -> Iterator[Sequence[int]]:
    if newest is not None:
        yield session.scalars(select(_LINE.id).order_by(_LINE.id.desc()).limit(newest)).all()
        return
    last = 0
    while part := session.scalars(
        select(_LINE.id).where(_LINE.id > last).order_by(_LINE.id).limit(PART)
    ).all():
        last = part[-1]
        yield part


def _look_at_lines(session: Transaction, ids: Sequence[int], found: RegistersFound) -> None:
    try:
        lines = {row.id: columns_of(row) for row in session.execute(_lines(ids))}
        said: defaultdict[int, list[Any]] = defaultdict(list)
        for change in session.execute(_changes(ids)):
            said[change.certification_id].append(columns_of(change, SAID))
        events = _events(session, ids)
    except (GarbledValueError, UnicodeDecodeError, AttributeError):
        if len(ids) > 1:
            for one in ids:
                _look_at_lines(session, [one], found)
            return
        found.lines += 1  # what stands there is none of our values
        found.touched.append(TouchedRegister(RegisterFault.ALTERED, "", "", 0))
        return
    for key, line in lines.items():
        found.lines += 1
        told, changes = _folded(events[key])
        if not told:
            found.touched.append(_named(RegisterFault.ADDED, line))
        elif told != line or changes != said[key]:
            found.touched.append(_named(RegisterFault.ALTERED, {**line, **told}))


def _lines(ids: Sequence[int]) -> Any:
    return select(_LINE.id, *(getattr(_LINE, name) for name in COLUMNS)).where(_LINE.id.in_(ids))


def _changes(ids: Sequence[int]) -> Any:
    row = CertificationChangeRow
    told = select(row.certification_id, *(getattr(row, name) for name in SAID))
    return told.where(row.certification_id.in_(ids)).order_by(row.id)


def _events(session: Transaction, ids: Sequence[int]) -> Mapping[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    told = select(_EVENT.certification_id, _EVENT.what, _EVENT.data).where(_EVENT.certification_id.in_(ids))
    for event in session.execute(told.order_by(_EVENT.id)):
        found[event.certification_id].append(event)
    return found


def _folded(events: Sequence[Any]) -> tuple[dict[str, Any], list[Any]]:
    """The line as its events tell it, and the changes of it."""
    line: dict[str, Any] = {}
    changes = []
    for event in events:
        if event.what in (ENTERED, CLAIMED):
            line |= event.data
        else:
            changes.append(event.data)
    return line, changes


def _named(what: RegisterFault, line: Mapping[str, Any]) -> TouchedRegister:
    return TouchedRegister(
        what, line.get("unit", ""), line.get("book", ""), line.get("year", 0), line.get("number")
    )


def _count_numbers(session: Transaction, found: RegistersFound) -> None:
    of = (_LINE.unit, _LINE.book, _LINE.year)
    there = select(*of, func.count(), func.max(_LINE.number)).group_by(*of)
    for unit, book, year, count, most in session.execute(there).all():
        last = max(most, _last(session, unit, book, year))
        if count == last:
            continue
        numbers: set[int | None] = set(
            session.scalars(select(_LINE.number).where(*_in(of, (unit, book, year))))
        )
        floor = _floor(session, certification_series(year, unit, book))
        for number in _missing(numbers, last):
            if number <= floor:
                found.left_out += 1
            else:
                found.touched.append(TouchedRegister(RegisterFault.HOLE, unit, book, year, number))


def _count_receipts(session: Transaction, found: RegistersFound) -> None:
    of = (_LINE.unit, _LINE.year)
    paid = _LINE.receipt.is_not(None)
    count, most = func.count(_LINE.receipt.distinct()), func.max(_LINE.receipt)
    for unit, year, given, highest in session.execute(
        select(*of, count, most).where(paid).group_by(*of)
    ).all():
        last = max(highest or 0, _last(session, unit, FEE_RECEIPT, year))
        if given == last:
            continue
        there = select(_LINE.receipt).where(paid, *_in(of, (unit, year)))
        floor = _floor(session, slip_series(year, unit, FEE_RECEIPT))
        for number in _missing(set(session.scalars(there)), last):
            if number <= floor:
                found.left_out += 1
            else:
                found.touched.append(TouchedRegister(RegisterFault.NO_RECEIPT, unit, "", year, number))


def _missing(there: Collection[int | None], last: int) -> Iterator[int]:
    return islice((number for number in range(1, last + 1) if number not in there), MOST_HOLES)


def _in(columns: Sequence[Any], values: Sequence[Any]) -> Iterator[Any]:
    return (column == value for column, value in zip(columns, values, strict=True))


def _last(session: Transaction, unit: str, kind: str, year: int) -> int:
    row = NumberSeriesRow
    query = select(row.last).where(row.unit == unit, row.kind == kind, row.year == year)
    return session.scalar(query) or 0


def _floor(session: Transaction, series: str) -> int:
    return max(floor_of(life, series) for life in session.scalars(select(StoreLife)))
