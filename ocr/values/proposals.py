# SPDX-License-Identifier: Apache-2.0
"""Lexicons propose another reading of a doubtful value; they never change it.

Only print is looked at, and pen of which the recogniser says what it may be; cards' codes are not misread by
a letter. A proposal is made
where an entry of the field's lexicon is near by what readers confuse (``ocr.values.distance``) and the words
read are themselves no entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from ocr.result import FieldReading, Proposal, Source
from ocr.text.folding import fold, nfc, text_key
from ocr.values.distance import distance, nearness
from ocr.values.unit_spelling import UNSTOPPED, respelt
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.model.codelists import CodeList
from templates.model.document_types import FieldType

DOUBTFUL = 0.9
"""Readings below this confidence get proposals."""

FARTHEST = 0.8
"""Up to this distance a word counts as a misreading of an entry: some marks or one letter of like form."""

ALIKE = 0.3
"""Entries that are this little farther than the nearest are proposed, too."""

_MOST = 3
_STOPPED = 0.97
_NEAR_PHRASE = 0.82
_NEAR_RELATION = 0.7
_WORD = re.compile(r"[^\W_]+")
"""A word of a name, with the digits that were read for letters (H0ÀNG)."""

_ISSUED = frozenset({"issuer", "authority", "id_document", "facility"})


def with_proposals(
    fields: Sequence[FieldReading], types: Mapping[str, FieldType], catalogue: Catalogue | None = None
) -> tuple[FieldReading, ...]:
    """``fields`` with proposals beside the doubtful ones; nothing else about them changes."""
    lists = catalogue or load_catalogue()
    return tuple(
        replace(
            field, proposals=_added(field, proposals(field.value, types.get(field.key), field.key, lists))
        )
        if field.confidence < DOUBTFUL and _is_misread_by_letters(field) and field.value
        else field
        for field in fields
    )


def _is_misread_by_letters(field: FieldReading) -> bool:
    return field.source is Source.PRINT or (field.source is Source.HAND and bool(field.proposals))


def _added(field: FieldReading, found: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """What the reader of pen proposes, then what lexicons do."""
    known = {text_key(one.text) for one in field.proposals}
    return (*field.proposals, *(one for one in found if text_key(one.text) not in known))


def proposals(value: str, kind: FieldType | None, key: str, catalogue: Catalogue) -> tuple[Proposal, ...]:
    """What ``value`` may mean instead, nearest first; empty where it is spelt as a lexicon has it."""
    found = [p for p in _found(value, kind, key, catalogue) if text_key(p.text) != text_key(value)]
    best = {text_key(p.text): p for p in sorted(found, key=lambda p: p.score)}
    return tuple(sorted(best.values(), key=lambda p: -p.score)[:_MOST])


def _found(value: str, kind: FieldType | None, key: str, catalogue: Catalogue) -> Iterator[Proposal]:
    attribute = key.rpartition(".")[2]
    if kind is FieldType.NAME:
        yield from _names(value, catalogue)
    elif kind is FieldType.ADDRESS:
        yield from _addresses(value, catalogue)
    elif kind is FieldType.ETHNICITY:
        yield from _listed(value, catalogue.codes.ethnic_groups)
    elif kind is FieldType.NATIONALITY:
        yield from _listed(value, catalogue.codes.nationalities)
    elif attribute == "relation":
        yield from _relations(value, catalogue)
    if attribute in _ISSUED:
        yield from _authorities(value, catalogue)


def _names(value: str, catalogue: Catalogue) -> Iterator[Proposal]:
    """The family name and the middle names by their lexicons; a given name may be anything."""
    words = [match.group() for match in _WORD.finditer(value)]
    if len(words) < 2:
        return
    families = catalogue.lexicons["family-names"].entries
    middles = {n: _nearest(word, catalogue.lexicons["middle-names"].entries) for n, word in _inner(words)}
    firsts = _nearest(words[0], families) or [(words[0], 0.0)]
    sources = ["family-names"] * (firsts[0][1] > 0) + ["middle-names"] * any(middles.values())
    for first, cost in firsts if sources else ():
        mended = {0: first} | {n: near[0][0] for n, near in middles.items() if near}
        total = cost + sum(near[0][1] for near in middles.values() if near)
        yield Proposal(_with_words(value, mended), _lexicons(sources), _score(total, value))


def _inner(words: Sequence[str]) -> list[tuple[int, str]]:
    return list(enumerate(words))[1:-1]


def _nearest(word: str, entries: Iterable[str]) -> list[tuple[str, float]]:
    """The entries nearest to a word that is none of them, with their distance; none where all are far."""
    if any(text_key(word) == text_key(entry) for entry in entries):
        return []
    same_length = (entry for entry in entries if abs(len(entry) - len(word)) <= 1)
    costs = sorted(((entry, distance(word, entry)) for entry in same_length), key=lambda pair: pair[1])
    near = [(entry, cost) for entry, cost in costs if cost <= min(FARTHEST, 0.3 * len(word))]
    return [(entry, cost) for entry, cost in near if cost <= near[0][1] + ALIKE][:_MOST]


def _with_words(value: str, mended: Mapping[int, str]) -> str:
    """``value`` with its n-th words replaced, in the capitals that were read."""
    places = {match.start(): n for n, match in enumerate(_WORD.finditer(value))}

    def word(match: re.Match[str]) -> str:
        entry = mended.get(places[match.start()])
        return match.group() if entry is None else _in_case_of(match.group(), entry)

    return _WORD.sub(word, value)


def _in_case_of(read: str, entry: str) -> str:
    return entry.upper() if read.isupper() and len(read) > 1 else entry


def _addresses(value: str, catalogue: Catalogue) -> Iterator[Proposal]:
    if UNSTOPPED.search(value):  # what is lost goes with the leader's dots: both ways of writing are likely
        for between in (r"\1.", r"\1. "):
            yield Proposal(UNSTOPPED.sub(between, value), _lexicons(["units"]), _STOPPED)
    found = respelt(value, catalogue)
    if found is not None:
        yield Proposal(found.text, _lexicons(["units"]), round(found.score, 2))


def _listed(value: str, codes: CodeList) -> Iterator[Proposal]:
    """Names of a code list; what only hints at an entry is no proposal for its spelling."""
    if codes.find(value):
        return
    names = [name for entry in codes.entries for name in (entry.name, *entry.aliases) if not name.isupper()]
    for name, cost in _nearest(value, names):
        yield Proposal(_in_case_of(value, name), _lexicons([codes.id]), _score(cost, value))


def _relations(value: str, catalogue: Catalogue) -> Iterator[Proposal]:
    entries = catalogue.lexicons["relations"].entries
    if any(text_key(value) == text_key(entry) for entry in entries):
        return
    scored = sorted(((nearness(value, entry), entry) for entry in entries), reverse=True)
    for score, entry in scored[:_MOST]:
        if score >= max(_NEAR_RELATION, scored[0][0] - 0.05):
            text = entry.upper() if value.isupper() else entry
            yield Proposal(text, _lexicons(["relations"]), round(score, 2))


def _authorities(value: str, catalogue: Catalogue) -> Iterator[Proposal]:
    """The value with a misread authority in it spelt as it is called."""
    text, folded = nfc(value), fold(value)
    if len(text) != len(folded):
        return
    entries = catalogue.lexicons["authorities"].entries
    if any(text_key(entry) in text_key(text) for entry in entries):
        entries = tuple(e for e in entries if len(e) > 20)
    for entry in entries:
        if found := _misread_phrase(text, folded, entry):
            start, end, score = found
            phrase = entry.upper() if text[start:end].isupper() else entry
            yield Proposal(text[:start] + phrase + text[end:], _lexicons(["authorities"]), score)


def _misread_phrase(text: str, folded: str, entry: str) -> tuple[int, int, float] | None:
    """Where in ``text`` something stands that is nearly, but not exactly, ``entry``."""
    aligned = fuzz.partial_ratio_alignment(fold(entry), folded, score_cutoff=100 * _NEAR_PHRASE)
    if aligned is None or len(folded) < 0.9 * len(entry):
        return None
    start, end = _whole_words(text, aligned.dest_start, aligned.dest_end)
    score = nearness(text[start:end], entry)
    if score < _NEAR_PHRASE or text_key(text[start:end]) == text_key(entry):
        return None
    return start, end, round(score, 2)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip(" ,.;:")), end - len(piece) + len(piece.rstrip(" ,.;:"))


def _lexicons(names: Iterable[str]) -> str:
    return "lexicon:" + "+".join(names)


def _score(cost: float, value: str) -> float:
    return round(max(0.0, 1 - cost / max(1, len(value))), 2)
