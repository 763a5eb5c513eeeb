# SPDX-License-Identifier: Apache-2.0
"""Several readings of the same words → one, and how far they agree.

The readings are aligned word by word with the best of them. For each word the candidates are weighed by the
recogniser's confidence, by whether they can be Vietnamese at all and by whether they are among the common
words of these forms; only what some reading really gave can win."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from ocr.text.folding import nfc, text_key
from ocr.text.syllables import is_syllable, word_plausibility
from ocr.values.unit_spelling import UNSTOPPED
from templates.catalogue.loading import load_catalogue

COMMON = 2.0
"""How much likelier a common word is than another, all else equal."""

_HEAD_JUNK = re.compile(r"^(?:[^\w(]|[(\[]?\s*\d?[)\]])+")
_TAIL_JUNK = re.compile(r"[.·_~|°*'’‘“”\"\-]+$")
_LABEL_TAIL = re.compile(r"^[^\W\d]{0,2}[:;]$")
_AFTER_COMMA = re.compile(r"([^\W\d_][,;])(?=[^\W\d_])")
_DASHES = frozenset("-–—~")
_APOSTROPHES = frozenset("'’")
_HYPHENED = re.compile(r"[^\W\d_]{1,6}-[^\W\d_]{1,6}[,;]?$")
_SEEN = 0.6
"""How sure a reading must be of a comma, dash or hyphen that another did not see, or of a lone last sign."""

_LOST = 0.3
"""What is left of the confidence in a word whose dấu nặng may have been erased with the leader."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: its words, freed of what leaders and footnote marks left, and the confidence of each."""

    words: tuple[str, ...]
    sure: tuple[float, ...]

    @property
    def worth(self) -> float:
        if not self.words:
            return 0.0
        return sum(
            s * (0.25 + 0.75 * word_plausibility(w)) for w, s in zip(self.words, self.sure, strict=True)
        ) / len(self.words)


@dataclass(frozen=True, slots=True)
class Voted:
    """The chosen text. ``unanimous``: all readings gave it; ``share``: the smallest share of readings
    behind any of its words; ``least``: the least confidence behind any of its words; ``readings``: how many
    there were.
    """

    text: str
    unanimous: bool
    share: float
    least: float
    readings: int


def reading(texts: Sequence[str], sure: Sequence[float]) -> Reading:
    """A reading from the recogniser's words and confidences; words without a letter or digit are dropped,
    but for a dash between words.
    """
    while len(texts) > 1 and _LABEL_TAIL.match(texts[0]) and not texts[0][0].isupper():
        texts, sure = texts[1:], sure[1:]
    if texts:
        texts = [_HEAD_JUNK.sub("", texts[0]), *texts[1:]]
    pairs = [(part, s) for text, s in zip(texts, sure, strict=True) for part in _parts(text)]
    cleaned, sure = [_freed(part) for part, _s in pairs], [s for _part, s in pairs]
    kept = [(t, s) for n, (t, s) in enumerate(zip(cleaned, sure, strict=True)) if _counts(t, n)]
    while len(kept) > 1 and _is_stray(*kept[-1]):
        doubt = kept.pop()[1]  # what was taken off may have been a letter after all
        kept[-1] = (kept[-1][0], min(kept[-1][1], doubt))
    return Reading(tuple(t for t, _s in kept), tuple(s for _t, s in kept))


def _is_stray(text: str, sure: float) -> bool:
    """Whether the last word is but one sign hardly seen: the rim of a seal, what shines through."""
    return len(text) == 1 and text.isalnum() and sure < _SEEN


def doubting_lost_marks(first: Reading, other: Reading) -> Reading:
    """``other``, read where leaders had been erased, less sure of each word that lacks the dấu nặng which
    ``first`` saw: erasing a row of dots takes marks with it far more often than dots look like marks (of 37
    such words on generated pages 33 had it).
    """
    sure = list(other.sure)
    ours, theirs = [text_key(w) for w in first.words], [text_key(w) for w in other.words]
    for step in Levenshtein.opcodes(ours, theirs):
        if step.tag == "replace":
            for i, j in zip(
                range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True
            ):
                if _without_dot(ours[i]) == theirs[j]:
                    sure[j] *= _LOST
    return Reading(other.words, tuple(sure))


def _without_dot(text: str) -> str:
    return nfc(unicodedata.normalize("NFD", text).replace("\u0323", ""))


def vote(readings: Sequence[Reading]) -> Voted:
    """The word-by-word winner of ``readings``, the most trusted first; none need agree in the number of
    words.
    """
    readings = _hyphens_shared(readings)
    pivot = _pivot(readings)
    ballots = [[(word, sure)] for word, sure in zip(pivot.words, pivot.sure, strict=True)]
    dashes: set[int] = set()
    for other in readings:
        if other is not pivot:
            dashes |= _add_ballots(ballots, pivot, other)
    counted = [_winner(ballot, len(readings)) for ballot in ballots]
    words = [f"- {w}" if n in dashes else w for n, (w, _share, _sure) in enumerate(counted)]
    keys = {tuple(text_key(word) for word in r.words) for r in readings}
    return Voted(
        " ".join(words),
        len(keys) == 1 and bool(pivot.words),
        min((share for _word, share, _sure in counted), default=0.0),
        min((sure for _word, _share, sure in counted), default=0.0),
        len(readings),
    )


