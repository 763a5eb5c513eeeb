# SPDX-License-Identifier: Apache-2.0
"""What stands in the registers, looked at: a line with all of its visit, and what an errand would cost."""

from __future__ import annotations

from batch.slips.certification.entering import (
    CertificationWish,
    Certified,
    certifiable,
    fee_of,
    told_of,
)
from batch.slips.certification.errors import CertificationError
from batch.store.certifications import (
    CertificationRecord,
    certification,
    certifications_of_dossier,
    certifications_of_visit,
)
from intake.dossier.deadline.local_time import local_day
from intake.settings.settings import UnitSettings
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.model.charges.certification import load_certification_books


def visit_of(store: Store, book: str, year: int, number: int, unit: UnitSettings) -> Certified:
    """All that was certified at the visit of a line, as it stands by now.

    Raises CertificationError where there is no such line, UnknownNameError where no such register.
    """
    load_certification_books(load_catalogue().root).book(book)
    with store.read() as session:
        line = certification(session, unit.code, book, year, number)
        if line is None:
            raise CertificationError.no_such_number(book, number, year)
        lines = certifications_of_visit(session, line.unit, line.visit)
    return told_of(lines, load_catalogue(), again=True)


def entered_of(store: Store, dossier_id: str, unit: UnitSettings) -> list[CertificationRecord]:
    """The lines of the office's registers that were entered of a dossier, void ones too."""
    with store.read() as session:
        return certifications_of_dossier(session, unit.code, dossier_id)


def price_of(store: Store, wish: CertificationWish) -> int | None:
    """What it would cost in đồng, were it entered now; None where no source gives an amount."""
    catalogue, today = load_catalogue(), local_day(store.clock())
    procedure = certifiable(catalogue, today).get(wish.word)
    if procedure is None:
        return None
    edition = catalogue.procedure(procedure.code, today)
    fees = [fee_of(procedure, edition, brought, wish.waived) for brought in wish.papers]
    return None if None in fees else sum(fee for fee in fees if fee is not None)
