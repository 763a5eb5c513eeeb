# SPDX-License-Identifier: Apache-2.0
"""What the headings of a page say of the paper that it is: a title of its own, or that it is another's."""

from __future__ import annotations

import re
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

_BEGINNINGS = (*_OTHERWISE, "tờ khai", "tờ khai đăng ký", "tờ khai đăng ký lại")
"""What titles of forms begin with that says nothing of which form it is."""

_TELLING, _HOLDS = 6, 85
"""So many letters say something wherever they stand; so like (%) they are then."""

_STATE = letters_of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")[0]
_STATE_FROM = 0.85

_APPLICATIONS = ("tờ khai",)
"""The same for papers that are no forms: what a person asks for proves nothing."""

_REQUESTS = tuple(
    letters_of(words)[0]
    for words in ("tờ khai", "đơn xin", "đơn đề nghị", "giấy đề nghị", "phiếu đề nghị", "phiếu yêu cầu")
)
"""What is named behind these is asked for: the page is not that paper."""

_APPLICATION = "to khai "

_SAYS_NOTHING = re.compile(
    r"\b(?:dang k[yi]|xin|de nghi|yeu cau|cap|giay|viec|cac|khac|lai|bo sung|thay doi thong tin|thong tin"
    r"|xac nhan|xac dinh|tinh trang)\b"
)
"""Words of titles that other authorities' titles have too."""

_MISREAD = str.maketrans("l10", "iio")
"""Letters that recognisers take for each other, where capitals and small ones are mixed."""


@dataclass(frozen=True)
class Headings:
    """The letters of each line, folded: of ``all`` lines, and of those in capitals (the others empty)."""

    all: tuple[str, ...]
    loud: tuple[str, ...]


def headings_of(lines: Sequence[TextLine]) -> Headings:
    """Where titles may stand."""
    letters = tuple(letters_of(line.text)[0] for line in lines)
    return Headings(letters, tuple(t if is_loud(n.text) else "" for t, n in zip(letters, lines, strict=True)))


def has_letterhead(headings: Headings) -> bool:
    """Whether the state's name stands on the page: a paper begins on it."""
    long = [text for text in headings.loud if len(text) >= _STATE_FROM * len(_STATE)]
    return any(fuzz.partial_ratio(_STATE, text) >= 100 * _STATE_FROM for text in long)


def loud_lines(lines: Sequence[TextLine]) -> tuple[str, ...]:
    """The headings of a page, without marks."""
    return tuple(fold(line.text).lstrip() for line in lines if is_loud(line.text))


def named_otherwise(paper: DocumentType, loud: Sequence[str]) -> bool:
    """Whether a heading says that the page is another paper: those of other authorities ask for the same
    things. How the paper's own titles begin says nothing unless it goes on otherwise; a paper without a title
    may be headed as it likes.
    """
    own = tuple(fold(title) for title in paper.titles)
    words: tuple[str, ...] = _OTHERWISE if paper.titles else ()
    words += () if paper.role == "form" else _APPLICATIONS
    foreign = [word for word in map(fold, words) if not any(title.startswith(word) for title in own)]
    if any(text.startswith(tuple(f"{word} " for word in foreign)) for text in loud):
        return True
    return paper.role == "form" and _goes_on_otherwise(own, loud, tuple(map(fold, _OTHERWISE)))


def goes_on_otherwise(paper: DocumentType, loud: Sequence[str]) -> bool:
    """Whether a heading begins as the titles of many forms do and then asks for something else than this one:
    a heading's letters are mostly those of its beginning, so that a declaration of a car would be like one of
    a birth, and an application to a school like one to adopt.
    """
    own = tuple(map(fold, paper.titles))
    beginnings = _OTHERWISE if names_subject(paper, loud) else _BEGINNINGS
    return paper.role == "form" and _goes_on_otherwise(own, loud, tuple(map(fold, beginnings)))


def is_application(loud: Sequence[str]) -> bool:
    """Whether a heading says that something is applied for."""
    return any(text.startswith(_APPLICATION) for text in loud)


def names_subject(paper: DocumentType, loud: Sequence[str]) -> bool:
    """Whether a declaration's heading, which may run over to the next, names what this form is about, in
    whatever words offices put around it: two words that follow each other in a title of the form.
    """
    own = {pair for title in paper.titles for pair in _pairs(fold(title).removeprefix(_APPLICATION))}
    said = (
        _pairs(f"{text.removeprefix('to ')} {after}")  # "TỜ KHAI SINH": the second word belongs to both
        for text, after in pairwise((*loud, ""))
        if f"{text} ".startswith(_APPLICATION)
    )
    return any(own & pairs for pairs in said)


def _pairs(title: str) -> set[tuple[str, str]]:
    """The words of a folded title that tell its subject, two by two; each of a list goes with its first word
    ("nhận cha, mẹ, con").
    """
    pairs: set[tuple[str, str]] = set()
    head = ""
    for part in _SAYS_NOTHING.sub(" ", title).translate(_MISREAD).split(","):
        words = re.findall(r"\w+", part)
        if len(words) == 1 and head:
            words = [head, *words]
        head = words[0] if words else head
        pairs |= set(pairwise(words))
    return pairs


def _goes_on_otherwise(own: Sequence[str], loud: Sequence[str], beginnings: Sequence[str]) -> bool:
    """Behind the longest beginning that title and heading share; one that goes on rightly is enough."""
    alike = []
    for text in loud:
        shared = [
            (len(word), title)
            for title, word in product(own, beginnings)
            if title.startswith(f"{word} ") and text.startswith(f"{word} ")
        ]
        # One title of several may share more of its beginning than the one that is meant.
        alike += [
            _same(title[length:], text[length:]) for length, title in shared if length == max(shared)[0]
        ]
    return bool(alike) and not any(alike)


def _same(wanted: str, said: str) -> bool:
    """Whether a title and a heading go on alike, as far as both go, or one holds the other."""
    short, long = sorted((letters_of(wanted)[0], letters_of(said)[0]), key=len)
    if not short or fuzz.ratio(short, long[: len(short)]) >= 100 * TITLE_FROM:
        return True
    return len(short) >= _TELLING and fuzz.partial_ratio(short, long) >= _HOLDS


def title_score(paper: DocumentType, headings: Headings) -> float:
    """How well the paper's title stands on the page (0…1); it may be broken over two lines.

    A title in capitals is looked for in capitals only: running text names other papers. That of another
    paper than a form is looked for above any request only, which names the paper that it asks for.
    """
    if paper.role != "form":
        request = next((n for n, text in enumerate(headings.loud) if text.startswith(_REQUESTS)), None)
        headings = Headings(headings.all[:request], headings.loud[:request])
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
