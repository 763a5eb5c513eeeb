# SPDX-License-Identifier: Apache-2.0
"""What the tests of mail share: an address, one round of sending, the row of the mail."""

from __future__ import annotations

import random
import socket

from batch.slips.mail.round import MailRound, Posted
from batch.store import mails
from batch.store.mails import MailEntry
from intake.settings.settings import MailSettings
from intake.store.store import Store
from tests.support.desks.slip_desk import WHO

ADDRESS = "phuong.hoang@example.org"


def a_round(store: Store, how: MailSettings, *, early: bool = False) -> list[Posted]:
    return list(MailRound(store, how, WHO, random.Random(1)).send_due(early=early))


def the_row(store: Store) -> MailEntry:
    with store.read() as session:
        (row,) = mails.all_mails(session)
        return row


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
