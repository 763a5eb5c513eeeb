# SPDX-License-Identifier: Apache-2.0
"""What the headings of a page say of the paper that it is: a title of its own, or that it is another's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from rapidfuzz import fuzz

from ocr.forms.letters import letters_of
from ocr.lines.text_line import TextLine
from ocr.text.folding import fold
from templates.model.document_types import DocumentType

SURE_TITLE = 0.9

TITLE_FROM = 0.72
"""Similarity from which on a title speaks for a paper at all."""

_CAPITALS = 0.7
"""Share of capitals among the letters of a line that is a heading; recognisers misread some."""


_OTHERWISE = (
    "phiếu", "biên bản", "biên lai", "hóa đơn", "quyết định", "thông báo", "chỉ thị", "tờ trình", "báo cáo",
    "hợp đồng", "sơ yếu lý lịch", "danh sách", "đơn xin", "đơn đề nghị", "giấy mời", "giấy triệu tập",
)  # fmt: skip
"""What a heading begins with that makes a page another paper than a form, unless it is that form's own."""

_APPLICATIONS = ("tờ khai",)
"""The same for papers that are no forms: what a person asks for proves nothing."""


@dataclass(frozen=True)
class Headings:
    """The letters of each line, folded: of ``all`` lines, and of those in capitals (the others empty)."""

    all: tuple[str, ...]
    loud: tuple[str, ...]


def headings_of(lines: Sequence[TextLine]) -> Headings:
    """Where titles may stand."""
    letters = tuple(letters_of(line.text)[0] for line in lines)
    return Headings(letters, tuple(t if is_loud(n.text) else "" for t, n in zip(letters, lines, strict=True)))


def loud_lines(lines: Sequence[TextLine]) -> tuple[str, ...]:
    """The headings of a page, without marks."""
    return tuple(fold(line.text).lstrip() for line in lines if is_loud(line.text))


def named_otherwise(paper: DocumentType, loud: Sequence[str]) -> bool:
    """Whether a heading says that the page is another paper: those of other authorities ask for the same
    things. How the paper's own titles begin says nothing; a paper without a title may be headed as it likes.
    """
    own = tuple(fold(title) for title in paper.titles)
    words: tuple[str, ...] = _OTHERWISE if paper.titles else ()
    words += () if paper.role == "form" else _APPLICATIONS
    foreign = [word for word in map(fold, words) if not any(title.startswith(word) for title in own)]
    return any(text.startswith(tuple(f"{word} " for word in foreign)) for text in loud)


def goes_on_otherwise(paper: DocumentType, loud: Sequence[str]) -> bool:
    """Whether a heading begins like the title of a form and then asks for something else: an application to a
    school is none to adopt. What stands behind the beginning is compared as far as both go.
    """
    if paper.role != "form":
        return False
    for title, word in product(map(fold, paper.titles), map(fold, _OTHERWISE)):
        wanted = letters_of(title.removeprefix(word))[0] if title.startswith(f"{word} ") else ""
        for text in loud if wanted else ():
            said = letters_of(text.removeprefix(word))[0] if text.startswith(f"{word} ") else ""
            length = min(len(said), len(wanted))
            if length and fuzz.ratio(said[:length], wanted[:length]) < 100 * TITLE_FROM:
                return True
    return False


def title_score(paper: DocumentType, headings: Headings) -> float:
    """How well the paper's title stands on the page (0…1); it may be broken over two lines.

    A title in capitals is looked for in capitals only: running text names other papers.
    """
    return max((_title_share(title, headings) for title in paper.titles), default=0.0)


def _title_share(title: str, headings: Headings) -> float:
    wanted = letters_of(title)[0]
    letters = headings.loud if title.isupper() else headings.all
    best = 0.0
    for text in (*letters, *(a + b for a, b in pairwise(letters) if a and b)):
        if len(text) >= 0.7 * len(wanted):
            extra = max(0, len(text) - len(wanted)) / max(len(text), 1)
            best = max(best, fuzz.partial_ratio(wanted, text) / 100 - 0.25 * extra)
    return best


def is_loud(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(map(str.isupper, letters)) >= _CAPITALS * len(letters)
