# SPDX-License-Identifier: Apache-2.0
"""The table of dossiers that runs have in hand, or leave alone."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from intake.store.tables.lease_columns import LeaseColumns
from intake.store.tables.model import TableBase


class NightWork(LeaseColumns, TableBase):
    """A dossier that a run has in hand, or at which a step failed in a row of ``failures`` runs: ``trouble``
    names the step and, behind a colon, why. ``seen`` is the dossier's version at the last of them, ``by`` the
    program's; once given up, it is taken again when either has changed.
    """

    __tablename__ = "night_work"
    __table_args__ = (Index("ix_night_work_state", "state"),)

    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id"), unique=True)
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    seen: Mapped[int] = mapped_column(default=0, server_default="0")
    by: Mapped[str] = mapped_column(String(32), default="", server_default="")
