# SPDX-License-Identifier: Apache-2.0
"""Slips by e-mail: consent, the queue, and a round of sending."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from batch.slips.mail.consent import record_consent, withdraw_consent
from batch.slips.mail.postman import require_settings
from batch.slips.mail.round import MailRound, Posted
from batch.store import mails
from batch.store.mails import MailEntry
from intake.dossier.deadline.local_time import local_time
from intake.dossier.sending import Sending
from intake.dossier.sending.mail_words import mail_trouble
from intake.dossier.sending.pauses import is_turn
from intake.settings.settings import MailSettings
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.messages import _


@dataclass(frozen=True)
class Mail:
    """A mail as listed. ``slip`` is the slip's sign; ``next_at`` is None where no try is planned, or its time
    has come; ``why`` is what kept it from going out.
    """

    row_id: int
    dossier: str
    slip: str
    address: str
    state: str
    attempts: int
    next_at: datetime | None
    sent_at: datetime | None
    why: str

    def until(self) -> str:
        """When it went, or what it waits for."""
        if self.sent_at is not None:
            return local_time(self.sent_at)
        if self.state == Sending.REFUSED:
            return _("queue it again: sohoa slip {dossier} … --mail").format(dossier=self.dossier)
        if self.next_at is None:
            return _("with the next sohoa mail send")
        return _("next try {moment}").format(moment=local_time(self.next_at))


def agree_to_mail(store: Store, typed: str, address: str, *, who: str, how: str) -> bool:
    """Keep that the citizen agrees to mail, and ``how`` they did; False where that was kept before.

    Raises:
        UnknownDossierError: there is no such dossier.
        MailError: that is no address.
    """

    def keep(session: Transaction) -> bool:
        found = store.find(session, typed).id
        return record_consent(store, session, found, address, who=who, how=how)

    return store.write(keep)


def withdraw_from_mail(store: Store, typed: str, *, who: str) -> bool:
    """Keep that the citizen wants no more mail; False where there was no consent.

    Raises:
        UnknownDossierError: there is no such dossier.
    """
    return store.write(
        lambda session: withdraw_consent(store, session, store.find(session, typed).id, who=who)
    )


def send_mails(store: Store, settings: MailSettings, *, who: str, early: bool) -> list[Posted]:
    """Send the mails whose turn it is, ``early`` all that wait.

    Raises:
        MailError: no mail can be sent with these settings.
        FontError: no font has the letters of a slip.
    """
    require_settings(settings)
    return list(MailRound(store, settings, who).send_due(early=early))


def all_mails(store: Store, host: str) -> list[Mail]:
    """Every mail, newest first; ``host`` is the mail server."""
    with store.read() as session:
        return [_told(entry, host, store.clock()) for entry in mails.all_mails(session)]


def any_mail_waits(store: Store) -> bool:
    """Whether there is any mail to send."""
    with store.read() as session:
        return bool(mails.unsent(session))


def mails_waiting(store: Store, host: str, *, besides: Iterable[Posted]) -> list[Mail]:
    """The mails that wait and were not tried just now."""
    tried = {one.mail for one in besides}
    with store.read() as session:
        entries = [entry for entry in mails.unsent(session) if entry.id not in tried]
        return [_told(entry, host, store.clock()) for entry in entries]


def _told(entry: MailEntry, host: str, now: datetime) -> Mail:
    planned = entry.state == Sending.RETRY and not is_turn(entry.next_at, now)
    return Mail(
        row_id=entry.id,
        dossier=entry.dossier_id,
        slip=entry.sign,
        address=entry.address,
        state=entry.state,
        attempts=entry.attempts,
        next_at=entry.next_at if planned else None,
        sent_at=entry.sent_at,
        why=mail_trouble(entry.trouble, host) if entry.trouble else "",
    )
