# SPDX-License-Identifier: Apache-2.0
"""The table of pages that are being read, or were not read because the reader was stopped on them."""

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from intake.store.tables.lease_columns import LeaseColumns
from intake.store.tables.model import TableBase


class PageToRead(LeaseColumns, TableBase):
    """Page ``number`` (from 1) of a paper in the hands of ``reader``; a page that is read has no row.

    ``attempts`` counts the times it was taken and not read, ``left_behind`` those at which the whole program
    ended with it in hand (a power cut), which are none of the former. Once it is given up, another reader may
    try.
    """

    __tablename__ = "page_to_read"
    __table_args__ = (UniqueConstraint("document_id", "number"), Index("ix_page_to_read_state", "state"))

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int] = mapped_column()
    reader: Mapped[str] = mapped_column(String(64))
    left_behind: Mapped[int] = mapped_column(default=0, server_default="0")
