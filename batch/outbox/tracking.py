# SPDX-License-Identifier: Apache-2.0
"""Asking the gateway what became of dossiers that were sent, and moving them on accordingly.

Asked about are also those that were refused here after a submission may have reached the gateway: what it has
after all is taken for sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from batch.gateway.contract import Connector, RemoteOutcome, RemoteStatus
from batch.gateway.errors import GatewayError, Scope
from batch.outbox.delivery import PATIENCE
from batch.outbox.fatal import stops_the_run
from batch.outbox.following import is_due
from batch.outbox.push import UNEXPECTED
from batch.outbox.rounds import Round
from batch.store import outbox_rows
from batch.store.outbox_rows import OutboxChange, OutboxEntry
from intake.dossier.sending import Sending
from intake.dossier.states import State, may_follow
from intake.settings.log import log, log_exception
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.messages import _

# One that was returned may yet be taken up again over there.
_OPEN = (State.PUSHED, State.ACCEPTED, State.RETURNED)
_ENDED = (Sending.SENT.value, Sending.LOST.value, Sending.REFUSED.value)
_LEADS_TO = {
    RemoteOutcome.ACCEPTED: State.ACCEPTED,
    RemoteOutcome.RETURNED: State.RETURNED,
    RemoteOutcome.REJECTED: State.REJECTED,
}
NOT_THERE = "not-there"
"""The trouble of a dossier that was sent, and that the gateway does not know."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A dossier about which the gateway was asked; ``trouble`` and ``sentence`` where that failed."""

    dossier: str
    trouble: str = ""
    sentence: str = ""


def is_asked_about(way: OutboxEntry) -> bool:
    """Whether its door may know more of it than we do."""
    return way.state in _ENDED and bool(way.progress.get("asked"))


def open_dossiers(store: Store, among: Sequence[str] | None = None) -> Sequence[str]:
    """The dossiers whose end at the gateway is not known yet, oldest first.

    ``among`` names some hundred that alone are asked for.
    """
    with store.read() as session:
        entries = outbox_rows.in_states(session, _OPEN, _ENDED, among)
    return list(dict.fromkeys(entry.dossier_id for entry in entries if is_asked_about(entry)))


def dossiers_to_follow(store: Store) -> Sequence[str]:
    """Those of ``open_dossiers`` that a night asks about (``batch.outbox.following``)."""
    now = store.clock()
    with store.read() as session:
        entries = outbox_rows.in_states(session, _OPEN, _ENDED, None)
    due = (entry for entry in entries if is_due(entry.sent_at or entry.queued_at, entry.remote_at, now))
    return list(dict.fromkeys(entry.dossier_id for entry in due if is_asked_about(entry)))


def refresh_all(store: Store, connector: Connector, dossiers: Iterable[str], *, who: str) -> Iterator[Asked]:
    """Ask the leading door for one after the other; what goes wrong with one costs only that one
    (``batch.outbox.rounds``).
    """
    this_round = Round()
    for dossier in dossiers:
        with store.read() as session:
            way = outbox_rows.of_dossier(session, dossier)
        if way is not None:
            yield ask_about(store, connector, way, this_round, who=who)
        if this_round.over:
            return


def ask_about(store: Store, connector: Connector, way: OutboxEntry, this_round: Round, *, who: str) -> Asked:
    """Ask for one dossier at one of its doors, as the next of a round."""
    dossier = way.dossier_id
    try:
        _refresh(store, connector, way, who=who)
    except GatewayError as error:
        this_round.failed(error.scope)
        log().warning("gateway-silent", dossier=dossier, reason=error.trouble)
        return Asked(dossier, error.trouble, error.sentence)
    except Exception as error:
        if stops_the_run(error):
            raise
        this_round.failed(Scope.DOSSIER)
        log_exception("refresh-failed", error, dossier=dossier, connector=connector.name)
        return Asked(dossier, UNEXPECTED, _("The program failed at this dossier; the log says where."))
    this_round.went_well()
    return Asked(dossier)


def refresh(store: Store, connector: Connector, dossier_id: str, *, who: str) -> RemoteStatus | None:
    """Ask the leading door for one dossier and keep the answer; None where it does not know it (any more)."""
    with store.read() as session:
        way = outbox_rows.of_dossier(session, dossier_id)
    return _refresh(store, connector, way, who=who) if way is not None else None


def _refresh(store: Store, connector: Connector, way: OutboxEntry, *, who: str) -> RemoteStatus | None:
    number = str(way.progress.get("number", ""))
    if way.leads:
        with store.read() as session:
            number = store.get(session, way.dossier_id).official_number or number
    found = connector.find(number) if number else None

    def keep(session: Transaction) -> None:
        if found is not None:
            _keep(store, session, way.id, found, who=who)
        else:
            _miss(store, session, way.id)

    store.write(keep)
    return found


def _keep(store: Store, session: Transaction, row_id: int, found: RemoteStatus, *, who: str) -> None:
    entry = outbox_rows.by_id(session, row_id)
    dossier_id = entry.dossier_id
    told = {"status": found.code, "connector": found.name, "note": found.note}
    if entry.state == Sending.REFUSED:
        _take_for_sent(store, session, entry, found, who)
    elif entry.leads and found.outcome in (RemoteOutcome.PENDING, RemoteOutcome.ACCEPTED):
        _move(store, session, dossier_id, State.PUSHED, told, who)
    now: OutboxChange = {
        "remote_status": found.code,
        "remote_note": found.note,
        "remote_at": store.clock(),
    }
    if entry.state == Sending.LOST:
        now |= {"state": Sending.SENT.value, "trouble": ""}
    outbox_rows.change(session, entry.id, now)
    if not entry.leads:
        return
    wanted = _LEADS_TO.get(found.outcome)
    if found.has_result and found.outcome is RemoteOutcome.ACCEPTED:
        _move(store, session, dossier_id, State.ACCEPTED, told, who)
        wanted = State.RESULT_ATTACHED
    if wanted is not None:
        _move(store, session, dossier_id, wanted, told, who)


def _take_for_sent(
    store: Store, session: Transaction, entry: OutboxEntry, found: RemoteStatus, who: str
) -> None:
    """A later submission was refused; an earlier one had arrived."""
    sent: OutboxChange = {
        "state": Sending.SENT.value,
        **outbox_rows.how_far({**entry.progress, "number": found.number, "remote_id": found.remote_id}),
        "sent_at": store.clock(),
        "trouble": "",
        "messages": [],
    }
    outbox_rows.change(session, entry.id, sent)
    if not entry.leads:
        return
    store.set_official_number(session, entry.dossier_id, found.number, who=who)
    if found.outcome is not RemoteOutcome.RETURNED:
        _move(store, session, entry.dossier_id, State.PUSHED, {"number": found.number}, who)


def _miss(store: Store, session: Transaction, row_id: int) -> None:
    entry, now = outbox_rows.by_id(session, row_id), store.clock()
    asked: OutboxChange = {"remote_at": now}
    sent_at = entry.sent_at if entry.state == Sending.SENT else None
    if sent_at is not None and not now - PATIENCE < sent_at <= now:
        asked |= {"state": Sending.LOST.value, "trouble": NOT_THERE}
    outbox_rows.change(session, entry.id, asked)


def _move(
    store: Store, session: Transaction, dossier_id: str, wanted: State, told: dict[str, str], who: str
) -> None:
    # The gateway may be behind what we know (accepted again after the result): that moves nothing.
    if may_follow(store.get(session, dossier_id).state, wanted):
        store.advance(session, dossier_id, wanted, who=who, data=told)
