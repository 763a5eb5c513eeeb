# SPDX-License-Identifier: Apache-2.0
"""The files that the database names and that must lie beside it, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from operator import itemgetter

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from intake.dossier.journal import What
from intake.dossier.stored import GONE
from intake.store.objects import StoredObject
from intake.store.tables.model import EventRow, PackageRow, StoredFileRow
from intake.store.tables.result_model import ResultRow
from intake.store.transaction import Transaction

PART = 500
"""So many rows are in memory at once."""


def kept_papers(session: Transaction) -> Iterator[tuple[str, str, StoredObject]]:
    """Dossier, name, SHA-256 and size of each paper and result whose file is kept; of a paper that was
    refused only the hash is, also after it was taken out or replaced.
    """
    results = select(ResultRow.dossier_id, ResultRow.name, ResultRow.sha256, ResultRow.size)
    for dossier, name, kept, size in session.execute(results.order_by(ResultRow.id.desc())):
        yield dossier, name, StoredObject(kept, size)
    told = (StoredFileRow.dossier_id, StoredFileRow.name, StoredFileRow.sha256, StoredFileRow.size)
    query = select(*told).where(
        StoredFileRow.sha256.is_not(None),
        StoredFileRow.page_count > 0,
        StoredFileRow.refusal_code.in_(("", *GONE)),
    )
    rows = session.execute(query.order_by(StoredFileRow.id.desc()).execution_options(yield_per=PART))
    for dossier, name, sha256, size in rows:
        yield dossier, name, StoredObject(sha256 or "", size)


def package_files(session: Transaction) -> Iterator[tuple[str, str, str, StoredObject]]:
    """Dossier, folder, name, SHA-256 and size of each file of the dossiers' newest packages."""
    other = aliased(PackageRow)
    newest = select(func.max(other.number)).where(other.dossier_id == PackageRow.dossier_id).scalar_subquery()
    query = select(PackageRow.dossier_id, PackageRow.folder, PackageRow.manifest)
    query = query.where(PackageRow.number == newest).order_by(PackageRow.id.desc())
    for dossier, folder, manifest in session.execute(query.execution_options(yield_per=PART)):
        for component in manifest["components"]:
            for entry in (component["master"], *component["portal"]):
                yield dossier, folder, entry["file"], StoredObject(entry["sha256"], entry["bytes"])


def slip_files(session: Transaction) -> Iterator[tuple[str, str, StoredObject]]:
    """Dossier, name, SHA-256 and size of each file of a slip, as the journal tells them last."""
    query = select(EventRow.dossier_id, EventRow.data).where(EventRow.what == What.SLIP_KEPT)
    rows = session.execute(
        query.order_by(EventRow.dossier_id.desc(), EventRow.id.desc()).execution_options(yield_per=PART)
    )
    for dossier, events in groupby(rows, key=itemgetter(0)):
        told: set[str] = set()
        for _dossier, data in events:
            if data["file"] not in told:
                told.add(data["file"])
                yield dossier, data["file"], StoredObject(data["sha256"], data["bytes"])


def count_unnamed(session: Transaction, hashes: Iterator[str]) -> int:
    """How many of these hashes neither a paper nor a result has."""
    unnamed = 0
    while part := set(islice(hashes, PART)):
        papers = select(StoredFileRow.sha256).where(StoredFileRow.sha256.in_(part))
        results = select(ResultRow.sha256).where(ResultRow.sha256.in_(part))
        unnamed += len(part - set(session.scalars(papers)) - set(session.scalars(results)))
    return unnamed
