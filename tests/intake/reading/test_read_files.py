# SPDX-License-Identifier: Apache-2.0
"""What ``sohoa read`` says: the published shape, the most trusted reading, and files that can't be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from batch.desk.commands.read import show_pages
from intake.reading.page_work import HowToRead
from intake.reading.read_files import PageEntry, collect, has_failures, plan, read_files
from tests.support.dossiers.fake_pages import CRASH, fake_read, shaded


def read(paths: list[str]) -> dict[str, list[PageEntry]]:
    how = HowToRead(workers=2, work=fake_read)
    files = plan(paths, how)
    return collect(files, read_files(files, how))


@pytest.fixture
def page(tmp_path: Path) -> str:
    return str(shaded(tmp_path / "trang một.png"))


def test_a_file_that_is_not_there_is_told_without_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "none.pdf")
    show_pages(read([path]))
    told = capsys.readouterr().out
    assert path in told.replace("\n", "")
    assert "trang 0" not in told


@pytest.fixture
def three_pages(tmp_path: Path) -> str:
    return str(shaded(tmp_path / "three.tif", pages=3))


def test_a_page_has_the_published_shape(page: str) -> None:
    assert read([page]) == {
        page: [
            {
                "page": 1,
                "kind": "birth-registration",
                "rotation": 180,
                "fields": {
                    "child.full_name": {
                        "value": "MÀU 255 QR",
                        "raw": "MÀU 255",
                        "confidence": 0.988,
                        "source": "qr",
                        "box": [5, 6, 7, 8],
                    },
                    "child.sex": {
                        "value": "Nam",
                        "raw": "nam",
                        "confidence": 0.5,
                        "source": "hand",
                        "box": [0, 0, 1, 1],
                    },
                },
            }
        ]
    }


def test_pages_stand_in_order_whatever_order_they_finish_in(three_pages: str) -> None:
    assert [entry["page"] for entry in read([three_pages])[three_pages]] == [1, 2, 3]


def test_files_keep_the_order_and_the_spelling_in_which_they_were_given(page: str, three_pages: str) -> None:
    given = [three_pages, f"{Path(page).parent}/./{Path(page).name}", page]
    assert list(read(given)) == given


def test_a_file_given_twice_is_read_once(page: str) -> None:
    assert len(read([page, page])[page]) == 1


def test_an_unreadable_file_keeps_the_shape_and_says_why(tmp_path: Path, page: str) -> None:
    empty, missing = tmp_path / "empty.pdf", tmp_path / "missing.pdf"
    empty.touch()
    result = read([str(empty), page, str(missing)])
    for path, code in ((empty, "empty"), (missing, "vanished")):
        (entry,) = result[str(path)]
        assert (entry["page"], entry["kind"], entry["rotation"], entry["fields"]) == (0, "other", 0, {})
        assert entry["error"]["code"] == code and entry["error"]["message"]
    assert "error" not in result[page][0]
    assert has_failures(result)


def test_a_page_that_kills_its_reader_costs_only_itself(tmp_path: Path, page: str) -> None:
    bad = shaded(tmp_path / "bad.png", CRASH)
    result = read([str(bad), page])
    assert result[str(bad)][0]["error"]["code"] == "crash"
    assert result[page][0]["fields"]


def test_nothing_failed_where_every_page_was_read(page: str) -> None:
    assert not has_failures(read([page]))


def test_every_paper_of_a_sheet_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    def entry(value: str) -> PageEntry:
        field = {"value": value, "confidence": 0.98, "source": "print"}
        return {"page": 1, "kind": "birth-notice", "fields": {"child.full_name": field}}

    show_pages({"two.png": [{**entry("Danh Thị Lụa"), "others": [entry("Thạch Phước Lực")]}]})
    shown = capsys.readouterr().out
    assert "Danh Thị Lụa" in shown and "Thạch Phước Lực" in shown
