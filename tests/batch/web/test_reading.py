# SPDX-License-Identifier: Apache-2.0
"""What is sent to the desk is kept and acknowledged at once, and read after that, whatever ends the desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pikepdf
import pytest
from starlette.testclient import TestClient

from batch.services.practice.attempts import attempts
from batch.web import reading
from batch.web.desk import WebDesk
from intake.dossier.states import State
from intake.reading.page_work import HowToRead
from intake.reading.read_pages import PageOutcome, read_pages
from intake.store.dossier.pages import pages_left
from intake.store.store import Store
from ocr.errors import RecogniserMissingError
from tests.support.desks.web_desk import browser, changed, csrf_of, web_desk
from tests.support.dossiers.fake_pages import fake_read, shaded
from tests.support.dossiers.led_dossiers import state_of
from tests.support.dossiers.paged_dossiers import new_dossier, pages_there

Pages = Generator[PageOutcome, None, None]


@pytest.fixture(autouse=True)
def quick_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "how_to_read", lambda _settings: HowToRead(work=fake_read))


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Reading begins once this is set."""
    go = Event()

    def late(*told: Any, **more: Any) -> Pages:
        go.wait()
        yield from read_pages(*told, **more)

    monkeypatch.setattr(reading, "read_pages", late)
    yield go
    go.set()


def send(clerk: TestClient, dossier: str, scan: Path) -> Any:
    address = f"/dossier/{dossier}/papers"
    files = [("files", (scan.name, scan.read_bytes()))]
    return clerk.post(f"{address}/files", data={"csrf": csrf_of(clerk, address)}, files=files)


def left(store: Store, dossier: str) -> int:
    with store.read() as session:
        return pages_left(session, dossier)


def test_who_sends_a_scan_is_answered_before_it_is_read(
    clerk: TestClient, desk: WebDesk, store: Store, tmp_path: Path, held: Event
) -> None:
    dossier = new_dossier(store)
    sent = send(clerk, dossier, shaded(tmp_path / "ba.tif", 99, pages=3))
    assert sent.status_code == 200
    assert "Đã thêm 3 trang." in sent.text and "còn 3 trang" in sent.text
    progress = f"/dossier/{dossier}/reading"
    assert clerk.get(progress).json() == {"goes_on": True, "left": 3, "fault": ""}
    held.set()
    desk.reading.settle()
    assert clerk.get(progress).json() == {"goes_on": False, "left": 0, "fault": ""}
    assert state_of(store, dossier) is not State.CAPTURED
    assert "Tờ khai đăng ký khai sinh" in clerk.get(f"/dossier/{dossier}/papers").text


@pytest.mark.long
def test_a_visitor_s_papers_are_read_while_the_receipt_is_shown(
    clerk: TestClient, desk: WebDesk, tmp_path: Path, held: Event
) -> None:
    at = str(clerk.get("/counter").headers["location"])
    form = {"words": "1.001193", "name": "Phạm Văn Ví Dụ", "csrf": csrf_of(clerk)}
    scan = shaded(tmp_path / "to-khai.png", 41)
    clerk.post(f"{at}/files", data=form, files=[("files", (scan.name, scan.read_bytes()))])
    received = clerk.post(f"{at}/make", data=form).headers["location"]
    assert received.endswith("/received")
    text = clerk.get(received).text
    assert "còn 1 trang" in text and "Giấy tờ nhận ra" not in text
    held.set()
    desk.reading.settle()
    assert "Giấy tờ nhận ra" in clerk.get(received).text


@pytest.mark.long
def test_an_exercise_begins_before_its_papers_are_read(desk: WebDesk, store: Store, held: Event) -> None:
    practice = replace(desk, practice=True)
    learner = browser(practice)
    begun = changed(learner, "/practice/typed/begin").headers["location"]
    text = learner.get(begun).text
    assert "Đang đọc giấy tờ, còn 3 trang" in text and 'id="count" role="status"></p>' in text
    held.set()
    practice.reading.settle()
    assert 'id="count" role="status"></p>' not in learner.get(begun).text
    assert left(store, attempts(store)["typed"]) == 0


