# SPDX-License-Identifier: Apache-2.0
"""How a dossier was served, in words."""

from __future__ import annotations

from intake.dossier.served.serving import Channel, Payment, Served
from templates.language.messages import _


def channel_word(channel: str) -> str:
    """A channel in the current language."""
    words = {
        Channel.COUNTER: _("at the counter"),
        Channel.ONLINE: _("online"),
        Channel.POST: _("by post"),
    }
    return {each.value: word for each, word in words.items()}.get(channel, channel)


def payment_word(payment: str) -> str:
    """How a fee was paid, in the current language."""
    words = {
        Payment.FREE: _("nothing is owed"),
        Payment.ONLINE: _("paid online"),
        Payment.CASH: _("paid at the counter"),
        Payment.UNPAID: _("not paid yet"),
    }
    return {each.value: word for each, word in words.items()}.get(payment, payment)


def served_lines(served: Served) -> list[tuple[str, str]]:
    """What is recorded, label and words; what is not says so, because reports leave it out."""
    not_yet = _("not recorded")

    def said(value: bool | None) -> str:
        return not_yet if value is None else _("yes") if value else _("no")

    day = served.handed_over
    return [
        (_("Handed in"), channel_word(served.channel) if served.channel else not_yet),
        (_("Fee"), payment_word(served.payment) if served.payment else not_yet),
        (_("Data reused"), said(served.reused)),
        (_("From the citizen's data store"), said(served.from_store)),
        (_("Population database asked"), said(served.population)),
        (_("Result handed over"), f"{day:%d/%m/%Y}" if day else not_yet),
    ]
