# SPDX-License-Identifier: Apache-2.0
"""What goes into a package: the dossier's pages, sorted into the components of its procedure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from batch.errors import PackageError
from batch.outbox.package_basis import basis_of
from batch.package.pack_work import ComponentPlan, PackagePlan, PagePlan
from intake.dossier.deadline.local_time import LOCAL
from intake.dossier.stored import Dossier, LaidPage
from intake.store.dossier.arranging import laid_pages
from intake.store.store import Store
from intake.store.transaction import Transaction
from ocr.result import PageReading
from templates.catalogue.loading import Catalogue
from templates.errors import UnknownNameError
from templates.model.procedures import ProcedureEdition

OTHER = "other"


def plan_package(store: Store, session: Transaction, dossier: Dossier, catalogue: Catalogue) -> PackagePlan:
    """Sort the dossier's pages: the form first, then as the procedure names its components, then the rest.

    Raises PackageError where the dossier has no page.
    """
    edition = _edition(dossier, catalogue)
    by_kind: dict[str, list[PagePlan]] = {}
    read = store.readings_by_page(session, dossier.id)
    there = [sheet for sheet in laid_pages(session, dossier.id) if _can_be_packed(sheet)]
    for _file, of_file in groupby(there, key=lambda sheet: sheet.paper.id):
        for kind, page in _pages(list(of_file), read):
            by_kind.setdefault(kind, []).append(page)
    if not by_kind:
        raise PackageError.nothing_to_pack(dossier.id)
    components = [
        _component(kind, tuple(by_kind[kind]), edition, catalogue) for kind in _order(by_kind, edition)
    ]
    return PackagePlan(
        dossier.id,
        dossier.procedure,
        dossier.official_number or "",
        dossier.received_at,
        tuple(components),
        basis_of(store, session, dossier.id),
    )


def _edition(dossier: Dossier, catalogue: Catalogue) -> ProcedureEdition | None:
    try:
        return catalogue.procedure(dossier.procedure, dossier.received_at.astimezone(LOCAL).date())
    except UnknownNameError:
        return None


def _can_be_packed(sheet: LaidPage) -> bool:
    return sheet.paper.sha256 is not None and not sheet.paper.refused


def _pages(
    sheets: Sequence[LaidPage], read: Mapping[tuple[int, int], PageReading]
) -> Iterator[tuple[str, PagePlan]]:
    """Each page of those of one file that follow each other, with its kind; a blank or unread page belongs to
    the paper before it, at the start to the next; a sheet with two papers to both.
    """
    readings = [read.get(sheet.page) or _unread(sheet.number) for sheet in sheets]
    kind = next((r.kind for r in readings if r.kind and not r.blank), OTHER)
    for sheet, reading in zip(sheets, readings, strict=True):
        if reading.kind and not reading.blank:
            kind = reading.kind
        paper = sheet.paper
        plan = PagePlan(paper.sha256 or "", paper.name, sheet.number, reading, paper.size)
        for each in dict.fromkeys([kind, *(other.kind for other in reading.others)]):
            yield each, plan


def _unread(number: int) -> PageReading:
    return PageReading(number, "", 0.0, 0, 0.0, 1, 1)


def _order(kinds: dict[str, list[PagePlan]], edition: ProcedureEdition | None) -> list[str]:
    named = [*edition.forms, *(component.kind for component in edition.components)] if edition else []
    ranks = {kind: rank for rank, kind in reversed(list(enumerate(named)))}
    return sorted(kinds, key=lambda kind: (ranks.get(kind, len(named)), kind == OTHER, kind))


def _component(
    kind: str, pages: tuple[PagePlan, ...], edition: ProcedureEdition | None, catalogue: Catalogue
) -> ComponentPlan:
    known = edition.component(kind) if edition else None
    paper = catalogue.document_types.get(kind)
    name = known.name if known else paper.name.get("vi", kind) if paper else kind
    return ComponentPlan((known.code or "") if known else "", kind, name, pages)
