# SPDX-License-Identifier: Apache-2.0
"""What ``mail send`` and ``mail queue`` print: what became of each mail, what waits, why and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from batch.services.mails import Mail
from batch.slips.mail.round import Posted
from intake.desk.console import print_json, say, show_table
from intake.dossier.sending.mail_words import mail_word
from templates.language.messages import _, ngettext

MOST_SHOWN = 20


def show_posted(posted: Sequence[Posted], others: Sequence[Mail]) -> None:
    """What became of each mail, and which others wait."""
    if not posted and not others:
        say(_("No mail waits to be sent."))
        return
    _show_posted(posted)
    _show_waiting(others)


def posted_as_json(posted: Sequence[Posted], others: Sequence[Mail]) -> list[dict[str, Any]]:
    """All of them for programs."""
    return [*map(asdict, posted), *map(_json, others)]


def wants_person(posted: Sequence[Posted], others: Sequence[Mail]) -> bool:
    """Whether a person should look at any of them."""
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
        say(
            ngettext(
                "{more} more waits; see it with: sohoa mail queue",
                "{more} more wait; see them with: sohoa mail queue",
                more,
            ).format(more=more)
        )
    say(_("To try all of them now: sohoa mail send --retry"))


def _told(state: str, why: str) -> str:
    return f"{mail_word(state)}: {why}" if why else mail_word(state)


def _json(mail: Mail) -> dict[str, Any]:
    return asdict(mail) | {"until": mail.until()}
