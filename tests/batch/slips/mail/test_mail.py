# SPDX-License-Identifier: Apache-2.0
"""Slips by mail: only with consent, once, and never lost while the server is down."""

from __future__ import annotations

import random
import smtplib
import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import keyring
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from batch.slips.errors import MailError, NoConsentError
from batch.slips.mail import mailbox
from batch.slips.mail import round as mail_round
from batch.slips.mail.consent import consent_of, record_consent, withdraw_consent
from batch.slips.mail.postman import PostError, Postman, require_settings
from batch.slips.mail.round import MailRound, Posted
from batch.slips.numbered.issue import issue_receipt, issue_supplement
from batch.slips.sheets.files import SlipDelivery, document_of
from batch.slips.typeset.blocks import PrintDocument
from batch.store import mails
from batch.store.mails import MailEntry
from batch.store.slips import SlipRecord, slips_of
from batch.store.tables.slip_model import SlipRow
from intake.dossier.journal import What
from intake.dossier.pauses import LONGEST_WAIT
from intake.services.undo import take_back
from intake.settings.secrets import mail_password
from intake.settings.settings import MailSettings
from intake.store.queue.lease_owner import LEASE
from intake.store.store import Store
from tests.support.mail_server import PASSWORD, USER, Postbox, encryption, mail_server, settings
from tests.support.packing_desk import Clock
from tests.support.slip_desk import CLERK, RECEIVED, WHO, new_dossier, opened, set_office, text_of_pdf

ADDRESS = "phuong.hoang@example.org"


@pytest.fixture
def clock() -> Clock:
    return Clock(RECEIVED)


@pytest.fixture
def store(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    set_office(monkeypatch)
    store = opened(tmp_path / "home", clock)
    yield store
    store.close()


@pytest.fixture
def dossier(store: Store) -> str:
    """A dossier whose citizen agreed, with a receipt in the queue."""
    made = new_dossier(store)
    with store.write() as session:
        record_consent(store, session, made, ADDRESS, who=WHO, how="form")
    assert issue_receipt(store, made, by=CLERK, mail=True).mailed
    return made


@pytest.fixture
def server() -> Iterator[tuple[Postbox, MailSettings]]:
    with mail_server() as running:
        yield running


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


def test_a_server_that_stays_down_never_makes_a_mail_be_given_up(
    store: Store, dossier: str, clock: Clock
) -> None:
    how = settings(closed_port())
    pauses = [pause_after(store, how, clock) for _try in range(30)]
    assert max(pauses[:2]) < timedelta(minutes=2)
    assert timedelta(hours=1) < pauses[-1] <= LONGEST_WAIT * 1.25
    assert dossier


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


def test_settings_that_still_limit_the_attempts_stay_valid() -> None:
    assert MailSettings(max_attempts=3) == MailSettings()  # type: ignore[call-arg]


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


def test_without_consent_neither_slip_nor_mail_is_made(store: Store) -> None:
    silent = new_dossier(store)
    with pytest.raises(NoConsentError):
        issue_receipt(store, silent, by=CLERK, mail=True)
    with store.read() as session:
        assert (slips_of(session, silent), mails.all_mails(session)) == ([], [])


def test_a_consent_taken_back_stops_what_waits(
    store: Store, dossier: str, server: tuple[Postbox, MailSettings]
) -> None:
    box, how = server
    with store.write() as session:
        assert withdraw_consent(store, session, dossier, who="lan")
    (posted,) = a_round(store, how)
    assert (posted.state, posted.trouble) == ("refused", "withdrawn")
    assert posted.sentence
    assert box.mails == []


def test_consent_is_recorded_with_who_and_when_and_once(store: Store, dossier: str) -> None:
    with store.write() as session:
        assert not record_consent(store, session, dossier, f" {ADDRESS} ", who="lan")
        events = store.journal(session, dossier)
    (agreed,) = [event for event in events if event.what == What.MAIL_AGREED]
    assert (agreed.who, agreed.at, agreed.data) == (WHO, RECEIVED, {"address": ADDRESS, "how": "form"})
    assert consent_of(events) == ADDRESS


def test_a_consent_taken_back_by_undo_is_none(store: Store, dossier: str) -> None:
    with store.write() as session:
        take_back(store, session, dossier, who="lan")
        assert consent_of(store.journal(session, dossier)) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "a",
        "a@b",
        "a b@example.org",
        "a@example.org,b@example.org",
        "a@@b.vn",
        "a\x1b[2J@b.vn",
        "a\u202e@b.vn",
    ],
)
def test_what_is_no_address_is_not_recorded(store: Store, dossier: str, typed: str) -> None:
    with store.write() as session, pytest.raises(MailError) as failure:
        record_consent(store, session, dossier, typed, who=WHO)
    assert len(typed) < 4 or typed not in failure.value.sentence


