# SPDX-License-Identifier: Apache-2.0
"""After a visit became a dossier: its number, receipt and cover sheet to print, its papers being read, what
is still missing; then the next visitor.
"""

from __future__ import annotations

from starlette.responses import Response

from batch.services.slip_wish import SheetKind, SlipWish
from batch.services.slips import make_slip
from batch.services.walk_in import cover_file, visit_standing
from batch.slips.facts.gather import Issuer
from batch.slips.sheets.files import PDF_ONLY
from batch.web.drawing import pdf
from batch.web.errors import NoSuchPageError
from batch.web.ways import Changes, PageVisit, Shows
from intake.services.dossier_view import dossier_meant


def received(visit: PageVisit) -> Response:
    desk = visit.desk
    reading = desk.reading.going_on(dossier_meant(desk.store, visit.word("dossier")))
    standing = visit_standing(desk.store, visit.word("dossier"), commune=desk.commune)
    return visit.page("received.html", standing=standing, reading=reading)


def receipt(visit: PageVisit) -> Response:
    """Issue the receipt, where that could not be done before."""
    desk, dossier = visit.desk, visit.word("dossier")
    make_slip(
        desk.store, dossier, SheetKind.RECEIPT, SlipWish(), PDF_ONLY, Issuer(desk.who, desk.settings.unit)
    )
    return visit.go_to(f"/dossier/{dossier}/received")


def cover(visit: PageVisit) -> Response:
    """The cover sheet, as a PDF."""
    file = cover_file(visit.desk.store, visit.word("dossier"), who=visit.desk.who)
    if file is None:
        raise NoSuchPageError.of()
    return pdf(file)


_AT = "/dossier/{dossier}"
WAYS = (
    Shows(f"{_AT}/received", received),
    Changes(f"{_AT}/receipt", receipt),
    Shows(f"{_AT}/cover", cover),
)
