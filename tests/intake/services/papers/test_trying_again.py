# SPDX-License-Identifier: Apache-2.0
"""Pages that could not be read are named with their reason, and read once a person says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.dossier.states import State
from intake.reading.page_work import HowToRead
from intake.reading.read_pages import READER, unread_pages
from intake.services.papers.rearranging import Instruction
from intake.services.papers.trying_again import read_again, stopped_pages
from intake.services.receive.ingest import take_in
from intake.store.queue import pages_to_read
from intake.store.store import Store
from templates.errors import UsageError
from tests.support.dossiers.fake_pages import form_page, shaded
from tests.support.dossiers.led_dossiers import state_of
from tests.support.dossiers.paged_dossiers import new_dossier

LAN = Instruction("lan")


def stopped(store: Store, folder: Path) -> tuple[str, int]:
    """A dossier with a page on which the reader was stopped too often, and a file that can't be opened."""
    dossier = new_dossier(store)
    broken = folder / "hong.pdf"
    broken.write_bytes(b"no PDF")
    taken = take_in(store, dossier, [shaded(folder / "to-khai.png"), broken], who="lan")
    (document,) = taken.added
    with store.write() as session:
        store.save_page_failure(session, document, 1, reason="timeout", reader=READER)
        lease = pages_to_read.take(session, document, 1, READER, "me/1-1/x", store.clock())
        assert lease is not None
        pages_to_read.QUEUE.give_up(session, lease.lease, "timeout")
        store.advance(session, dossier, State.READ, who="lan")
    return dossier, document


def unread(store: Store, dossier: str) -> list[tuple[int, int]]:
    with store.read() as session:
        return [(page.document_id, page.page) for page in unread_pages(store, session, dossier, HowToRead())]


def test_a_page_that_was_given_up_is_read_once_a_person_says_so(store: Store, tmp_path: Path) -> None:
    dossier, document = stopped(store, tmp_path)
    assert unread(store, dossier) == []
    assert [(one.number, one.file, one.code, one.may_help) for one in stopped_pages(store)] == [
        (1, "to-khai.png", "timeout", True),
        (2, "hong.pdf", stopped_pages(store)[1].code, False),
    ]
    assert all(one.why.endswith(".") for one in stopped_pages(store, dossier))
    read_again(store, dossier, [(document, 1)], LAN)
    assert unread(store, dossier) == [(document, 1)]
    assert state_of(store, dossier) is State.CAPTURED  # the next run reads it too, should this program end
    with store.write() as session:
        store.save_page_reading(session, document, form_page({}), reader=READER)
    assert [one.file for one in stopped_pages(store)] == ["hong.pdf"]


def test_what_did_not_fail_is_not_read_again(store: Store, tmp_path: Path) -> None:
    dossier, document = stopped(store, tmp_path)
    for pages in ([(document + 1, 1)], [(document + 9, 1)]):
        with pytest.raises(UsageError):
            read_again(store, dossier, pages, LAN)
    assert len(stopped_pages(store)) == 2
    with pytest.raises(UsageError) as told:
        read_again(store, dossier, [], LAN)  # where a person meant all that failed, and none did
    assert "không có trang nào đọc không được" in told.value.sentence
