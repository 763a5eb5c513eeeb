# SPDX-License-Identifier: Apache-2.0
"""What is of a time when its office had no code yet, and becomes that of the office that has one.

Numbers go with it, so that none is given out twice. Where the office has the same numbers already (its code
was taken away and came back), rows are numbered anew after its own; what stands on a paper stays as it is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Integer,
    String,
    Text,
    TextClause,
    column,
    delete,
    insert,
    select,
    table,
    text,
    update,
)

from intake.store.life.life import DOSSIERS
from intake.store.life.numbers import REGISTER, NumberGiving, Series
from intake.store.tables.column_types import Json, UtcDateTime
from intake.store.tables.model import DossierRow, NumberSeriesRow
from intake.store.transaction import EVERY_UNIT, Transaction

# Tables of upper rooms are named, not imported. A test asks the metadata whether one with a unit is left out.
FOLLOWING = ("search_term", "matter_key", "run", "figure", "one_stop_list")
"""Tables of which each row has its dossier's unit, or no number."""
NUMBERED = {"slip": "kind", "certification": "book"}
"""Tables of which a number stands once in unit, year and this column."""
ONCE = {"regular_report": "period"}
"""Tables of which this column stands once in a unit; what the unit has already it keeps."""

_CHANGE = table(
    "certification_change",
    column("certification_id", Integer),
    column("at", UtcDateTime()),
    column("who", Text),
    column("void", Boolean),
    column("told", Json()),
    column("reason", Text),
)
_NOT_OF_STORE = (NumberSeriesRow.unit == "", NumberSeriesRow.kind != DOSSIERS)


def is_any_unclaimed(session: Transaction) -> bool:
    """Whether anything is there from before its office had a code: dossiers, or whatever has a number."""
    dossier = select(DossierRow.id).where(DossierRow.unit == "").limit(1)
    series = select(NumberSeriesRow.kind).where(*_NOT_OF_STORE).limit(1)
    return any(
        session.scalar(query.execution_options(**EVERY_UNIT)) is not None for query in (dossier, series)
    )


def claim(store: NumberGiving, session: Transaction, unit: str, now: datetime) -> None:
    """Make what has no unit that of ``unit``, with its numbers."""
    taken = _years_of(session, unit)
    for year in _years_of(session, "") & taken:
        _register_anew(store, session, unit, year)
    _claim_series(session, unit)
    claimed = update(DossierRow).where(DossierRow.unit == "").values(unit=unit)
    session.execute(claimed, execution_options={"synchronize_session": False})
    for name in FOLLOWING:
        session.execute(text(f"UPDATE {name} SET unit = :unit WHERE unit = ''"), {"unit": unit})
    for name, once in ONCE.items():
        theirs = f"SELECT {once} FROM {name} WHERE unit = :unit"
        session.execute(text(f"DELETE FROM {name} WHERE unit = '' AND {once} IN ({theirs})"), {"unit": unit})
        session.execute(text(f"UPDATE {name} SET unit = :unit WHERE unit = ''"), {"unit": unit})
    for name, kind in NUMBERED.items():
        session.execute(_moved(name, kind), {"unit": unit})
        _number_anew(store, session, name, kind, unit, now)


def _years_of(session: Transaction, unit: str) -> set[int]:
    registers = (NumberSeriesRow.kind == REGISTER, NumberSeriesRow.unit == unit)
    return set(session.scalars(select(NumberSeriesRow.year).where(*registers)))


def _register_anew(store: NumberGiving, session: Transaction, unit: str, year: int) -> None:
    theirs = (
        DossierRow.unit == "",
        DossierRow.register_year == year,
        DossierRow.register_number.is_not(None),
    )
    query = select(DossierRow.id).where(*theirs).order_by(DossierRow.register_number)
    for dossier in session.scalars(query.execution_options(**EVERY_UNIT)).all():
        number = store.next_number(session, Series.register(unit, year))
        told = update(DossierRow).where(DossierRow.id == dossier).values(unit=unit, register_number=number)
        session.execute(told, execution_options={"synchronize_session": False})


def _claim_series(session: Transaction, unit: str) -> None:
    """Each series goes on in the unit's: after the higher number where it has one, but for the register of
    dossiers, whose numbers were given anew.
    """
    of = (NumberSeriesRow.kind, NumberSeriesRow.year, NumberSeriesRow.last)
    own = {
        (kind, year): last
        for kind, year, last in session.execute(select(*of).where(NumberSeriesRow.unit == unit))
    }
    for kind, year, last in session.execute(select(*of).where(*_NOT_OF_STORE)).all():
        series = (NumberSeriesRow.kind == kind, NumberSeriesRow.year == year)
        if (kind, year) not in own:
            moved: Any = update(NumberSeriesRow).where(NumberSeriesRow.unit == "", *series).values(unit=unit)
            session.execute(moved)
            continue
        session.execute(delete(NumberSeriesRow).where(NumberSeriesRow.unit == "", *series))
        if kind != REGISTER and last > own[kind, year]:
            session.execute(
                update(NumberSeriesRow).where(NumberSeriesRow.unit == unit, *series).values(last=last)
            )


def _moved(name: str, kind: str) -> TextClause:
    there = f"other.unit = :unit AND other.{kind} = {name}.{kind} AND other.year = {name}.year"
    return text(
        f"UPDATE {name} SET unit = :unit WHERE unit = '' AND NOT EXISTS"
        f" (SELECT 1 FROM {name} AS other WHERE {there} AND other.number = {name}.number)"
    )


def _number_anew(
    store: NumberGiving, session: Transaction, name: str, kind: str, unit: str, now: datetime
) -> None:
    """Give rows whose number the unit gave as well the next ones."""
    key, whose, kind_of = column("id", Integer), column("unit", String), column(kind, String)
    year_of, number_of = column("year", Integer), column("number", Integer)
    rows = table(name, key, whose, kind_of, year_of, number_of)
    left = select(key, year_of, number_of, kind_of).where(whose == "").order_by(year_of, number_of)
    for row, year, number, of in session.execute(left).all():
        named = Series.slips if name == "slip" else Series.certifications
        given = store.next_number(session, named(unit, of, year))
        session.execute(update(rows).where(key == row).values(unit=unit, number=given))
        if name == "certification":
            # A register is Vietnamese, whatever language the desk speaks.
            reason = f"trên giấy ghi số {number}, cấp trước khi đơn vị có mã; số ấy trùng với số khác"
            told = {"at": now, "who": "sohoa", "void": False, "told": {}, "reason": reason}
            session.execute(insert(_CHANGE).values(certification_id=row, **told))
