# SPDX-License-Identifier: Apache-2.0
"""The commands behind the card's figures measure the networks that the program ships."""

from __future__ import annotations

import pytest

from bench.eraser.measure import row as eraser_row
from bench.line_reader.measure import lines_read
from bench.line_reader.measure import row as line_row
from tests.support.pages.drawn_forms import FONT


def _share(text: str) -> float:
    return float(text.rstrip("%")) / 100


@pytest.mark.long
def test_the_shipped_eraser_takes_the_dots_and_leaves_the_letters() -> None:
    _name, strips, left_in, erased, lost = eraser_row("", [FONT], 1, 10)
    assert int(strips) > 0
    assert _share(erased) < 0.6 * _share(left_in)
    assert _share(lost) < 0.05


def test_the_shipped_line_reader_reads_lines_it_never_saw() -> None:
    _name, lines, right, wrong = line_row("", list(lines_read([FONT], 1, 25)))
    assert lines == "25"
    assert _share(right) > 0.6 and _share(wrong) < 0.08


def test_mistakes_are_counted_by_edits_and_whole_lines() -> None:
    assert line_row("x", [("Nam", "Nam"), ("Nguyễn", "Nguyên")]) == ("x", "2", "50.0%", "11.11%")
