# SPDX-License-Identifier: Apache-2.0
"""What is of a time when its office had no code yet, in a store that several offices may share."""

from __future__ import annotations

from intake.store.life.unclaimed import claim, is_any_unclaimed
from intake.store.store import Store
from intake.store.transaction import Transaction


def take_unclaimed(store: Store, own: str) -> None:
    """Make what bears no office's code that of ``own``, the code that the installation itself has ("":
    nothing happens): dossiers, slips, lines of registers, and all series of numbers.
    """
    if not own or store.fault is not None:
        return
    with store.read() as session:
        if not is_any_unclaimed(session):
            return
    from intake.store.registers.claiming import tell_of_claim, unclaimed_lines  # once in a store's life

    def take(session: Transaction) -> None:
        lines = unclaimed_lines(session)
        claim(store, session, own, store.clock())
        tell_of_claim(session, lines)

    store.write(take)
