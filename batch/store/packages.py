# SPDX-License-Identifier: Apache-2.0
"""Packages that were made, and what a dossier consists of when one is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from intake.store.dossier.offices import ours
from intake.store.tables.model import (
    ComponentRow,
    FormValueRow,
    PackageRow,
    PageRow,
    PageSaidRow,
    StoredFileRow,
)
from intake.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class PackageRecord:
    """One making of a dossier's PDFs; what each value says stands with the table (``PackageRow``)."""

    id: int
    dossier_id: str
    number: int
    folder: str
    content_key: str
    basis: str
    manifest: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ComponentRecord:
    """One component of a package: its master and the first part of its portal copy ("" where it has none).

    Paths are relative to the store's home, sizes in bytes.
    """

    code: str
    kind: str
    name: str
    pages: int
    master_path: str
    master_sha256: str
    master_bytes: int
    manifest: Mapping[str, Any]
    portal_path: str = ""
    portal_sha256: str = ""
    portal_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What a package would be made of now: of each page its paper's id, hash and page count, its number,
    status and kind (None for a paper without pages); what persons ``said`` of pages; the form's keys and
    values.
    """

    pages: Sequence[Sequence[int | str | None]]
    said: Sequence[Sequence[int | str | bool | None]]
    values: Sequence[tuple[str, str]]


_SAID = (
    PageSaidRow.document_id,
    PageSaidRow.number,
    PageSaidRow.out,
    PageSaidRow.told,
    PageSaidRow.begins,
    PageSaidRow.place,
)


def package_of(session: Transaction, package_id: int) -> PackageRecord:
    """The package of this number in the database."""
    return _record(session.get_one(PackageRow, package_id))


def newest_package(session: Transaction, dossier_id: str) -> PackageRecord | None:
    """The package of the dossier that was made last."""
    newest = select(func.max(PackageRow.number)).where(PackageRow.dossier_id == dossier_id).scalar_subquery()
    row = session.scalar(
        select(PackageRow).where(PackageRow.dossier_id == dossier_id, PackageRow.number == newest)
    )
    return None if row is None else _record(row)


def package_by_key(session: Transaction, dossier_id: str, key: str) -> PackageRecord:
    """The dossier's package with this content key, the last made of several; it is there."""
    mine = select(PackageRow).where(PackageRow.dossier_id == dossier_id, PackageRow.content_key == key)
    return _record(session.scalars(mine.order_by(PackageRow.number.desc()).limit(1)).one())


def add_package(
    session: Transaction,
    dossier_id: str,
    *,
    number: int,
    folder: str,
    content_key: str,
    manifest: Mapping[str, Any],
    components: Iterable[ComponentRecord],
    now: datetime,
) -> PackageRecord:
    """A new package, made ``now``, whose files are in place."""
    row = PackageRow(
        dossier_id=dossier_id,
        number=number,
        folder=folder,
        content_key=content_key,
        basis="",
        manifest=dict(manifest),
        made_at=now,
    )
    row.components = [ComponentRow(**asdict(component)) for component in components]
    session.add(row)
    session.flush()
    return _record(row)


def set_basis(session: Transaction, package_id: int, basis: str) -> None:
    """Keep what the package was made of."""
    session.get_one(PackageRow, package_id).basis = basis
    session.flush()


def any_signed(session: Transaction) -> bool:
    """Whether any package of the office was ever signed. Reads every row where none was."""
    signed = select(PackageRow.id).where(PackageRow.folder.endswith("/signed"))
    return session.scalar(signed.where(ours(session, PackageRow.dossier_id)).limit(1)) is not None


def ingredients_of(session: Transaction, dossier_id: str) -> Ingredients:
    """What stands in the dossier now, in a fixed order."""
    pages = session.execute(
        select(
            StoredFileRow.id,
            StoredFileRow.sha256,
            StoredFileRow.page_count,
            PageRow.number,
            PageRow.status,
            PageRow.kind,
        )
        .outerjoin(PageRow, PageRow.document_id == StoredFileRow.id)
        .where(StoredFileRow.dossier_id == dossier_id, StoredFileRow.refusal_code == "")
        .order_by(StoredFileRow.id, PageRow.number)
    )
    said = session.execute(
        select(*_SAID)
        .join(StoredFileRow, StoredFileRow.id == PageSaidRow.document_id)
        .where(StoredFileRow.dossier_id == dossier_id, StoredFileRow.refusal_code == "")
        .order_by(PageSaidRow.document_id, PageSaidRow.number)
    )
    values = session.execute(
        select(FormValueRow.key, FormValueRow.value)
        .where(FormValueRow.dossier_id == dossier_id, FormValueRow.value != "")
        .order_by(FormValueRow.key)
    )
    return Ingredients(
        [tuple(row) for row in pages],
        [tuple(row) for row in said],
        [(key, value) for key, value in values],
    )


def _record(row: PackageRow) -> PackageRecord:
    return PackageRecord(
        row.id, row.dossier_id, row.number, row.folder, row.content_key, row.basis, dict(row.manifest)
    )
