# SPDX-License-Identifier: Apache-2.0
"""After a visit became a dossier: its number, receipt and cover sheet to print, its papers being read, what
is still missing; then the next visitor.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from batch.services.slip_wish import SheetKind, SlipWish
from batch.services.slips import make_slip
from batch.services.walk_in import cover_file, visit_standing
from batch.slips.facts.gather import Issuer
from batch.slips.sheets.files import PDF_ONLY
from batch.web.drawing import pdf
from batch.web.errors import NoSuchPageError
from batch.web.visits.typed import VisitTyped, requester_typed, typed_in
from batch.web.ways import Changes, PageVisit, Shows
from intake.dossier.deadline.local_time import local_day
from intake.services.counter.correcting import correct_requester, who_asks
from templates.errors import UsageError
from templates.language.outside_text import Longest

CANT_BE = 422


def received(visit: PageVisit) -> Response:
    return _drawn(visit)


def _drawn(
    visit: PageVisit, typed: VisitTyped | None = None, wrong: Mapping[str, UsageError] = {}
) -> Response:
    """The page, with what was ``typed`` of who asks where something of it is ``wrong``."""
    desk = visit.desk
    asks = who_asks(desk.store, visit.word("dossier"))
    return visit.page(
        "received.html",
        CANT_BE if wrong else 200,
        standing=visit_standing(desk.store, asks.id, commune=desk.commune),
        reading=desk.reading.going_on(asks.id),
        asks=asks,
        typed=typed or asks.requester,
        wrong=wrong or {},
        longest=Longest.NAME.value,
    )


def correct(visit: PageVisit) -> Response:
    """Who asks was typed wrong: record it anew, and issue the receipt anew where there was one."""
    desk, dossier = visit.desk, visit.word("dossier")
    typed = typed_in(visit.form)
    requester, wrong = requester_typed(typed, local_day(desk.store.clock()))
    if wrong:
        return _drawn(visit, typed, wrong)
    told = correct_requester(
        desk.store, dossier, requester, who=desk.who, commune=desk.commune, seen=visit.seen
    )
    if told and visit_standing(desk.store, dossier, commune=desk.commune).receipt:
        _receipt(visit, SlipWish(renew=True))
    return visit.go_to(f"/dossier/{dossier}/received")


def receipt(visit: PageVisit) -> Response:
    """Issue the receipt, where that could not be done before."""
    _receipt(visit, SlipWish())
    return visit.go_to(f"/dossier/{visit.word('dossier')}/received")


def _receipt(visit: PageVisit, wish: SlipWish) -> None:
    desk, by = visit.desk, Issuer(visit.desk.who, visit.desk.settings.unit)
    make_slip(desk.store, visit.word("dossier"), SheetKind.RECEIPT, wish, PDF_ONLY, by)


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
    Changes(f"{_AT}/requester", correct),
    Shows(f"{_AT}/cover", cover),
)
