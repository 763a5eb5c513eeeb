# SPDX-License-Identifier: Apache-2.0
"""The mail queue: slips wait here for the mail server, one sender at a time takes each.

A mail is queued in the slip's transaction; turns and leases are those of the outbox (``batch.outbox.turns``).
What may pass is tried again without end, after pauses that grow; what can't is said once, with its reason in
the journal. Between the server's yes and our noting it a crash sends the mail a second time; it then bears
the same Message-ID, by which mail programs know it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from batch.outbox.turns import given_back, is_free, taken, waiting_anew
from batch.slips.errors import NoConsentError
from batch.slips.mail.consent import consent_of
from batch.store import mails
from batch.store.queue_rows import QueueChange
from intake.dossier.journal import What
from intake.dossier.mail_words import MAIL_GIVEN_UP
from intake.dossier.pauses import waiting_time
from intake.dossier.sending import Sending
from intake.store.store import Store
from intake.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Letter:
    """A leased mail, free of the database; ``attempt`` counts from 1."""

    row_id: int
    slip_id: int
    dossier_id: str
    address: str
    owner: str
    attempt: int


def enqueue(store: Store, session: Transaction, dossier_id: str, slip_id: int, *, who: str) -> bool:
    """Queue a slip for the address the citizen agreed to; False where it waits or went there already.

    Raises ``NoConsentError`` where nobody recorded a consent.
    """
    address = consent_of(store.journal(session, dossier_id))
    if not address:
        raise NoConsentError.of(dossier_id)
    before, now = mails.mail_to(session, slip_id, address), store.clock()
    if before is None:
        mails.add_mail(session, slip_id, address, who=who, now=now)
    elif before.state == Sending.REFUSED:
        mails.change(session, before.id, waiting_anew(now))
    else:
        return False
    return True


def due(session: Transaction, now: datetime, *, early: bool = False) -> Sequence[int]:
    """The mails whose turn it is, ``early`` also those still waiting after a failure.

    Whose turn came first goes first: what failed stands behind what was not tried since.
    """
    entries = mails.in_turn(session, now, early=early)
    return [entry.id for entry in entries if is_free(entry, now, early=early)]


def lease(store: Store, row_id: int, owner: str, *, early: bool = False) -> Letter | None:
    """Take a mail for ``owner``; None where another has it or it is not its turn."""
    now = store.clock()
    with store.write() as session:
        entry = mails.mail(session, row_id)
        if entry is None or not is_free(entry, now, early=early):
            return None
        attempt = entry.attempts + 1
        mails.change(session, row_id, taken(owner, attempt, now))
        return Letter(row_id, entry.slip_id, entry.dossier_id, entry.address, owner, attempt)


def finish(store: Store, letter: Letter, *, who: str) -> bool:
    """The server took the mail; False where the lease was lost."""
    with store.write() as session:
        if not _end(session, letter, Sending.SENT, {"sent_at": store.clock(), "trouble": ""}):
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
        _end(session, letter, Sending.RETRY, {"next_at": at, "trouble": trouble})
    return at


def give_up(store: Store, letter: Letter, trouble: str, *, who: str) -> None:
    """This mail will not go out unless a person queues it again; the journal says why."""
    with store.write() as session:
        if _end(session, letter, Sending.REFUSED, {"trouble": trouble}):
            told = {"code": MAIL_GIVEN_UP, "slip": letter.slip_id, "trouble": trouble}
            store.note(session, letter.dossier_id, What.NOTED, who=who, data=told)


def _end(session: Transaction, letter: Letter, state: Sending, told: QueueChange) -> bool:
    """Give the mail back in ``state``, if this letter's lease on it stands."""
    return mails.change_leased(session, letter.row_id, letter.owner, {**given_back(state), **told})