def _hyphens_shared(readings: Sequence[Reading]) -> list[Reading]:
    """The readings with two words as one where another surely saw a hyphen between them: "Ê đê", "Ê-đê"."""
    hyphened = {
        tuple(text_key(word).split("-"))
        for one in readings
        for word, sure in zip(one.words, one.sure, strict=True)
        if sure >= _SEEN and _HYPHENED.match(word)
    }
    return [_hyphened(one, hyphened) for one in readings] if hyphened else list(readings)


def _hyphened(one: Reading, pairs: set[tuple[str, ...]]) -> Reading:
    words, sure = list(one.words), list(one.sure)
    for n in reversed(range(len(words) - 1)):
        if (text_key(words[n]), text_key(words[n + 1])) in pairs:
            words[n : n + 2] = [f"{words[n]}-{words[n + 1]}"]
            sure[n : n + 2] = [min(sure[n : n + 2])]
    return Reading(tuple(words), tuple(sure))


def _pivot(readings: Sequence[Reading]) -> Reading:
    """The reading whose words are counted on: as many words as most have, and then the best."""
    counts = [len([w for w in r.words if w != "-"]) for r in readings]
    pairs = zip(readings, counts, strict=True)
    return max(pairs, key=lambda pair: (counts.count(pair[1]), pair[0].worth))[0]


def _parts(text: str) -> list[str]:
    """Words that a leader's dot joined: "PHẠM.NGỌC" is two, "TP.HCM" is one."""
    parts = re.split(r"[.·]", nfc(text))
    joined = [parts[0]]
    for before, after in pairwise(parts):
        if _is_word(before) and (_is_word(after) or after[:1].isdigit()):
            joined.append(after)
        else:
            joined[-1] += "." + after
    return _AFTER_COMMA.sub(r"\1 ", " ".join(joined)).split()


def _is_word(text: str) -> bool:
    """A syllable, or an abbreviation as long as UBND; a number's thousands and a date's parts are none."""
    bare = text.strip(".,;:-'")
    return bool(bare) and (is_syllable(bare) or (bare.isalpha() and bare.isupper() and len(bare) >= 3))


def _freed(text: str) -> str:
    """``text`` without the leader dots that stuck to its end; an abbreviation keeps its full stop, and a lone
    capital its apostrophe: "K' Brẻo".
    """
    bare = nfc(text)
    if bare in _DASHES:
        return "-"
    stripped = _TAIL_JUNK.sub("", bare)
    if len(stripped) == 1 and stripped.isupper() and bare[1:2] in _APOSTROPHES:
        return stripped + bare[1]
    return (
        stripped + "." if bare.endswith(".") and stripped.isupper() and 1 <= len(stripped) <= 3 else stripped
    )


def _counts(text: str, place: int) -> bool:
    return any(char.isalnum() for char in text) or (place > 0 and text == "-")


def _add_ballots(ballots: list[list[tuple[str, float]]], pivot: Reading, other: Reading) -> set[int]:
    """Put each word of ``other`` on the ballot of the pivot's word it stands for; returns before which words
    of the pivot it surely saw a dash that the pivot lacks.
    """
    ours, theirs = [text_key(w) for w in pivot.words], [text_key(w) for w in other.words]
    dashes = set()
    for step in Levenshtein.opcodes(ours, theirs):
        if step.tag in {"equal", "replace"}:
            places = zip(
                range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True
            )
            for i, j in places:
                ballots[i].append((other.words[j], other.sure[j]))
        elif step.tag == "insert" and 0 < step.src_start < len(ours):
            lone = [n for n in range(step.dest_start, step.dest_end) if other.words[n] == "-"]
            if lone and other.sure[lone[0]] >= _SEEN:
                dashes.add(step.src_start)
    return dashes


def _winner(ballot: Sequence[tuple[str, float]], readings: int) -> tuple[str, float, float]:
    """The word with most weight behind it, the share of readings that gave it, and its best confidence.

    A comma that one reading surely saw counts though others lost it: it is easily taken for a dot."""
    weights: dict[str, float] = {}
    for word, sure in ballot:
        weight = (0.1 + sure) * (0.25 + 0.75 * word_plausibility(word)) * _commonness(word)
        key = text_key(word.rstrip(",;"))
        weights[key] = weights.get(key, 0.0) + weight
    best = max(weights, key=lambda key: weights[key])
    backing = [pair for pair in ballot if text_key(pair[0].rstrip(",;")) == best]
    commas = [pair for pair in backing if pair[0][-1] in ",;" and pair[1] >= _SEEN]
    chosen = max(commas or backing, key=lambda pair: pair[1])[0]
    share = sum(text_key(word) == text_key(chosen) for word, _sure in backing) / readings
    return chosen, share, max(sure for _word, sure in backing)


def _commonness(word: str) -> float:
    return COMMON if word.lower().strip(".,;:()") in _common_words() else 1.0


def lacks_a_mark(text: str) -> bool:
    """Whether a word of ``text`` would be a common one with a dấu nặng, and is none as it stands: "Vơ"."""
    words = (text_key(word.strip(".,;:()")) for word in text.split())
    return any(word in _common_without_dot() for word in words)


def unstopped(text: str) -> list[str]:
    """The abbreviations of units in ``text`` without a full stop, in order: "P Tân Lập", "TP Nha Trang"."""
    return [found.strip() for found in UNSTOPPED.findall(text)]


@cache
def _common_without_dot() -> frozenset[str]:
    """The common words that bear a dấu nặng, without it, but for those that are common so too."""
    common = {text_key(word) for word in _common_words()}
    marked = (word for word in common if "\u0323" in unicodedata.normalize("NFD", word))
    return frozenset(map(_without_dot, marked)) - common


@cache
def _common_words() -> frozenset[str]:
    return load_catalogue().codes.common_words.all
