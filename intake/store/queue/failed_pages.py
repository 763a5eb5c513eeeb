# SPDX-License-Identifier: Apache-2.0
"""Pages that could not be read, and files that can't be opened, of dossiers that may still be worked on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, literal, select

from intake.dossier.states import FROZEN
from intake.dossier.stored import FAILED, GONE
from intake.store.dossier.arranging import current
from intake.store.tables.model import DossierRow, PageRow, StoredFileRow
from intake.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A page (``number`` from 1) of the file ``document`` (row id) called ``file``, and the code of why it
    can't be read; ``opens`` is False where the file itself can't be opened.
    """

    dossier: str
    document: int
    number: int
    file: str
    reason: str
    opens: bool


def failed_pages(session: Transaction, most: int, dossier: str = "") -> Sequence[UnreadPage]:
    """The first ``most`` of them, of one dossier or of all, dossier by dossier."""
    theirs: list[ColumnElement[bool]] = [DossierRow.state.not_in(FROZEN)]
    if dossier:
        theirs.append(DossierRow.id == dossier)
    pages = current(
        select(
            StoredFileRow.dossier_id, PageRow.document_id, PageRow.number, StoredFileRow.name, PageRow.reason
        )
        .join(StoredFileRow, PageRow.document_id == StoredFileRow.id)
        .join(DossierRow, StoredFileRow.dossier_id == DossierRow.id)
    ).where(PageRow.status == FAILED, StoredFileRow.refusal_code == "", *theirs)
    files = (
        select(
            StoredFileRow.dossier_id,
            StoredFileRow.id,
            literal(1),
            StoredFileRow.name,
            StoredFileRow.refusal_code,
        )
        .join(DossierRow, StoredFileRow.dossier_id == DossierRow.id)
        .where(StoredFileRow.refusal_code.not_in(("", *GONE)), *theirs)
    )
    found = [
        UnreadPage(row[0], row[1], row[2], row[3], row[4], opens)
        for query, opens in ((pages.limit(most), True), (files.limit(most), False))
        for row in session.execute(query.order_by(StoredFileRow.dossier_id, StoredFileRow.id))
    ]
    return sorted(found, key=lambda one: (one.dossier, one.document, one.number))[:most]


def forget_failures(session: Transaction, document: int, numbers: Collection[int]) -> int:
    """These pages of a file are as if nobody had tried to read them; how many had failed."""
    failed = (PageRow.document_id == document, PageRow.number.in_(numbers), PageRow.status == FAILED)
    count = len(session.scalars(select(PageRow.id).where(*failed)).all())
    session.execute(delete(PageRow).where(*failed).execution_options(synchronize_session=False))
    session.expire_all()
    return count
