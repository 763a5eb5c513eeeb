# SPDX-License-Identifier: Apache-2.0
"""A line is looked at again without its leaders; with them a mark may have gone."""

from __future__ import annotations

import pytest

from ocr.lines.recogniser import LineWord
from ocr.page.extract import look_without_leaders
from ocr.recognise.rover import Reading


def _words(text: str) -> list[LineWord]:
    return [LineWord(word, 0.98) for word in text.split()]


@pytest.mark.parametrize("stops", [(), ("tuổi",)])
def test_a_mark_that_went_with_the_leader_is_hardly_believed(stops: tuple[str, ...]) -> None:
    first = Reading(("PHẠM", "THỊ", "MỘNG"), (0.8, 0.8, 0.8))
    again = look_without_leaders(first, _words("PHAM THỊ MỘNG"), stops)
    assert again.words == ("PHAM", "THỊ", "MỘNG")
    assert again.sure[0] < 0.5
    assert again.sure[1:] == (0.98, 0.98)


def test_a_second_look_ends_where_the_next_label_begins() -> None:
    first = Reading(("Hạnh",), (0.9,))
    assert look_without_leaders(first, _words("Hạnh tuổi 30"), ("tuổi",)).words == ("Hạnh",)
