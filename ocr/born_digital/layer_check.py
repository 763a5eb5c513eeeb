# SPDX-License-Identifier: Apache-2.0
"""Whether a text layer may be believed in place of recognition: what it says of itself, and the picture.

Scanner apps put what they recognised, right or wrong, behind the scan; files name wrong letters for their
glyphs; a value may stand on the page only as a picture. All this looks like text to a program, and none of it
to the eye, so the words are held against the page as it is drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum
from itertools import chain

import numpy as np
from rapidfuzz import fuzz

from ocr.born_digital.layer_words import LayerText, LayerWord, raw_words
from ocr.layout.prepare import Prepared
from ocr.lines.recogniser import LineImage, LineRecogniser, RawWord
from ocr.lines.segmentation import TextSegment, find_stretches
from ocr.pixels.image import ink_mask
from ocr.text.syllables import syllable_share
from ocr.text_layer import Area, TextLayer

LEAST_LETTERS = 40
"""With fewer a page has no text to speak of: a stamp of the scanner, a page number."""

_PICTURE_SHARE = 0.85
_FEW = 0.02
_SYLLABLES = 0.75
_SHOWN, _COVERED = 0.96, 0.92
_ALIKE = 85.0
"""Percent of letters alike, marks included: sound layers have 96 and more, one without its marks 65."""

_SAMPLES_A_FONT, _SAMPLES = 3, 12
_LEAST_SAMPLE = 8
_SYMBOL_FONTS = ("symbol", "wingding", "webding", "dingbat")


class Flaw(StrEnum):
    """Why a text layer is not used; each is a note of the page's reading."""

    SCAN = "text-layer-behind-a-scan"
    INVISIBLE = "text-layer-invisible"
    UNMAPPED = "text-layer-without-letters"
    GARBLED = "text-layer-garbled"
    NOT_SHOWN = "text-layer-not-on-the-page"
    PARTLY = "text-layer-lacks-words"
    DIFFERS = "text-layer-differs"


USED = "text-layer"
"""The note of a page whose words are those of its text layer."""


def has_text(text: LayerText) -> bool:
    return sum(map(_letters, text.words)) >= LEAST_LETTERS


def flaw_in_itself(layer: TextLayer, text: LayerText) -> Flaw | None:
    """What the layer's own data say against it."""
    if layer.picture_share >= _PICTURE_SHARE:
        return Flaw.SCAN
    words = [word for word in text.words if not word.entered]
    letters = max(1, sum(map(_letters, words)))
    if sum(_letters(word) for word in words if word.hidden) > _FEW * letters:
        return Flaw.INVISIBLE
    signs = [c for c in layer.chars if not c.text.isspace() and not _is_symbol(c.font)]
    if sum(c.unmapped or _means_nothing(c.text) for c in signs) > _FEW * max(1, len(signs)):
        return Flaw.UNMAPPED
    if syllable_share(" ".join(word.text for word in words)) < _SYLLABLES:
        return Flaw.GARBLED
    return None


def flaw_on_the_page(
    layer: TextLayer, text: LayerText, page: Prepared, recogniser: LineRecogniser
) -> Flaw | None:
    """What the picture of the page says against the layer: words that are not shown, words that it lacks,
    samples of every font that ``recogniser`` reads otherwise.
    """
    ink = ink_mask(page.copy.gray)
    drawn = [word for word in text.words if not word.entered]
    placed = raw_words(drawn, page.copy, page.letter_px)
    if _shown_share(placed, ink) < _SHOWN:
        return Flaw.NOT_SHOWN
    stretches = [s for s in find_stretches(ink, page.letter_px, page.walls) if not _on(layer.apart, s, page)]
    everything = raw_words(text.words, page.copy, page.letter_px)
    if _covered_share(stretches, everything) < _COVERED:
        return Flaw.PARTLY
    return Flaw.DIFFERS if _differs(drawn, page, recogniser) else None


def alike(one: str, other: str) -> float:
    """Percent of letters and digits that two texts share, marks counted, case and blanks not."""
    return fuzz.ratio(*("".join(c for c in text.lower() if c.isalnum()) for text in (one, other)))


def _letters(word: LayerWord) -> int:
    return sum(map(str.isalpha, word.text))


def _is_symbol(font: str) -> bool:
    return any(name in font.lower() for name in _SYMBOL_FONTS)


