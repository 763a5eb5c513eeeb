"""Read one page: the order of the steps, nothing else."""

from __future__ import annotations

import numpy as np

from ocr.card import KIND as CARD
from ocr.card import read_card_page
from ocr.chosen import BUILT_IN
from ocr.extract import readings
from ocr.facts import FieldReading, PageReading, Word
from ocr.kind import OTHER, KindMatch, kind_matches
from ocr.layer_check import USED
from ocr.line_reader import PEN_SIGN
from ocr.page_words import UprightText, upright_text
from ocr.prepare import is_blank, lit_copy
from ocr.recognisers import Recognisers, recognisers
from ocr.text_layer import TextLayer
from ocr.trace import UNTRACED, Kinds, Lit, Tracer
from ocr.value_proposals import with_proposals
from templates.catalogue import Catalogue

LEAST_COVERAGE = 0.3
"""Where fewer of the skeleton's labels were found the page only resembles the paper (the notes on its
back).
"""


def read_page(
    image: np.ndarray,
    catalogue: Catalogue,
    *,
    page: int = 1,
    dpi: float | None = None,
    layer: TextLayer | None = None,
    by: Recognisers | None = None,
    tracer: Tracer = UNTRACED,
) -> PageReading:
    """Read a stored page (H×W or H×W×3 RGB, uint8) and return all it says, in stored-page pixels.

    ``dpi`` is a hint only; the size of the letters decides. ``layer`` is the text of the page's file, ``by``
    whom the page is read by (the built-in ones unless given). Raises ocr.errors.ReadingError.
    """
    by = by or recognisers(BUILT_IN)
    height, width = image.shape[:2]
    lit = lit_copy(image)
    if is_blank(lit):
        return PageReading(page, OTHER, 1.0, 0, 0.0, width, height, blank=True)
    tracer.saw(Lit(lit))
    text = upright_text(lit, dpi, by, layer, tracer)
    matches = kind_matches(
        text.lines, catalogue.papers.values(), text.prepared.letter_px, text.prepared.walls
    )
    tracer.saw(Kinds(text.prepared, matches))
    match = matches[0] if matches else None
    fields, notes = _fields(image, text, match, by, tracer)
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
        notes=(*notes, *([text.note] if text.note else [])),
    )


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
    image: np.ndarray, text: UprightText, match: KindMatch | None, by: Recognisers, tracer: Tracer
) -> tuple[tuple[FieldReading, ...], tuple[str, ...]]:
    bounds = (image.shape[1], image.shape[0])
    if match is None:
        return (), ()
    if match.paper.kind == CARD:
        card = read_card_page(image, text.prepared.copy, paper=match.paper)
        return card.fields, card.notes
    if match.edition is None or match.alignment.coverage < LEAST_COVERAGE:
        return (), ()
    typed = text.origin == USED
    return readings(text.prepared, match, bounds, by, typed=typed, tracer=tracer), ()
