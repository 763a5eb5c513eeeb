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
from batch.gateway.unanswered import UnansweredError
from batch.outbox.delivery import PATIENCE
from batch.outbox.fatal import stops_the_run
from batch.outbox.pace.following import is_due
from batch.outbox.pace.rounds import Round
from batch.outbox.push import UNEXPECTED
from batch.outbox.results.handed_back import ResultTaker
from batch.store import outbox_rows
from batch.store.outbox_rows import OutboxChange, OutboxEntry
from intake.dossier.journal import SEEN_LATE, What
from intake.dossier.sending import Sending
from intake.dossier.states import State, may_follow
from intake.errors.results import ResultError
from intake.services.deadline.events import stop
from intake.settings.log import log, log_exception
from intake.store.results import has_result
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.messages import _
from templates.model.gateways.states import load_gateway_states

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


NO_RESULT = "no-result"
"""The trouble of a dossier whose gateway hands back what can be no result of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A dossier about which the gateway was asked; ``trouble`` and ``sentence`` where that failed."""

    dossier: str
    trouble: str = ""
    sentence: str = ""


def _open_ways(session: Transaction, among: Sequence[str] | None = None) -> list[OutboxEntry]:
    # Of some a person attached the result before the gateway had come to its end.
    unended = [name for name, state in load_gateway_states().states.items() if not state.ended]
    return [
        *outbox_rows.in_states(session, _OPEN, _ENDED, among),
        *outbox_rows.ended_here(session, unended, among),
    ]


def is_asked_about(way: OutboxEntry) -> bool:
    """Whether its door may know more of it than we do."""
    return way.state in _ENDED and bool(way.progress.get("asked"))


def open_dossiers(store: Store, among: Sequence[str] | None = None) -> Sequence[str]:
    """The dossiers whose end at the gateway is not known yet, oldest first.

    ``among`` names some hundred that alone are asked for.
    """
    with store.read() as session:
        entries = _open_ways(session, among)
    return list(dict.fromkeys(entry.dossier_id for entry in entries if is_asked_about(entry)))


def dossiers_to_follow(store: Store) -> Sequence[str]:
    """Those of ``open_dossiers`` that a night asks about (``batch.outbox.pace.following``)."""
    now = store.clock()
    with store.read() as session:
        entries = _open_ways(session)
    due = (entry for entry in entries if is_due(entry.sent_at or entry.queued_at, entry.remote_at, now))
    return list(dict.fromkeys(entry.dossier_id for entry in due if is_asked_about(entry)))


def refresh_all(store: Store, connector: Connector, dossiers: Iterable[str], *, who: str) -> Iterator[Asked]:
    """Ask the leading door for one after the other; what goes wrong with one costs only that one
    (``batch.outbox.pace.rounds``).
    """
    this_round = Round()
    for dossier in dossiers:
        with store.read() as session:
            way = outbox_rows.of_dossier(session, dossier)
        if way is not None:
            yield ask_about(store, connector, way, this_round, who=who)
        if this_round.over:
            return


def ask_about(
    store: Store,
    connector: Connector,
    way: OutboxEntry,
    this_round: Round,
    *,
    who: str,
    taker: ResultTaker | None = None,
) -> Asked:
    """Ask for one dossier at one of its doors, as the next of a round; ``taker`` takes results in."""
    dossier = way.dossier_id
    try:
        found = _refresh(store, connector, way, who=who)
        if taker is not None and found is not None and found.outcome is RemoteOutcome.ACCEPTED:
            taker.take(connector, way.door, dossier, found.results)
    except ResultError as error:
        this_round.went_well()
        log().warning("result-not-taken", dossier=dossier)
        return Asked(dossier, NO_RESULT, error.sentence)
    except UnansweredError:
        return Asked(dossier)  # nobody learns from it what became of a dossier
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
    told = _told(found)
    if entry.state == Sending.REFUSED:
        _take_for_sent(store, session, entry, found, who)
    elif entry.leads and found.outcome in (RemoteOutcome.PENDING, RemoteOutcome.ACCEPTED):
        _move(store, session, dossier_id, State.PUSHED, told, who)
    now: OutboxChange = {
        "remote_status": found.code,
        "remote_state": found.state,
        "remote_note": found.note,
        "supplement_by": found.supplement_by,
        "remote_at": store.clock(),
    }
    if entry.state == Sending.LOST:
        now |= {"state": Sending.SENT.value, "trouble": ""}
    outbox_rows.change(session, entry.id, now)
    if not entry.leads:
        return
    wanted = _LEADS_TO.get(found.outcome)
    if wanted is not None and _move(store, session, dossier_id, wanted, told, who):
        _follow(store, session, dossier_id, wanted, who)
    elif found.outcome != RemoteOutcome.PENDING and not _is_noted(store, session, entry, found):
        # Reports ask when it was finished over there, and nothing here moves by that.
        late = {SEEN_LATE: True} if _was_so(entry, found) else {}
        store.note(session, dossier_id, What.GATEWAY_STATE, who=who, data={"means": found.state, **late})


def _is_noted(store: Store, session: Transaction, entry: OutboxEntry, found: RemoteStatus) -> bool:
    """Whether the journal has the state already, if there is one; earlier versions noted none that moved
    nothing here.
    """
    if not found.state:
        return True
    if found.state != entry.remote_state:
        return False
    return any(event.data.get("means") == found.state for event in store.journal(session, entry.dossier_id))


def _was_so(entry: OutboxEntry, found: RemoteStatus) -> bool:
    """Whether it stood so when the gateway was asked before: then since when is not known."""
    if entry.remote_state:
        return entry.remote_state == found.state
    return bool(entry.remote_status) and entry.remote_status == found.code


def _told(found: RemoteStatus) -> dict[str, str]:
    """What the journal keeps of the gateway's word."""
    told = {"status": found.code, "connector": found.name, "note": found.note}
    if found.state:
        told["means"] = found.state
    if found.supplement_by:
        told["by"] = found.supplement_by.isoformat()
    return told


def _follow(store: Store, session: Transaction, dossier_id: str, now: State, who: str) -> None:
    """What the dossier's new state brings with it here."""
    if now is State.RETURNED:
        stop(store, session, dossier_id, who=who)
    elif now is State.ACCEPTED and has_result(session, dossier_id):
        store.advance(session, dossier_id, State.RESULT_ATTACHED, who=who)


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
) -> bool:
    # The gateway may be behind what we know (accepted again after the result): that moves nothing.
    now = store.get(session, dossier_id).state
    if now is State.RESULT_ATTACHED or not may_follow(now, wanted):
        return False
    return store.advance(session, dossier_id, wanted, who=who, data=told)
