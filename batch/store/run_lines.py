# SPDX-License-Identifier: Apache-2.0
"""What a run left behind, dossier by dossier: a fixed number of queries for some hundred of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from batch.store.tables.run_model import RunDossier
from intake.dossier.facts import finding_told
from intake.dossier.states import State
from intake.dossier.stored import FAILED, GONE
from intake.store.dossier.arranging import said_out
from intake.store.dossier.doubtful_values import doubts_of_many
from intake.store.tables.model import DossierRow, FindingRow, PageRow, StoredFileRow
from intake.store.transaction import Transaction

PART = 500
"""So many dossiers are asked about at once."""


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """One finding of the last check that is more than a note; ``clerk`` is its sentence for the clerk."""

    code: str
    severity: str
    clerk: str


@dataclass(frozen=True, slots=True)
class FailedPage:
    """A page (from 1) of a file that could not be read, with the reason that was kept."""

    file: str
    page: int
    reason: str


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not taken in, with the reason in the clerk's words."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunDossierRecord:
    """A dossier of a run as it stands now. ``trouble`` names the step that failed on it, ``trouble_reason``
    the code why ("" where none is known), ``doubtful`` counts the values that a person must look at.
    """

    dossier: str
    folder: str
    state: State
    official_number: str
    trouble: str
    trouble_reason: str
    doubtful: int
    found: tuple[FoundRecord, ...]
    refused: tuple[RefusedFile, ...]
    failed: tuple[FailedPage, ...]


def dossiers_of_run(session: Transaction, run_id: int) -> Iterator[list[RunDossierRecord]]:
    """The dossiers that a run worked on, in the order of their names, some hundred at a time."""
    query = (
        select(
            DossierRow.id, DossierRow.folder, DossierRow.state, DossierRow.official_number, RunDossier.trouble
        )
        .join(RunDossier, RunDossier.dossier_id == DossierRow.id)
        .where(RunDossier.run_id == run_id)
        .order_by(DossierRow.folder, DossierRow.id)
    )
    rows = session.execute(query).all()
    for start in range(0, len(rows), PART):
        yield list(_records(session, rows[start : start + PART]))


def _records(session: Transaction, rows: Sequence[Any]) -> Iterator[RunDossierRecord]:
    ids = [row.id for row in rows]
    doubtful, found = doubts_of_many(session, ids), _found(session, ids)
    refused, failed = _refused(session, ids), _failed(session, ids)
    for dossier, folder, state, number, trouble in rows:
        step, _colon, reason = trouble.partition(":")
        yield RunDossierRecord(
            dossier=dossier,
            folder=folder,
            state=state,
            official_number=number or "",
            trouble=step,
            trouble_reason=reason,
            doubtful=doubtful.get(dossier, 0),
            found=tuple(found[dossier]),
            refused=tuple(refused[dossier]),
            failed=tuple(failed[dossier]),
        )


def _found(session: Transaction, ids: Sequence[str]) -> defaultdict[str, list[FoundRecord]]:
    columns = (FindingRow.dossier_id, FindingRow.code, FindingRow.severity, FindingRow.data)
    grave = (FindingRow.dossier_id.in_(ids), FindingRow.severity.in_(("error", "warning")))
    rows = session.execute(select(*columns).where(*grave).order_by(FindingRow.id))
    return _by_dossier(
        (dossier, FoundRecord(code, severity, finding_told(data)["clerk"]))
        for dossier, code, severity, data in rows
    )


def _refused(session: Transaction, ids: Sequence[str]) -> defaultdict[str, list[RefusedFile]]:
    columns = (StoredFileRow.dossier_id, StoredFileRow.name, StoredFileRow.refusal_reason)
    refused = (StoredFileRow.dossier_id.in_(ids), StoredFileRow.refusal_code.not_in(("", *GONE)))
    rows = session.execute(select(*columns).where(*refused).order_by(StoredFileRow.id))
    return _by_dossier((dossier, RefusedFile(name, reason)) for dossier, name, reason in rows)


def _failed(session: Transaction, ids: Sequence[str]) -> defaultdict[str, list[FailedPage]]:
    columns = (StoredFileRow.dossier_id, StoredFileRow.name, PageRow.number, PageRow.reason)
    query = (
        select(*columns)
        .join(PageRow, PageRow.document_id == StoredFileRow.id)
        .where(PageRow.status == FAILED)
    )
    there = (
        StoredFileRow.dossier_id.in_(ids),
        StoredFileRow.refusal_code.not_in(GONE),
        ~said_out(PageRow.document_id, PageRow.number),
    )
    rows = session.execute(query.where(*there).order_by(StoredFileRow.id, PageRow.number))
    return _by_dossier((dossier, FailedPage(name, page, reason)) for dossier, name, page, reason in rows)


def _by_dossier(told: Iterator[tuple[str, Any]]) -> defaultdict[str, list[Any]]:
    gathered: defaultdict[str, list[Any]] = defaultdict(list)
    for dossier, each in told:
        gathered[dossier].append(each)
    return gathered
