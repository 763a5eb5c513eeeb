# SPDX-License-Identifier: Apache-2.0
"""What comes from outside commands neither a terminal nor a page."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.language.outside_text import CUT, Longest, clean, is_clean, one_line

ANY_SIGN = st.text(st.characters(exclude_categories=()))
NASTY = st.text(
    st.one_of(
        st.characters(categories=("Cc", "Cf", "Cs", "Co", "Zl", "Zp")),
        st.sampled_from(list("\x1b[]0;mJ\x07\\ệờđ\u0323\n\t ")),
    )
)


@given(st.one_of(ANY_SIGN, NASTY))
def test_nothing_that_commands_or_hides_is_left(text: str) -> None:
    cleaned = clean(text)
    assert not {unicodedata.category(c) for c in cleaned.replace("\n", "")} & {
        "Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp",
    }  # fmt: skip
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode()


@given(st.one_of(ANY_SIGN, NASTY))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert is_clean(clean(text))
    assert one_line(one_line(text)) == one_line(text)


@given(st.one_of(ANY_SIGN, NASTY), st.integers(1, 20))
def test_a_line_is_one_line_and_never_longer(text: str, longest: int) -> None:
    line = one_line(text, longest)
    assert len(line) <= longest
    assert "\n" not in line
    assert line == line.strip()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("NGUYỄN THỊ\x1b[2J\x1b[H A", "NGUYỄN THỊ A"),
        ("A\x9b31mB\x9dC", "A31mBC"),
        ("\x1b]0;a title\x07B", "B"),
        ("\x1b]8;;http://example.invalid\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("scan\u202efdp.exe", "scanfdp.exe"),
        ("\u2067A\u2069\u200b\u00ad\ufeffB", "AB"),
        ("A\u2028B\u0085C\r\nD\vE", "A\nB\nC\nD\nE"),
        ("A\tB\u00a0C", "A B C"),
        ("A\x1b]0;BC", "A0;BC"),
        ("A\x00B\x7f", "AB"),
        ("b\udce9d \ue000", "b\ufffdd \ufffd"),
    ],
    ids=[
        "csi",
        "csi-8-bit",
        "title",
        "link",
        "turned-round",
        "invisible",
        "breaks",
        "blanks",
        "unended",
        "null",
        "no-letters",
    ],
)
def test_signs_that_command_are_dropped(text: str, left: str) -> None:
    assert clean(text) == left


@pytest.mark.parametrize(
    "text",
    ["Nguyễn Thị Ngọc Ánh", "H'Mông", "K’ Brẻo", "Ê-đê", "Müller", "ភ្នំពេញ", "ꨌꩌ", "1/2 – “a” 😀"],
    ids=["viet", "apostrophe", "curly", "hyphen", "umlaut", "khmer", "cham", "marks"],
)
def test_letters_stay(text: str) -> None:
    assert clean(unicodedata.normalize("NFD", text)) == unicodedata.normalize("NFC", text)


def test_what_is_cut_shows_it() -> None:
    assert one_line("Nguyễn " * 100, Longest.NAME).endswith(CUT)
    assert one_line("Nguyễn Thị A", Longest.NAME) == "Nguyễn Thị A"
