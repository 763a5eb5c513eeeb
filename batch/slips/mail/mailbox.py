# SPDX-License-Identifier: Apache-2.0
"""The mail queue: slips wait here for the mail server, one sender at a time takes each.

A mail is queued in the slip's transaction and leased as all that waits (``intake.store.queue.leases``).
What may pass is tried again without end, after pauses that grow; what can't is said once, with its reason in
the journal. Between the server's yes and our noting it a crash sends the mail a second time; it then bears
the same Message-ID, by which mail programs know it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from batch.slips.errors import NoConsentError
from batch.slips.mail.consent import consent_of
from batch.store import mails
from batch.store.mails import QUEUE
from intake.dossier.journal import What
from intake.dossier.sending import Sending
from intake.dossier.sending.mail_words import MAIL_GIVEN_UP
from intake.store.queue.leases import Lease, moment
from intake.store.store import Store
from intake.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Lease):
    """A leased mail, free of the database."""

    slip_id: int
    dossier_id: str
    address: str


def enqueue(store: Store, session: Transaction, dossier_id: str, slip_id: int, *, who: str) -> bool:
    """Queue a slip for the address the citizen agreed to; False where it waits or went there already.

    Raises ``NoConsentError`` where nobody recorded a consent.
    """
    address = consent_of(store.journal(session, dossier_id))
    if not address:
        raise NoConsentError.of(dossier_id)
    before, now = mails.mail_to(session, slip_id, address), moment(session, store.clock)
    if before is None:
        mails.add_mail(session, slip_id, address, who=who, now=now)
    elif before.state == Sending.REFUSED:
        mails.wait_anew(session, before.id, now)
    else:
        return False
    return True


def due(session: Transaction, now: datetime, *, early: bool = False) -> Sequence[int]:
    """The mails whose turn it is, ``early`` also those still waiting after a failure.

    Whose turn came first goes first: what failed stands behind what was not tried since.
    """
    return mails.due(session, now, early=early)


def lease(store: Store, row_id: int, owner: str, *, early: bool = False) -> Letter | None:
    """Take a mail for ``owner``; None where another has it or it is not its turn."""

    def take(session: Transaction) -> Letter | None:
        taken = mails.take(session, row_id, owner, moment(session, store.clock), early=early)
        entry = mails.mail(session, row_id)
        if taken is None or entry is None:
            return None
        return Letter(
            row_id=row_id,
            owner=owner,
            attempt=taken.attempt,
            slip_id=entry.slip_id,
            dossier_id=entry.dossier_id,
            address=entry.address,
        )

    return store.write(take)


def still_ours(store: Store, letter: Letter) -> bool:
    """Ask, before the mail leaves, whether nobody took it over meanwhile; its lease begins anew."""
    return store.write(lambda session: QUEUE.renew(session, letter, moment(session, store.clock)))


def finish(store: Store, letter: Letter, *, who: str) -> bool:
    """The server took the mail; False where the lease was lost."""

    def note_sent(session: Transaction) -> bool:
        if not QUEUE.finish(session, letter, {"sent_at": store.clock()}):
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

    return store.write(note_sent)


def retry_later(store: Store, letter: Letter, trouble: str, chance: random.Random) -> datetime | None:
    """Try again after a while that doubles with every failure, up to some hours; returns when.

    None, as ``give_up`` returns False, where another has the mail now.
    """
    return store.write(
        lambda session: QUEUE.later(session, letter, moment(session, store.clock), trouble, chance=chance)
    )


def give_up(store: Store, letter: Letter, trouble: str, *, who: str) -> bool:
    """This mail will not go out unless a person queues it again; the journal says why."""

    def give_it_up(session: Transaction) -> bool:
        if not QUEUE.give_up(session, letter, trouble):
            return False
        told = {"code": MAIL_GIVEN_UP, "slip": letter.slip_id, "trouble": trouble}
        return store.note(session, letter.dossier_id, What.NOTED, who=who, data=told)

    return store.write(give_it_up)
