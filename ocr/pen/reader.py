# SPDX-License-Identifier: Apache-2.0
"""Read a line of pen: freely, and with what the desk knows of a field; how likely what is read is right.

What is known only weighs texts that the strokes carry, and is a proposal: the free reading stays beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from ocr.pen.beam import BEAM, Hypothesis, Weights, readings
from ocr.pen.confidence import features, probability
from ocr.pen.ending import endings, listed
from ocr.pen.knowledge import Knowledge
from ocr.pen.network import PenNetwork
from ocr.pen.scores import without_pauses
from ocr.pen.strip import ink_strip
from ocr.pen.strokes import Strokes
from ocr.weights import PEN_READER, load_weights

WEIGHTS = Weights(language=0.3, length=0.4)
"""How much a language counts, found on lines of writers that nothing was learnt from (``bench.pen``)."""

_MOST = 5
_AROUND = 0.08
"""Paper added over and under a line, as a share of its height."""

_BESIDE = 0.65
"""The same before and behind it: close to the end of a strip the network leaves letters out."""

_INK, _LEAST_INK = 128, 20
"""So many pixels of a strip so dark are a letter; on fewer nothing is written."""


@dataclass(frozen=True, slots=True)
class PenReading:
    """What a line may say: read ``free`` of any language and, by the field's, ``known`` (the same where it
    has none); what else it may be, the free reading before all, and which of these the strokes alone gave
    (``freely``); the probability (0…1) that ``known`` is exactly what stands there, and what that was
    reckoned from; the ``strokes`` themselves, for candidates that come later.
    """

    free: str
    known: str
    others: tuple[str, ...] = ()
    confidence: float = 0.0
    seen: tuple[float, ...] = ()
    freely: frozenset[str] = frozenset()
    strokes: Strokes | None = None


NOTHING = PenReading("", "")


def read_strip(
    network: PenNetwork, strip: np.ndarray, knowledge: Knowledge | None, weights: Weights = WEIGHTS
) -> PenReading:
    """A strip (``ocr.pen.strip``) as ``network`` reads it with what is known of the field."""
    if np.count_nonzero(strip > _INK) < _LEAST_INK:
        return NOTHING
    log_probs = without_pauses(network.log_probs(strip))
    strokes = Strokes(log_probs, network.alphabet)
    free = readings(log_probs, network.alphabet, count=_MOST)
    if knowledge is None:
        return replace(told(free, free, features(free, free, known=False, place=False)), strokes=strokes)
    known = _with_knowledge(log_probs, network.alphabet, free, knowledge, weights)
    more = _more(log_probs, network.alphabet, known[0], free[0], knowledge)
    place = bool(more) and more[0].score > known[0].score
    found = sorted([*known, *more], key=lambda one: -one.score) if place else [*known, *more]
    return replace(told(free, found, features(free, found, known=True, place=place)), strokes=strokes)


def _with_knowledge(
    log_probs: np.ndarray, alphabet: str, free: list[Hypothesis], knowledge: Knowledge, weights: Weights
) -> list[Hypothesis]:
    """What the strokes carry, weighed letter by letter and then as a whole, best first."""
    found = free
    if knowledge.language:
        found = readings(log_probs, alphabet, knowledge.language, weights, BEAM)
    if rules := knowledge.rules:
        found = [replace(one, score=one.score + rules.whole(one.text.strip())) for one in found]
        found.sort(key=lambda one: -one.score)
    return found[:_MOST]


def _more(
    log_probs: np.ndarray, alphabet: str, known: Hypothesis, free: Hypothesis, knowledge: Knowledge
) -> list[Hypothesis]:
    """What lists say that the line may be, likeliest first: the end of an address, or the whole value."""
    if knowledge.places:
        return endings(log_probs, alphabet, known, free, knowledge.places)
    return listed(log_probs, alphabet, known, knowledge.entries) if knowledge.entries else []


def told(free: Sequence[Hypothesis], known: Sequence[Hypothesis], seen: tuple[float, ...]) -> PenReading:
    """The best of both, and the rest of both as alternatives."""
    others = dict.fromkeys(one.text.strip() for one in (free[0], *known, *free))
    freely = frozenset(one.text.strip() for one in free)
    best = known[0].text.strip()
    others.pop(best, None)
    others.pop("", None)
    return PenReading(free[0].text.strip(), best, tuple(others)[:_MOST], probability(seen), seen, freely)


@cache
def network() -> PenNetwork:
    """The network that is shipped, loaded when the first line of pen is met; raises DamagedModelError."""
    return PenNetwork.of(load_weights(PEN_READER))


def strip_of(gray: np.ndarray) -> np.ndarray:
    """A line cut out of a page (H×W, uint8) as the network was taught lines: some paper round it."""
    height, width = gray.shape
    over, beside = round(_AROUND * height), round(_BESIDE * height)
    paper = int(np.median(gray)) if gray.size else 255
    larger = np.full((height + 2 * over, width + 2 * beside), paper, np.uint8)
    larger[over : over + height, beside : beside + width] = gray
    return ink_strip(larger)
