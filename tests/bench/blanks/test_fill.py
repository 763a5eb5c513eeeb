# SPDX-License-Identifier: Apache-2.0
"""Filling a blank over its leaders: what stands on the paper is what the truth says."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bench.blanks.fill import fill_many, load_blank, render, type_form
from bench.blanks.strokes import InkBox
from bench.blanks.typist import break_lines, font_of, typing_fonts
from samples.printing.press import set_paper
from samples.printing.style import Style

pytestmark = pytest.mark.long

_FORM = "birth-registration-2015"


@pytest.fixture
def blanks(tmp_path: Path) -> Path:
    folder = tmp_path / "blanks"
    folder.mkdir()
    (folder / f"{_FORM}.pdf").write_bytes(set_paper(_FORM, {}, Style()).pdf)
    return folder


def test_a_blank_whose_leaders_are_not_those_described_is_refused(blanks: Path) -> None:
    (blanks / "extract-copy.pdf").write_bytes((blanks / f"{_FORM}.pdf").read_bytes())
    with pytest.raises(ValueError, match="leader runs"):
        load_blank(blanks / "extract-copy.pdf")


def test_values_are_typed_on_their_own_leaders(blanks: Path) -> None:
    blank = load_blank(blanks / f"{_FORM}.pdf")
    before = np.asarray(render(blank.pdf, 1, 100).convert("L"), dtype=np.int16)
    page = render(blank.pdf, 1, 100)
    truth = type_form(blank, page, 100, random.Random(4))
    changed = np.abs(np.asarray(page.convert("L"), dtype=np.int16) - before) > 60
    for key, leaders in blank.leaders.items():
        piece, px = leaders[0], 100 / 72
        rows = slice(round((piece.base - 9) * px), round((piece.base + 1) * px))
        touched = changed[rows, round(piece.x0 * px) : round(piece.x1 * px)].any()
        assert touched == (key.partition(":")[0] in truth), key


@pytest.mark.slow
def test_the_same_seed_fills_the_same_pages(blanks: Path, tmp_path: Path) -> None:
    first = fill_many(blanks, tmp_path / "a", 1, 5, [_FORM], None)
    second = fill_many(blanks, tmp_path / "b", 1, 5, [_FORM], None)
    names = sorted(path.name for path in first.parent.iterdir())
    assert len(names) == 2
    assert all((first.parent / n).read_bytes() == (second.parent / n).read_bytes() for n in names)


@pytest.mark.slow
def test_pen_lines_of_a_folder_are_marked_as_written_by_hand(blanks: Path, tmp_path: Path) -> None:
    ink = tmp_path / "ink"
    ink.mkdir()
    line = Image.new("L", (900, 120), 240)
    line.paste(20, (30, 50, 870, 62))
    line.save(ink / "1.jpg")
    (ink / "labels.json").write_text(json.dumps({"1.jpg": "một dòng chữ", "gone.jpg": "x"}), "utf-8")
    assert len(InkBox.load(ink).lines) == 1
    truth = json.loads(fill_many(blanks, tmp_path / "out", 1, 5, [_FORM], ink).read_text("utf-8"))
    ((page,),) = truth.values()
    assert page["fields"] and all(field["hand"] for field in page["fields"].values())


def test_a_text_breaks_at_words_and_not_beyond_its_lines() -> None:
    font = font_of(next(iter(typing_fonts())), 120)
    width = font.getlength("thành phố Hà")
    assert break_lines("thành phố Hà Nội", [width + 1, width], font) == ["thành phố Hà", "Nội"]
    assert break_lines("thành phố Hà Nội", [width - 20], font) is None
