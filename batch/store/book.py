# SPDX-License-Identifier: Apache-2.0
"""What the register of dossiers tells beside the dossiers themselves, for some hundred of them a query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from intake.dossier.journal import What
from intake.store.dossier.journal import of_kind
from intake.store.tables.model import EventRow, FormValueRow
from intake.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ToldValue:
    """One value of a form, and what makes it sure or not."""

    value: str
    confidence: float
    source: str
    agreement: str
    needs_review: bool
    corrected: bool


def values_of(
    session: Transaction, dossiers: Sequence[str], keys: Sequence[str]
) -> Mapping[str, Mapping[str, ToldValue]]:
    """By dossier and key what the forms say under ``keys``: columns alone, half the time of rows."""
    asked = (FormValueRow.value, FormValueRow.confidence, FormValueRow.source, FormValueRow.agreement)
    flags = (FormValueRow.needs_review, FormValueRow.corrected)
    query = select(FormValueRow.dossier_id, FormValueRow.key, *asked, *flags)
    wanted = query.where(FormValueRow.dossier_id.in_(dossiers), FormValueRow.key.in_(keys))
    found: defaultdict[str, dict[str, ToldValue]] = defaultdict(dict)
    for dossier, key, value, confidence, source, agreement, doubted, corrected in session.execute(wanted):
        found[dossier][key] = ToldValue(value, confidence, source, agreement, doubted, corrected)
    return found


def last_moved(session: Transaction, dossiers: Sequence[str]) -> dict[str, datetime]:
    """When each of these dossiers came into its present state."""
    states = select(func.max(EventRow.id)).where(EventRow.dossier_id.in_(dossiers), of_kind(What.STATE))
    last = EventRow.id.in_(states.group_by(EventRow.dossier_id))
    return dict(session.execute(select(EventRow.dossier_id, EventRow.at).where(last)).all())
