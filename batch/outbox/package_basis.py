"""What a package was made of, as one hash: nothing goes out that was not read, checked and shown since then.

Packaging keeps the hash beside the package; it is compared when the package is recorded and again just before
it is sent. States keep both from happening (``intake.store.queue_exit``); this holds also where a state lies.
"""

from __future__ import annotations

import json
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.dossier.tables.model import FormValue, Page, StoredFile
from intake.store.store import Store


def basis_of(store: Store, session: Session, dossier_id: str) -> str:
    """SHA-256 over the dossier's papers, what was made of each page, the form's values and the answers."""
    dossier = store.get(session, dossier_id)
    papers = session.execute(
        select(StoredFile.id, StoredFile.sha256, StoredFile.page_count, Page.number, Page.status, Page.kind)
        .outerjoin(Page, Page.document_id == StoredFile.id)
        .where(StoredFile.dossier_id == dossier_id, StoredFile.refusal_code == "")
        .order_by(StoredFile.id, Page.number)
    )
    values = session.execute(
        select(FormValue.key, FormValue.value)
        .where(FormValue.dossier_id == dossier_id, FormValue.value != "")
        .order_by(FormValue.key)
    )
    told = [dossier.procedure, [*map(list, papers)], [*map(list, values)], sorted(dossier.answers.items())]
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
