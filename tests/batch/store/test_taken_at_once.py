# SPDX-License-Identifier: Apache-2.0
"""Several programs at once at the same dossier, mail, night's work or page: exactly one gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest

from batch.night.in_hand import InHand
from batch.outbox import outbox
from batch.slips.mail import mailbox
from batch.store import mails
from batch.store.tables.slip_model import SlipRow
from bench.storm.dossiers import RECEIVED, queued_dossier
from intake.reading.page_work import HowToRead
from intake.reading.pages_in_hand import PagesInHand
from intake.reading.read_pages import READER, unread_pages
from intake.services.receive.ingest import ingest, plan
from intake.store.store import Store
from intake.store.transaction import Transaction
from tests.support.desks.packing_desk import Clock
from tests.support.dossiers.fake_pages import shaded

TAKERS, EACH = 4, 5

Take = Callable[[Store, str], list[bool]]
"""What one program does, over its own store and in its owner's name: which of the things it got."""


def dossiers_to_send(store: Store, _folder: Path) -> Take:
    dossiers = [queued_dossier(store, number) for number in range(EACH)]
    return lambda mine, owner: [outbox.lease(mine, one, owner) is not None for one in dossiers]


def mails_to_send(store: Store, _folder: Path) -> Take:
    dossier = queued_dossier(store)

    def put(session: Transaction, number: int) -> None:
        told = {"kind": "receipt", "unit": "H01", "year": 2026, "sign": "", "edition": "", "wish": ""}
        row = SlipRow(dossier_id=dossier, number=number, issued_at=RECEIVED, issued_by="lan", **told)
        session.add(row)
        session.flush()
        mails.add_mail(session, row.id, "an@example.org", who="lan", now=RECEIVED)

    for number in range(1, EACH + 1):
        store.write(lambda session, number=number: put(session, number))  # type: ignore[misc]
    with store.read() as session:
        rows = [mail.id for mail in mails.unsent(session)]
    return lambda mine, owner: [mailbox.lease(mine, row, owner) is not None for row in rows]


def dossiers_of_a_night(store: Store, _folder: Path) -> Take:
    dossiers = [queued_dossier(store, number) for number in range(EACH)]

    def take(mine: Store, owner: str) -> list[bool]:
        ours = InHand(mine, owner)
        return [ours.take(dossier) for dossier in dossiers]

    return take


def pages_to_read(store: Store, folder: Path) -> Take:
    shaded(folder / "an" / "a.tif", pages=EACH)
    (source,) = plan(folder)
    dossier = ingest(store, source, procedure="1.001193", who="lan").dossier_id
    with store.read() as session:
        pages = unread_pages(store, session, dossier, HowToRead())

    def take(mine: Store, owner: str) -> list[bool]:
        ours = PagesInHand(mine, READER, owner)
        return [ours.take(page) for page in pages]

    return take


@contextmanager
def opened(home: Path) -> Iterator[Store]:
    store = Store.open(home, Clock(RECEIVED))
    try:
        yield store
    finally:
        store.close()


@pytest.mark.parametrize("things", [dossiers_to_send, mails_to_send, dossiers_of_a_night, pages_to_read])
def test_exactly_one_of_several_programs_gets_each(
    tmp_path: Path, things: Callable[[Store, Path], Take]
) -> None:
    home, barrier = tmp_path / "home", Barrier(TAKERS)
    with opened(home) as store:
        take = things(store, tmp_path / "scans")

    def one(number: int) -> list[bool]:
        with opened(home) as mine:
            barrier.wait()
            return take(mine, f"computer {number}/1/x")

    with ThreadPoolExecutor(TAKERS) as pool:
        got = list(pool.map(one, range(TAKERS)))
    assert [sum(each) for each in zip(*got, strict=True)] == [1] * EACH
