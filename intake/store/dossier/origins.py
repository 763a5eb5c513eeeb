# SPDX-License-Identifier: Apache-2.0
"""Where dossiers came from: the place of their folder, and what lay in it on some night."""

from __future__ import annotations

from sqlalchemy import select

from intake.dossier.stored import Dossier
from intake.store.dossier.records import DOSSIER
from intake.store.tables.model import DossierRow, FolderContentRow
from intake.store.transaction import Transaction


def dossiers_at(session: Transaction, place: str) -> list[Dossier]:
    """The dossiers that came from this very place, the newest first."""
    query = select(*DOSSIER).where(DossierRow.place == place).order_by(DossierRow.id.desc())
    return [Dossier(*row) for row in session.execute(query)]


def known_content(session: Transaction, content: str) -> str | None:
    """The dossier in whose folder this very ``content`` (a hash) lay first; None where in none."""
    had = select(DossierRow.id).join(FolderContentRow, FolderContentRow.dossier_id == DossierRow.id)
    return session.scalar(had.where(FolderContentRow.content == content).order_by(DossierRow.id).limit(1))


def keep_content(session: Transaction, content: str, dossier_id: str) -> None:
    """Keep what lies in the dossier's folder, unless it lay in another's of its unit before."""
    if known_content(session, content) is None:
        session.add(FolderContentRow(content=content, dossier_id=dossier_id))
        session.flush()
