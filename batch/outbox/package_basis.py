# SPDX-License-Identifier: Apache-2.0
"""What a package was made of, as one hash: nothing goes out that was not read, checked and shown since then.

Packaging keeps the hash beside the package; it is compared when the package is recorded and again just before
it is sent. States keep both from happening (``intake.store.queue.queue_exit``); this holds also where a state
lies.
"""

from __future__ import annotations

import json
from hashlib import sha256

from batch.store.packages import ingredients_of
from intake.store.store import Store
from intake.store.transaction import Transaction


def basis_of(store: Store, session: Transaction, dossier_id: str) -> str:
    """SHA-256 over the dossier's papers, what was made of each page, the form's values and the answers."""
    dossier = store.get(session, dossier_id)
    there = ingredients_of(session, dossier_id)
    told = [dossier.procedure, there.pages, there.values, sorted(dossier.answers.items())]
    if there.said:  # nothing was said of pages before there was a way to: those packages still hold
        told.append(there.said)
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
