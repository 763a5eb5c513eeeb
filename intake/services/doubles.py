# SPDX-License-Identifier: Apache-2.0
"""Dossiers of one matter as they stand now: what the last check of either does not tell yet.

A check tells a dossier what it finds of others; a change in one makes another a double, or unmakes it. So
those others are checked as well; and whoever packages or sends looks once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from intake.check.doubles.findings import Pair, pairs
from intake.dossier.matter.dossiers import DOUBLE, MatterDossier
from intake.dossier.states import State
from intake.store.matter_keys import of_perhaps_one_matter
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.matters import matter_of

_NOT_CHECKED = frozenset({State.RECEIVED, State.CAPTURED, State.REJECTED})
"""Their own check is still to come, or nobody asks for one."""


def untold(store: Store, session: Transaction, dossier_id: str) -> Pair | None:
    """A double for which the dossier has to wait, and that its last check does not tell."""
    mine, found = _pairs(store, session, dossier_id)
    return next((pair for pair in found if pair.code == DOUBLE and pair.seal not in mine.told), None)


def told_otherwise(
    store: Store, session: Transaction, dossier_id: str, before: Iterable[Mapping[str, Any]]
) -> list[str]:
    """Other dossiers whose last check told of this one otherwise than it is; ``before`` are its findings till
    now, which name those that were like it.
    """
    _mine, found = _pairs(store, session, dossier_id)
    now = {pair.other.id for pair in found}
    ended = {finding["other_dossier"] for finding in before if finding.get("other_dossier")} - now
    new = {pair.other.id for pair in found if pair.seal not in pair.other.told}
    return [other for other in sorted(ended | new) if store.get(session, other).state not in _NOT_CHECKED]


def _pairs(store: Store, session: Transaction, dossier_id: str) -> tuple[MatterDossier, Sequence[Pair]]:
    matter = matter_of(store.get(session, dossier_id).procedure)
    mine, others = of_perhaps_one_matter(session, dossier_id)
    return mine, list(pairs(matter, mine, tuple(others))) if matter else []
