# SPDX-License-Identifier: Apache-2.0
"""How much room a dossier and a page take on the disk: in the database, as papers, as packages."""

from __future__ import annotations

from sqlalchemy import func, select, text

from bench.scale.place import Place
from intake.store.tables.model import ComponentRow, DossierRow, PageRow, StoredFileRow

_ON_SERVER = text("SELECT pg_database_size(current_database())")


def room_taken(place: Place) -> dict[str, float]:
    """Kilobytes (1,000 bytes) a dossier and a page, and pages a dossier.

    A paper counts as large as it came in, a package with its master and its copy for the portal.
    """
    store = place.open()
    try:
        with store.read() as session:
            dossiers = session.scalar(select(func.count(DossierRow.id))) or 1
            pages = session.scalar(select(func.count(PageRow.id))) or 1
            taken = {
                "database": session.scalar(_ON_SERVER) if place.url else _file(place),
                "papers": session.scalar(select(func.sum(StoredFileRow.size))),
                "packages": session.scalar(
                    select(func.sum(ComponentRow.master_bytes + ComponentRow.portal_bytes))
                ),
            }
    finally:
        store.close()
    told = {"pages": round(pages / dossiers, 2)}
    for name, size in taken.items():
        told[f"{name}_kb_a_dossier"] = round(float(size or 0) / dossiers / 1000, 1)
        told[f"{name}_kb_a_page"] = round(float(size or 0) / pages / 1000, 1)
    return told


def _file(place: Place) -> int:
    return sum(path.stat().st_size for path in place.home.glob("sohoa.db*"))
