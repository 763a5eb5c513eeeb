# SPDX-License-Identifier: Apache-2.0
"""What speaks against a file's being the result of a dossier: another person, number or kind of paper, or
nothing by which it could be told.

Where the paper has fields (a birth certificate), they are compared; where this program knows no such paper
(an extract of a correction), its words are searched. A silence is a doubt too: what can't be told is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from intake.check.doubles.facts import Compared, people_compared
from intake.check.whose.people import BIRTH, NAME, NUMBER, Somebody, people_in
from intake.dossier.id_numbers import id_numbers
from intake.dossier.values import Statement
from intake.form.autofill import PaperPage, statements
from ocr.result import OTHER
from ocr.text.folding import fold, text_key

_ALSO_CALLED = {"bride": "wife", "groom": "husband"}
"""What a result calls those whom a form calls otherwise."""
_HEAD_WORDS = 60
"""Among so many words at the top of a page its title stands, below the state's name and the motto."""
_OF_TITLE = 0.5
"""At least this part of a title's words: papers shorten theirs ("Trích lục cải chính hộ tịch")."""


class DoubtCode(StrEnum):
    """What speaks against it. The first four: it is another's, as far as can be read."""

    OTHER_PERSON = "other-person"
    OTHER_NUMBER = "other-number"
    OTHER_BIRTH = "other-birth-date"
    OTHER_KIND = "other-kind"
    NEAR_NAME = "near-name"  # a mark or a letter of the name differs
    UNNAMED = "unnamed"  # it does not say the name, as far as could be read
    UNKNOWN_KIND = "unknown-kind"
    UNREAD = "unread"  # nothing could be read on it
    OTHER_DOSSIER = "other-dossier"  # the very same file is another dossier's result


ANOTHERS = frozenset(
    {DoubtCode.OTHER_PERSON, DoubtCode.OTHER_NUMBER, DoubtCode.OTHER_BIRTH, DoubtCode.OTHER_KIND}
)


@dataclass(frozen=True, slots=True)
class ResultDoubt:
    """One thing that speaks against it; ``field`` is the key of the form that it is about, ``told`` a kind of
    paper or a dossier.
    """

    code: DoubtCode
    field: str = ""
    told: str = ""


@dataclass(frozen=True)
class Expected:
    """What the result of a dossier must say: its ``kind`` and ``title`` (Vietnamese), whom it is about (what
    the form says of each, by the role there); ``known_kinds`` are those that pages are told to be.
    """

    kind: str
    title: str
    people: Sequence[Somebody]
    known_kinds: frozenset[str] = field(default_factory=frozenset)


def expected_people(form: Mapping[str, Statement], roles: Iterable[str]) -> list[Somebody]:
    """Those of the ``roles`` of a form of whom it tells a name or a number."""
    of_role = {role: [said for key, said in form.items() if key.rpartition(".")[0] == role] for role in roles}
    people = [somebody for said in of_role.values() for somebody in people_in(said)]
    return [one for one in people if NAME in one.said or NUMBER in one.said]


def doubts_about(pages: Sequence[PaperPage], expected: Expected) -> tuple[ResultDoubt, ...]:
    """What speaks against a file of which these pages were read; none where it is surely the result."""
    paper = _Paper(pages)
    if not paper.words and not paper.people:
        return (ResultDoubt(DoubtCode.UNREAD),)
    people = (doubt for one in expected.people for doubt in _of_person(paper, one))
    unnamed = () if expected.people else (ResultDoubt(DoubtCode.UNNAMED),)
    return tuple(dict.fromkeys((*_of_kind(paper, expected), *people, *unnamed)))


