# SPDX-License-Identifier: Apache-2.0
"""Where a mail stands, and why it did not go out, as a clerk reads it."""

from __future__ import annotations

from templates.language.messages import _

MAIL_GIVEN_UP = "mail-given-up"
"""The code of the journal's note that a slip will not go out by mail unless a person queues it again."""

WITHDRAWN = "withdrawn"
"""The trouble of a mail whose citizen wants none any more."""

UNEXPECTED = "unexpected"
"""The trouble of a mail at which the program itself failed."""


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


def mail_trouble(code: str, host: str = "") -> str:
    """Why a mail did not go out, by the code kept with it; ``host`` is the mail server."""
    words = {
        "address-busy": _("The mail server will take mail for this address later."),
        "address-refused": _("The mail server does not know this address."),
        "mail-refused": _("The mail server refused the mail."),
        "server-busy": _("The mail server asks to try again later."),
        "server-down": _("The mail server {host} can't be reached."),
        "login": _("The mail server does not accept the user or the password."),
        "sender": _("The mail server does not accept the sender's address."),
        "security": _(
            "The mail server wants other encryption or another login than mail.security and mail.port say."
        ),
        "not-safe": _("The connection to the mail server {host} is not safe, so nothing was sent."),
        WITHDRAWN: _("The citizen wants no more e-mail."),
        UNEXPECTED: _("The program failed at this mail; the log says where."),
    }
    return words.get(code, code).format(host=host)
