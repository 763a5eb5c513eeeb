# SPDX-License-Identifier: Apache-2.0
"""The lives of a store: one row from its beginning, one more each time its database was brought back or begun
anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Sequence, String, Text, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from intake.dossier import dossier_id as ids
from intake.errors import MovedStoreError
from intake.store.life.reserved import OF_OFFICE
from intake.store.tables.column_types import LONG
from intake.store.tables.model import DossierRow, TableBase

DOSSIERS = "dossier"
"""The series of the running numbers in dossier ids, over all days."""
CHANGES = Sequence("store_change")
"""PostgreSQL's count of writing transactions: in a row each of them would wait for all others."""


FEE_RECEIPT = "fee-receipt"
"""The kind of the numbers on receipts for fees."""


class LifeBegan(StrEnum):
    """Why a life began."""

    NEW = "new"
    UPGRADED = "upgraded"
    BROUGHT_BACK = "brought-back"
    ANEW = "anew"
    MOVED = "moved"
    """Carried over to another database; nothing more is written here."""


class StoreLife(TableBase):
    """One life; the last row is the present one.

    ``store`` is the store's identity, ``changes`` counts writing transactions since its first day (on
    PostgreSQL those before this life; ``CHANGES`` counts on), ``floors`` says by series which numbers earlier
    lives may have given out. ``began_in`` names the very database of a server in which it began ("" for a
    file, or not yet known), which a copy of its tables is not.
    """

    __tablename__ = "store_life"

    id: Mapped[int] = mapped_column(primary_key=True)
    store: Mapped[str] = mapped_column(String(32))
    changes: Mapped[int] = mapped_column(LONG)
    floors: Mapped[dict[str, Any]] = mapped_column(default=dict)
    began_at: Mapped[datetime] = mapped_column()
    who: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(16))
    began_in: Mapped[str] = mapped_column(String(80), default="")


@dataclass(frozen=True, slots=True)
class Life:
    """The present life as it is read when a store is opened; ``number`` counts from 1. ``here``: whether it
    began in this very database; None where that is not known yet.
    """

    number: int
    store: str
    changes: int
    why: str = LifeBegan.NEW
    here: bool | None = True


def present(session: Session) -> StoreLife:
    """The present life's row."""
    return session.scalars(select(StoreLife).order_by(StoreLife.id.desc()).limit(1)).one()


def count_change(session: Session) -> int:
    """Count this transaction; returns how many there were. Every one goes through here.

    Raises ``MovedStoreError`` where the store was carried over since it was opened.
    """
    life = present(session)
    if life.why == LifeBegan.MOVED:
        raise MovedStoreError.away(session.get_bind().engine.url.database)
    if on_server(session):
        return session.scalar(select(CHANGES.next_value())) or 0
    life.changes += 1
    session.flush()
    return life.changes


def set_changes(session: Session, changes: int) -> None:
    """Let the count go on after so many; where the rows hold it, the present life's does."""
    if on_server(session):
        session.execute(text("SELECT setval('store_change', greatest(:changes, 1))"), {"changes": changes})


def on_server(session: Session) -> bool:
    """Whether the transaction is one of PostgreSQL."""
    return session.get_bind().dialect.name == "postgresql"


def numbers_given(session: Session) -> dict[str, int]:
    """The highest numbers that stand in the database's own rows, by series."""
    running = max(map(ids.running_number, session.scalars(select(DossierRow.id))), default=0)
    slips = session.execute(text("SELECT unit, kind, year, max(number) FROM slip GROUP BY unit, kind, year"))
    books = session.execute(
        text("SELECT unit, book, year, max(number) FROM certification GROUP BY unit, book, year")
    )
    receipts = session.execute(
        text(
            "SELECT unit, year, max(receipt) FROM certification WHERE receipt IS NOT NULL GROUP BY unit, year"
        )
    )
    of_office = (DossierRow.unit, DossierRow.register_year)
    registered = session.execute(
        select(*of_office, func.max(DossierRow.register_number))
        .where(DossierRow.register_number.is_not(None))
        .group_by(*of_office)
    )
    return {
        DOSSIERS: running,
        **{slip_series(year, unit, kind): highest for unit, kind, year, highest in slips},
        **{register_series(year, unit): highest for unit, year, highest in registered if year is not None},
        **{certification_series(year, unit, book): highest for unit, book, year, highest in books},
        **{slip_series(year, unit, FEE_RECEIPT): highest for unit, year, highest in receipts},
    }


def slip_series(year: int, unit: str, kind: str) -> str:
    """The series of a unit's slips of a kind in a year."""
    return f"slip-{year}{OF_OFFICE}{unit}{OF_OFFICE}{kind}"


def register_series(year: int, unit: str) -> str:
    """The series of a year's dossiers in the register of a unit."""
    return f"register-{year}{OF_OFFICE}{unit}"


def certification_series(year: int, unit: str, book: str) -> str:
    """The series of a year's lines in one of a unit's registers of certifications."""
    return f"certification-{year}{OF_OFFICE}{unit}{OF_OFFICE}{book}"


def floor_of(life: StoreLife, series: str) -> int:
    """After which number an office's ``series`` goes on. Earlier versions had one floor for all offices, and
    what was numbered before an office had a code may be this one's.
    """
    floors: Mapping[str, int] = life.floors
    counted, *of_office = series.split(OF_OFFICE)
    without_code = OF_OFFICE.join((counted, "", *of_office[1:]))
    return max(floors.get(name, 0) for name in (series, counted, without_code))


def highest(*given: Mapping[str, int]) -> dict[str, int]:
    """By series the highest of several."""
    series = {name for numbers in given for name in numbers}
    return {name: max(numbers.get(name, 0) for numbers in given) for name in sorted(series)}


def lost_at(session: Session) -> datetime | None:
    """When the database was last brought back or begun anew; None where it never was."""
    lost = select(StoreLife.began_at).where(StoreLife.why.in_((LifeBegan.BROUGHT_BACK, LifeBegan.ANEW)))
    return session.scalar(lost.order_by(StoreLife.id.desc()).limit(1))


def stood_in_copy(session: Session, dossier_id: str) -> bool:
    """Whether the database was brought back from a copy, and the dossier stood in that one or is of a time
    that it forgot; told by its running number, whatever the clocks said.
    """
    lives = select(StoreLife).where(StoreLife.why == LifeBegan.BROUGHT_BACK).order_by(StoreLife.id.desc())
    life = session.scalar(lives.limit(1))
    return life is not None and ids.running_number(dossier_id) <= life.floors.get(DOSSIERS, 0)
