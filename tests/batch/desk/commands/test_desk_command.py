# SPDX-License-Identifier: Apache-2.0
"""``sohoa desk`` and ``sohoa review`` as a person starts and ends them."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from batch.web.errors import DeskPortError
from batch.web.running import key_of, note_running, running_desk
from batch.web.serving import listen
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.dossiers.fake_pages import shaded
from tests.support.stores.empty_home import store_in

WAIT_S = 60
NO_SERVER = "postgresql+psycopg://office@127.0.0.1:1/office"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    store_in(tmp_path / "home", lambda: NOW).close()
    return tmp_path / "home"


def sohoa(home: Path, *words: str, **settings: str) -> subprocess.Popen[str]:
    told = {**os.environ, "SOHOA_HOME": str(home), **settings}
    command = [sys.executable, "-m", "sohoa", *words]
    return subprocess.Popen(command, env=told, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@contextmanager
def open_desk(home: Path, *words: str, **settings: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process of a desk and the first line that it printed."""
    desk = sohoa(home, "desk", "--no-browser", *words, **settings)
    try:
        assert desk.stdout is not None
        yield desk, desk.stdout.readline().strip()
    finally:
        desk.kill()
        desk.communicate(timeout=WAIT_S)


@pytest.mark.slow
@pytest.mark.long
def test_the_first_line_is_an_address_that_lets_a_browser_in(home: Path) -> None:
    with open_desk(home, "--port", "0") as (desk, address):
        with httpx2.Client(follow_redirects=True, trust_env=False) as browser:
            assert "Chưa có hồ sơ nào" in browser.get(address).text
        desk.send_signal(signal.SIGINT)
        rest, remarks = desk.communicate(timeout=WAIT_S)
    assert desk.returncode == 0
    assert rest == ""
    assert "đã đóng" in remarks


@pytest.mark.slow
@pytest.mark.long
def test_the_practice_desk_opens_beside_it_and_never_asks_for_the_office_s_database(tmp_path: Path) -> None:
    home = tmp_path / "office"
    words = ("--practice", "--port", "0")
    with (
        open_desk(home, *words, SOHOA_STORE__URL=NO_SERVER) as (_desk, address),
        httpx2.Client(follow_redirects=True, trust_env=False) as browser,
    ):
        shown = browser.get(address).text
    assert "TẬP LÀM" in shown
    assert "Khai sinh đánh máy" in shown
    assert [path.name for path in home.iterdir()] == ["practice"]


@pytest.mark.long
def test_a_desk_that_runs_is_used_and_no_second_one_opened(home: Path) -> None:
    store = store_in(home, lambda: NOW)
    with store.write() as session:
        dossier = store.create_dossier(session, procedure=PROCEDURE, who="lan").id
    store.close()
    with open_desk(home, "--port", "0") as (_desk, address):
        review = sohoa(home, "review", dossier, "--no-browser")
        told, _remarks = review.communicate(timeout=WAIT_S)
        assert review.returncode == 0
        assert told.split("?")[0] == address.split("?")[0]
        assert told != address
        with httpx2.Client(follow_redirects=True, trust_env=False) as browser:
            assert dossier in browser.get(told.strip()).text


@pytest.mark.long
@pytest.mark.slow
def test_a_killed_desk_leaves_nothing_in_the_way_and_knows_its_browsers_again(home: Path) -> None:
    with httpx2.Client(follow_redirects=True, trust_env=False) as browser:
        with open_desk(home, "--port", "0") as (desk, address):
            browser.get(address)
            desk.kill()
            desk.wait(WAIT_S)
            assert running_desk(home) is None
        port = address.split(":")[2].split("/")[0]
        with open_desk(home, "--port", port):
            assert browser.get(f"http://127.0.0.1:{port}/").status_code == 200


def test_the_files_of_the_desk_are_their_owners_alone(tmp_path: Path) -> None:
    key = key_of(tmp_path)
    note_running(tmp_path, 1)
    assert key_of(tmp_path) == key
    for file in (tmp_path / "desk").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "desk").stat().st_mode) == 0o700


def test_a_taken_port_is_said_where_it_was_asked_for_and_passed_over_where_not() -> None:
    taken = listen(0)
    with pytest.raises(DeskPortError, match=str(taken.port)):
        listen(taken.port)
    first, second = listen(None), listen(None)
    assert first.port != second.port
    for one in (taken, first, second):
        one.socket.close()


@pytest.mark.parametrize("told", ["", "{", "[]", "{}", '{"port": 1, "pid": 1, "born": "never"}'])
def test_an_old_or_torn_note_is_no_running_desk(told: str, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "running.json").write_text(told)
    assert running_desk(tmp_path) is None


@pytest.mark.long
def test_a_desk_that_is_killed_loses_no_scan_that_it_acknowledged(home: Path, tmp_path: Path) -> None:
    store = store_in(home, lambda: NOW)
    with store.write() as session:
        dossier = store.create_dossier(session, procedure=PROCEDURE, who="lan").id
    scan = shaded(tmp_path / "ba.tif", 99, pages=3)
    with open_desk(home, "--port", "0") as (desk, address):
        at = address.partition("/enter")[0]
        with httpx2.Client(follow_redirects=True, trust_env=False, headers={"Origin": at}) as browser:
            browser.get(address)
            papers = f"{at}/dossier/{dossier}/papers"
            csrf = re.findall(r'name="csrf" content="(\w+)"', browser.get(papers).text)[0]
            files = {"files": (scan.name, scan.read_bytes())}
            assert browser.post(f"{papers}/files", data={"csrf": csrf}, files=files).status_code == 200
        desk.kill()
    with store.read() as session:
        (paper,) = store.documents(session, dossier)
    assert (paper.name, paper.page_count) == ("ba.tif", 3)
    with store.objects.opened(paper.sha256 or "", paper.name) as kept:
        assert Path(kept).read_bytes() == scan.read_bytes()
    store.close()
