# SPDX-License-Identifier: Apache-2.0
"""The tables of slips: what was issued under which number, and which of it goes out by mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from intake.store.tables.lease_columns import LeaseColumns
from intake.store.tables.model import TableBase


class SlipRow(TableBase):
    """One slip as issued. Rows are never changed or deleted, so the numbers of a year have no holes.

    ``number`` counts from 1 within unit, kind and year; ``sign`` is what stands behind “Số:”. ``content``
    is all that the slip says (``batch.slips.sheets.content``), so that it can be printed again at any time;
    ``wish`` tells what was asked for, to recognise the same wish coming twice.
    """

    __tablename__ = "slip"
    __table_args__ = (UniqueConstraint("unit", "kind", "year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    unit: Mapped[str] = mapped_column(String(64))
    year: Mapped[int] = mapped_column()
    number: Mapped[int] = mapped_column()
    sign: Mapped[str] = mapped_column(String(64))
    edition: Mapped[str] = mapped_column(String(16))
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    wish: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column()
    issued_by: Mapped[str] = mapped_column(Text)


class MailRow(LeaseColumns, TableBase):
    """One slip on its way to one address."""

    __tablename__ = "mail"
    __table_args__ = (
        UniqueConstraint("slip_id", "address"),
        Index("ix_mail_state_next_at", "state", "next_at"),
    )

    slip_id: Mapped[int] = mapped_column(ForeignKey("slip.id"))
    address: Mapped[str] = mapped_column(Text)
    queued_at: Mapped[datetime] = mapped_column()
    queued_by: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime | None] = mapped_column()

    slip: Mapped[SlipRow] = relationship()
