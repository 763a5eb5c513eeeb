# SPDX-License-Identifier: Apache-2.0
"""Two papers on one sheet are told apart; one paper stays whole."""

from __future__ import annotations

from dataclasses import replace

from ocr.lines.text_line import TextLine
from ocr.page.multi_document import parts_of
from tests.support.pages.typed_forms import LETTER_PX, typed_line, typed_lines

HEAD = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
BODY = "\n".join("Họ, chữ đệm, tên: LÒ THỊ MẨY dân tộc Thái quốc tịch Việt Nam" for _ in range(4))


def _moved(lines: list[TextLine], right: int) -> list[TextLine]:
    return [TextLine(tuple(replace(word, x=word.x + right) for word in line.words)) for line in lines]


def _joined(left: list[TextLine], right: list[TextLine]) -> list[TextLine]:
    return [TextLine((*a.words, *b.words)) for a, b in zip(left, right, strict=True)]


def test_papers_side_by_side_are_parted_at_the_blank_between_them() -> None:
    paper = typed_lines(f"{HEAD}\n{BODY}")
    both = _joined(paper, _moved(paper, 1500))
    left, right = parts_of(both, LETTER_PX)
    assert [line.text for line in left] == [line.text for line in right] == [line.text for line in paper]
    assert max(line.right for line in left) < min(line.left for line in right)


def test_papers_under_each_other_are_parted_over_the_second_header() -> None:
    lines = typed_lines(f"{HEAD}\n{BODY}\nCỘNG HOÀ XÃ HỘI CHỦ NGHIA VIỆT NAM\n{BODY}")
    upper, lower = parts_of(lines, LETTER_PX)
    assert len(upper) == len(lower) == 5
    assert lower[0].text.startswith("CỘNG HOÀ")


def test_two_columns_of_one_paper_under_a_heading_are_no_papers() -> None:
    half = typed_lines(BODY)
    columns = _joined(half, _moved(half, 900))
    lines = [*_moved([typed_line(HEAD, -1.0)], 620), *columns]
    assert len(parts_of(lines, LETTER_PX)) == 1


def test_a_page_number_beside_the_text_is_no_paper() -> None:
    lines = [*typed_lines(f"{HEAD}\n{BODY}"), *_moved([typed_line("17", 9)], 2000)]
    (whole,) = parts_of(lines, LETTER_PX)
    assert len(whole) == len(lines)
