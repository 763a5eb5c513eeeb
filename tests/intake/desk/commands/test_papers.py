# SPDX-License-Identifier: Apache-2.0
"""``sohoa papers``, as a clerk types it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from intake.reading.page_work import HowToRead, PageTask
from ocr.result import PageReading
from tests.support.desks.typed_commands import Desk
from tests.support.dossiers.fake_pages import fake_read, shaded

FORM, NOTICE = "birth-registration", "birth-notice"


@pytest.fixture(autouse=True)
def quick_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are read by a reader to whom all are forms of nobody, so that nothing is cut off."""
    how = "intake.reading.page_work.how_to_read"
    monkeypatch.setattr(how, lambda _settings: HowToRead(work=nameless))


def nameless(task: PageTask) -> PageReading:
    return replace(fake_read(task), fields=())


@pytest.fixture
def pile(desk: Desk, tmp_path: Path) -> str:
    """A dossier with a scan of one page and one of three."""
    made = desk.new()
    scans = [shaded(tmp_path / "a.png", 200), shaded(tmp_path / "b.tif", 150, 3)]
    desk.run("add", made, *map(str, scans))
    return made


def numbers(desk: Desk, dossier: str) -> list[list[int]]:
    """The numbers of each paper's pages."""
    listed = desk.json("papers", "list", dossier)
    return [[page["number"] for page in paper["pages"]] for paper in listed["papers"]]


def files(desk: Desk, dossier: str) -> list[tuple[str, int]]:
    listed = desk.json("papers", "list", dossier)
    return [(page["file"], page["page"]) for paper in listed["papers"] for page in paper["pages"]]


@pytest.mark.long
def test_the_list_needs_no_word_and_names_every_page(desk: Desk, pile: str) -> None:
    shown = desk.run("papers", pile).stdout
    assert shown == desk.run("papers", "list", pile).stdout
    assert "b.tif, trang 1–3" in shown and "Tờ khai đăng ký khai sinh" in shown
    assert files(desk, pile) == [("a.png", 1), ("b.tif", 1), ("b.tif", 2), ("b.tif", 3)]


@pytest.mark.long
def test_pages_move_by_their_numbers_and_the_first_line_says_so(desk: Desk, pile: str) -> None:
    other = desk.new()
    said = desk.run("papers", "move", pile, "3-4", "--to", other[-4:], "--because", "nhà khác", code=1).stdout
    assert said.splitlines()[0] == f"Đã chuyển 2 trang từ hồ sơ {pile} sang {other}."
    assert files(desk, other) == [("b.tif", 2), ("b.tif", 3)]
    (line,) = desk.json("papers", "list", pile)["taken_out"]
    assert (line["reason"], line["dossier"], line["pages"]) == ("nhà khác", other, [2, 3])
    history = desk.run("show", other).stdout
    assert "Nhận trang" in history and pile in history
    undone = desk.run("undo", pile, code=1)
    assert other in undone.output
    assert (len(files(desk, pile)), files(desk, other)) == (4, [])


@pytest.mark.long
def test_a_dossier_is_made_by_a_word(desk: Desk, pile: str) -> None:
    told = desk.json("papers", "move", pile, "2-4", "--to", "Mới", code=1)
    assert files(desk, told["other"]["id"]) == [("b.tif", 1), ("b.tif", 2), ("b.tif", 3)]


@pytest.mark.long
def test_what_was_taken_out_comes_back_by_its_number(desk: Desk, pile: str) -> None:
    desk.run("papers", "remove", pile, "1", code=1)
    desk.run("papers", "remove", pile, "2", code=1)
    desk.run("papers", "back", pile, "1", code=1)
    assert files(desk, pile) == [("a.png", 1), ("b.tif", 1), ("b.tif", 3)]
    assert [one["pages"] for one in desk.json("papers", "list", pile)["taken_out"]] == [[2]]


@pytest.mark.long
def test_a_kind_is_told_by_its_name_and_read_as_that(desk: Desk, pile: str) -> None:
    desk.run("papers", "kind", pile, "4", "chung sinh", code=1)
    (last,) = desk.json("papers", "list", pile)["papers"][-1]["pages"][-1:]
    assert (last["told"]["kind"], last["read"]) == (NOTICE, True)
    assert "do người xác định" in desk.run("papers", pile).stdout


@pytest.mark.long
def test_pages_are_turned_laid_split_joined_and_replaced(desk: Desk, pile: str, tmp_path: Path) -> None:
    assert "180°" in desk.run("papers", "turn", pile, "2", "180", code=1).stdout
    desk.run("papers", "order", pile, "4", "--before", "1", code=1)
    assert files(desk, pile)[0] == ("b.tif", 3)
    desk.run("papers", "order", pile, "1", code=1)
    assert numbers(desk, pile)[-1][-1] == 4 and files(desk, pile)[-1] == ("b.tif", 3)
    desk.run("papers", "split", pile, "3", code=1)
    assert [3, 4] in numbers(desk, pile)
    desk.run("papers", "join", pile, "3", code=1)
    assert [3, 4] not in numbers(desk, pile)
    desk.run("papers", "replace", pile, "1", str(shaded(tmp_path / "moi.png", 90)), code=1)
    assert files(desk, pile)[0] == ("moi.png", 1)
