# SPDX-License-Identifier: Apache-2.0
"""What the registers' journal tells where lines become those of an office that got its code."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from intake.store.registers.chain import CHANGED, tell_changed, tell_claimed
from intake.store.tables.certification_model import (
    CertificationChangeRow,
    CertificationEventRow,
    CertificationRow,
)
from intake.store.transaction import Transaction


def unclaimed_lines(session: Transaction) -> Sequence[int]:
    """The lines that bear no office's code, in the order of their entering."""
    return session.scalars(
        select(CertificationRow.id).where(CertificationRow.unit == "").order_by(CertificationRow.id)
    ).all()


def tell_of_claim(session: Transaction, lines: Sequence[int]) -> None:
    """Write down what has become of these ``lines``: whose they are, under which number, and the word on it
    where that is another one.
    """
    session.expire_all()  # they were changed past the session
    for line in lines:
        row = session.get_one(CertificationRow, line)
        tell_claimed(session, row)
        for change in _untold(session, line):
            tell_changed(session, row, change)


def _untold(session: Transaction, line: int) -> Sequence[CertificationChangeRow]:
    """Changes that stand there, of which the journal does not tell yet."""
    event, change = CertificationEventRow, CertificationChangeRow
    told = session.scalar(select(func.count()).where(event.certification_id == line, event.what == CHANGED))
    there = session.scalars(select(change).where(change.certification_id == line).order_by(change.id)).all()
    return there[told or 0 :]
