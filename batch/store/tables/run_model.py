# SPDX-License-Identifier: Apache-2.0
"""The tables of the main run: when it ran, on which folder, and which dossiers it worked on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from intake.store.tables.model import TableBase


class Run(TableBase):
    """One start of ``sohoa run`` for the office ``unit`` ("" where it has no code). ``ended_at`` is None
    while it runs, and for ever if it was killed.
    """

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    folder: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column()
    ended_at: Mapped[datetime | None] = mapped_column()
    pages_read: Mapped[int] = mapped_column(default=0)
    unit: Mapped[str] = mapped_column(String(64), default="", server_default="")


class RunDossier(TableBase):
    """A dossier that a run worked on. ``trouble`` names the step that failed on it and, behind a colon, why;
    empty where none did.
    """

    __tablename__ = "run_dossier"

    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    trouble: Mapped[str] = mapped_column(String(64), default="")