@pytest.mark.long
def test_what_comes_while_a_dossier_is_read_is_read_too(
    clerk: TestClient, desk: WebDesk, store: Store, tmp_path: Path, held: Event
) -> None:
    dossier, other = new_dossier(store), new_dossier(store)
    send(clerk, dossier, shaded(tmp_path / "mot.png", 99))
    send(clerk, other, shaded(tmp_path / "hai.png", 88))
    send(clerk, dossier, shaded(tmp_path / "ba.png", 77))
    held.set()
    desk.reading.settle()
    assert [left(store, one) for one in (dossier, other)] == [0, 0]


@pytest.mark.long
def test_what_is_read_meanwhile_is_no_colleague_who_changed_the_pages(
    clerk: TestClient, desk: WebDesk, store: Store, tmp_path: Path, held: Event
) -> None:
    dossier = new_dossier(store)
    send(clerk, dossier, shaded(tmp_path / "hai.tif", 99, pages=2))
    address = f"/dossier/{dossier}/papers"
    hidden = dict(re.findall(r'name="(csrf|seen|change)" value="([^"]*)"', clerk.get(address).text))
    held.set()
    desk.reading.settle()
    document, number = pages_there(store, dossier)[1]
    form = {**hidden, "do": "remove", "page": f"{document}-{number}"}
    assert clerk.post(address, data=form).status_code == 200
    assert pages_there(store, dossier) == [(document, 1)]


def test_what_a_killed_desk_left_unread_is_read_when_the_dossier_is_shown(
    clerk: TestClient, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = new_dossier(store)
    with monkeypatch.context() as killed:
        killed.setattr(reading.DeskReading, "ask", lambda *_told: None)
        send(clerk, dossier, shaded(tmp_path / "mot.tif", 99, pages=2))
    assert left(store, dossier) == 2
    with web_desk(store) as started:
        browser(started).get(f"/dossier/{dossier}/papers")
        started.reading.settle()
    assert left(store, dossier) == 0


def test_why_reading_stopped_is_said_and_it_is_tried_again_when_the_dossier_is_shown(
    clerk: TestClient, desk: WebDesk, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_here(*_told: Any, **_more: Any) -> Pages:
        raise RecogniserMissingError("tesseract")
        yield

    dossier = new_dossier(store)
    with monkeypatch.context() as missing:
        missing.setattr(reading, "read_pages", none_here)
        send(clerk, dossier, shaded(tmp_path / "mot.png", 99))
        desk.reading.settle()
    told = clerk.get(f"/dossier/{dossier}/reading").json()
    assert (told["goes_on"], told["left"]) == (False, 1)
    assert "tesseract" in told["fault"]
    clerk.get(f"/dossier/{dossier}/papers")
    desk.reading.settle()
    assert left(store, dossier) == 0


def test_a_desk_that_is_closed_ends_with_the_page_in_hand(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Event()

    def told(*all_told: Any, **more: Any) -> Pages:
        for outcome in read_pages(*all_told, **more):
            first.set()
            closed.wait()
            yield outcome

    dossier, closed = new_dossier(store), Event()
    monkeypatch.setattr(reading, "read_pages", told)
    with web_desk(store) as made:
        send(browser(made), dossier, shaded(tmp_path / "bon.tif", 99, pages=4))
        first.wait()
        monkeypatch.setattr(made.reading, "settle", _setting(closed, made.reading.settle))
    assert 0 < left(store, dossier) < 4


def _setting(event: Event, then: Callable[[], None]) -> Callable[[], None]:
    def settle() -> None:
        event.set()
        then()

    return settle


def test_a_pdf_of_300_pages_is_kept_whole_before_any_of_it_is_read(
    clerk: TestClient, store: Store, tmp_path: Path, held: Event
) -> None:
    scan = tmp_path / "chong.pdf"
    with pikepdf.new() as made:
        for _page in range(300):
            made.add_blank_page()
        made.save(scan)
    dossier = new_dossier(store)
    assert "Đã thêm 300 trang." in send(clerk, dossier, scan).text
    assert len(pages_there(store, dossier)) == left(store, dossier) == 300
    assert not held.is_set()
