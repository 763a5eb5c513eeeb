# SPDX-License-Identifier: Apache-2.0
"""Which papers of a dossier say whose it is: the forms of which something was read."""

from __future__ import annotations

from intake.dossier.thresholds import USABLE
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue


def forms_read(store: Store, session: Transaction, dossier_id: str) -> frozenset[int]:
    """The documents with a form of which values were read."""
    papers = load_catalogue().document_types
    return frozenset(
        document.id
        for document, reading in store.page_readings(session, dossier_id)
        if reading.kind in papers and papers[reading.kind].role == "form"
        if any(field.value and field.confidence >= USABLE for field in reading.fields)
    )
