"""Read one page: the order of the steps, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ocr import tesseract
from ocr.card import KIND as CARD
from ocr.card import read_card_page
from ocr.extract import readings
from ocr.facts import FieldReading, PageReading, Word
from ocr.image import WorkingCopy, ink_mask
from ocr.kind import OTHER, KindMatch, match_kind
from ocr.line_reader import PEN_SIGN
from ocr.lines import TextLine, text_lines
from ocr.page_text import words_of
from ocr.prepare import Prepared, is_blank, lit_copy, prepared_copies
from ocr.tesseract import RawWord
from ocr.text_rows import find_stretches
from ocr.value_proposals import with_proposals
from templates.catalogue import Catalogue

READABLE_SHARE = 0.55
"""Of an upright page at least this share of letters stands in words the recogniser is sure of."""

LEAST_COVERAGE = 0.3
"""Where fewer of the skeleton's labels were found the page only resembles the paper (the notes on its
back).
"""


@dataclass(frozen=True)
class UprightText:
    """A page prepared the right way up and the lines read on it."""

    prepared: Prepared
    lines: tuple[TextLine, ...]
    readable: float


def read_page(
    image: np.ndarray, catalogue: Catalogue, *, page: int = 1, dpi: float | None = None
) -> PageReading:
    """Read a stored page (H×W or H×W×3 RGB, uint8) and return all it says, in stored-page pixels.

    ``dpi`` is a hint only; the size of the letters decides. Raises ocr.errors.ReadingError.
    """
    height, width = image.shape[:2]
    lit = lit_copy(image)
    if is_blank(lit):
        return PageReading(page, OTHER, 1.0, 0, 0.0, width, height, blank=True)
    text = upright_text(lit, dpi)
    match = match_kind(text.lines, catalogue.papers.values(), text.prepared.letter_px)
    fields, notes = _fields(image, text, match)
    if match:
        fields = with_proposals(fields, match.paper.fields(), catalogue)
    return PageReading(
        page=page,
        kind=match.paper.kind if match else OTHER,
        kind_confidence=round(match.confidence, 3) if match else 0.5,
        rotation=text.prepared.turn,
        skew_deg=round(text.prepared.skew_deg, 2),
        width=width,
        height=height,
        fields=fields,
        words=page_words(text),
        print_edition=match.edition.id if match and match.edition else "",
        notes=notes,
    )


def upright_text(lit: WorkingCopy, dpi: float | None = None) -> UprightText:
    """Turn, level and read an evenly lit page; the four turns are tried until one can be read.

    The line reader reads first; a page on which it is lost in every turn is given to Tesseract.
    """
    best: UprightText | None = None
    for words_on in (_own_words, _tesseract_words):
        for prepared in prepared_copies(lit, dpi):
            lines = text_lines(words_on(prepared), prepared.letter_px)
            found = UprightText(prepared, lines, _readable_share(lines))
            best = found if best is None or found.readable > best.readable else best
            if best.readable >= READABLE_SHARE:
                return best
    assert best is not None  # prepared_copies yields all four turns
    return best


def _own_words(prepared: Prepared) -> tuple[RawWord, ...]:
    stretches = find_stretches(ink_mask(prepared.copy.gray), prepared.letter_px)
    return words_of(prepared.inked.gray, stretches)


def _tesseract_words(prepared: Prepared) -> tuple[RawWord, ...]:
    return tesseract.words(prepared.copy.gray)


def page_words(text: UprightText) -> tuple[Word, ...]:
    """All words of the page with their corners on the stored page, without the sign for handwriting."""
    copy = text.prepared.copy
    found = []
    for number, line in enumerate(text.lines):
        for word in line.words:
            one, two, three, four = (
                (float(x), float(y)) for x, y in copy.stored_quad(word.x, word.y, word.w, word.h)
            )
            read = word.text.replace(PEN_SIGN, "")
            if read:
                found.append(Word(read, round(word.confidence, 3), (one, two, three, four), number))
    return tuple(found)


def _fields(
    image: np.ndarray, text: UprightText, match: KindMatch | None
) -> tuple[tuple[FieldReading, ...], tuple[str, ...]]:
    bounds = (image.shape[1], image.shape[0])
    if match is None:
        return (), ()
    if match.paper.kind == CARD:
        card = read_card_page(image, text.prepared.copy, paper=match.paper)
        return card.fields, card.notes
    if match.edition is None or match.alignment.coverage < LEAST_COVERAGE:
        return (), ()
    return readings(text.prepared, match, bounds), ()


def _readable_share(lines: Sequence[TextLine]) -> float:
    """The share of letters that stand in words the recogniser is sure of."""
    words = [w for line in lines for w in line.words if sum(c.isalpha() for c in w.text) >= 2]
    sure = sum(len(w.text) for w in words if w.confidence >= 0.75)
    return sure / max(30, sum(len(w.text) for w in words))
