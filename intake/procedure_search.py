"""Finding a procedure by everyday words, with or without diacritics.

A request and each known wording become sets of words and pairs of neighbouring words, without filler. Words
for one thing become one *term*. Each weighs the more the fewer procedures it stands for, a term more than a
word; two sets are as alike as their shared weight is large (a weighted Dice coefficient). A word typed with
diacritics that are not those of the wording counts half; an unknown word is read as the one known word that
is one slip of the finger away.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from rapidfuzz.distance import OSA

from templates.everyday_words import EverydayWords
from templates.text import tone_placement_folded, without_marks

_WORD = re.compile(r"[^\W_]+")
_LEAST = 0.3
"""Below this likeness words fit nothing."""
_SURE, _AHEAD = 0.6, 0.15
"""A procedure is clear where it is at least so like, and so far ahead of the next."""
_WRONG_TONE, _PAIR = 0.5, 0.7
_TERM = 2.5
_JOINT = "_"
"""Joins the syllables of a term, so that it is one word."""
_LEAST_LETTERS = 4

Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A procedure's code and how well the words fit it (0 to 1)."""

    code: str
    likeness: float


@dataclass(frozen=True)
class Search:
    """The wordings of ``codes`` made ready for comparing."""

    words: EverydayWords
    names: Mapping[str, str]

    def find(self, request: str, most: int = 5) -> tuple[Found, ...]:
        """The procedures that fit the words best, at most so many, best first; none where nothing fits."""
        asked = self._grams([self._as_known(word) for word in _tokens(request)])
        if not asked:
            return ()
        scored = [Found(code, round(self._likeness(asked, code), 4)) for code in self.names]
        fitting = [found for found in scored if found.likeness >= _LEAST]
        return tuple(sorted(fitting, key=lambda found: (-found.likeness, found.code))[:most])

    def _likeness(self, asked: Mapping[Gram, str], code: str) -> float:
        return max((self._alike(asked, wording) for wording in self._wordings[code]), default=0.0)

    def _alike(self, asked: Mapping[Gram, str], wording: Mapping[Gram, str]) -> float:
        shared = sum(self._weight(gram) * _credit(gram, toned, wording) for gram, toned in asked.items())
        whole = sum(map(self._weight, asked)) + sum(map(self._weight, wording))
        return 2 * shared / whole

    def _weight(self, gram: Gram) -> float:
        many = self._spread.get(gram, 1)
        kind = _PAIR if len(gram) > 1 else _TERM if _JOINT in gram[0] else 1.0
        return kind * math.log(1 + len(self.names) / many)

    @cached_property
    def _wordings(self) -> dict[str, list[dict[Gram, str]]]:
        known = self.words.procedures
        return {
            code: [grams for text in (*known.get(code, ()), name) if (grams := self._grams(_tokens(text)))]
            for code, name in self.names.items()
        }

    @cached_property
    def _spread(self) -> Counter[Gram]:
        """In how many procedures' wordings each word stands."""
        return Counter(
            gram
            for wordings in self._wordings.values()
            for gram in {gram for grams in wordings for gram in grams}
        )

    def _grams(self, tokens: Sequence[str]) -> dict[Gram, str]:
        """Words and pairs without marks → the same as typed, for comparing their marks."""
        typed = [word for word in self._one_word_each(tokens) if not self._is_filler(word)]
        bare = [without_marks(word) for word in typed]
        singles: dict[Gram, str] = {(plain,): word for plain, word in zip(bare, typed, strict=True)}
        pairs = zip(bare, bare[1:], typed, typed[1:], strict=False)
        return singles | {(a, b): f"{c} {d}" for a, b, c, d in pairs}

    def _one_word_each(self, tokens: Sequence[str]) -> list[str]:
        """The words with every listed wording replaced by its term, the longest first."""
        done: list[str] = []
        place = 0
        while place < len(tokens):
            length, term = self._listed_at(tokens, place)
            done.append(term or tokens[place])
            place += length or 1
        return done

    def _listed_at(self, tokens: Sequence[str], place: int) -> tuple[int, str]:
        for length in range(min(self._longest, len(tokens) - place), 0, -1):
            part = tokens[place : place + length]
            for other, term in self._same.get(tuple(map(without_marks, part)), ()):
                if all(_may_be(typed, listed) for typed, listed in zip(part, other, strict=True)):
                    return length, term
        return 0, ""

    def _as_known(self, word: str) -> str:
        bare = without_marks(word)
        if len(bare) < _LEAST_LETTERS or bare in self._known:
            return word
        near = [other for other in self._known if OSA.distance(bare, other, score_cutoff=1) <= 1]
        return near[0] if len(near) == 1 else word

    @cached_property
    def _known(self) -> frozenset[str]:
        """Every word of the data file, without marks."""
        words = self.words
        texts = [words.filler, *words.same, *(text for other in words.same.values() for text in other)]
        texts += [text for wordings in words.procedures.values() for text in wordings]
        return frozenset(without_marks(word) for text in texts for word in _tokens(text))

    def _is_filler(self, word: str) -> bool:
        return any(_may_be(word, filler) for filler in self._fillers.get(without_marks(word), ()))

    @cached_property
    def _fillers(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in _tokens(self.words.filler):
            found.setdefault(without_marks(word), []).append(word)
        return found

    @cached_property
    def _same(self) -> dict[Gram, list[tuple[list[str], str]]]:
        """Listed wording without marks → as listed, and its term."""
        found: dict[Gram, list[tuple[list[str], str]]] = {}
        for name, others in self.words.same.items():
            for other in (name, *others):
                tokens = _tokens(other)
                term = _JOINT.join([*_tokens(name), ""])
                found.setdefault(tuple(map(without_marks, tokens)), []).append((tokens, term))
        return found

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._same), default=0)


def is_clear(found: Sequence[Found]) -> bool:
    """Whether the first of ``found`` is meant beyond doubt, so that nobody has to choose."""
    if not found:
        return False
    ahead = found[0].likeness - (found[1].likeness if len(found) > 1 else 0.0)
    return found[0].likeness >= _SURE and ahead >= _AHEAD


def _tokens(text: str) -> list[str]:
    return [tone_placement_folded(word) for word in _WORD.findall(text.lower())]


def _credit(gram: Gram, toned: str, wording: Mapping[Gram, str]) -> float:
    """How much of a word or pair stands in the wording: 1 as it is, less with other marks."""
    if gram not in wording:
        return 0.0
    return 1.0 if _may_be(toned, wording[gram]) else _WRONG_TONE


@cache
def _may_be(typed: str, listed: str) -> bool:
    """Typed without any marks a word may be any; typed with marks it is what it says."""
    return all(
        word == other or word == without_marks(word)
        for word, other in zip(typed.split(), listed.split(), strict=True)
    )