def test_a_password_is_never_sent_over_a_bare_connection() -> None:
    with pytest.raises(MailError):
        require_settings(settings(25, user=USER, password=SecretStr(PASSWORD)))
    with pytest.raises(MailError):
        require_settings(MailSettings())


def test_the_password_comes_from_the_keyring_unless_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_password", lambda service, user: f"{service}:{user}")
    from_ring = mail_password(MailSettings(user=USER))
    assert from_ring is not None
    assert from_ring.get_secret_value() == f"sohoa:{USER}"
    given = mail_password(MailSettings(user=USER, password=SecretStr(PASSWORD)))
    assert given is not None
    assert given.get_secret_value() == PASSWORD


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize(("password", "state"), [(PASSWORD, "sent"), ("falsch", "failed-retry")])
def test_the_server_s_word_on_the_password_counts(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch, password: str, state: str
) -> None:
    # The guard against bare connections is tested above; on loopback there is no certificate to trust.
    monkeypatch.setattr("batch.slips.mail.postman.require_settings", lambda _settings: None)
    with mail_server(login=True) as (_box, how):
        known = how.model_copy(update={"user": USER, "password": SecretStr(password)})
        (posted,) = a_round(store, known)
    assert posted.state == state
    assert the_row(store).trouble == ("" if state == "sent" else "login")
    assert dossier


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The encryption of a server whose certificate this computer trusts."""
    context, certificate = encryption(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return context


def test_starttls_carries_mail_and_password_to_a_trusted_server(
    store: Store, dossier: str, trusted: ssl.SSLContext
) -> None:
    known = {"security": "starttls", "user": USER, "password": SecretStr(PASSWORD)}
    with mail_server(login=True, tls_context=trusted, require_starttls=True, auth_require_tls=True) as (
        box,
        how,
    ):
        assert [one.state for one in a_round(store, how.model_copy(update=known))] == ["sent"]
        assert len(box.mails) == 1
    assert dossier


def test_a_server_that_only_speaks_encrypted_is_spoken_to_so(
    store: Store, dossier: str, trusted: ssl.SSLContext
) -> None:
    with mail_server(ssl_context=trusted) as (box, how):
        assert [one.state for one in a_round(store, how.model_copy(update={"security": "tls"}))] == ["sent"]
        assert len(box.mails) == 1
    assert dossier


def test_no_mail_goes_to_a_server_whose_certificate_nobody_vouches_for(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    context, _certificate = encryption(tmp_path)
    with mail_server(tls_context=context) as (box, how):
        (posted,) = a_round(store, how.model_copy(update={"security": "starttls"}))
    assert (posted.state, the_row(store).trouble, box.mails) == ("failed-retry", "not-safe", [])
    assert dossier


def test_a_server_without_encryption_gets_nothing_where_it_is_asked_for(
    store: Store, dossier: str, server: tuple[Postbox, MailSettings]
) -> None:
    box, how = server
    (posted,) = a_round(store, how.model_copy(update={"security": "starttls"}))
    assert (posted.state, the_row(store).trouble, box.mails) == ("failed-retry", "security", [])
    assert dossier


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


def test_closing_a_postman_that_never_connected_does_nothing() -> None:
    with Postman(settings(closed_port())) as postman:
        assert postman is not None
