# SPDX-License-Identifier: Apache-2.0
"""What counts as right, wrong, missing, invented and sure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.score import folded, same, score_pages
from bench.truth import ReadPage, ReadValue, TruePage, TrueValue, load_reading, load_truth, paired


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Hoà", "Hòa"),
        ("THUỶ", "Thủy"),
        ("Khoẻ  mạnh", "khỏe mạnh"),
        ("Nguyê\u0303n", "Nguyễn"),
        ("xã  Hòa Bình ", "Xã hoà bình"),
    ],
)
def test_spellings_of_one_value_are_the_same(left: str, right: str) -> None:
    assert same("child.full_name", left, right)


@pytest.mark.parametrize(
    ("left", "right"), [("Nguyên", "Nguyễn"), ("Đại", "Đai"), ("quý", "quy"), ("hoán", "hóan ")]
)
def test_different_values_stay_different(left: str, right: str) -> None:
    assert not same("child.full_name", left, right)


def test_a_tone_inside_a_closed_syllable_does_not_move() -> None:
    assert folded("hóan") != folded("hoán")


def test_a_count_may_carry_a_leading_zero_but_a_number_may_not() -> None:
    assert same("copies.count", "02", "2")
    assert not same("marriage.number", "02", "2")


def test_every_kind_of_outcome_is_counted_once() -> None:
    truth = TruePage(
        "birth-registration",
        180,
        {
            "a": TrueValue("Đại"),
            "b": TrueValue("Thịnh"),
            "c": TrueValue("Lộc"),
            "d": TrueValue("bút mực", hand=True),
        },
    )
    read = ReadPage(
        "birth-registration",
        0,
        {
            "a": ReadValue("ĐẠI", 0.99),
            "b": ReadValue("Thinh", 0.95),
            "d": ReadValue("bul muc", 0.2),
            "e": ReadValue("x", 0.91),
        },
    )
    score = score_pages({("f.jpg", 1): (truth, read)})
    assert (score.typed, score.exact, score.wrong, score.missing, score.invented) == (3, 1, 1, 1, 1)
    assert (score.sure, score.sure_wrong, score.hand, score.hand_given) == (3, 2, 1, 1)
    assert (score.edits, score.characters) == (1 + 3, 3 + 5 + 3)
    assert (score.kinds_right, score.turns_right) == (1, 0)
    assert sorted(m.what for m in score.mistakes) == ["hand", "invented", "missing", "wrong"]


def test_an_unread_page_misses_everything() -> None:
    truth = {("sub/f.jpg", 1): TruePage("other", 0, {"a": TrueValue("x")})}
    score = score_pages(paired(truth, {}))
    assert (score.missing, score.kinds_right, score.shares()["exact"]) == (1, 0, 0.0)


def test_a_page_of_notes_is_not_asked_for_its_kind() -> None:
    truth = {("f.pdf", 2): TruePage("", 0)}
    assert score_pages(paired(truth, {})).shares()["kind_accuracy"] is None


def test_truth_is_found_as_one_file_a_folder_and_beside_each_scan(tmp_path: Path) -> None:
    pages = [
        {
            "page": 1,
            "kind": "id-card",
            "rotation": 90,
            "fields": {"k": "v", "h": {"value": "w", "hand": True}},
        }
    ]
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "one" / "truth.json").write_text(json.dumps({"a.jpg": pages}), "utf-8")
    (tmp_path / "two" / "b.tif").write_bytes(b"")
    (tmp_path / "two" / "b.json").write_text(json.dumps(pages[0]), "utf-8")
    (tmp_path / "two" / "c.pdf").write_bytes(b"")
    (tmp_path / "two" / "c.json").write_text(json.dumps({"about": "x", "files": {"c.pdf": pages}}), "utf-8")
    truth = load_truth(tmp_path)
    assert set(truth) == {("one/a.jpg", 1), ("two/b.tif", 1), ("two/c.pdf", 1)}
    assert truth["two/c.pdf", 1] == truth["one/a.jpg", 1]
    assert truth["two/b.tif", 1].fields == {"k": TrueValue("v"), "h": TrueValue("w", True)}


def test_readings_are_paired_by_the_end_of_their_path() -> None:
    truth = {("one/a.jpg", 1): TruePage("x", 0), ("two/a.jpg", 1): TruePage("y", 0)}
    read = load_reading(
        {"/scans/two/a.jpg": [{"page": 1, "kind": "y"}], "/scans/one/a.jpg": [{"page": 1, "kind": "x"}]}
    )
    assert score_pages(paired(truth, read)).kinds_right == 2
