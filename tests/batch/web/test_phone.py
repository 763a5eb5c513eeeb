# SPDX-License-Identifier: Apache-2.0
"""Photographs from a phone: off until the office allows it, for one dossier, for a while, so many."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from batch.web.desk import WebDesk
from batch.web.errors import PhoneDoorError
from batch.web.phone import door, upload_page
from batch.web.phone.door import PhoneDoor
from batch.web.phone.tickets import PhoneTickets
from batch.web.phone.upload_page import upload_app
from batch.web.reading import DeskReading
from intake.settings.settings import PhoneSettings, Settings
from intake.store.store import Store
from tests.support.desks.web_desk import browser, changed, web_desk
from tests.support.dossiers.fake_pages import shaded
from tests.support.dossiers.station_dossiers import NOW

HOST = "127.0.0.1:8771"


@pytest.fixture
def allowed(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebDesk]:
    monkeypatch.setattr(DeskReading, "ask", lambda _reading, _dossier: None)
    phones = PhoneSettings(allowed=True, address="127.0.0.1", most_files=2, most_mb=1)
    with web_desk(store, told=Settings(home=store.home, phones=phones)) as made:
        yield made


def phone(desk: WebDesk, host: str = HOST) -> TestClient:
    return TestClient(upload_app(desk, HOST), base_url=f"http://{host}", follow_redirects=False)


def names(store: Store, dossier: str) -> list[str]:
    with store.read() as session:
        return [paper.name for paper in store.documents(session, dossier)]


def sent(desk: WebDesk, token: str, *files: Path) -> str:
    answer = phone(desk).post(
        f"/{token}", files=[("files", (file.name, file.read_bytes())) for file in files]
    )
    return answer.text


def full(*_of: object, **_how: object) -> None:
    raise OSError(errno.ENOSPC, "full")


def test_nobody_is_given_a_code_unless_the_office_allows_it(clerk: TestClient, dossier: str) -> None:
    assert "chưa cho phép" in clerk.get(f"/dossier/{dossier}/phone").text
    assert changed(clerk, f"/dossier/{dossier}/phone", do="open").status_code == 422


def test_photographs_become_papers_of_that_dossier_and_no_more_than_were_allowed(
    allowed: WebDesk, store: Store, dossier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = allowed.phones.tickets.give(dossier, timedelta(minutes=5), 2).token
    one, two, three = (shaded(tmp_path / f"{number}.png", 60 + number) for number in (1, 2, 3))
    assert "Đã nhận 1 tệp" in sent(allowed, token, one)
    assert "đã có" in sent(allowed, token, one)  # sent twice, taken in once
    ticket = allowed.phones.tickets.of_token(token)
    assert ticket and (ticket.left, ticket.came) == (1, 1)
    with monkeypatch.context() as patched:
        patched.setattr(upload_page, "add_papers", full)
        assert "đĩa" in sent(allowed, token, two)
    assert (ticket.left, ticket.came) == (1, 1)
    bad = tmp_path / "bad.txt"
    bad.write_text("x")
    assert "bad.txt" in sent(allowed, token, bad)
    assert names(store, dossier)[1:] == ["1.png"]
    assert "vượt quá" in sent(allowed, token, two, three)
    assert names(store, dossier)[1:] == ["1.png"]
    with store.read() as session:
        whose = store.journal(session, dossier)[-1].who
    assert whose == "hoa (phone)"


def test_a_phone_without_a_ticket_sees_nothing_and_changes_nothing(
    allowed: WebDesk, store: Store, dossier: str, tmp_path: Path
) -> None:
    token = allowed.phones.tickets.give(dossier, timedelta(minutes=5), 2).token
    assert phone(allowed).get(f"/{token}x").status_code == 404
    assert phone(allowed, "evil.example").get(f"/{token}").status_code == 421
    page = phone(allowed).get(f"/{token}")
    assert page.status_code == 200 and dossier not in page.text and "VĂN AN" not in page.text
    large = tmp_path / "large.png"
    large.write_bytes(b"x" * 1_100_000)
    assert "1 MB" in sent(allowed, token, large)
    allowed.phones.tickets.end(dossier)
    assert "hết hiệu lực" in sent(allowed, token, shaded(tmp_path / "1.png", 9))
    assert len(names(store, dossier)) == 1


def test_a_ticket_ends_with_its_time_and_with_the_next_one() -> None:
    now: list[datetime] = [NOW]
    tickets = PhoneTickets(lambda: now[0])
    first = tickets.give("a", timedelta(minutes=5), 9)
    assert tickets.of_token(first.token) is first and tickets.of_dossier("a") is first
    second = tickets.give("a", timedelta(minutes=5), 9)
    assert tickets.of_token(first.token) is None and tickets.of_token("") is None
    now[0] += timedelta(minutes=5)
    assert tickets.of_token(second.token) is None and not tickets.take(second.token, 1)


def test_the_desk_shows_a_code_and_answers_at_its_address(allowed: WebDesk, dossier: str) -> None:
    clerk = browser(allowed)
    assert clerk.get(f"/dossier/{dossier}/phone/code").status_code == 404
    assert changed(clerk, f"/dossier/{dossier}/phone", do="open").status_code == 303
    page = clerk.get(f"/dossier/{dossier}/phone").text
    ticket = allowed.phones.tickets.of_dossier(dossier)
    assert ticket is not None and f"http://{HOST}/{ticket.token}" in page
    assert clerk.get(f"/dossier/{dossier}/phone/code").headers["content-type"] == "image/png"
    asking = HTTPConnection("127.0.0.1", 8771, timeout=10)
    asking.request("GET", f"/{ticket.token}")
    assert asking.getresponse().status == 200
    asking.close()


class _Server:
    should_exit = False

    def __init__(self, _config: object) -> None:
        made.append(self)

    def run(self, sockets: list[socket.socket]) -> None:
        sockets[0].close()


made: list[_Server] = []


def test_the_door_moves_with_the_computer_s_address_and_is_none_without_a_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made.clear()
    addresses = ["192.0.2.10", "192.0.2.10", "192.0.2.11", "127.0.0.1"]
    monkeypatch.setattr(door, "own_address", lambda: addresses.pop(0))
    monkeypatch.setattr(door, "take_port", lambda *_of: None)
    monkeypatch.setattr(uvicorn, "Server", _Server)
    opened = PhoneDoor(PhoneSettings(allowed=True), lambda: NOW)
    named: list[str] = []

    def app(name: str) -> Starlette:
        named.append(name)
        return Starlette()

    told = [opened.open(app) for _time in range(3)]
    assert named == ["192.0.2.10:8771", "192.0.2.11:8771"] and told[2] == "http://192.0.2.11:8771"
    assert [server.should_exit for server in made] == [True, False]
    with pytest.raises(PhoneDoorError, match="mạng"):
        opened.open(lambda _name: pytest.fail("no phone reaches it"))


@pytest.mark.parametrize(("code", "named"), [(errno.EADDRNOTAVAIL, "192.0.2.9"), (errno.EADDRINUSE, "8771")])
def test_what_bars_the_door_is_named_with_its_setting(
    monkeypatch: pytest.MonkeyPatch, code: int, named: str
) -> None:
    def barred(*_of: object) -> None:
        raise OSError(code, "")

    monkeypatch.setattr(door, "take_port", barred)
    with pytest.raises(PhoneDoorError, match=named) as caught:
        PhoneDoor(PhoneSettings(address="192.0.2.9"), lambda: NOW).open(lambda _name: pytest.fail("shut"))
    assert "[phones]" in caught.value.advice and "--port" not in caught.value.advice
