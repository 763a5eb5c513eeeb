# SPDX-License-Identifier: Apache-2.0
"""``sohoa read --debug``: pictures of the steps on disk, for their owner only."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

import sohoa
from intake.reading.page_work import PageTask, read_task
from ocr.debug.files import folder_of, write_debug
from ocr.layout.prepare import Prepared
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import TextLine
from ocr.page.trace import LayerJudged, Lit, Stage, Worded
from ocr.pixels.image import WorkingCopy
from ocr.result import PageReading

_READING = PageReading(1, "other", 0.5, 0, 0.0, 400, 200, notes=("<script>",))


_PAGE = np.full((200, 400), 250, np.uint8)


def _stages() -> list[Stage]:
    gray = np.full((200, 400), 250, np.uint8)
    gray[90:112, 60:160] = 10
    copy = WorkingCopy(gray, np.eye(3))
    line = TextLine((RawWord("<b>Ánh</b>", 0.9, 60, 80, 100, 32, 0, 0, 0),))
    return [Lit(copy), Worded(Prepared(copy, copy, (), 22.0, 0, 0.0), (line,), "<b>", 0.9)]


def test_pictures_and_facts_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "debug" / "001-a-0001"
    write_debug(folder, _PAGE, _READING, _stages())
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "01-lit.png", "02-upright.png", "03-leaders.png", "04-stretches.png", "05-words.png",
        "index.html", "reading.json", "result.png",
    ]  # fmt: skip
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert json.loads((folder / "reading.json").read_text("utf-8"))["attempts"][0]["lines"] == ["<b>Ánh</b>"]


def test_what_stands_on_a_paper_is_no_markup(tmp_path: Path) -> None:
    write_debug(tmp_path / "a", _PAGE, _READING, [*_stages(), LayerJudged("<script>", 3)])
    page = (tmp_path / "a" / "index.html").read_text("utf-8")
    assert "<script>" not in page
    assert "<b>" not in page
    assert all(name in page for name in ("01-lit.png", "05-words.png"))


def test_written_again_the_same_files_stand_there(tmp_path: Path) -> None:
    for _time in range(2):
        write_debug(tmp_path / "a", _PAGE, _READING, _stages())
    assert len(list((tmp_path / "a").iterdir())) == 8


def test_pages_and_files_of_one_name_have_folders_of_their_own() -> None:
    base = Path("d")
    given = [(1, "x/tờ khai.pdf", 1), (1, "x/tờ khai.pdf", 2), (2, "y/tờ khai.pdf", 1), (3, "../..", 1)]
    folders = {folder_of(base, number, file, page) for number, file, page in given}
    assert len(folders) == len(given)
    assert {folder.parent for folder in folders} == {base}


@pytest.mark.long
def test_a_worker_leaves_the_pictures_of_its_page(tmp_path: Path) -> None:
    scan = Image.new("L", (1240, 600), 255)
    ImageDraw.Draw(scan).rectangle((200, 200, 700, 260), fill=0)
    scan.save(tmp_path / "scan.png")
    folder = tmp_path / "d" / "1"
    reading = read_task(PageTask(str(tmp_path / "scan.png"), 1, debug=str(folder)))
    assert json.loads((folder / "reading.json").read_text("utf-8"))["kind"] == reading.kind
    assert (folder / "01-lit.png").exists()


def test_the_command_warns_of_personal_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "no-scan.txt").write_text("nothing", encoding="utf-8")
    code = sohoa.run(["--lang", "en", "read", "--debug", str(tmp_path / "d"), str(tmp_path / "no-scan.txt")])
    assert code == 1
    assert "personal data" in capsys.readouterr().err
