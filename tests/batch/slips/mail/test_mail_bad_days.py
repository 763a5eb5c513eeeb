# SPDX-License-Identifier: Apache-2.0
"""Mail on bad days: never lost while the server is down, never kept waiting by another's address."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from sqlalchemy import select

from batch.slips.mail import mailbox
from batch.slips.mail.consent import record_consent
from batch.slips.mail.round import MailRound
from batch.slips.numbered.issue import issue_receipt, issue_supplement
from batch.slips.sheets.files import SlipDelivery
from batch.store.tables.slip_model import SlipRow
from intake.dossier.journal import What
from intake.dossier.sending.pauses import LONGEST_WAIT
from intake.settings.settings import MailSettings
from intake.store.queue.lease_owner import LEASE
from intake.store.store import Store
from tests.support.desks.mail_desk import ADDRESS, a_round, closed_port, the_row
from tests.support.desks.packing_desk import Clock
from tests.support.desks.slip_desk import CLERK, WHO, new_dossier
from tests.support.servers.mail_server import Postbox, mail_server, settings


def test_a_server_that_is_down_leaves_the_mail_waiting_and_says_so(
    store: Store, dossier: str, clock: Clock
) -> None:
    how = settings(closed_port())
    (posted,) = a_round(store, how)
    assert posted.state == "failed-retry"
    assert "127.0.0.1" in posted.sentence
    row = the_row(store)
    assert row.next_at > clock()
    assert a_round(store, how) == []  # not its turn yet
    clock.move(timedelta(hours=3))
    with mail_server() as (box, up):
        assert [one.state for one in a_round(store, up)] == ["sent"]
        assert len(box.mails) == 1
    assert dossier


@pytest.mark.long
def test_a_server_that_stays_down_never_makes_a_mail_be_given_up(
    store: Store, dossier: str, clock: Clock
) -> None:
    how = settings(closed_port())
    pauses = [pause_after(store, how, clock) for _try in range(30)]
    assert max(pauses[:2]) < timedelta(minutes=2)
    assert timedelta(hours=1) < pauses[-1] <= LONGEST_WAIT * 1.25
    assert dossier


@pytest.mark.long
def test_an_address_that_is_busy_for_weeks_is_not_given_up(
    store: Store, dossier: str, server: tuple[Postbox, MailSettings], clock: Clock
) -> None:
    box, how = server
    box.to_address = "450 busy"
    pauses = [pause_after(store, how, clock) for _try in range(20)]
    assert pauses[-1] > pauses[0]
    box.to_address = ""
    assert [one.state for one in a_round(store, how)] == ["sent"]
    assert [mail["To"] for mail in box.mails] == [ADDRESS]
    assert dossier


def pause_after(store: Store, how: MailSettings, clock: Clock) -> timedelta:
    """Fail once, and wait until the next try."""
    (posted,) = a_round(store, how)
    assert (posted.state, posted.next_at) == ("failed-retry", the_row(store).next_at)
    assert posted.next_at is not None
    pause = posted.next_at - clock()
    clock.move(pause)
    return pause


def test_an_error_nobody_thought_of_costs_only_its_own_mail(
    store: Store, dossier: str, server: tuple[Postbox, MailSettings]
) -> None:
    box, how = server
    other = another_with_mail(store, "other@example.org")
    with store.write() as session:
        for row in session.scalars(select(SlipRow).where(SlipRow.dossier_id == dossier)):
            row.content = {}  # as another version might have kept it
    failed, sent = a_round(store, how)
    assert (failed.dossier, failed.state, failed.trouble) == (dossier, "failed-retry", "unexpected")
    assert failed.sentence
    assert (sent.dossier, sent.state) == (other, "sent")
    assert [mail["To"] for mail in box.mails] == ["other@example.org"]


def test_a_mail_that_ends_the_program_stands_behind_the_others_next_time(
    store: Store, dossier: str, clock: Clock
) -> None:
    other = another_with_mail(store, "other@example.org")
    with store.read() as session:
        first, second = mailbox.due(session, store.clock())
    clock.move(timedelta(minutes=1))
    assert mailbox.lease(store, first, "another computer/1/x") is not None
    clock.move(LEASE + timedelta(seconds=1))
    with store.read() as session:
        assert list(mailbox.due(session, store.clock())) == [second, first]
    assert dossier != other


@pytest.mark.long
def test_a_round_ends_after_three_mails_that_the_line_failed_and_the_others_come_first_next_time(
    store: Store, clock: Clock
) -> None:
    made = [another_with_mail(store, f"address{n}@example.org") for n in range(5)]
    tried = [one.dossier for one in a_round(store, settings(closed_port()))]
    assert tried == made[:3]
    clock.move(timedelta(hours=3))
    assert [one.dossier for one in a_round(store, settings(closed_port()))] == [*made[3:], made[0]]


def test_what_can_not_go_out_is_said_once_with_its_reason_in_the_journal(
    store: Store, dossier: str, server: tuple[Postbox, MailSettings]
) -> None:
    box, how = server
    box.to_address = "550 unknown"
    (posted,) = a_round(store, how)
    assert posted.sentence
    assert a_round(store, how, early=True) == []
    with store.read() as session:
        told = [event.data for event in store.journal(session, dossier) if event.what == What.NOTED]
    assert [(note["code"], note["trouble"]) for note in told] == [("mail-given-up", "address-refused")]


def another_with_mail(store: Store, address: str) -> str:
    """One more dossier whose receipt waits to be mailed."""
    made = new_dossier(store)
    with store.write() as session:
        record_consent(store, session, made, address, who=WHO)
    assert issue_receipt(store, made, by=CLERK, mail=True).mailed
    return made


@pytest.mark.parametrize(
    ("to_address", "answer", "state", "trouble"),
    [
        ("550 unknown", "250 ok", "refused", "address-refused"),
        ("450 busy", "250 ok", "failed-retry", "address-busy"),
        ("", "554 no", "refused", "mail-refused"),
        ("", "451 later", "failed-retry", "server-busy"),
    ],
)
def test_what_the_server_answers_decides(
    store: Store,
    dossier: str,
    server: tuple[Postbox, MailSettings],
    to_address: str,
    answer: str,
    state: str,
    trouble: str,
) -> None:
    box, how = server
    box.to_address, box.answer = to_address, answer
    (posted,) = a_round(store, how)
    assert (posted.state, the_row(store).trouble) == (state, trouble)
    assert ADDRESS not in posted.sentence
    assert dossier


def test_one_bad_address_does_not_keep_the_others_waiting(
    store: Store, dossier: str, server: tuple[Postbox, MailSettings]
) -> None:
    box, how = server
    other = new_dossier(store)
    with store.write() as session:
        record_consent(store, session, other, "other@example.org", who=WHO)
    issue_supplement(store, other, by=CLERK, wanted=SlipDelivery(mail=True))
    box.to_address = "550 unknown"
    posted = MailRound(store, how, WHO).send_due()
    assert next(posted).state == "refused"
    box.to_address = ""
    assert [one.state for one in posted] == ["sent"]
    assert [mail["To"] for mail in box.mails] == ["other@example.org"]
    assert dossier != other


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        ("530 5.7.0 Must issue a STARTTLS command first", "security"),
        ("553 5.7.1 not your address", "sender"),
        ("451 later", "server-busy"),
    ],
)
def test_what_a_person_mends_in_the_settings_makes_no_mail_be_given_up(
    store: Store, dossier: str, server: tuple[Postbox, MailSettings], answer: str, trouble: str
) -> None:
    box, how = server
    box.to_sender = answer
    (posted,) = a_round(store, how)
    assert (posted.state, the_row(store).trouble) == ("failed-retry", trouble)
    assert dossier


def test_an_address_with_letters_the_server_lacks_does_not_keep_the_others_waiting(
    store: Store, server: tuple[Postbox, MailSettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    box, how = server
    for address in ("phượng@example.org", ADDRESS):
        made = new_dossier(store)
        with store.write() as session:
            record_consent(store, session, made, address, who=WHO)
        issue_receipt(store, made, by=CLERK, mail=True)
    real = smtplib.SMTP.has_extn
    monkeypatch.setattr(smtplib.SMTP, "has_extn", lambda self, name: name != "smtputf8" and real(self, name))
    assert [one.state for one in a_round(store, how)] == ["refused", "sent"]
    assert [mail["To"] for mail in box.mails] == [ADDRESS]
