# SPDX-License-Identifier: Apache-2.0
"""The table of what reports count of each dossier, folded from its journal so that indicators are one
query.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from intake.store.tables.model import TableBase

_NOW = text("until IS NULL")
_OPEN = text("until IS NULL AND ended = ''")
_ACCEPTED = text("until IS NULL AND accepted = 1"), text("until IS NULL AND accepted")
"""In the words of SQLite, and of PostgreSQL."""


class FigureRow(TableBase):
    """What was so of a dossier from ``since`` to before ``until`` (None: it is so now). The rows of a dossier
    follow one another without a hole from its making on, so that a report can be made as of a past day.

    ``ended`` is a ``intake.dossier.journal.EndedAs``, "" as long as it is open; ``end_told`` a
    ``batch.report.facts.EndTold``, None where the day is known; ``taken`` are the working days
    that the office had it. ``waiting``: the citizen is waited for. ``channel``, ``payment`` are "" and
    ``signed``, ``reused``, ``from_store``, ``population`` None where that was never recorded.
    """

    __tablename__ = "figure"
    __table_args__ = (
        Index("ix_figure_now", "unit", "received_on", sqlite_where=_NOW),
        Index("ix_figure_received_on", "received_on", sqlite_where=_NOW, postgresql_where=_NOW),
        Index("ix_figure_ended_on", "ended_on", sqlite_where=_NOW, postgresql_where=_NOW),
        Index("ix_figure_open", "received_on", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_figure_accepted", "dossier_id", sqlite_where=_ACCEPTED[0], postgresql_where=_ACCEPTED[1]),
        Index("ix_figure_since", "since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id"), index=True)
    since: Mapped[datetime] = mapped_column()
    until: Mapped[datetime | None] = mapped_column()
    unit: Mapped[str] = mapped_column(String(64))
    procedure: Mapped[str] = mapped_column(String(32))
    clerk: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date] = mapped_column()
    due_on: Mapped[date | None] = mapped_column()
    ended: Mapped[str] = mapped_column(String(16))
    ended_on: Mapped[date | None] = mapped_column()
    end_told: Mapped[str | None] = mapped_column(String(8))
    taken: Mapped[int | None] = mapped_column()
    waiting: Mapped[bool] = mapped_column()
    supplements: Mapped[int] = mapped_column()
    complete: Mapped[bool] = mapped_column()
    components: Mapped[bool] = mapped_column()
    sent: Mapped[bool] = mapped_column()
    accepted: Mapped[bool] = mapped_column()
    result: Mapped[bool] = mapped_column()
    signed: Mapped[bool | None] = mapped_column()
    channel: Mapped[str] = mapped_column(String(8))
    payment: Mapped[str] = mapped_column(String(8))
    reused: Mapped[bool | None] = mapped_column()
    from_store: Mapped[bool | None] = mapped_column()
    population: Mapped[bool | None] = mapped_column()
