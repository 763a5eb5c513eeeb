# SPDX-License-Identifier: Apache-2.0
"""The terms of dossiers in the store: kept wherever what they are made of changes, and looked up by index."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select

from intake.dossier.search.sought import Sought
from intake.dossier.search.terms import NAME, NUMBERS, form_terms
from intake.store.tables.model import DossierRow, FormValueRow, NumberSeriesRow
from intake.store.tables.search_term import SearchTermRow
from intake.store.transaction import UNIT, Transaction

_LAST = "\U0010ffff"
"""The sign after which none comes."""


class TermSource(StrEnum):
    """What a term is made of."""

    FORM = "form"
    REQUESTER = "requester"
    NUMBERS = "numbers"


def keep_form_terms(session: Transaction, dossier_id: str) -> None:
    """The names and identity numbers of everybody on the form, as its values are now."""
    ends = or_(*(FormValueRow.key.endswith(end) for end in (NAME, *NUMBERS)))
    query = select(FormValueRow.key, FormValueRow.value).where(FormValueRow.dossier_id == dossier_id, ends)
    told = [(key, value) for key, value in session.execute(query)]
    keep_terms(session, dossier_id, TermSource.FORM, form_terms(told))


def keep_terms(session: Transaction, dossier_id: str, source: TermSource, terms: Collection[str]) -> None:
    """Let these be the dossier's terms of that source."""
    theirs = (SearchTermRow.dossier_id == dossier_id, SearchTermRow.source == source.value)
    before, now = set(session.scalars(select(SearchTermRow.term).where(*theirs))), set(terms)
    if gone := before - now:
        session.execute(delete(SearchTermRow).where(*theirs, SearchTermRow.term.in_(gone)))
    if new := sorted(now - before):
        unit = session.get_one(DossierRow, dossier_id).unit
        row = {"dossier_id": dossier_id, "source": source.value, "unit": unit}
        session.execute(insert(SearchTermRow), [{**row, "term": term} for term in new])


def found_by_terms(session: Transaction, sought: Sought) -> list[ColumnElement[bool]]:
    """That a dossier has the terms asked for."""
    found = [_has(session, sought.begins)] if sought.begins else []
    return [*found, *(_has(session, (word,)) for word in sought.words)]


def _has(session: Transaction, beginnings: Collection[str]) -> ColumnElement[bool]:
    term = SearchTermRow.term
    ranges = [and_(term >= begun, term < begun + _LAST) for begun in beginnings]
    query = select(SearchTermRow.dossier_id).where(or_(*ranges))
    unit = session.info.get(UNIT)
    if unit is None:
        # Each office has a part of the index of its own, and a register of its own.
        units = select(NumberSeriesRow.unit)
        return DossierRow.id.in_(query.where(SearchTermRow.unit.in_(units)))
    return DossierRow.id.in_(query.where(SearchTermRow.unit == unit))
