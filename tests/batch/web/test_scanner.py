# SPDX-License-Identifier: Apache-2.0
"""The scanner at the desk, with the scanner that SANE itself plays or a function in its place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from batch.web import scanning
from batch.web.desk import WebDesk
from intake.capture.scanning import sane
from intake.capture.scanning.troubles import Trouble, TroubleCode
from intake.capture.scanning.wish import ScanWish
from intake.errors import CoverSheetError
from intake.services.papers.listing import papers_listed
from intake.services.receive.scanner import choice, laying_in
from intake.settings.night import inbox_of
from templates.catalogue.loading import load_catalogue
from tests.support.desks.web_desk import changed
from tests.support.dossiers.fake_pages import shaded

needs_sane = pytest.mark.skipif(not (sane.is_there() or os.environ.get("CI")), reason="sane-utils is missing")
HOW = {"source": "feeder", "dpi": "75", "colour": "gray", "size": "a4"}
Plan = list[tuple[int, TroubleCode | None]]


@pytest.fixture
def feeder(monkeypatch: pytest.MonkeyPatch) -> Plan:
    """What the scanner gives, a time each: so many pages, then a trouble."""
    times: Plan = []

    def scan(folder: Path, first: int) -> Iterator[Path | Trouble]:
        pages, code = times.pop(0)
        for number in range(first, first + pages):
            yield shaded(folder / f"{number:04}.png", 100 + number)
        if code:
            yield Trouble(code)

    monkeypatch.setattr(scanning, "wish_for", lambda *_told: ScanWish("test"))
    monkeypatch.setattr(scanning, "as_offered", lambda _settings, wish: wish)
    monkeypatch.setattr(scanning, "scan_with", lambda *_told: scan)
    return times


def does(clerk: TestClient, desk: WebDesk, what: str, dossier: str = "", **form: str) -> str:
    """The page after a button was pressed and the scanner has done what it said."""
    answer = changed(clerk, "/scan", do=what, dossier=dossier, **form)
    desk.scanning.settle()
    at = answer.headers.get("location")
    text: str = clerk.get(at).text if at else answer.text
    return text


def mark_in(page: str) -> str:
    """The stack that a page asks about."""
    return page.partition('name="stack" value="')[2].partition('"')[0]


def test_a_jam_is_told_the_pages_are_kept_and_the_rest_comes_after_them(
    clerk: TestClient, desk: WebDesk, dossier: str, feeder: Plan
) -> None:
    feeder += [(2, TroubleCode.JAM), (1, TroubleCode.COVER_OPEN), (1, None)]
    page = does(clerk, desk, "start", dossier, **HOW)
    assert "Kẹt giấy" in page and "2 trang" in page and "Quét tiếp" in page
    assert "Nắp máy quét" in does(clerk, desk, "more", dossier, **HOW)
    page = does(clerk, desk, "more", dossier, **HOW)
    assert "4 trang" in page and "Kẹt giấy" not in page and "/scan/page/4" in page
    assert clerk.get("/scan/page/4").headers["content-type"] == "image/png"
    assert changed(clerk, "/scan", do="finish", dossier=dossier).headers["location"].endswith("/papers")
    listed = papers_listed(desk.store, dossier, load_catalogue())
    files = [page["file"] for paper in listed["papers"] for page in paper["pages"]]
    assert files[1:] == ["0001.png", "0002.png", "0003.png", "0004.png"]
    assert desk.scanning.standing().job is None and clerk.get("/scan/page/4").status_code == 404


def test_a_stack_of_no_dossier_waits_for_the_next_run(clerk: TestClient, desk: WebDesk, feeder: Plan) -> None:
    feeder.append((3, None))
    assert "Đếm lại với tập giấy" in does(clerk, desk, "start", **HOW)
    assert "Đã xếp 3 trang" in does(clerk, desk, "finish")
    (folder,) = inbox_of(desk.settings).iterdir()
    assert len([*folder.iterdir()]) == 3 and not folder.name.startswith(".")


def test_where_nothing_came_nothing_bars_the_next_stack(
    clerk: TestClient, desk: WebDesk, feeder: Plan
) -> None:
    feeder += [(0, TroubleCode.EMPTY), (1, None)]
    page = does(clerk, desk, "start", **HOW)
    assert "sohoa scan" not in page and "Khay nạp hết giấy" in page
    assert "1 trang" in does(clerk, desk, "start", **HOW)


def test_a_page_that_can_not_be_opened_is_put_aside_and_bars_nobody(
    clerk: TestClient, desk: WebDesk, dossier: str, feeder: Plan
) -> None:
    feeder += [(2, None), (1, None)]
    does(clerk, desk, "start", dossier, **HOW)
    job = desk.scanning.standing().job
    assert job is not None
    job.pages[1].write_bytes(b"cut off")
    page = does(clerk, desk, "finish", dossier)
    assert "0002.png" in page and 'value="start"' in page and desk.scanning.standing().job is None
    (aside,) = inbox_of(desk.settings).glob(".scan-refused-*")
    assert [one.name for one in aside.iterdir()] == ["0002.png"] and str(aside) in page
    assert "1 trang" in does(clerk, desk, "start", dossier, **HOW)


def test_looking_at_the_page_moves_nothing_that_another_program_left(
    clerk: TestClient, desk: WebDesk
) -> None:
    own = inbox_of(desk.settings) / ".scanning-2026-11-23_09.30.00" / ".scan"
    own.mkdir(parents=True)
    left = shaded(own / "page.png", 90)
    assert "1 trang" in clerk.get("/scan").text and left.exists()
    does(clerk, desk, "finish")
    (folder,) = inbox_of(desk.settings).iterdir()
    assert [one.name for one in folder.iterdir()] == ["0001.png"]


def test_a_stack_is_thrown_away_once_that_was_asked(
    clerk: TestClient, desk: WebDesk, dossier: str, feeder: Plan
) -> None:
    feeder += [(2, None), (1, None)]
    does(clerk, desk, "start", dossier, **HOW)
    page = does(clerk, desk, "throw", dossier)
    assert "Bỏ 2 trang" in page and desk.scanning.standing().pages == 2
    assert does(clerk, desk, "keep", dossier) and desk.scanning.standing().pages == 2
    job = desk.scanning.standing().job
    assert job is not None and f'value="{job.mark}"' in page
    os.utime(job.pages[0], ns=(1, 1))  # another stack of two pages lies there meanwhile
    changed(clerk, "/scan", do="throw", dossier=dossier, stack=(before := mark_in(page)))
    assert desk.scanning.standing().pages == 2 and job.mark != before
    assert 'value="start"' in does(clerk, desk, "throw", dossier, stack=job.mark)
    assert [*inbox_of(desk.settings).iterdir()] == []


def test_a_stack_that_can_not_be_deleted_is_told_and_stays(
    clerk: TestClient, desk: WebDesk, dossier: str, feeder: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeder += [(2, None)]
    does(clerk, desk, "start", dossier, **HOW)
    mark = mark_in(does(clerk, desk, "throw", dossier))

    def held(path: Path) -> None:
        raise PermissionError(path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", held)
        page = changed(clerk, "/scan", do="throw", dossier=dossier, stack=mark).text
    assert "Không xóa được tập giấy này" in page
    job = desk.scanning.standing().job
    assert job is not None and len(job.pages) == 2 and job.dossier == dossier


def test_another_dossier_s_stack_is_told_and_not_mixed(
    clerk: TestClient, desk: WebDesk, dossier: str, feeder: Plan
) -> None:
    feeder += [(1, TroubleCode.JAM), (1, None)]
    does(clerk, desk, "start", dossier, **HOW)
    page = does(clerk, desk, "start", **HOW)
    assert "1" in page and len(feeder) == 1  # refused
    page = clerk.get("/scan").text
    assert f"/dossier/{dossier}/scan" in page and 'value="start"' not in page
    assert "/scan/page/" not in page and "/scan/page/1" in clerk.get(f"/dossier/{dossier}/scan").text


@pytest.mark.parametrize("button", ["more", "finish", "anyhow"])
def test_a_page_left_open_does_nothing_with_a_stack_that_is_another_s_now(
    clerk: TestClient, desk: WebDesk, dossier: str, feeder: Plan, button: str
) -> None:
    feeder += [(1, TroubleCode.JAM), (1, None)]
    does(clerk, desk, "start", dossier, **HOW)
    assert "không thuộc trang này" in does(clerk, desk, button, **HOW)
    standing = desk.scanning.standing()
    assert standing.pages == 1 and standing.job and standing.job.dossier == dossier and len(feeder) == 1


def test_an_inbox_that_went_away_is_told_and_the_scanner_is_free_again(
    clerk: TestClient, desk: WebDesk, feeder: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def goes_away(folder: Path, first: int) -> Iterator[Path | Trouble]:
        yield shaded(folder / f"{first:04}.png", 90)
        folder.parent.rename(folder.parent.with_name("away"))

    feeder.append((1, None))
    with monkeypatch.context() as patched:
        patched.setattr(scanning, "scan_with", lambda *_told: goes_away)
        assert "thư mục nhận" in does(clerk, desk, "start", **HOW)
    assert "1 trang" in does(clerk, desk, "start", **HOW)


def test_pages_that_a_killed_desk_left_are_gone_on_with(
    clerk: TestClient, desk: WebDesk, dossier: str, feeder: Plan
) -> None:
    feeder.append((2, TroubleCode.JAM))
    does(clerk, desk, "start", dossier, **HOW)
    later = scanning.DeskScanning(desk.store, desk.settings)
    assert later.standing().pages == 2 and later.standing().job == desk.scanning.standing().job
    assert later.finish(dossier, "lan").pages == 2 and desk.scanning.standing().job is None


def test_a_cover_of_another_dossier_leads_its_pages_to_the_next_run(
    clerk: TestClient, desk: WebDesk, dossier: str, feeder: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_args: object, **_named: object) -> None:
        raise CoverSheetError.of_another("261123-002X", dossier)

    monkeypatch.setattr(laying_in, "add_papers", refuses)
    feeder.append((1, None))
    does(clerk, desk, "start", dossier, **HOW)
    assert 'value="anyhow"' in does(clerk, desk, "finish", dossier)
    assert "261123-002X" in does(clerk, desk, "anyhow", dossier)
    assert len([*inbox_of(desk.settings).iterdir()]) == 1 and desk.scanning.standing().job is None


@needs_sane
def test_several_scanners_are_offered_and_the_one_chosen_scans(
    clerk: TestClient, desk: WebDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sane").mkdir()
    (tmp_path / "sane" / "dll.conf").write_text("test\n")
    (tmp_path / "sane" / "test.conf").write_text("number_of_devices 2\n")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path / "sane"))
    assert 'value="test:1"' in does(clerk, desk, "start", **HOW)
    assert 'value="test:1"' in clerk.get("/scan?look=yes").text
    assert "10 trang" in does(clerk, desk, "start", device="test:1", **HOW)
    assert choice.usual_wish(desk.settings.scan, desk.store.home, {}).device == "test:1"
