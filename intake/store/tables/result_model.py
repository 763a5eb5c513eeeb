# SPDX-License-Identifier: Apache-2.0
"""The results of dossiers: the papers that citizens get in the end, which never were papers of a dossier."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from intake.store.tables.column_types import LONG
from intake.store.tables.model import TableBase


class ResultRow(TableBase):
    """One file that is, or is said to be, a result of a dossier; its bytes lie under ``sha256`` as they came.

    ``standing`` is ``attached``, ``waiting`` (for a person, because of its ``doubts``) or ``taken-back``.
    ``door`` is the one that handed it back under ``remote_id``, "" for a file that a person attached.
    ``kind`` is what it was read as, ``doubts`` (``intake.check.results``) what spoke against it; the person
    who attached it all the same said why (``reason``). ``signed``: whether it bears a digital signature, None
    where nobody looked.
    """

    __tablename__ = "result"
    __table_args__ = (
        UniqueConstraint("dossier_id", "sha256"),
        Index("ix_result_standing_dossier_id", "standing", "dossier_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(LONG)
    media_type: Mapped[str] = mapped_column(String(127))
    page_count: Mapped[int] = mapped_column()
    standing: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(64), default="")
    doubts: Mapped[list[Any]] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(Text, default="")
    door: Mapped[str] = mapped_column(String(32), default="")
    remote_id: Mapped[str] = mapped_column(Text, default="")
    who: Mapped[str] = mapped_column(Text)
    signed: Mapped[bool | None] = mapped_column()
    added_at: Mapped[datetime] = mapped_column()
