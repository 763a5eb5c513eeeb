"""Asking the gateway what became of dossiers that were sent, and moving them on accordingly.

Asked about are also those that were refused here after a submission may have reached the gateway: what it has
after all is taken for sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from batch.gateway.contract import Connector, RemoteOutcome, RemoteStatus
from batch.gateway.errors import GatewayError, Scope
from batch.outbox import outbox
from batch.outbox.delivery import PATIENCE
from batch.outbox.fatal import stops_the_run
from batch.outbox.push import UNEXPECTED
from batch.outbox.rounds import Round
from intake.dossier.sending import Sending
from intake.dossier.states import State, may_follow
from intake.dossier.tables.model import DossierRow
from intake.dossier.tables.outbox_model import OutboxRow
from intake.dossier.tables.row_told import row_told
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


def open_dossiers(store: Store, among: Sequence[str] | None = None) -> Sequence[str]:
    """The dossiers whose end at the gateway is not known yet, oldest first.

    ``among`` names some hundred that alone are asked for.
    """
    with store.read() as session:
        query = (
            select(OutboxRow)
            .join(DossierRow, OutboxRow.dossier_id == DossierRow.id)
            .where(DossierRow.state.in_(_OPEN), row_told(OutboxRow.state).in_(_ENDED))
            .order_by(OutboxRow.sent_at, OutboxRow.id)
        )
        rows = session.scalars(query if among is None else query.where(DossierRow.id.in_(among)))
        return [row.dossier_id for row in rows if row.progress.get("asked")]


def refresh_all(store: Store, connector: Connector, dossiers: Iterable[str], *, who: str) -> Iterator[Asked]:
    """Ask for one after the other; what goes wrong with one costs only that one (``batch.outbox.rounds``)."""
    this_round = Round()
    for dossier in dossiers:
        try:
            refresh(store, connector, dossier, who=who)
        except GatewayError as error:
            this_round.failed(error.scope)
            log().warning("gateway-silent", dossier=dossier, reason=error.trouble)
            yield Asked(dossier, error.trouble, error.sentence)
        except Exception as error:
            if stops_the_run(error):
                raise
            this_round.failed(Scope.DOSSIER)
            log_exception("refresh-failed", error, dossier=dossier, connector=connector.name)
            yield Asked(dossier, UNEXPECTED, _("The program failed at this dossier; the log says where."))
        else:
            this_round.went_well()
            yield Asked(dossier)
        if this_round.over:
            return


def refresh(store: Store, connector: Connector, dossier_id: str, *, who: str) -> RemoteStatus | None:
    """Ask for one dossier and keep the answer; None where the gateway does not know it (any more)."""
    with store.read() as session:
        row = outbox.of_dossier(session, dossier_id)
        issued = str(row.progress.get("number", "")) if row else ""
        number = store.get(session, dossier_id).official_number or issued
    found = connector.find(number) if number else None
    with store.write() as session:
        if found is not None:
            _keep(store, session, dossier_id, found, who=who)
        else:
            _miss(store, session, dossier_id)
    return found


def _keep(store: Store, session: Transaction, dossier_id: str, found: RemoteStatus, *, who: str) -> None:
    row = outbox.of_dossier(session, dossier_id)
    if row is None:
        return
    told = {"status": found.code, "connector": found.name, "note": found.note}
    if row.state == Sending.REFUSED:
        _take_for_sent(store, session, row, found, who)
    elif found.outcome in (RemoteOutcome.PENDING, RemoteOutcome.ACCEPTED):
        _move(store, session, dossier_id, State.PUSHED, told, who)
    row.remote_status, row.remote_note, row.remote_at = found.code, found.note, store.clock()
    if row.state == Sending.LOST:
        row.state, row.trouble = Sending.SENT.value, ""
    wanted = _LEADS_TO.get(found.outcome)
    if found.has_result and found.outcome is RemoteOutcome.ACCEPTED:
        _move(store, session, dossier_id, State.ACCEPTED, told, who)
        wanted = State.RESULT_ATTACHED
    if wanted is not None:
        _move(store, session, dossier_id, wanted, told, who)


def _take_for_sent(store: Store, session: Transaction, row: OutboxRow, found: RemoteStatus, who: str) -> None:
    """A later submission was refused; an earlier one had arrived."""
    progress = {**row.progress, "number": found.number, "remote_id": found.remote_id}
    row.state, row.progress, row.sent_at = Sending.SENT.value, progress, store.clock()
    row.trouble, row.messages = "", []
    store.set_official_number(session, row.dossier_id, found.number, who=who)
    if found.outcome is not RemoteOutcome.RETURNED:
        _move(store, session, row.dossier_id, State.PUSHED, {"number": found.number}, who)


def _miss(store: Store, session: Transaction, dossier_id: str) -> None:
    row, now = outbox.of_dossier(session, dossier_id), store.clock()
    if row is None or row.state != Sending.SENT or row.sent_at is None:
        return
    row.remote_at = now
    if not now - PATIENCE < row.sent_at <= now:
        row.state, row.trouble = Sending.LOST.value, NOT_THERE


def _move(
    store: Store, session: Transaction, dossier_id: str, wanted: State, told: dict[str, str], who: str
) -> None:
    # The gateway may be behind what we know (accepted again after the result): that moves nothing.
    if may_follow(store.get(session, dossier_id).state, wanted):
        store.advance(session, dossier_id, wanted, who=who, data=told)
