"""What ``mail send`` and ``mail queue`` print: what became of each mail, what waits, why and until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from batch.slips.mail.round import Posted
from batch.store import mails
from batch.store.mails import MailEntry
from intake.desk.console import print_json, say, show_table
from intake.dossier.deadline.local_time import local_time
from intake.dossier.mail_words import mail_trouble, mail_word
from intake.dossier.pauses import is_turn
from intake.dossier.sending import Sending
from intake.store.store import Store
from templates.language.messages import _

MOST_SHOWN = 20


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


def all_mails(store: Store, host: str) -> list[Mail]:
    """Every mail, newest first; ``host`` is the mail server."""
    with store.read() as session:
        return [_plain(row, host, store.clock()) for row in mails.all_mails(session)]


def mails_waiting(store: Store, host: str, *, besides: Iterable[Posted]) -> list[Mail]:
    """The mails that wait and were not tried just now."""
    tried = {one.mail for one in besides}
    with store.read() as session:
        rows = [row for row in mails.unsent(session) if row.id not in tried]
        return [_plain(row, host, store.clock()) for row in rows]


def show_posted(posted: Sequence[Posted], others: Sequence[Mail], *, as_json: bool) -> bool:
    """What became of each mail, and which others wait; whether a person should look."""
    if as_json:
        print_json([*map(asdict, posted), *map(_json, others)])
    elif not posted and not others:
        say(_("No mail waits to be sent."))
    else:
        _show_posted(posted)
        _show_waiting(others)
    return any(one.state != "sent" for one in posted) or any(one.why for one in others)


def show_queue(mails: Sequence[Mail], *, as_json: bool) -> None:
    """All mails, a line each."""
    if as_json:
        print_json([_json(mail) for mail in mails])
        return
    columns = (_("Dossier"), _("Slip"), _("Address"), _("Mail"), _("When"))
    rows = [(m.dossier, m.slip, m.address, _told(m.state, m.why), m.until()) for m in mails]
    show_table(columns, rows, whole=(0,))


def _show_posted(posted: Sequence[Posted]) -> None:
    if posted:
        rows = [(one.dossier, mail_word(one.state), one.sentence) for one in posted]
        show_table((_("Dossier"), _("Mail"), _("Why")), rows, whole=(0,))


def _show_waiting(others: Sequence[Mail]) -> None:
    if not others:
        return
    columns = (_("Dossier"), _("Slip"), _("Why it is not sent yet"), _("Waits until"))
    rows = [(one.dossier, one.slip, one.why, one.until()) for one in others[:MOST_SHOWN]]
    show_table(columns, rows, title=_("Mails waiting: {count}").format(count=len(others)), whole=(0,))
    if len(others) > MOST_SHOWN:
        more = len(others) - MOST_SHOWN
        say(_("{more} more wait; see them with: sohoa mail queue").format(more=more))
    say(_("To try all of them now: sohoa mail send --retry"))


def _told(state: str, why: str) -> str:
    return f"{mail_word(state)}: {why}" if why else mail_word(state)


def _plain(row: MailEntry, host: str, now: datetime) -> Mail:
    planned = row.state == Sending.RETRY and not is_turn(row.next_at, now)
    why = mail_trouble(row.trouble, host) if row.trouble else ""
    return Mail(
        row_id=row.id,
        dossier=row.dossier_id,
        slip=row.sign,
        address=row.address,
        state=row.state,
        attempts=row.attempts,
        next_at=row.next_at if planned else None,
        sent_at=row.sent_at,
        why=why,
    )


def _json(mail: Mail) -> dict[str, Any]:
    return asdict(mail) | {"until": mail.until()}
