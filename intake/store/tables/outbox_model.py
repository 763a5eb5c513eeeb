# SPDX-License-Identifier: Apache-2.0
"""The outbox table: what is to be sent, and how far each sending has come."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column

from intake.store.tables.lease_columns import LeaseColumns
from intake.store.tables.model import TableBase


class OutboxRow(LeaseColumns, TableBase):
    """One dossier on its way out by one ``door`` ("" as long as nothing of it began to leave).

    One row of a dossier ``leads``: its answers move the dossier. The others wait until it has arrived.
    ``progress`` remembers what the gateway has already given: ``number`` (mã hồ sơ), ``uploads`` (SHA-256
    of a file → the gateway's id and hash), ``asked`` (a submission may have reached it), ``package`` (which
    one that was), ``in_doubt`` (nobody knows yet whether one made since it was queued did), ``again`` (it
    gave the dossier back), ``lost`` (numbers that it forgot; ``missed``: since when it shows nothing under
    one, ``gone``: those asked about no more), ``unfit`` (how often a file that it hands back was none for a
    result, by its id there) and ``remote_id``. It outlives repackaging, so that a dossier
    never gets two numbers. ``number`` stands in a column too, to be looked for. ``messages`` are what refused
    it, as dicts of ``field``, ``name`` and ``text``. What the gateway said last is ``remote_status`` (its
    code), ``remote_state`` (``templates.model.gateways.states``; "" for a code that is not known),
    ``remote_note`` and until when it wants a supplement (``supplement_by``). Its refusal is told until
    ``settled_at``, when a person dealt with it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_state_next_at", "state", "next_at"),
        Index("ix_outbox_remote_state", "remote_state"),
        Index("ix_outbox_behind", "state", sqlite_where=text("leads = 0")),
        UniqueConstraint("dossier_id", "door", name="uq_outbox_dossier_id_door"),
        # Of those that lead, or follow, alone on PostgreSQL too, which the migrations say: said here, every
        # command would import that dialect.
        Index("uq_outbox_leading", "dossier_id", unique=True, sqlite_where=text("leads = 1")),
    )

    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id"))
    door: Mapped[str] = mapped_column(String(32), default="", server_default="")
    leads: Mapped[bool] = mapped_column(default=True, server_default=true())
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"))
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
    number: Mapped[str] = mapped_column(String(64), default="", server_default="", index=True)
    messages: Mapped[list[Any]] = mapped_column(default=list)
    remote_status: Mapped[str] = mapped_column(String(32), default="")
    remote_state: Mapped[str] = mapped_column(String(32), default="", server_default="")
    remote_note: Mapped[str] = mapped_column(Text, default="")
    supplement_by: Mapped[date | None] = mapped_column()
    settled_at: Mapped[datetime | None] = mapped_column()
    remote_at: Mapped[datetime | None] = mapped_column()
    queued_at: Mapped[datetime] = mapped_column()
    sent_at: Mapped[datetime | None] = mapped_column()