class _Paper:
    """What the pages of a file say."""

    def __init__(self, pages: Sequence[PaperPage]) -> None:
        self._pages = [page for page in pages if not page.reading.blank]
        # Page by page: one file may hold the papers of two.
        self.people: defaultdict[str, list[Somebody]] = defaultdict(list)
        for page in self._pages:
            for one in people_in(statements([page])):
                self.people[one.role].append(one)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """What was recognised."""
        return frozenset(page.reading.kind for page in self._pages) - {OTHER}

    @cached_property
    def lines(self) -> list[list[str]]:
        """The words of each line."""
        in_order = (groupby(page.reading.words, attrgetter("line")) for page in self._pages)
        return [[word.text for word in words] for lines in in_order for _at, words in lines]

    @cached_property
    def words(self) -> list[str]:
        return [word for line in self.lines for word in line]

    def names(self, name: str) -> bool:
        """Whether somebody of this name stands there, and not one whose name only begins so."""
        return any(_names(line, text_key(name).split()) for line in self.lines)

    @cached_property
    def folded(self) -> str:
        return f" {fold(_letters(self.words))} "

    @cached_property
    def head(self) -> frozenset[str]:
        """The words of its title, and of what stands above."""
        return frozenset(fold(_letters(self.words[:_HEAD_WORDS])).split())


def _letters(words: Iterable[str]) -> str:
    """Without the signs at the ends of words, which are no part of a name."""
    return " ".join(stripped for word in words if (stripped := word.strip(".,;:()[]/-“”\"'")))


def _names(line: Sequence[str], name: Sequence[str]) -> bool:
    told = [text_key(_letters([word])) for word in line]
    length = len(name)
    return any(
        told[at : at + length] == name and not _goes_on(line[at + length - 1], line[at + length :])
        for at in range(len(line) - length + 1)
    )


def _goes_on(last: str, rest: Sequence[str]) -> bool:
    """Whether the word behind ``last`` may be one more of the same name: no sign parts them, and it is
    written alike, in capitals or with one.
    """
    if not rest or not last[-1:].isalpha() or not rest[0][:1].isalpha():
        return False
    following = _letters(rest[:1])
    return following.isupper() if last.isupper() else following[:1].isupper()


def _of_kind(paper: _Paper, expected: Expected) -> Iterator[ResultDoubt]:
    if expected.kind in paper.kinds:
        return
    title = fold(_letters(expected.title.split())).split()
    untold = not paper.kinds and expected.kind not in expected.known_kinds and bool(title)
    if untold and len(paper.head.intersection(title)) >= _OF_TITLE * len(title):
        return
    if paper.kinds:
        yield ResultDoubt(DoubtCode.OTHER_KIND, told=sorted(paper.kinds)[0])
    else:
        yield ResultDoubt(DoubtCode.UNKNOWN_KIND)


def _of_person(paper: _Paper, person: Somebody) -> Iterator[ResultDoubt]:
    there = paper.people.get(person.role) or paper.people.get(_ALSO_CALLED.get(person.role, ""), [])
    named = [one for one in there if NAME in one.said and NAME in person.said]
    for one in named:
        yield from _compared(person, one)
    if not named:
        yield from _searched(paper, person)


def _compared(person: Somebody, there: Somebody) -> Iterator[ResultDoubt]:
    facts = dict(people_compared(person, there))
    said = person.said[NAME].key
    match facts[NAME]:
        case Compared.APART:
            yield ResultDoubt(DoubtCode.OTHER_PERSON, said)
        case Compared.NEAR | Compared.UNKNOWN:
            yield ResultDoubt(DoubtCode.NEAR_NAME, said)
    for fact, code in ((NUMBER, DoubtCode.OTHER_NUMBER), (BIRTH, DoubtCode.OTHER_BIRTH)):
        if facts.get(fact) is Compared.APART:
            yield ResultDoubt(code, person.said[fact].key)


def _searched(paper: _Paper, person: Somebody) -> Iterator[ResultDoubt]:
    """By words: the name as it is written, else a number that nobody else has."""
    name, numbers = person.text(NAME), set(id_numbers(person.text(NUMBER)))
    there = set(id_numbers(" ".join(paper.words)))
    if numbers & there:
        return
    if numbers and there:  # of a namesake, as far as can be read
        yield ResultDoubt(DoubtCode.UNNAMED, person.said[NUMBER].key)
    if name and paper.names(name):
        return
    key = person.said[NAME].key if name else person.said[NUMBER].key
    near = bool(name) and f" {fold(name)} " in paper.folded
    yield ResultDoubt(DoubtCode.NEAR_NAME if near else DoubtCode.UNNAMED, key)
