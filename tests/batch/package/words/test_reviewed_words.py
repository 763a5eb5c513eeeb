# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from batch.package.words.reviewed_words import with_surer_words
from ocr.result import Box, FieldReading, PageReading, Source, Word

WIDE = Box(0, 0, 1000, 100)


def _page(lines: list[str], *fields: FieldReading) -> PageReading:
    words = []
    for line, text in enumerate(lines):
        x = 0.0
        for word in text.split():
            end, top = x + 10 * len(word), 30.0 * line
            corners = ((x, top), (end, top), (end, top + 20), (x, top + 20))
            words.append(Word(word, 0.5, corners, line))
            x = end + 10
    return PageReading(1, "birth-registration", 1.0, 0, 0.0, 1000, 100, fields, tuple(words))


def _field(
    raw: str, confidence: float = 0.95, source: Source = Source.PRINT, box: Box = WIDE
) -> FieldReading:
    return FieldReading("child.residence", raw, raw, confidence, source, box)


def _lines(page: PageReading) -> list[str]:
    numbers = sorted({word.line for word in page.words})
    return [" ".join(word.text for word in page.words if word.line == n) for n in numbers]


def test_a_likely_field_mends_its_words_and_leaves_the_label() -> None:
    lines = ["Nơi cư trú: Sấ 27 phế Ngạc Hà,", "nhường Ngọc Hà"]
    page = _page(lines, _field(": Số 27 phố Ngọc Hà, phường Ngọc Hà"))
    assert _lines(with_surer_words(page)) == ["Nơi cư trú: Số 27 phố Ngọc Hà,", "phường Ngọc Hà"]


def test_words_run_together_part_and_words_torn_apart_join_at_their_places() -> None:
    page = _page(["vViệtNam ngày", "QL HC"], _field("Việt Nam"), _field("QLHC"))
    mended = with_surer_words(page)
    assert _lines(mended) == ["Việt Nam ngày", "QLHC"]
    first, second, *_ = mended.words
    assert first.quad[0] == (0.0, 0.0)
    assert first.quad[1] == second.quad[0]
    assert second.quad[1] == (80.0, 0.0)
    assert mended.words[-1].quad[1][0] == page.words[-1].quad[1][0]


def test_doubtful_and_written_values_and_other_places_mend_nothing() -> None:
    elsewhere = Box(0, 80, 1000, 20)
    fields = (_field("phố", 0.2), _field("phố", source=Source.HAND), _field("phố", box=elsewhere))
    page = _page(["phế"], *fields)
    assert with_surer_words(page) == page


def test_a_word_less_than_half_of_which_is_in_the_value_stays() -> None:
    """Beside the value a label or a stamp may lie in its box."""
    assert _lines(with_surer_words(_page(["Ghi chú"], _field("Hà")))) == ["Ghi chú"]


def test_the_comma_after_a_value_stays() -> None:
    assert _lines(with_surer_words(_page(["Hai Bà Trung,"], _field("Hai Bà Trưng")))) == ["Hai Bà Trưng,"]


def test_a_page_without_words_or_values_is_as_before() -> None:
    assert with_surer_words(_page([])) == _page([])
    assert with_surer_words(_page(["phế"], _field(""))) == _page(["phế"], _field(""))
