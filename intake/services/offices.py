# SPDX-License-Identifier: Apache-2.0
"""Dossiers from before their office had a code, in a store that several offices may share."""

from __future__ import annotations

from intake.store.dossier.offices import claim, is_any_unclaimed
from intake.store.store import Store


def take_unclaimed(store: Store, own: str) -> None:
    """Make the dossiers that bear no office's code those of ``own``, the code that the installation itself
    has ("": nothing happens), with their numbers in the register.
    """
    if not own or store.fault is not None:
        return
    with store.read() as session:
        if not is_any_unclaimed(session):
            return
    store.write(lambda session: claim(store, session, own))
