"""Leaders are found in a blank and belong to the labels before them."""

from __future__ import annotations

from pathlib import Path

from bench.slots import slots_of, words_of
from samples.press import set_paper
from samples.style import Style


def test_leaders_of_a_set_blank_are_found_with_their_labels(tmp_path: Path) -> None:
    blank = tmp_path / "blank.pdf"
    blank.write_bytes(set_paper("birth-registration-2015", {}, Style()).pdf)
    slots = slots_of(words_of(blank, 1))
    labels = [slot.label for slot in slots]
    assert labels[1].endswith("Họ, chữ đệm, tên người yêu cầu:")
    assert [label for label in labels if label.endswith("Dân tộc:")] and labels.count("") == 4
    widths = [slot.piece.x1 - slot.piece.x0 for slot in slots]
    assert max(widths) > 400 and min(widths) > 15


def test_a_word_of_text_and_dots_is_cut_where_the_dots_begin(tmp_path: Path) -> None:
    blank = tmp_path / "blank.pdf"
    blank.write_bytes(set_paper("birth-registration-2024", {}, Style()).pdf)
    pieces = words_of(blank, 1)
    birth = next(p for p in pieces if p.text == "sinh:")
    leader = next(
        p for p in pieces if p.is_leader and abs(p.base - birth.base) < 1 and p.x0 >= birth.x1 - 0.5
    )
    assert abs(leader.x0 - birth.x1) < 4
