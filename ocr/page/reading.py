# SPDX-License-Identifier: Apache-2.0
"""Read one page: the order of the steps, nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ocr.born_digital.layer_check import USED
from ocr.cards.page import KIND as CARD
from ocr.cards.page import read_card_page
from ocr.forms.classify import KindMatch, kind_matches, match_kind, match_of
from ocr.layout.prepare import lit_copy
from ocr.page.blank import legible_copy
from ocr.page.extract import readings
from ocr.page.multi_document import parts_of
from ocr.page.told import UNTOLD, Told
from ocr.page.trace import UNTRACED, Kinds, Lit, Tracer
from ocr.page.words import UprightText, upright_text
from ocr.recognise.choice import BUILT_IN
from ocr.recognise.line_model import PEN_SIGN
from ocr.recognise.registry import Recognisers, recognisers
from ocr.result import CARD_DIFFERS, OTHER, FieldReading, PageReading, Word
from ocr.text_layer import TextLayer
from ocr.values.proposals import with_proposals
from templates.catalogue.loading import Catalogue

SURE_PART = 0.6
"""Parts of a sheet are papers of their own if each is known so surely."""

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
    told: Told = UNTOLD,
) -> PageReading:
    """Read a stored page (H×W or H×W×3 RGB, uint8) and return all it says, in stored-page pixels.

    ``dpi`` is a hint only; the size of the letters decides. ``layer`` is the text of the page's file, ``by``
    whom the page is read by (the built-in ones unless given), ``told`` what a person says it is: it is read
    as that and as nothing else. Raises ocr.errors.ReadingError.
    """
    by = by or recognisers(BUILT_IN)
    height, width = image.shape[:2]
    lit = legible_copy(lit_copy(image), dpi, by, said=bool(told.kind))
    if lit is None:
        return PageReading(page, OTHER, 1.0, 0, 0.0, width, height, blank=True)
    tracer.saw(Lit(lit))
    text = upright_text(lit, dpi, by, layer, tracer, told.turn)
    bounds = (width, height)
    sheet = _Sheet(image, text, bounds, catalogue, by, tracer, told.kind)
    first, *others = [paper for match in _papers_on(sheet) for paper in _papers(sheet, page, match)]
    notes = (text.note,) if text.note else ()
    return replace(first, words=page_words(text), notes=notes + first.notes, others=tuple(others))


@dataclass(frozen=True)
class _Sheet:
    """What is needed to read each paper of a page; ``bounds`` is the stored page's (width, height), ``kind``
    what a person says it is.
    """

    image: np.ndarray
    text: UprightText
    bounds: tuple[int, int]
    catalogue: Catalogue
    by: Recognisers
    tracer: Tracer
    kind: str = ""


def _papers_on(sheet: _Sheet) -> list[KindMatch | None]:
    """The papers of the sheet: those of its parts if they are surely different ones, else the page's own."""
    prepared = sheet.text.prepared
    if sheet.kind:
        said = sheet.catalogue.document_types.get(sheet.kind)
        return [match_of(said, sheet.text.lines, prepared.letter_px, prepared.walls) if said else None]
    papers = tuple(sheet.catalogue.document_types.values())
    parts = parts_of(sheet.text.lines, prepared.letter_px)
    if len(parts) > 1:
        tops = [match_kind(part, papers, prepared.letter_px, prepared.walls) for part in parts]
        found = {top.paper.kind: top for top in tops if top and top.confidence >= SURE_PART}
        if len(found) > 1:
            return list(found.values())
    matches = kind_matches(sheet.text.lines, papers, prepared.letter_px, prepared.walls)
    sheet.tracer.saw(Kinds(prepared, matches))
    return [matches[0] if matches else None]


def _papers(sheet: _Sheet, page: int, match: KindMatch | None) -> list[PageReading]:
    """What the papers of one kind on the sheet say; only cards of several people are several."""
    return [_paper(sheet, page, match, fields, notes) for fields, notes in _fields(sheet, match)]


def _paper(
    sheet: _Sheet,
    page: int,
    match: KindMatch | None,
    fields: tuple[FieldReading, ...],
    notes: tuple[str, ...],
) -> PageReading:
    if match:
        fields = with_proposals(fields, match.paper.fields(), sheet.catalogue)
    return PageReading(
        page=page,
        kind=match.paper.kind if match else OTHER,
        kind_confidence=1.0 if sheet.kind else round(match.confidence, 3) if match else 0.5,
        rotation=sheet.text.prepared.turn,
        skew_deg=round(sheet.text.prepared.skew_deg, 2),
        width=sheet.bounds[0],
        height=sheet.bounds[1],
        fields=fields,
        notes=notes,
        print_edition=match.edition.id if match and match.edition else "",
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


_Said = tuple[tuple[FieldReading, ...], tuple[str, ...]]


def _fields(sheet: _Sheet, match: KindMatch | None) -> list[_Said]:
    """The fields and the notes of each paper of a kind, uppermost first; at least one paper, be it without
    fields.
    """
    text = sheet.text
    if match is None:
        return [((), ())]
    if match.paper.kind == CARD:
        card = read_card_page(sheet.image, text.prepared.copy, paper=match.paper)
        notes = (((CARD_DIFFERS,) if differ else ()) for differ in card.differ)
        return list(zip((card.fields, *card.others), notes, strict=True))
    if match.edition is None or match.alignment.coverage < LEAST_COVERAGE:
        return [((), ())]
    typed = text.origin == USED
    return [(readings(text.prepared, match, sheet.bounds, sheet.by, typed=typed, tracer=sheet.tracer), ())]
