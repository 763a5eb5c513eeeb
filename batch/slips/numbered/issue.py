# SPDX-License-Identifier: Apache-2.0
"""The slips of a dossier: the receipt, the request for what is missing, the refusal, the apology.

Each function says what the slip tells and what issuing it changes; ``batch.slips.numbered.register`` gives
it its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from batch.slips.errors import SlipRefusedError
from batch.slips.facts.gather import Issuer, ReceivedDocument, SlipFacts, tell
from batch.slips.facts.missing import Want, citizens_points, gateways_points
from batch.slips.facts.spoken_days import day_in_words, days_left
from batch.slips.numbered.register import Draft, Issued, register
from batch.slips.sheets.content import wish_key
from batch.slips.sheets.files import PDF_ONLY, SlipDelivery
from batch.store.outbox_rows import refused_by_gateway, settle
from batch.store.slips import SlipRecord, Visitor, slips_of
from intake.dossier.deadline.clock import Turn, TurnKind, after_turn
from intake.dossier.deadline.local_time import local_day
from intake.dossier.deadline.turns import is_stopped
from intake.dossier.journal import WITHDRAWN_BECAUSE
from intake.dossier.states import State, may_follow
from intake.services.deadline.events import move, stop
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue

__all__ = [
    "Issued",
    "Issuer",
    "ReceivedDocument",
    "Visitor",
    "issue_apology",
    "issue_receipt",
    "issue_refusal",
    "issue_stop",
    "issue_supplement",
]

_AT_GATEWAY = frozenset({State.PUSHED, State.ACCEPTED})
_CLOSED = frozenset({State.REJECTED, State.RESULT_ATTACHED})


def issue_receipt(
    store: Store,
    dossier_id: str,
    *,
    by: Issuer,
    papers: Sequence[ReceivedDocument] | None = None,
    visitor: Visitor | None = None,
    copies_to: Path | None = None,
    docx: bool = False,
    renew: bool = False,
    mail: bool = False,
) -> Issued:
    """The receipt with the return date (Mẫu 01).

    Called without ``papers`` and ``visitor`` it prints the receipt that was issued; ``renew`` issues another.
    """
    catalogue = load_catalogue()
    with store.read() as session:
        told = tell(store, session, dossier_id, catalogue, by=by, papers=papers, visitor=visitor)
        newest = _newest(session, dossier_id, "receipt")
    rows = [[str(n), p.name, p.form, f"{p.count:02d}"] for n, p in enumerate(told.papers, start=1)]
    counted = [[str(n), p.name, *p.counted()] for n, p in enumerate(told.papers, start=1)]
    wish = wish_key("receipt", rows, told.places["requester"], told.places["address"], told.places["phone"])
    if newest is not None and papers is None and visitor is None and not renew:
        wish = newest.wish
    draft = Draft("receipt", told, wish, tables={"papers": rows, "counted": counted})
    return register(store, draft, SlipDelivery(docx, copies_to, mail), catalogue, by=by, anew=renew)


def issue_supplement(
    store: Store,
    dossier_id: str,
    *,
    by: Issuer,
    items: Sequence[str] = (),
    reason: str = "",
    wanted: SlipDelivery = PDF_ONLY,
) -> Issued:
    """The request for what is missing (Mẫu 02): the check's sentences for the citizen, then ``items``.

    The dossier becomes incomplete and its deadline stands still. Raises ``SlipRefusedError`` where nothing
    is missing or the dossier is no longer the office's.
    """
    catalogue = load_catalogue()
    _must_be_ours(store, dossier_id)
    wants = [
        *(Want(text) for text in gateways_points(store, dossier_id)),
        *citizens_points(store, dossier_id, catalogue, by=by),
        *map(Want, items),
    ]
    points = tuple(want.text for want in wants)
    if not points:
        raise SlipRefusedError.nothing_missing(dossier_id)
    with store.read() as session:
        told = tell(store, session, dossier_id, catalogue, by=by)
        waiting = is_stopped(store.journal(session, dossier_id))
        turn = sum(row.kind == "supplement" for row in slips_of(session, dossier_id)) + 1
    left = told.deadline.due.left if waiting else _left(told, store.clock())
    draft = Draft(
        "supplement",
        told,
        wish_key("supplement", points, reason),
        items=points,
        places={
            "reason": reason,
            "left": days_left(left),
            "turn": f"{turn:02d}",
            "once": "01" if turn == 1 else "",
        },
        tables={"wanted": [[str(n), w.text, *w.counted()] for n, w in enumerate(wants, start=1)]},
    )

    def then(session: Transaction, slip: SlipRecord) -> None:
        if may_follow(store.get(session, dossier_id).state, State.INCOMPLETE):
            store.advance(session, dossier_id, State.INCOMPLETE, who=by.who, data={"slip": slip.sign})
        stop(store, session, dossier_id, who=by.who, slip=slip.id)

    # Once the citizen has come, the same points missing again are a new request.
    return register(store, draft, wanted, catalogue, by=by, then=then, anew=not waiting)


def issue_refusal(
    store: Store,
    dossier_id: str,
    *,
    by: Issuer,
    reasons: Sequence[str],
    law: str,
    wanted: SlipDelivery = PDF_ONLY,
) -> Issued:
    """The refusal (Mẫu 03), for ``reasons`` and by a ``law``; the dossier is closed, and a gateway's refusal
    settled by telling the citizen of it.
    """
    catalogue = load_catalogue()
    with store.read() as session:
        told = tell(store, session, dossier_id, catalogue, by=by)
    wish = wish_key("refusal", list(reasons), law)
    draft = Draft("refusal", told, wish, items=tuple(reasons), places={"law": law.rstrip(".")})

    def then(session: Transaction, slip: SlipRecord) -> None:
        by_gateway = refused_by_gateway(session, dossier_id)
        if not by_gateway:
            _refuse_if_not_ours(dossier_id, store.get(session, dossier_id).state)
        settle(session, dossier_id, store.clock())
        store.advance(session, dossier_id, State.REJECTED, who=by.who, data={"slip": slip.sign})

    return register(store, draft, wanted, catalogue, by=by, then=then)


def issue_apology(
    store: Store, dossier_id: str, *, by: Issuer, reason: str, until: date, wanted: SlipDelivery = PDF_ONLY
) -> Issued:
    """The apology with a new return date (Mẫu 04); the deadline moves to ``until``, a working day."""
    catalogue = load_catalogue()
    with store.read() as session:
        told = tell(store, session, dossier_id, catalogue, by=by)
    draft = Draft(
        "apology",
        told,
        wish_key("apology", reason, until),
        places={
            "reason": reason.rstrip(".") + ".",
            "due": day_in_words(told.deadline.due.day),
            "new_due": f"vào {day_in_words(until)}",
        },
    )

    def then(session: Transaction, slip: SlipRecord) -> None:
        if store.get(session, dossier_id).state in _CLOSED:
            raise SlipRefusedError.closed(dossier_id)
        promised = max(told.deadline.due.day, local_day(store.clock()))
        if until <= told.deadline.due.day or until < promised or not told.deadline.calendar.is_working(until):
            raise SlipRefusedError.not_later(f"{promised:%d/%m/%Y}")
        move(store, session, dossier_id, until, who=by.who, slip=slip.id)

    return register(store, draft, wanted, catalogue, by=by, then=then)


def issue_stop(
    store: Store, dossier_id: str, *, by: Issuer, reason: str, wanted: SlipDelivery = PDF_ONLY
) -> Issued:
    """The notice that the dossier is stopped (Mẫu 05), mostly because the citizen withdrew it; it is closed,
    where it is not yet.
    """
    catalogue = load_catalogue()
    with store.read() as session:
        told = tell(store, session, dossier_id, catalogue, by=by)
    draft = Draft("stop", told, wish_key("stop", reason), places={"reason": reason.rstrip(".") + "."})

    def then(session: Transaction, slip: SlipRecord) -> None:
        state = store.get(session, dossier_id).state
        if state is State.REJECTED:
            return
        _refuse_if_not_ours(dossier_id, state)
        ended = {"slip": slip.sign, WITHDRAWN_BECAUSE: reason}
        store.advance(session, dossier_id, State.REJECTED, who=by.who, data=ended)

    return register(store, draft, wanted, catalogue, by=by, then=then)


def _newest(session: Transaction, dossier_id: str, kind: str) -> SlipRecord | None:
    rows = [row for row in slips_of(session, dossier_id) if row.kind == kind]
    return rows[-1] if rows else None


def _left(told: SlipFacts, now: datetime) -> int:
    stopped = after_turn(
        told.deadline.due, Turn(TurnKind.STOPPED, now), told.deadline.term, told.deadline.calendar
    )
    return stopped.left


def _must_be_ours(store: Store, dossier_id: str) -> None:
    with store.read() as session:
        _refuse_if_not_ours(dossier_id, store.get(session, dossier_id).state)


def _refuse_if_not_ours(dossier_id: str, state: State) -> None:
    if state is State.QUEUED:
        raise SlipRefusedError.waiting(dossier_id)
    if state in _AT_GATEWAY:
        raise SlipRefusedError.with_gateway(dossier_id)
    if state in _CLOSED:
        raise SlipRefusedError.closed(dossier_id)
