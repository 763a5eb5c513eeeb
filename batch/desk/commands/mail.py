"""``sohoa mail``: whether a citizen wants slips by e-mail, what waits in the queue, and sending it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.options import DossierId
from intake.dossier.entered import entered
from templates.desk.options import AsJson, Who
from templates.language.messages import _
from templates.language.outside_text import Longest

if TYPE_CHECKING:
    from batch.slips.mail.round import Posted
    from batch.slips.model import MailRow

NEEDS_ATTENTION = 1


def register(app: typer.Typer) -> None:
    """Mount ``mail``."""
    group = typer.Typer(no_args_is_help=True, help=_("Slips by e-mail: consent, queue, sending."))
    group.command("agree", help=_("Record that the citizen agrees to get slips by e-mail."))(agree)
    group.command("withdraw", help=_("Record that the citizen wants no more e-mail."))(withdraw)
    group.command("send", help=_("Send the mails that wait."))(send)
    group.command("queue", help=_("List the mails that wait, were sent or refused."))(queue)
    app.add_typer(group, name="mail")


def agree(
    dossier: DossierId,
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help=_("The citizen's e-mail address."))],
    how: Annotated[
        str, typer.Option("--how", help=_("How they agreed: at the counter, on a form, by phone …"))
    ] = "counter",
    who: Who = None,
) -> None:
    from batch.slips.mail.consent import record_consent
    from intake.desk.console import say
    from intake.desk.surroundings import acting, desk_store

    with desk_store() as store, store.write() as session:
        found = store.find(session, dossier).id
        new = record_consent(store, session, found, address, who=acting(who), how=entered(how, Longest.NOTE))
    say(_("Recorded with your name and the time.") if new else _("That was recorded before."))


def withdraw(dossier: DossierId, who: Who = None) -> None:
    from batch.slips.mail.consent import withdraw_consent
    from intake.desk.console import say
    from intake.desk.surroundings import acting, desk_store

    with desk_store() as store, store.write() as session:
        found = store.find(session, dossier).id
        changed = withdraw_consent(store, session, found, who=acting(who))
    say(_("Recorded with your name and the time.") if changed else _("There was no consent."))


def send(
    retry: Annotated[
        bool, typer.Option("--retry", help=_("Also those that failed before and still wait their time."))
    ] = False,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from batch.slips.mail.postman import require_settings
    from batch.slips.mail.round import MailRound
    from intake.desk.console import print_json
    from intake.desk.surroundings import acting, desk_store
    from intake.settings.settings import current_settings

    settings = current_settings().mail
    require_settings(settings)
    with desk_store() as store:
        posted = list(MailRound(store, settings, acting(who)).send_due(early=retry))
    print_json(posted) if as_json else _show(posted)
    if any(one.state != "sent" for one in posted):
        raise typer.Exit(NEEDS_ATTENTION)


def _show(posted: list[Posted]) -> None:
    from intake.desk.console import say, show_table

    if not posted:
        say(_("No mail waits to be sent."))
        return
    rows = [(one.dossier, mail_word(one.state), one.sentence) for one in posted]
    show_table([_("Dossier"), _("Mail"), _("Why")], rows)


def queue(as_json: AsJson = False) -> None:
    from batch.slips.mail.mailbox import queue_rows
    from intake.desk.console import print_json, show_table
    from intake.desk.surroundings import desk_store
    from intake.dossier.deadline.local_time import local_time

    with desk_store() as store, store.read() as session:
        rows = [_plain(row) for row in queue_rows(session)]
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    lines = [
        (row.dossier, row.slip, row.address, mail_word(row.state), local_time(row.sent_at or row.next_at))
        for row in rows
    ]
    show_table([_("Dossier"), _("Slip"), _("Address"), _("Mail"), _("When")], lines)


@dataclass(frozen=True)
class _Waiting:
    """A mail as listed."""

    dossier: str
    slip: str
    address: str
    state: str
    attempts: int
    next_at: datetime
    sent_at: datetime | None


def _plain(row: MailRow) -> _Waiting:
    slip = row.slip
    return _Waiting(
        slip.dossier_id, slip.sign, row.address, row.state, row.attempts, row.next_at, row.sent_at
    )


def mail_word(state: str) -> str:
    """Where a mail stands, in a word."""
    return {
        "queued": _("waits"),
        "sending": _("being sent"),
        "failed-retry": _("failed, tried again later"),
        "sent": _("sent"),
        "refused": _("given up"),
        "busy": _("another program sends it"),
    }.get(state, state)
