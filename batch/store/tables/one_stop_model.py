# SPDX-License-Identifier: Apache-2.0
"""The tables of lists that a one-stop system exported: which dossiers an office had, entered here or not."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from intake.store.tables.model import TableBase


class OneStopListRow(TableBase):
    """A list that was taken in for the days ``since`` to ``until`` of an office. It counts from ``added_at``
    to before ``ended_at`` (None: it counts still), when it was taken back or another took its place
    (``replaced_by``).

    ``file`` is the name of the file and ``sha256`` its hash; it has ``dossiers``, besides ``left_out`` of
    procedures that the catalogue doesn't know.
    """

    __tablename__ = "one_stop_list"
    __table_args__ = (Index("ix_one_stop_list_unit_since", "unit", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(String(64))
    since: Mapped[date] = mapped_column()
    until: Mapped[date] = mapped_column()
    file: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    dossiers: Mapped[int] = mapped_column()
    left_out: Mapped[int] = mapped_column()
    who: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column()
    ended_at: Mapped[datetime | None] = mapped_column()
    ended_by: Mapped[str] = mapped_column(Text, default="")
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("one_stop_list.id"))


class OneStopLineRow(TableBase):
    """A dossier of such a list under its official ``number``; "" and None where the list doesn't say it.
    ``ended`` as in ``FigureRow``. Names of people are not kept.
    """

    __tablename__ = "one_stop_line"
    __table_args__ = (Index("ix_one_stop_line_list_id_number", "list_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("one_stop_list.id"))
    number: Mapped[str] = mapped_column(String(64))
    procedure: Mapped[str] = mapped_column(String(32))
    received_on: Mapped[date] = mapped_column()
    due_on: Mapped[date | None] = mapped_column()
    ended: Mapped[str] = mapped_column(String(16))
    ended_on: Mapped[date | None] = mapped_column()
    channel: Mapped[str] = mapped_column(String(8))
    payment: Mapped[str] = mapped_column(String(8))
