# SPDX-License-Identifier: Apache-2.0
"""Finding a procedure by everyday words, with or without diacritics.

A request and each known wording become sets of words and pairs of neighbouring words, without filler. Words
for one thing become one *term* (``everyday_terms``). Each weighs the more the fewer procedures it stands for,
a term more than a word, an unknown word less; two sets are as alike as their shared weight is large (a
weighted Dice coefficient). A word typed with diacritics that are not those of the wording counts half.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from intake.services.counter.query_terms import JOINT, Terms, may_be
from templates.language.folding import without_marks

_LEAST = 0.3
"""Below this likeness words fit nothing."""
_SURE, _AHEAD = 0.6, 0.15
"""A procedure is clear where it is at least so like, and so far ahead of the next."""
_NEAR = 0.1
"""A procedure that knows of all that is named comes before a likelier one that does not, this near to it."""
_WRONG_TONE, _PAIR = 0.5, 0.7
_TERM = 2.5
_UNKNOWN = 0.35
"""What a word counts that stands in no wording: people tell their story, too."""

Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundProcedure:
    """A procedure's code and how well the words fit it (0 to 1).

    ``whole``: neither the words nor the likest wording name a thing that the other does not know of.
    """

    code: str
    likeness: float
    whole: bool = True


@dataclass(frozen=True)
class Search:
    """The wordings of ``codes`` made ready for comparing."""

    terms: Terms
    names: Mapping[str, str]

    def find(self, request: str, most: int = 5) -> tuple[FoundProcedure, ...]:
        """The procedures that fit the words best, at most so many, best first; none where nothing fits.

        A thing that many procedures name weighs little, and is what they differ by all the same: a child of a
        foreigner is no matter of those who register children at home, however alike the other words are.
        """
        asked = self._grams(self.terms.of_typed(request))
        if not asked:
            return ()
        scored = [self._scored(asked, code) for code in self.names]
        fitting = [found for found in scored if found.likeness >= _LEAST]
        near = max((found.likeness for found in fitting), default=0.0) - _NEAR
        return tuple(
            sorted(
                fitting, key=lambda one: (not (one.whole and one.likeness >= near), -one.likeness, one.code)
            )
        )[:most]

    def _scored(self, asked: Mapping[Gram, str], code: str) -> FoundProcedure:
        whole = self._weight_of(asked)
        best, fitting = 0.0, frozenset[Gram]()
        for wording, weight in self._wordings[code]:
            if (likeness := 2 * self._shared(asked, wording) / (whole + weight)) > best:
                best, fitting = likeness, frozenset(filter(_is_term, wording))
        named = frozenset(filter(_is_term, asked))
        return FoundProcedure(code, round(best, 4), fitting <= named <= self._terms[code])

    def _shared(self, asked: Mapping[Gram, str], wording: Mapping[Gram, str]) -> float:
        """The weight in common; none without a term of the wording, for what is asked is said by these."""
        common = asked.keys() & wording.keys()
        if any(map(_is_term, wording)) and not any(map(_is_term, common)):
            return 0.0
        return sum(self._weight(gram) * _credit(asked[gram], wording[gram]) for gram in common)

    def _weight_of(self, grams: Iterable[Gram]) -> float:
        return sum(map(self._weight, grams))

    def _weight(self, gram: Gram) -> float:
        many = self._spread.get(gram, 0)
        kind = _PAIR if len(gram) > 1 else _TERM if _is_term(gram) else 1.0
        return kind * (1.0 if many else _UNKNOWN) * math.log(1 + len(self.names) / (many or 1))

    @cached_property
    def _wordings(self) -> dict[str, list[tuple[dict[Gram, str], float]]]:
        """Code → its wordings with their whole weights."""
        return {
            code: [(grams, self._weight_of(grams)) for grams in all_] for code, all_ in self._known.items()
        }

    @cached_property
    def _known(self) -> dict[str, list[dict[Gram, str]]]:
        known = self.terms.words.procedures
        texts = {code: (*known.get(code, ()), name) for code, name in self.names.items()}
        return {
            code: [grams for text in of_code if (grams := self._grams(self.terms.of(text)))]
            for code, of_code in texts.items()
        }

    @cached_property
    def _terms(self) -> dict[str, frozenset[Gram]]:
        """Code → every term of its wordings."""
        return {
            code: frozenset(filter(_is_term, set[Gram]().union(*wordings)))
            for code, wordings in self._known.items()
        }

    @cached_property
    def _spread(self) -> Counter[Gram]:
        """In how many procedures' wordings each word stands."""
        return Counter(gram for wordings in self._known.values() for gram in set().union(*wordings))

    def _grams(self, typed: Sequence[str]) -> dict[Gram, str]:
        """Words and pairs without marks → the same as typed, for comparing their marks."""
        bare = [without_marks(word) for word in typed]
        singles: dict[Gram, str] = {(plain,): word for plain, word in zip(bare, typed, strict=True)}
        pairs = zip(bare, bare[1:], typed, typed[1:], strict=False)
        return singles | {(a, b): f"{c} {d}" for a, b, c, d in pairs}


def is_clear(found: Sequence[FoundProcedure]) -> bool:
    """Whether the first of ``found`` is meant beyond doubt, so that nobody has to choose.

    Never where one thing is named and another is not: a health insurance card is no birth with one.
    """
    if not found or not found[0].whole:
        return False
    ahead = found[0].likeness - (found[1].likeness if len(found) > 1 else 0.0)
    return found[0].likeness >= _SURE and ahead >= _AHEAD


def _is_term(gram: Gram) -> bool:
    return len(gram) == 1 and JOINT in gram[0]


def _credit(typed: str, listed: str) -> float:
    """How much of its weight counts where it stands in the wording: all as it is, less with other marks."""
    return 1.0 if may_be(typed, listed) else _WRONG_TONE
