# SPDX-License-Identifier: Apache-2.0
"""A citizen at the counter with their papers: the dossier with its files and receipt in one go, and what is
to be told while they are there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from batch.services.slip_wish import SheetKind
from batch.services.visit import open_visit, visit_sheets
from batch.slips.facts.gather import Issuer
from batch.slips.sheets.separator_sheet import make_cover
from batch.store.slips import SlipRecord, slips_of
from intake.dossier.journal import What
from intake.dossier.requester import Visit
from intake.reading.page_work import HowToRead
from intake.services.counter.own_commune import refuse_gone_commune
from intake.services.counter.still_missing import still_missing
from intake.services.deadline.events import deadline_of
from intake.services.receive.adding import add_papers
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue


@dataclass(frozen=True, slots=True)
class VisitStanding:
    """How a dossier stands while the citizen is still there: when it is ``due`` (None where they are waited
    for), its newest ``receipt``, whether a ``cover`` sheet was printed, whether any paper is
    ``scanned``, and what ``still_missing`` tells.
    """

    dossier: str
    due: date | None
    receipt: SlipRecord | None
    cover: bool
    scanned: bool
    told: Mapping[str, Any]


def receive_visit(
    store: Store, visit: Visit, files: Sequence[Path], how: HowToRead, by: Issuer, *, client_id: str
) -> str:
    """Make the dossier of a visit with the files that were brought, its cover sheet and receipt; its id.

    Broken off anywhere it is asked for again with the same ``client_id``, and goes on. The files are taken in
    and not read yet: the citizen waits for the receipt.

    Raises:
        CoverSheetError: among the files is another dossier's cover sheet; the dossier stays.
        FontError, SlipError, StorageFullError: a file can't be kept or made; the dossier stays.
        UsageError: the office's own commune is none of today's.
    """
    refuse_gone_commune(by.unit.commune)
    made = open_visit(store, visit, who=by.who, client_id=client_id).dossier
    if files:
        add_papers(store, made, files, how, who=by.who, commune=by.unit.commune, read=False)
    visit_sheets(store, made, visit, by, None)
    return made


def visit_standing(store: Store, typed: str, *, commune: str) -> VisitStanding:
    """What is to be told of the dossier that a person means while the citizen is there.

    Raises:
        UnknownDossierError: there is no such dossier.
        UnknownNameError: the catalogue has no rules for it.
    """
    with store.read() as session:
        found = store.find(session, typed).id
        due = deadline_of(store, session, found, load_catalogue()).due
        receipts = [slip for slip in slips_of(session, found) if slip.kind == SheetKind.RECEIPT]
        return VisitStanding(
            found,
            None if due.stopped else due.day,
            receipts[-1] if receipts else None,
            _has_cover(store, session, found),
            bool(store.documents(session, found)),
            still_missing(store, session, found, commune=commune),
        )


def cover_file(store: Store, typed: str, *, who: str) -> Path | None:
    """The PDF of the cover sheet that was printed, made anew; None where none was.

    Raises:
        UnknownDossierError: there is no such dossier.
        FontError, SlipError, StorageFullError: the file can't be made.
    """
    with store.read() as session:
        found = store.find(session, typed).id
        if not _has_cover(store, session, found):
            return None
    return make_cover(store, found, who=who)[0]


def _has_cover(store: Store, session: Transaction, dossier_id: str) -> bool:
    return any(event.what == What.COVER_PRINTED for event in store.journal(session, dossier_id))
