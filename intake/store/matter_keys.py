# SPDX-License-Identifier: Apache-2.0
"""The keys of dossiers' matters in the store: kept wherever a value changes, and looked up by index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select

from intake.dossier.matter.dossiers import MatterDossier
from intake.dossier.matter.keys import matter_fields, matter_keys
from intake.dossier.states import State
from intake.dossier.values import FormValue
from intake.store.dossier.records import VALUE, value_of
from intake.store.tables.matter_key import MatterKeyRow
from intake.store.tables.model import DossierRow, FindingRow, FormValueRow
from intake.store.tables.row_told import row_told
from intake.store.transaction import Transaction
from templates.catalogue.matters import Matter, matter_of

MOST_FOUND = 40
"""So many dossiers are looked at beside one; more share a key only where a test filled the store."""


def keep_matter_keys(session: Transaction, dossier_id: str) -> None:
    """Let these be the keys that the dossier's form gives now."""
    dossier = session.get_one(DossierRow, dossier_id)
    matter = matter_of(dossier.procedure)
    if matter is None:
        return
    mine = MatterKeyRow.dossier_id == dossier_id
    before = set(session.scalars(select(MatterKeyRow.key).where(mine)))
    now = matter_keys(matter, _texts(session, dossier_id, matter))
    if gone := before - now:
        session.execute(delete(MatterKeyRow).where(mine, MatterKeyRow.key.in_(gone)))
    if new := sorted(now - before):
        row = {"dossier_id": dossier_id, "unit": dossier.unit}
        session.execute(insert(MatterKeyRow), [{**row, "key": key} for key in new])


def of_perhaps_one_matter(
    session: Transaction, dossier_id: str
) -> tuple[MatterDossier, Sequence[MatterDossier]]:
    """The dossier, and others of its unit that share a key with it, the earliest first; none that was
    refused, nor any of one that was.
    """
    dossier = session.get_one(DossierRow, dossier_id)
    matter = matter_of(dossier.procedure)
    asks = matter is not None and dossier.state is not State.REJECTED
    others = _sharing_a_key(session, dossier) if asks else []
    ids = [dossier_id, *(other.id for other in others)]
    forms = _forms(session, ids, matter) if matter else {}
    told = _told(session, ids)

    def seen(row: DossierRow) -> MatterDossier:
        number, form = row.official_number or "", forms.get(row.id, {})
        return MatterDossier(row.id, row.received_at, row.state, number, form, told.get(row.id, {}))

    return seen(dossier), [seen(other) for other in others]


def _sharing_a_key(session: Transaction, dossier: DossierRow) -> Sequence[DossierRow]:
    mine = select(MatterKeyRow.key).where(MatterKeyRow.dossier_id == dossier.id)
    shared = select(MatterKeyRow.dossier_id).where(
        MatterKeyRow.unit == dossier.unit, MatterKeyRow.key.in_(mine), MatterKeyRow.dossier_id != dossier.id
    )
    query = select(DossierRow).where(DossierRow.id.in_(shared), row_told(DossierRow.state) != State.REJECTED)
    return session.scalars(query.order_by(DossierRow.id).limit(MOST_FOUND)).all()


def _texts(session: Transaction, dossier_id: str, matter: Matter) -> dict[str, str]:
    mine = (FormValueRow.dossier_id == dossier_id, FormValueRow.key.in_(matter_fields(matter)))
    rows = session.execute(select(FormValueRow.key, FormValueRow.value).where(*mine))
    return {key: value for key, value in rows if value}


def _forms(
    session: Transaction, dossiers: Sequence[str], matter: Matter
) -> Mapping[str, Mapping[str, FormValue]]:
    found: dict[str, dict[str, FormValue]] = {dossier: {} for dossier in dossiers}
    wanted = (FormValueRow.dossier_id.in_(dossiers), FormValueRow.key.in_(matter_fields(matter)))
    for dossier, *row in session.execute(select(FormValueRow.dossier_id, *VALUE).where(*wanted)):
        value = value_of(*row)
        found[dossier][value.key] = value
    return found


def _told(session: Transaction, dossiers: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """By dossier what its last check found of pairs."""
    found: dict[str, dict[str, str]] = {}
    query = select(FindingRow.dossier_id, FindingRow.data).where(FindingRow.dossier_id.in_(dossiers))
    for dossier, finding in session.execute(query):
        if pair := finding.get("pair"):
            found.setdefault(dossier, {})[pair] = finding["decided_by"]
    return found
