"""The mail queue: slips wait here for the mail server, one sender at a time takes each.

The row is written in the slip's transaction. A lease ends by itself, and at once where the sender was a
process of this computer that is no more. What may pass is tried again without end, after pauses that grow;
what can't is said once, with its reason in the journal. Between the server's yes and our noting it a crash
sends the mail a second time; it then bears the same Message-ID, by which mail programs know it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update

from batch.slips.errors import NoConsentError
from batch.slips.mail.consent import consent_of
from batch.store.tables.slip_model import MailRow, SlipRow
from intake.dossier.journal import What
from intake.dossier.mail_words import MAIL_GIVEN_UP
from intake.dossier.pauses import is_turn, waiting_time
from intake.dossier.sending import Sending
from intake.store.lease_owner import LEASE, lease_over
from intake.store.store import Store
from intake.store.transaction import Transaction
from intake.store.turns import turn_has_come

_WAITING = (Sending.QUEUED.value, Sending.RETRY.value)


@dataclass(frozen=True, slots=True)
class Letter:
    """A leased mail, free of the database; ``attempt`` counts from 1."""

    row_id: int
    slip_id: int
    dossier_id: str
    address: str
    owner: str
    attempt: int


def enqueue(store: Store, session: Transaction, slip: SlipRow, *, who: str) -> bool:
    """Queue a slip for the address the citizen agreed to; False where it waits or went there already.

    Raises ``NoConsentError`` where nobody recorded a consent.
    """
    address = consent_of(store.journal(session, slip.dossier_id))
    if not address:
        raise NoConsentError.of(slip.dossier_id)
    query = select(MailRow).where(MailRow.slip_id == slip.id, MailRow.address == address)
    row = session.scalar(query)
    if row is not None and row.state != Sending.REFUSED:
        return False
    now = store.clock()
    row = row or MailRow(slip_id=slip.id, address=address, queued_at=now, queued_by=who)
    row.state, row.next_at, row.attempts, row.trouble = Sending.QUEUED.value, now, 0, ""
    row.lease_owner, row.lease_until = "", None
    session.add(row)
    session.flush()
    return True


def due(session: Transaction, now: datetime, *, early: bool = False) -> Sequence[int]:
    """The mails whose turn it is, ``early`` also those still waiting after a failure.

    Whose turn came first goes first: what failed stands behind what was not tried since.
    """
    waiting = MailRow.state.in_(_WAITING)
    turn = waiting if early else waiting & turn_has_come(MailRow.next_at, now)
    query = (
        select(MailRow)
        .where(or_(turn, MailRow.state == Sending.SENDING.value))
        .order_by(MailRow.next_at, MailRow.id)
    )
    return [row.id for row in session.scalars(query) if _free(row, now, early=early)]


def lease(store: Store, row_id: int, owner: str, *, early: bool = False) -> Letter | None:
    """Take a mail for ``owner``; None where another has it or it is not its turn."""
    now = store.clock()
    with store.write() as session:
        row = session.get(MailRow, row_id)
        if row is None or not _free(row, now, early=early):
            return None
        row.state, row.lease_owner, row.lease_until = Sending.SENDING.value, owner, now + LEASE
        row.attempts += 1
        # Should this try end the process, the others have their turn before it is made again.
        row.next_at = now
        session.flush()
        return Letter(row.id, row.slip_id, row.slip.dossier_id, row.address, owner, row.attempts)


def finish(store: Store, letter: Letter, *, who: str) -> bool:
    """The server took the mail; False where the lease was lost."""
    with store.write() as session:
        if not _change(session, letter, Sending.SENT, sent_at=store.clock(), trouble=""):
            return False
        told = {"slip": letter.slip_id, "address": letter.address}
        return store.note(
            session,
            letter.dossier_id,
            What.MAIL_SENT,
            who=who,
            data=told,
            client_id=f"mail-{letter.row_id}-{letter.attempt}",
        )


def retry_later(store: Store, letter: Letter, trouble: str, chance: random.Random) -> datetime:
    """Try again after a while that doubles with every failure, up to some hours; returns when."""
    at = store.clock() + waiting_time(letter.attempt, chance)
    with store.write() as session:
        _change(session, letter, Sending.RETRY, next_at=at, trouble=trouble)
    return at


def give_up(store: Store, letter: Letter, trouble: str, *, who: str) -> None:
    """This mail will not go out unless a person queues it again; the journal says why."""
    with store.write() as session:
        if _change(session, letter, Sending.REFUSED, trouble=trouble):
            told = {"code": MAIL_GIVEN_UP, "slip": letter.slip_id, "trouble": trouble}
            store.note(session, letter.dossier_id, What.NOTED, who=who, data=told)


def still_waiting(session: Transaction) -> Sequence[MailRow]:
    """The mails that were not sent and not given up, longest in the queue first."""
    waits = MailRow.state.in_((*_WAITING, Sending.SENDING.value))
    return session.scalars(select(MailRow).where(waits).order_by(MailRow.queued_at, MailRow.id)).all()


def queue_rows(session: Transaction) -> Sequence[MailRow]:
    """Every mail, newest first."""
    return session.scalars(select(MailRow).order_by(MailRow.id.desc())).all()


def _free(row: MailRow, now: datetime, *, early: bool) -> bool:
    if row.state == Sending.SENDING:
        return lease_over(row.lease_owner, row.lease_until, now)
    return row.state in _WAITING and (early or is_turn(row.next_at, now))


def _change(session: Transaction, letter: Letter, state: Sending, **values: object) -> bool:
    """Change the row only while this letter's lease on it stands."""
    changed = session.execute(
        update(MailRow)
        .where(MailRow.id == letter.row_id)
        .where(MailRow.state == Sending.SENDING.value, MailRow.lease_owner == letter.owner)
        .values(state=state.value, lease_owner="", lease_until=None, **values)
        .returning(MailRow.id)
    )
    return changed.first() is not None
