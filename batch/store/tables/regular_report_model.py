# SPDX-License-Identifier: Apache-2.0
"""The table of reports that are written once a store, whichever of its computers is the first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from intake.store.tables.lease_columns import LeaseColumns
from intake.store.tables.model import TableBase


class RegularReportRow(LeaseColumns, TableBase):
    """The report of one ``period`` (its address: 2026-11) of an office. It was written at ``written_at`` on
    the computer called ``computer`` and mailed at ``mailed_at``; None: not yet.
    """

    __tablename__ = "regular_report"
    __table_args__ = (UniqueConstraint("unit", "period"),)

    unit: Mapped[str] = mapped_column(String(64))
    period: Mapped[str] = mapped_column(String(32))
    computer: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime | None] = mapped_column()
    mailed_at: Mapped[datetime | None] = mapped_column()
