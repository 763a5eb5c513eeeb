# SPDX-License-Identifier: Apache-2.0
"""The table of what was read on pages before a person said otherwise of them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from intake.store.tables.column_types import RecordJson
from intake.store.tables.model import TableBase
from ocr.result import PageReading


class FormerReadingRow(TableBase):
    """What ``reader`` read on page ``number`` (from 1) of a file while that was ``told`` of it
    (``PageRow.told``); there is none of what the page's own row says.
    """

    __tablename__ = "former_reading"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    told: Mapped[str] = mapped_column(String(80), primary_key=True)
    reader: Mapped[str] = mapped_column(String(64))
    reading: Mapped[PageReading] = mapped_column(RecordJson(PageReading))
    read_at: Mapped[datetime] = mapped_column()
