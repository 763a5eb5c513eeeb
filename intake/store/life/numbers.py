# SPDX-License-Identifier: Apache-2.0
"""Numbers given out: of dossiers, of slips, in registers; none twice in this home, none left out.

A series has one row, raised in the transaction that uses the number: who comes second waits for the first to
end, and a number whose use was rolled back goes to the next. Only after a loss (``intake.store.life``) some
are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from intake.store.life.life import (
    DOSSIERS,
    FEE_RECEIPT,
    certification_series,
    floor_of,
    present,
    register_series,
    slip_series,
)
from intake.store.life.mark import Mark

REGISTER = "register"
"""The kind of the numbers in an office's register of dossiers (sổ theo dõi hồ sơ)."""

# The same words in SQLite and PostgreSQL; both lock what they raise until the transaction ends.
_RAISED = text(
    "INSERT INTO number_series (unit, kind, year, last) VALUES (:unit, :kind, :year, :first)"
    " ON CONFLICT (unit, kind, year) DO UPDATE SET last ="
    " CASE WHEN number_series.last < :first THEN :first ELSE number_series.last + 1 END"
    " RETURNING last"
)


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of a ``kind``, of one ``unit`` ("" for the whole store) and ``year`` (0 for all years).

    ``kept_as``: under which name lives and mark know how far they came.
    """

    kept_as: str
    kind: str
    unit: str = ""
    year: int = 0

    @classmethod
    def dossiers(cls) -> Series:
        """The running numbers in dossiers' ids, which name one dossier of the store alone."""
        return cls(DOSSIERS, "dossier")

    @classmethod
    def slips(cls, unit: str, kind: str, year: int) -> Series:
        """The numbers of a unit's slips of a kind."""
        return cls(slip_series(year, unit, kind), kind, unit, year)

    @classmethod
    def register(cls, unit: str, year: int) -> Series:
        """The numbers in a unit's register of dossiers."""
        return cls(register_series(year, unit), REGISTER, unit, year)

    @classmethod
    def certifications(cls, unit: str, book: str, year: int) -> Series:
        """The numbers in one of a unit's registers of certifications."""
        return cls(certification_series(year, unit, book), book, unit, year)

    @classmethod
    def fee_receipts(cls, unit: str, year: int) -> Series:
        """The numbers of a unit's receipts for fees."""
        return cls(slip_series(year, unit, FEE_RECEIPT), FEE_RECEIPT, unit, year)


class NumberGiving:
    """The part of the store that gives out numbers."""

    mark: Mark
    told = False
    """Whether this process tried to tell other desks of all that it found reserved, or reserved itself."""

    def next_number(self, session: Session, series: Series) -> int:
        """The series' next number (from 1), after all that an earlier life of the store gave out."""
        floor = floor_of(present(session), series.kept_as)
        told = {"unit": series.unit, "kind": series.kind, "year": series.year, "first": floor + 1}
        number: int = session.execute(_RAISED, told).scalar_one()
        if self.mark.reserve(series.kept_as, number):
            self.told = False
        return number
