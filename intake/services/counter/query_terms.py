# SPDX-License-Identifier: Apache-2.0
"""From what somebody says to words to compare: abbreviations spelt out, one *term* for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from rapidfuzz.distance import OSA

from templates.language.folding import tone_placement_folded, without_marks
from templates.model.procedure_synonyms import EverydayWords

JOINT = "_"
"""Joins the syllables of a term, so that it is one word."""
_WORD = re.compile(r"[^\W\d_]+")
_I_FOR_Y = re.compile(r"^([hklmst])i(?=\W*$)")
_TILDE, _HOOK = "\u0303", "\u0309"
_COUNTRY = "{country}"
_LEAST_LETTERS = 4
_LEAST_LETTERS_OF_TERM = 6

Syllables = tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    """The words of the data file made ready; ``countries`` are the names that ``{country}`` stands for."""

    words: EverydayWords
    countries: Sequence[str] = ()

    def of(self, text: str) -> list[str]:
        """The telling words of a known wording: terms and other words as written, without filler."""
        return self._telling(self._spelt_out(text))

    def of_typed(self, text: str) -> list[str]:
        """The same of what somebody typed, one slip of the finger a word forgiven."""
        return self._telling([self._as_known(word) for word in self._spelt_out(text)], slips=True)

    def _telling(self, tokens: Sequence[str], slips: bool = False) -> list[str]:
        return [word for word in self._one_word_each(tokens, slips) if not self._is_filler(word)]

    def _spelt_out(self, text: str) -> list[str]:
        return [word for typed in _tokens(text) for word in self._short.get(_bare(typed), (typed,))]

    def _one_word_each(self, tokens: Sequence[str], slips: bool) -> list[str]:
        """The words with every listed wording replaced by its term, the longest first."""
        done: list[str] = []
        place = 0
        while place < len(tokens):
            length, term = self._listed_at(tokens, place)
            if not length and slips:
                length, term = self._nearly_listed_at(tokens, place)
            done.append(term or tokens[place])
            place += length or 1
        return done

    def _listed_at(self, tokens: Sequence[str], place: int) -> tuple[int, str]:
        for length in range(min(self._longest, len(tokens) - place), 0, -1):
            part = tokens[place : place + length]
            for other, term in self._same.get(tuple(map(_bare, part)), ()):
                if all(may_be(typed, listed) for typed, listed in zip(part, other, strict=True)):
                    return length, term
        return 0, ""

    def _nearly_listed_at(self, tokens: Sequence[str], place: int) -> tuple[int, str]:
        """A wording of several syllables, one of them short and mistyped so that it is no known word."""
        for length in range(min(self._longest, len(tokens) - place), 1, -1):
            part = tuple(map(_bare, tokens[place : place + length]))
            wrong = [index for index in range(length) if tokens[place + index] not in self._telling_words]
            if len(wrong) != 1 or sum(map(len, part)) < _LEAST_LETTERS_OF_TERM:
                continue
            terms = {listed[0][1] for other, listed in self._same.items() if _one_slip(part, other, wrong[0])}
            if len(terms) == 1:
                return length, terms.pop()
        return 0, ""

    def _as_known(self, word: str) -> str:
        bare = _bare(word)
        if len(bare) < _LEAST_LETTERS or bare in self._known:
            return word
        near = [other for other in self._known if OSA.distance(bare, other, score_cutoff=1) <= 1]
        return near[0] if len(near) == 1 else word

    @cached_property
    def _known(self) -> frozenset[str]:
        """Every word of the data file, without marks."""
        return frozenset(map(_bare, self._telling_words)).union(self._fillers, *self._same)

    @cached_property
    def _telling_words(self) -> frozenset[str]:
        """Every word but the filler, as written and without marks."""
        texts = [text for wordings in self.words.procedures.values() for text in wordings]
        written = {word for text in texts for word in self._spelt_out(text)}
        written.update(word for listed in self._same.values() for tokens, _ in listed for word in tokens)
        return frozenset(written.union(map(_bare, written)))

    def _is_filler(self, word: str) -> bool:
        return any(may_be(word, filler) for filler in self._fillers.get(_bare(word), ()))

    @cached_property
    def _fillers(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in _tokens(self.words.filler):
            found.setdefault(_bare(word), []).append(word)
        return found

    @cached_property
    def _short(self) -> dict[str, list[str]]:
        return {_bare(short): _tokens(long) for short, long in self.words.short.items()}

    @cached_property
    def _same(self) -> Mapping[Syllables, list[tuple[list[str], str]]]:
        """Listed wording without marks → as listed, and its term; written as one word, too."""
        found: dict[Syllables, list[tuple[list[str], str]]] = {}
        for name, others in self.words.same.items():
            term = JOINT.join([*_tokens(name), ""])
            for other in (name, *others):
                for tokens in self._filled(other):
                    found.setdefault(tuple(map(_bare, tokens)), []).append((tokens, term))
                    if len(tokens) > 1:
                        run_together = "".join(tokens)
                        found.setdefault((_bare(run_together),), []).append(([run_together], term))
        return found

    def _filled(self, wording: str) -> Iterator[list[str]]:
        before, slot, after = wording.partition(_COUNTRY)
        for country in self._countries if slot else ([],):
            yield [*_tokens(before), *country, *_tokens(after)]

    @cached_property
    def _countries(self) -> list[list[str]]:
        return [_tokens(country) for country in self.countries]

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._same), default=0)


@cache
def may_be(typed: str, listed: str) -> bool:
    """Typed without any marks a word may be any; typed with marks it is what it says."""
    return all(
        word == other or word == _bare(word)
        for word, other in zip(typed.split(), listed.split(), strict=True)
    )


def _one_slip(part: Syllables, other: Syllables, wrong: int) -> bool:
    """Whether ``other`` differs from ``part`` in the syllable ``wrong`` alone, by one slip."""
    if len(part) != len(other) or any(
        word != listed for index, (word, listed) in enumerate(zip(part, other, strict=True)) if index != wrong
    ):
        return False
    return OSA.distance(part[wrong], other[wrong], score_cutoff=1) <= 1


def _tokens(text: str) -> list[str]:
    """Words in lower case without numbers, tone marks last.

    What many write for each other is written alike: ``i`` and ``y`` at the end of a syllable, hỏi and ngã.
    """
    words = map(tone_placement_folded, _WORD.findall(text.lower()))
    return [_I_FOR_Y.sub(r"\1y", word).replace(_TILDE, _HOOK) for word in words]


_bare = cache(without_marks)
