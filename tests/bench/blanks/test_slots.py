# SPDX-License-Identifier: Apache-2.0
"""Leaders are found in a blank and belong to the labels before them."""

from __future__ import annotations

import random
from pathlib import Path

from bench.blanks.form_keys import FORMS, cell_keys, keys_of
from bench.blanks.open_slots import all_slots
from bench.blanks.slots import Piece, slots_of, words_of
from bench.invented.values import Dossier
from samples.printing.press import set_paper
from samples.printing.style import Style


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


def test_a_label_that_ends_its_line_opens_a_place_with_the_empty_lines_below() -> None:
    pieces = [Piece(f"word{n}", 70, 120, 40 + 16 * n, 12) for n in range(7)]
    pieces += [
        Piece("Lý", 70, 84, 200, 12),
        Piece("do:", 87, 105, 200, 12),
        Piece("Đã:", 70, 90, 248, 12),
        Piece("......", 92, 300, 248, 12),
    ]
    reason, done = all_slots(pieces)
    assert reason.label.endswith("Lý do:") and (reason.piece.x0, reason.piece.base) == (108, 200)
    assert [piece.base for piece in reason.more] == [216, 232]
    assert (done.label, done.piece.is_leader) == ("Đã:", True)


def test_every_form_described_here_has_keys_that_can_be_answered() -> None:
    dossier = Dossier(random.Random(1))
    for form in FORMS:
        keys = {key.partition(":") for key in keys_of(form) if key not in ("+", "-")}
        for name, _, part in sorted(keys):
            assert dossier.date_parts(name) if part else dossier.value(name).typed, (form, name)
    assert all(dossier.value(key).typed for key in cell_keys())
