# SPDX-License-Identifier: Apache-2.0
"""Possible and impossible Vietnamese syllables."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.text.syllables import is_syllable, syllable_share

GOOD = (
    "nguyễn thị thuỳ thủy dương khuê quốc quý quỳnh quyền giang gì giữ giếng nghĩa nghiêm kỳ mỹ vy ghi "
    "hoà hòa xuân khuya thuở oanh hoàng đắc phượng trường huệ uyên yến chiêm ngoan ích anh ý ưu"
)
BAD = [
    "đươc",
    "bắn̂g",
    "hòá",
    "kan",
    "gi1",
    "ngiêm",
    "cê",
    "bkz",
    "phac",
    "lịchh",
    "nguyêñ̂",
    "wang",
    "zũng",
    "việl",
]


@pytest.mark.parametrize("word", GOOD.split())
def test_syllables_of_names_and_places_are_possible(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", BAD)
def test_misreadings_are_impossible(word: str) -> None:
    assert not is_syllable(word)


@given(st.sampled_from(["ac", "ach", "êt", "ôp", "ươc"]), st.sampled_from("bđhlmnst"))
def test_syllables_ending_in_a_stop_need_sac_or_nang(rhyme: str, onset: str) -> None:
    level = onset + rhyme
    vowel = next(i for i in range(len(level) - 1, -1, -1) if level[i] in "aêôơ")
    with_tone = {
        tone: unicodedata.normalize("NFC", level[: vowel + 1] + tone + level[vowel + 1 :])
        for tone in "\u0301\u0323\u0300\u0309\u0303"
    }
    assert not is_syllable(level)
    assert is_syllable(with_tone["\u0301"])
    assert is_syllable(with_tone["\u0323"])
    assert not any(is_syllable(with_tone[tone]) for tone in "\u0300\u0309\u0303")


def test_the_share_counts_letter_words_only() -> None:
    assert syllable_share("Số 12, ngõ 5") == 1.0
    assert syllable_share("Phường Xbcd") == 0.5
    assert syllable_share("12/2024") == 1.0
