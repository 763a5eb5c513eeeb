# SPDX-License-Identifier: Apache-2.0
"""What ties a paper of a stack to the papers of a dossier, and how surely."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from intake.check.piles.papers import PilePaper, spaced
from intake.check.whose.people import NAME, NUMBER, Likeness, Somebody, likeness, same_number
from intake.dossier.id_numbers import id_numbers
from templates.catalogue.loading import Catalogue
from templates.language.folding import without_marks

SURE_TIE = 0.95
_LEAST_WORDS = 3
"""A name of two words may stand on a paper by chance."""


class TieReason(StrEnum):
    """TieReason a paper is where it is, as it stands in the journal."""

    OPENS = "opens"
    AGAIN = "again"
    BESIDE = "beside-form"
    NUMBER = "number"
    NAME = "name"
    TEXT = "text"
    ALIKE = "alike-in-place"
    PERHAPS = "perhaps"
    UNTOLD = "form-untold"
    CONTINUES = "continues"
    OTHER_SIDE = "other-side"
    SEQUENCE = "sequence"
    NOBODY = "nobody"
    SEVERAL = "several"
    OTHERS = "others"


CERTAINTY = {
    TieReason.OPENS: 0.99,
    TieReason.AGAIN: 0.97,
    TieReason.BESIDE: 0.97,
    TieReason.NUMBER: 0.995,
    TieReason.NAME: 0.98,
    TieReason.TEXT: 0.96,
    TieReason.ALIKE: 0.95,
    TieReason.CONTINUES: 0.95,
    TieReason.OTHER_SIDE: 0.9,
    TieReason.PERHAPS: 0.7,
    TieReason.SEQUENCE: 0.6,
    TieReason.SEVERAL: 0.5,
    TieReason.UNTOLD: 0.0,
    TieReason.NOBODY: 0.0,
    TieReason.OTHERS: 0.0,
}
"""Set by hand, so that what a person may see otherwise is under ``SURE_TIE``; ``python -m bench.piles``."""


@dataclass(frozen=True, slots=True)
class Tie:
    """That a paper is of a heap, why, and how surely (0…1)."""

    why: TieReason
    heap: int | None = None

    @property
    def certainty(self) -> float:
        return CERTAINTY[self.why]

    @property
    def sure(self) -> bool:
        return self.certainty >= SURE_TIE


def tie_of(paper: PilePaper, those: Sequence[PilePaper], catalogue: Catalogue) -> TieReason:
    """What ties the paper to these papers of one dossier; ``OTHERS`` where it surely names other people,
    ``NOBODY`` where nothing can be said.
    """
    people = [person for one in those for person in one.people]
    found = TieReason.NOBODY
    if any(same_number(mine, theirs) for mine in paper.people for theirs in people):
        return TieReason.NUMBER
    said = [likeness(mine, theirs, catalogue) for mine in paper.people for theirs in people]
    if Likeness.SAME in said:
        found = TieReason.NAME
    elif _stands_on(paper.text, people) or any(_stands_on(one.text, paper.people) for one in those):
        found = TieReason.TEXT
    elif Likeness.ALIKE in said and not _a_number_differs(paper.people, people):
        found = TieReason.ALIKE
    elif {Likeness.ALIKE, Likeness.PERHAPS} & set(said) or _stands_on(bare(paper.text), people, bare):
        found = TieReason.PERHAPS
    elif any(mine.surely_named for mine in paper.people):
        return TieReason.OTHERS
    return (
        TieReason.OTHERS if found is not TieReason.NOBODY and _another_number(paper.people, people) else found
    )


def bare(text: str) -> str:
    """A text without marks, which are what is misread most."""
    return f" {without_marks(text)} "


def _as_it_is(text: str) -> str:
    return text


def _stands_on(text: str, people: Iterable[Somebody], like: Callable[[str], str] = _as_it_is) -> bool:
    """Whether somebody of these stands on a paper by full name, compared as ``like`` makes it, or number."""
    for person in people:
        name = like(spaced(person.text(NAME)))
        if name.count(" ") > _LEAST_WORDS and person.surely_named and name in text:
            return True
        if any(spaced(number) in text for number in id_numbers(person.text(NUMBER))):
            return True
    return False


def _another_number(mine: Iterable[Somebody], theirs: Sequence[Somebody]) -> bool:
    """Whether all that they have in common is the name of two people: of one name, each with a number of its
    own, surely read.
    """
    shared = [
        (one, other)
        for one in mine
        for other in theirs
        if one.text(NAME) and spaced(one.text(NAME)) == spaced(other.text(NAME))
    ]
    return bool(shared) and all(_numbered_apart(one, other) for one, other in shared)


def _a_number_differs(mine: Iterable[Somebody], theirs: Sequence[Somebody]) -> bool:
    """Whether people of nearly one name have numbers, sure or not, of which none is the same."""
    pairs = ((set(id_numbers(a.text(NUMBER))), set(id_numbers(b.text(NUMBER)))) for a in mine for b in theirs)
    return any(ours and others and not ours & others for ours, others in pairs)


def _numbered_apart(one: Somebody, other: Somebody) -> bool:
    if not all(NUMBER in person.said and person.said[NUMBER].sure for person in (one, other)):
        return False
    ours, others = set(id_numbers(one.text(NUMBER))), set(id_numbers(other.text(NUMBER)))
    return bool({len(n) for n in ours} & {len(n) for n in others}) and not ours & others


def matters_of(paper: PilePaper) -> list[Somebody]:
    """The people whose matter a form is: who asks for it counts where nobody else stands on it."""
    return [one for one in paper.people if one.role != "requester"] or list(paper.people)


def of_one_person(one: PilePaper, other: PilePaper, catalogue: Catalogue) -> bool:
    """Whether somebody whose matter it is stands on both forms."""
    pairs = ((mine, theirs) for mine in matters_of(one) for theirs in matters_of(other))
    return any(_alike(mine, theirs, catalogue) is Likeness.SAME for mine, theirs in pairs)


def _alike(one: Somebody, other: Somebody, catalogue: Catalogue) -> Likeness:
    """How two people stand to each other; of one name, with numbers surely read that differ, they are two,
    and where the numbers are not sure nobody knows.
    """
    found = likeness(one, other, catalogue)
    if found is Likeness.OTHER or same_number(one, other):
        return found
    if _numbered_apart(one, other):
        return Likeness.OTHER
    return Likeness.PERHAPS if found is Likeness.SAME and _a_number_differs([one], [other]) else found


def two_people(one: PilePaper, other: PilePaper, catalogue: Catalogue) -> Likeness:
    """How those stand to each other whom two forms name in one place: ``OTHER`` where one is not the same,
    ``SAME`` where one is, ``PERHAPS`` where one may be, ``UNKNOWN`` where too little was read.
    """
    found = {
        _alike(mine, theirs, catalogue)
        for mine in matters_of(one)
        for theirs in matters_of(other)
        if mine.role == theirs.role
    }
    for told in (Likeness.OTHER, Likeness.SAME):
        if told in found:
            return told
    return Likeness.PERHAPS if found & {Likeness.ALIKE, Likeness.PERHAPS} else Likeness.UNKNOWN
