# SPDX-License-Identifier: Apache-2.0
"""Papers from which no field with a name is read (a judgment, a consent, a witness's word): whether somebody
of the dossier is named anywhere on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from intake.check.whose.people import NAME, NUMBER, Somebody
from intake.check.whose.sheets import NamingPaper, names_people
from intake.dossier.facts import DocumentFact, DossierFacts
from intake.dossier.id_numbers import id_numbers
from intake.form.cards import CARD
from ocr.result import OTHER
from ocr.text.folding import nfc
from templates.catalogue.loading import Catalogue
from templates.language.folding import without_marks

_WORD = re.compile(r"\w+")
_LEAST_WORDS = 2
"""A name of one word may stand anywhere by chance."""


def papers_without_names(
    people: Sequence[Somebody], facts: DossierFacts, catalogue: Catalogue
) -> list[NamingPaper]:
    """Those papers, of kinds that have no field for a name, on which none of ``people`` stands by full name
    or number; marks and case do not count. None where nobody is known by name.

    What a kind of its own makes of it is left to others: cards, and pages of no known kind.
    """
    wanted = set(_told(people, facts))
    if not wanted:
        return []
    return [
        NamingPaper(paper.kind, paper.places)
        for paper in facts.papers
        if _is_without_names(paper, catalogue) and not _stands_on(wanted, paper.text or "")
    ]


def _is_without_names(paper: DocumentFact, catalogue: Catalogue) -> bool:
    known = paper.kind in catalogue.document_types and paper.kind not in (CARD, OTHER)
    return known and paper.text is not None and not names_people(paper.kind, catalogue)


def _told(people: Iterable[Somebody], facts: DossierFacts) -> Iterator[str]:
    """The full names and the numbers by which somebody of the dossier is found in a text."""
    names = [facts.requester.name, *(person.text(NAME) for person in people)]
    yield from (said for name in names if (said := _spaced(name)).count(" ") > _LEAST_WORDS)
    for person in people:
        yield from map(_spaced, id_numbers(person.text(NUMBER)))


def _stands_on(wanted: Iterable[str], text: str) -> bool:
    there = _spaced(text)
    return any(said in there for said in wanted)


def _spaced(text: str) -> str:
    """The words of a text, without marks, each between blanks."""
    return f" {' '.join(_WORD.findall(without_marks(nfc(text))))} "