def _means_nothing(sign: str) -> bool:
    return (
        sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" or (ord(sign[:1] or " ") < 32 and not sign.isspace())
    )


def _shown_share(words: Sequence[RawWord], ink: np.ndarray) -> float:
    """The share of letters under whose words there is ink."""
    counted = [(sum(map(str.isalnum, word.text)), _ink_under(word, ink)) for word in words]
    return sum(n for n, inked in counted if inked) / max(1, sum(n for n, _inked in counted))


def _ink_under(word: RawWord, ink: np.ndarray) -> bool:
    box = ink[max(0, word.y) : max(1, word.y + word.h), max(0, word.x) : max(1, word.x + word.w)]
    return bool(box.size) and bool((box > 0).mean() > 0.02)


def _on(areas: Sequence[Area], stretch: TextSegment, page: Prepared) -> bool:
    """Whether a stretch stands in one of ``areas`` of the stored page."""
    middle = np.array([[(stretch.x0 + stretch.x1) / 2, stretch.base - 0.5 * stretch.letter_px]])
    x, y = page.copy.stored_points(middle)[0]
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in areas)


def _covered_share(stretches: Sequence[TextSegment], words: Sequence[RawWord]) -> float:
    """How much of the length of all text seen on the page stands where the layer has words."""
    total = sum(s.x1 - s.x0 for s in stretches)
    covered = sum(_covered(s, words) for s in stretches)
    return covered / total if total > 0 else 1.0


def _covered(stretch: TextSegment, words: Sequence[RawWord]) -> float:
    near = stretch.letter_px
    spans = [
        (max(stretch.x0, w.x - near), min(stretch.x1, w.x + w.w + near))
        for w in words
        if w.y - near < stretch.base - 0.5 * near < w.y + w.h + near
    ]
    covered, reach = 0.0, stretch.x0
    for left, right in sorted(span for span in spans if span[1] > span[0]):
        covered += max(0.0, right - max(left, reach))
        reach = max(reach, right)
    return covered


def _differs(words: Sequence[LayerWord], page: Prepared, recogniser: LineRecogniser) -> bool:
    """Whether a font's samples are read otherwise than the layer says."""
    samples = _samples(words)
    flat = list(chain.from_iterable(samples))
    pictures = [_picture(sample, page) for sample in flat]
    scores = iter(
        alike("".join(word.text for word in sample), "".join(word.text for word in seen))
        for sample, seen in zip(flat, recogniser.lines(pictures), strict=True)
    )
    return any(np.median([next(scores) for _sample in font]) < _ALIKE for font in samples)


def _samples(words: Sequence[LayerWord]) -> list[list[list[LayerWord]]]:
    """For each font some of its longest stretches on one line, from all over the page."""
    runs: dict[tuple[str, int], list[LayerWord]] = defaultdict(list)
    for word in words:
        runs[word.font, word.run].append(word)
    fonts: dict[str, list[list[LayerWord]]] = defaultdict(list)
    for (font, _run), run in runs.items():
        if not _is_symbol(font):
            fonts[font] += [piece for piece in _pieces(run) if sum(map(_letters, piece)) >= _LEAST_SAMPLE]
    most = max(1, min(_SAMPLES_A_FONT, _SAMPLES // max(1, len(fonts))))
    return [_spread(pieces, most) for pieces in fonts.values() if pieces]


def _pieces(run: Sequence[LayerWord]) -> list[list[LayerWord]]:
    """The run in pieces of at most six words: enough to tell, and quickly read."""
    return [list(run[n : n + 6]) for n in range(0, len(run), 6)]


def _spread(pieces: Sequence[list[LayerWord]], most: int) -> list[list[LayerWord]]:
    places = np.linspace(0, len(pieces) - 1, min(most, len(pieces))).round().astype(int)
    return [pieces[n] for n in places]


def _picture(sample: Sequence[LayerWord], page: Prepared) -> LineImage:
    placed = raw_words(sample, page.copy, page.letter_px)
    x0 = min((word.x for word in placed), default=0)
    x1 = max((word.x + word.w for word in placed), default=1)
    base = float(np.median([word.y for word in placed])) + 1.6 * page.letter_px if placed else 0.0
    return LineImage(page.copy.gray, x0, x1, base, page.letter_px)
