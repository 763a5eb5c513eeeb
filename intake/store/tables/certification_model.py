# SPDX-License-Identifier: Apache-2.0
"""The tables of what was certified: the lines of the registers, what was changed in them afterwards, and the
chained journal that tells both again.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from intake.store.tables.model import TableBase


class CertificationRow(TableBase):
    """One line of a register of certifications, as it was entered first; rows are never changed or deleted,
    so that the numbers of a year have no holes.

    ``number`` counts from 1 within unit, book and year, whatever the ``volume``. Papers of one visit have one
    ``visit`` (a name within the unit) and a ``place`` in it (from 0), and one ``receipt`` (the number of the
    fee receipt of that unit and year; None where nothing was paid). ``fee_vnd`` is None where nobody knows
    the amount; ``waived`` says why it was not taken. ``pages`` are those of the original, ``count`` the
    copies or papers. ``dossier_id`` names the dossier that it came from, if there was one.
    """

    __tablename__ = "certification"
    __table_args__ = (
        UniqueConstraint("unit", "book", "year", "number"),
        UniqueConstraint("unit", "visit", "place"),
        Index("ix_certification_unit_book_certified_at", "unit", "book", "certified_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(String(64))
    book: Mapped[str] = mapped_column(String(16))
    year: Mapped[int] = mapped_column()
    number: Mapped[int] = mapped_column()
    volume: Mapped[int] = mapped_column()
    symbol: Mapped[str] = mapped_column(String(32))
    visit: Mapped[str] = mapped_column(String(64))
    place: Mapped[int] = mapped_column()
    procedure: Mapped[str] = mapped_column(String(32))
    dossier_id: Mapped[str | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    requester: Mapped[str] = mapped_column(Text)
    id_paper: Mapped[str] = mapped_column(Text)
    paper: Mapped[str] = mapped_column(Text)
    pages: Mapped[int] = mapped_column()
    count: Mapped[int] = mapped_column()
    signer: Mapped[str] = mapped_column(Text)
    fee_vnd: Mapped[int | None] = mapped_column()
    waived: Mapped[str] = mapped_column(Text)
    receipt: Mapped[int | None] = mapped_column()
    certified_at: Mapped[datetime] = mapped_column()
    who: Mapped[str] = mapped_column(Text)


class CertificationChangeRow(TableBase):
    """A later word on a line: that it is void, or what of it (``told``: column → value) is right. Only added,
    never changed.
    """

    __tablename__ = "certification_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    certification_id: Mapped[int] = mapped_column(ForeignKey("certification.id"), index=True)
    at: Mapped[datetime] = mapped_column()
    who: Mapped[str] = mapped_column(Text)
    void: Mapped[bool] = mapped_column()
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(Text)


class CertificationEventRow(TableBase):
    """One line of the registers' journal, which is only added to (triggers hold that); ``hash`` chains them
    (``intake.store.registers.chain``).

    ``register`` is the name of the series of its numbers, ``place`` counts from 1 within it; ``what`` is
    “entered”, “changed” or “claimed”, and ``data`` what was said.
    """

    __tablename__ = "certification_event"
    __table_args__ = (UniqueConstraint("register", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(128))
    place: Mapped[int] = mapped_column()
    certification_id: Mapped[int] = mapped_column(ForeignKey("certification.id"), index=True)
    what: Mapped[str] = mapped_column(String(16))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    hash: Mapped[str] = mapped_column(String(64))


class CertificationChainRow(TableBase):
    """Where the chain of a register ends, so that its end can't be cut off alone."""

    __tablename__ = "certification_chain"

    register: Mapped[str] = mapped_column(String(128), primary_key=True)
    head: Mapped[str] = mapped_column(String(64))
    length: Mapped[int] = mapped_column()
