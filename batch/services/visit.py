# SPDX-License-Identifier: Apache-2.0
"""What a citizen takes home from a visit: the cover sheet for the scanner, and the receipt."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from batch.slips.facts.gather import Issuer, received
from batch.slips.numbered.issue import Visitor, issue_receipt
from batch.slips.sheets.procedure_cover import make_procedure_covers
from batch.slips.sheets.separator_sheet import make_cover
from intake.dossier.deadline.local_time import local_day
from intake.dossier.paging import Paging
from intake.dossier.requester import Visit
from intake.dossier.search.sought import Sought
from intake.dossier.states import State
from intake.services.counter.reception import open_dossier, requester_of
from intake.services.dossier_list import dossier_list
from intake.store.objects import telling_of_full_disk
from intake.store.store import Store
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.system import move_into_place


@dataclass(frozen=True, slots=True)
class CoverSheet:
    """The cover sheet of a dossier: the file, then its copy where one was wanted."""

    dossier: str
    files: Sequence[Path]


@dataclass(frozen=True, slots=True)
class ProcedureSheets:
    """Cover sheets that name only a procedure: one file of them, then its copy where one was wanted."""

    procedure: str
    files: Sequence[Path]


@dataclass(frozen=True, slots=True)
class VisitOpened:
    """The dossier that was made for a visit."""

    dossier: str
    procedure: str
    received_at: datetime


def open_visit(store: Store, visit: Visit, *, who: str, client_id: str | None = None) -> VisitOpened:
    """Make the dossier of a visit: what was said and shown, in one transaction; one of the same
    ``client_id`` is made once.
    """
    made = open_dossier(store, visit, who=who, client_id=client_id)
    with store.read() as session:
        dossier = store.get(session, made)
        return VisitOpened(made, dossier.procedure, dossier.received_at)


def cover_sheet(store: Store, typed: str, *, who: str, out: Path | None) -> CoverSheet:
    """Print the cover sheet of the dossier that a person means, to lie on top of its papers in the scanner.

    Raises:
        UnknownDossierError: there is no such dossier.
        FontError, SlipError, StorageFullError: the file can't be made.
    """
    with store.read() as session:
        found = store.find(session, typed).id
    return CoverSheet(found, make_cover(store, found, who=who, copies_to=out))


def procedure_sheets(store: Store, procedure: str, copies: int, *, out: Path | None) -> ProcedureSheets:
    """Print cover sheets of a procedure, which may be used again and again.

    Raises:
        UnknownNameError: no such procedure is in force today.
        UsageError: so many copies are not printed.
        FontError, SlipError, StorageFullError: the file can't be made.
    """
    code = load_catalogue().procedure_named(procedure).code
    return ProcedureSheets(code, make_procedure_covers(store, code, copies, copies_to=out))


def without_papers(store: Store) -> list[str]:
    """The ids of dossiers that were opened and have no paper yet, first come first."""
    with dossier_list(store, Paging(everything=True), Sought(states=(State.RECEIVED,))) as listed:
        return sorted(line["id"] for part in listed.parts for line in part)


def put_together(files: Sequence[Path], target: Path) -> None:
    """All pages of these PDFs in one file, whole or not at all; raises ``StorageFullError``."""
    import pikepdf

    half = target.with_name(f".{target.name}.{os.getpid()}")
    with telling_of_full_disk(), pikepdf.new() as made:
        for file in files:
            with pikepdf.open(file) as sheet:
                made.pages.extend(sheet.pages)
        made.save(half)
    move_into_place(half, target)


def visit_sheets(store: Store, dossier: str, visit: Visit, by: Issuer, out: Path | None) -> list[Path]:
    """Make the sheets of a dossier that was just opened for ``visit``; copies go to ``out``.

    Raises:
        FontError, SlipError, StorageFullError: a file can't be made; the dossier stays.
    """
    catalogue = load_catalogue()
    cover = make_cover(store, dossier, who=by.who, copies_to=out)
    with store.read() as session:
        asks = requester_of(store, session, dossier)
    handed = handed_in(store, visit, catalogue)
    issued = issue_receipt(
        store,
        dossier,
        by=by,
        papers=[received(kind, catalogue, copy=visit.copies.get(kind, "")) for kind in handed],
        visitor=Visitor(name=asks.name, phone=asks.phone, email=asks.email),
        copies_to=out,
    )
    return [*cover, issued.pdf, *issued.copies]


def handed_in(store: Store, visit: Visit, catalogue: Catalogue) -> list[str]:
    """The kinds that stay at the office; what was only shown is on no receipt."""
    edition = catalogue.procedure(visit.procedure, local_day(store.clock()))
    kept = {kind for rule in (edition.form_rule, *edition.submit) for kind in rule.kinds()}
    return [kind for kind in visit.kinds if kind in kept]
