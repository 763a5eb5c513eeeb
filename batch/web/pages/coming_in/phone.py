# SPDX-License-Identifier: Apache-2.0
"""A code with which a phone sends photographs of a dossier's papers; off unless the office allows it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from starlette.responses import Response

from batch.web.errors import NoSuchPageError
from batch.web.phone.upload_page import upload_app
from batch.web.ways import Changes, PageVisit, Shows
from intake.services.dossier_view import dossier_meant
from templates.errors import UsageError
from templates.language.messages import _


def phone(visit: PageVisit) -> Response:
    dossier, desk = _dossier(visit), visit.desk
    ticket = desk.phones.tickets.of_dossier(dossier)
    address = _address(visit, ticket.token) if ticket else ""
    return visit.page(
        "phone.html", dossier=dossier, allowed=desk.settings.phones.allowed, ticket=ticket, address=address
    )


def change(visit: PageVisit) -> Response:
    """Give out a ticket, or take it back."""
    desk, dossier = visit.desk, _dossier(visit)
    settings = desk.settings.phones
    if visit.said("do") == "end":
        desk.phones.tickets.end(dossier)
    elif visit.said("do") == "open" and settings.allowed:
        desk.phones.open(lambda host: upload_app(desk, host))
        desk.phones.tickets.give(dossier, timedelta(minutes=settings.minutes), settings.most_files)
    else:
        raise UsageError(
            _("Your office does not allow phones to send papers. Who looks after this program can allow it.")
        )
    return visit.go_to(f"/dossier/{dossier}/phone")


def code(visit: PageVisit) -> Response:
    """The address with the ticket, as a QR code."""
    import segno

    ticket = visit.desk.phones.tickets.of_dossier(_dossier(visit))
    if ticket is None:
        raise NoSuchPageError.of()
    drawn = BytesIO()
    segno.make_qr(_address(visit, ticket.token), error="m").save(drawn, kind="png", scale=8, border=4)
    return Response(drawn.getvalue(), media_type="image/png")


def came(visit: PageVisit) -> Response:
    """How many files came, for a page that is open."""
    ticket = visit.desk.phones.tickets.of_dossier(_dossier(visit))
    return visit.json({"holds": ticket is not None, "count": ticket.came if ticket else 0})


def _dossier(visit: PageVisit) -> str:
    return dossier_meant(visit.desk.store, visit.word("dossier"))


def _address(visit: PageVisit, token: str) -> str:
    desk = visit.desk
    return f"{desk.phones.open(lambda host: upload_app(desk, host))}/{token}"


_AT = "/dossier/{dossier}/phone"
WAYS = (
    Shows(_AT, phone),
    Shows(f"{_AT}/code", code),
    Shows(f"{_AT}/came", came),
    Changes(_AT, change),
)
