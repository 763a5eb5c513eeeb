"""What a package was made of, as one hash: nothing goes out that was not read, checked and shown since then.

Packaging keeps the hash beside the package; it is compared when the package is recorded and again just before
it is sent. States keep both from happening (``intake.store.queue_exit``); this holds also where a state lies.
"""

from __future__ import annotations

import json
from hashlib import sha256

from sqlalchemy import select

from intake.dossier.tables.model import FormValueRow, PageRow, StoredFileRow
from intake.store.store import Store
from intake.store.transaction import Transaction


def basis_of(store: Store, session: Transaction, dossier_id: str) -> str:
    """SHA-256 over the dossier's papers, what was made of each page, the form's values and the answers."""
    dossier = store.get(session, dossier_id)
    papers = session.execute(
        select(
            StoredFileRow.id,
            StoredFileRow.sha256,
            StoredFileRow.page_count,
            PageRow.number,
            PageRow.status,
            PageRow.kind,
        )
        .outerjoin(PageRow, PageRow.document_id == StoredFileRow.id)
        .where(StoredFileRow.dossier_id == dossier_id, StoredFileRow.refusal_code == "")
        .order_by(StoredFileRow.id, PageRow.number)
    )
    values = session.execute(
        select(FormValueRow.key, FormValueRow.value)
        .where(FormValueRow.dossier_id == dossier_id, FormValueRow.value != "")
        .order_by(FormValueRow.key)
    )
    told = [dossier.procedure, [*map(list, papers)], [*map(list, values)], sorted(dossier.answers.items())]
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
