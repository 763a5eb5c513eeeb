# SPDX-License-Identifier: Apache-2.0
"""Slips by mail: what a mail carries, and that two senders send it once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from batch.slips.mail import mailbox
from batch.slips.mail import round as mail_round
from batch.slips.mail.postman import PostError
from batch.slips.mail.round import MailRound
from batch.slips.numbered.issue import issue_receipt
from batch.slips.sheets.files import document_of
from batch.slips.typeset.blocks import PrintDocument
from batch.store.slips import SlipRecord
from intake.dossier.journal import What
from intake.settings.settings import MailSettings
from intake.store.queue.lease_owner import LEASE
from intake.store.store import Store
from tests.support.desks.mail_desk import ADDRESS, a_round, the_row
from tests.support.desks.packing_desk import Clock
from tests.support.desks.slip_desk import CLERK, WHO, text_of_pdf
from tests.support.servers.mail_server import Postbox


def test_the_mail_carries_the_slip_and_nothing_of_the_case(
    store: Store, dossier: str, server: tuple[Postbox, MailSettings]
) -> None:
    box, how = server
    assert [one.state for one in a_round(store, how)] == ["sent"]
    (mail,) = box.mails
    assert (mail["To"], mail["From"]) == (ADDRESS, how.sender)
    (attached,) = mail.iter_attachments()
    assert "01/TNHS" in text_of_pdf(attached.get_content())
    body = mail.get_body()
    assert body is not None
    said = body.get_content() + mail["Subject"]
    assert dossier in said
    assert "khai sinh" not in said
    assert "PHƯỢNG HOÀNG" not in said


def test_a_second_round_sends_nothing(
    store: Store, dossier: str, server: tuple[Postbox, MailSettings]
) -> None:
    box, how = server
    a_round(store, how)
    assert a_round(store, how, early=True) == []
    assert not issue_receipt(store, dossier, by=CLERK, mail=True).mailed
    assert a_round(store, how, early=True) == []
    assert len(box.mails) == 1
    with store.read() as session:
        sent = [event for event in store.journal(session, dossier) if event.what == What.MAIL_SENT]
    assert len(sent) == 1


def test_two_senders_at_once_send_one_mail(
    store: Store, dossier: str, server: tuple[Postbox, MailSettings]
) -> None:
    box, how = server
    with store.read() as session:
        (row_id,) = mailbox.due(session, store.clock())
    taken = mailbox.lease(store, row_id, "another computer/1/x")
    assert taken is not None
    assert a_round(store, how) == []
    assert box.mails == []
    assert dossier == taken.dossier_id


@pytest.mark.parametrize("server_says_no", [False, True], ids=["mail made", "mail refused"])
def test_a_sender_that_was_overtaken_sends_nothing_and_writes_nothing(
    store: Store,
    dossier: str,
    server: tuple[Postbox, MailSettings],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    server_says_no: bool,
) -> None:
    """Making the slip took it longer than its lease, and another sender has the mail."""
    box, how = server

    def overtaken(slip: SlipRecord, root: Path | None) -> PrintDocument:
        clock.move(LEASE)
        assert mailbox.lease(store, the_row(store).id, "another computer/1/x") is not None
        if server_says_no:
            raise PostError("address-refused", lasting=True)
        return document_of(slip, root)

    monkeypatch.setattr(mail_round, "document_of", overtaken)
    assert [one.state for one in a_round(store, how)] == ["busy"]
    assert box.mails == []
    row = the_row(store)
    assert (row.state, row.lease_owner, row.trouble) == ("sending", "another computer/1/x", "")
    with store.read() as session:
        events = [event.what for event in store.journal(session, dossier)]
    assert What.MAIL_SENT not in events and What.NOTED not in events


def test_a_sender_that_died_is_followed_by_another_under_the_same_message_id(
    store: Store,
    dossier: str,
    server: tuple[Postbox, MailSettings],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    box, how = server

    def die(*_arguments: object, **_named: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(mailbox, "finish", die)
        with pytest.raises(KeyboardInterrupt):
            list(MailRound(store, how, WHO, owner="another computer/1/x").send_due())
    assert a_round(store, how) == []  # its lease still stands
    clock.move(LEASE + timedelta(seconds=1))
    assert [one.state for one in a_round(store, how)] == ["sent"]
    first, second = box.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert dossier in first["Message-ID"]
