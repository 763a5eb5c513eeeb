# SPDX-License-Identifier: Apache-2.0
"""The doctor names what lies in quarantine in any queue, and what to do; what goes on by itself it leaves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from batch.outbox import outbox
from batch.services.doctor.health import Diagnosis, Fitness
from batch.services.doctor.queue_diagnoses import check_queues
from batch.slips.mail import mailbox
from batch.store import mails
from batch.store.tables.slip_model import SlipRow
from bench.storm.dossiers import RECEIVED, queued_dossier
from intake.dossier.sending.mail_words import WITHDRAWN
from intake.dossier.states import State
from intake.reading.page_work import HowToRead
from intake.reading.read_pages import read_pages
from intake.services.receive.ingest import ingest, plan
from intake.store.store import Store
from intake.store.transaction import Transaction
from tests.support.desks.packing_desk import WHO, Clock
from tests.support.dossiers.fake_pages import CRASH, fake_read, shaded
from tests.support.stores.server_store import server_of


@pytest.fixture
def store(tmp_path: Path, store_url: str) -> Iterator[Store]:
    store = Store.open(tmp_path / "home", Clock(RECEIVED), server=server_of(store_url))
    yield store
    store.close()


def said(store: Store, url: str) -> Diagnosis:
    return check_queues(store.home, server_of(url))


def leased(store: Store, dossier: str) -> outbox.Job:
    job = outbox.lease(store, dossier, "x", early=True)
    assert job is not None
    return job


def a_mail(store: Store, dossier: str) -> mailbox.Letter:
    def put(session: Transaction) -> None:
        told = {"kind": "receipt", "unit": "H01", "year": 2026, "sign": "", "edition": "", "wish": ""}
        row = SlipRow(dossier_id=dossier, number=1, issued_at=RECEIVED, issued_by=WHO, **told)
        session.add(row)
        session.flush()
        mails.add_mail(session, row.id, "an@example.org", who=WHO, now=RECEIVED)

    store.write(put)
    with store.read() as session:
        (mail,) = mails.unsent(session)
    letter = mailbox.lease(store, mail.id, "x")
    assert letter is not None
    return letter


def a_page_that_stops_the_reader(store: Store, folder: Path) -> str:
    shaded(folder / "an" / "a.png", CRASH)
    (source,) = plan(folder)
    dossier = ingest(store, source, procedure="1.001193", who=WHO).dossier_id
    for _time in range(2):
        list(read_pages(store, [dossier], HowToRead(work=fake_read)))
    return dossier


def test_what_waits_its_turn_or_was_not_wanted_is_well(store: Store, store_url: str) -> None:
    first, second = queued_dossier(store, 1), queued_dossier(store, 2)
    job, letter = leased(store, first), a_mail(store, second)
    store.write(lambda s: outbox.retry_later(store, s, job, "network-down", chance=random.Random(1)))
    mailbox.give_up(store, letter, WITHDRAWN, who=WHO)
    assert said(store, store_url) == Diagnosis("queues", Fitness.OK, "không có việc nào bị bỏ lại")


def test_what_was_given_up_is_named_with_what_to_do(store: Store, store_url: str, tmp_path: Path) -> None:
    refused, mailed = queued_dossier(store, 1), queued_dossier(store, 2)
    job, letter = leased(store, refused), a_mail(store, mailed)
    store.write(lambda session: outbox.refuse(session, job, "oversize"))
    mailbox.give_up(store, letter, "address-refused", who=WHO)
    page_of = a_page_that_stops_the_reader(store, tmp_path / "scans")

    found = said(store, store_url)

    assert (found.health, found.usable) == (Fitness.LOOK, True)
    assert found.found == (
        f"1 hồ sơ chờ người quyết định; 1 thư không gửi được nữa: {mailed};"
        f" 1 trang làm chương trình đọc phải dừng: {page_of}"
    )
    for command in ("sohoa status", "sohoa mail queue", "sohoa add"):
        assert command in found.mend


def test_a_page_of_a_dossier_that_was_closed_needs_nobody(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    dossier = a_page_that_stops_the_reader(store, tmp_path / "scans")
    store.write(lambda session: store.advance(session, dossier, State.REJECTED, who=WHO))
    assert said(store, store_url).health is Fitness.OK


def test_where_there_is_no_store_nothing_waits(tmp_path: Path) -> None:
    assert check_queues(tmp_path / "nowhere").health is Fitness.OK
    assert not (tmp_path / "nowhere").exists()
