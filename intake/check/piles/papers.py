# SPDX-License-Identifier: Apache-2.0
"""The papers of a stack: which pages are one paper, and which of them opens a dossier."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from intake.check.whose.people import Somebody, is_of_person, people_in
from intake.form.autofill import PaperPage, statements
from intake.form.cards import CARD
from templates.catalogue.loading import Catalogue
from templates.language.folding import folded

TITLED = 0.76
"""A kind that only labels told has at most 0.75 (``ocr.forms.classify``): the page bears no title."""
_WORD = re.compile(r"\w+")
_TAIL = 3
"""A form that lacks so many of its last fields goes on somewhere."""


@dataclass(frozen=True)
class PilePaper:
    """Sheets of a stack that are one paper; ``opens``: a form that is its dossier's own; ``continues``: what
    the form before it lacks stands on it; ``untold``: a form by its title, of which no person was read.
    """

    kind: str
    sheets: tuple[tuple[PaperPage, ...], ...]
    opens: bool = False
    continues: bool = False
    untold: bool = False

    @property
    def is_form(self) -> bool:
        """By its own title, whoever is on it."""
        return self.opens or self.untold

    @property
    def pages(self) -> tuple[tuple[int, int], ...]:
        """The document and number of each page."""
        return tuple((sheet[0].document_id, sheet[0].reading.page) for sheet in self.sheets)

    @property
    def at(self) -> int:
        return self.sheets[0][0].place

    @property
    def last(self) -> int:
        return self.sheets[-1][0].place

    @property
    def blank(self) -> bool:
        return all(sheet[0].reading.blank for sheet in self.sheets)

    @cached_property
    def people(self) -> tuple[Somebody, ...]:
        """Everybody on it; of a sheet with several cards each card's."""
        found: list[Somebody] = []
        for nth in sorted({page.nth for sheet in self.sheets for page in sheet}):
            papers = [page for sheet in self.sheets for page in sheet if page.nth == nth]
            found += people_in(statements(papers))
        return tuple(found)

    @cached_property
    def text(self) -> str:
        """All words, each between blanks (``spaced``)."""
        return spaced(" ".join(sheet[0].text for sheet in self.sheets))

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(said.key for said in statements([s[0] for s in self.sheets]))

    def end(self, catalogue: Catalogue) -> frozenset[str]:
        """The last of a form's fields, of the edition read."""
        paper = catalogue.document_types.get(self.kind)
        if paper is None:
            return frozenset()
        wanted = self.sheets[0][0].reading.print_edition
        editions = [one for one in paper.editions if one.id == wanted] or list(paper.editions)[:1]
        order = [item.field for one in editions for item in one.skeleton if item.field]
        return frozenset(order[-_TAIL:] if len(order) > _TAIL else ())


def spaced(text: str) -> str:
    """The words of a text in small letters, each between blanks."""
    return f" {' '.join(_WORD.findall(folded(text)))} "


def papers_in(pages: Sequence[PaperPage], catalogue: Catalogue) -> list[PilePaper]:
    """The papers of a stack, in its order. A further sheet of a form is a paper of its own as well: whose it
    is has to be asked of it, too.
    """
    found: list[PilePaper] = []
    form: PilePaper | None = None  # the one before, with its further sheets
    for _key, of_sheet in groupby(pages, key=lambda page: (page.document_id, page.reading.page)):
        sheet = tuple(of_sheet)
        if found and _same_paper(sheet):
            found[-1] = replace(found[-1], sheets=(*found[-1].sheets, sheet))
            continue
        paper = _paper(sheet, catalogue)
        if form is not None and _continues(form, paper, catalogue):
            paper = replace(paper, continues=True)
            form = replace(form, sheets=(*form.sheets, sheet))
        else:
            form = paper if paper.is_form else None
        found.append(paper)
    return found


def _paper(sheet: tuple[PaperPage, ...], catalogue: Catalogue) -> PilePaper:
    paper = PilePaper(sheet[0].reading.kind, (sheet,))
    titled = not paper.blank and is_form(paper.kind, catalogue) and _is_titled(sheet[0])
    of_people = any(is_of_person(said.key) for said in statements([sheet[0]]))
    return replace(paper, opens=titled and of_people, untold=titled and not of_people)


def is_form(kind: str, catalogue: Catalogue) -> bool:
    paper = catalogue.document_types.get(kind)
    return paper is not None and paper.role == "form"


def _is_titled(page: PaperPage) -> bool:
    """Whether a form has its own title, or a person said that it is one."""
    return bool(page.sorted) or page.reading.kind_confidence >= TITLED


def _same_paper(sheet: Sequence[PaperPage]) -> bool:
    """Whether a person said that it goes on here, or the sheet is empty."""
    page = sheet[0]
    return page.reading.blank if page.begins is None else not page.begins


def _continues(form: PilePaper, sheet: PilePaper, catalogue: Catalogue) -> bool:
    """Whether a sheet without a title bears the end that the form lacks, and nobody who is on it already."""
    page, end = sheet.sheets[0][0], form.end(catalogue)
    if page.begins or sheet.kind == CARD or _is_titled(page) or form.keys & end:
        return False
    people = {key for key in form.keys if is_of_person(key)}
    return bool(sheet.keys & end) and not sheet.keys & people
