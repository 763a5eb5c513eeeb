# SPDX-License-Identifier: Apache-2.0
"""The papers of a stack: which pages are one paper, and which of them opens a dossier."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from intake.check.whose.people import Somebody, is_of_person, people_in
from intake.form.autofill import PaperPage, statements
from intake.form.cards import CARD
from intake.form.documents import LEAST_FACE
from templates.catalogue.loading import Catalogue
from templates.language.folding import folded

TITLED = 0.76
"""A kind that only labels told has at most 0.75 (``ocr.forms.classify``): the page bears no title."""
_WORD = re.compile(r"\w+")
_TAIL = 3
"""A form that lacks so many of its last fields goes on somewhere."""


@dataclass(frozen=True)
class PilePaper:
    """Sheets of a stack that are one paper; ``opens``: a form that is its dossier's own."""

    kind: str
    sheets: tuple[tuple[PaperPage, ...], ...]
    opens: bool = False

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

    def goes_on(self, catalogue: Catalogue) -> bool:
        """Whether a form lacks its end: the last of its fields, of the edition read, are not on it."""
        paper = catalogue.document_types.get(self.kind)
        if paper is None:
            return False
        wanted = self.sheets[0][0].reading.print_edition
        editions = [one for one in paper.editions if one.id == wanted] or list(paper.editions)[:1]
        order = [item.field for one in editions for item in one.skeleton if item.field]
        return len(order) > _TAIL and not self.keys & set(order[-_TAIL:])


def spaced(text: str) -> str:
    """The words of a text in small letters, each between blanks."""
    return f" {' '.join(_WORD.findall(folded(text)))} "


def papers_in(pages: Sequence[PaperPage], catalogue: Catalogue) -> list[PilePaper]:
    """The papers of a stack, in its order."""
    found: list[PilePaper] = []
    for _key, of_sheet in groupby(pages, key=lambda page: (page.document_id, page.reading.page)):
        sheet = tuple(of_sheet)
        if found and _same_paper(found[-1], sheet, catalogue):
            last = found[-1]
            found[-1] = PilePaper(last.kind, (*last.sheets, sheet), last.opens)
        else:
            found.append(PilePaper(sheet[0].reading.kind, (sheet,), _opens(sheet, catalogue)))
    return found


def is_form(kind: str, catalogue: Catalogue) -> bool:
    paper = catalogue.document_types.get(kind)
    return paper is not None and paper.role == "form"


def _opens(sheet: Sequence[PaperPage], catalogue: Catalogue) -> bool:
    """A form by its own title, or by its labels where somebody's name stands on it."""
    page = sheet[0]
    if not is_form(page.reading.kind, catalogue) or page.reading.blank:
        return False
    if page.sorted or page.reading.kind_confidence >= TITLED:
        return any(is_of_person(said.key) for said in statements([page]))
    return False


def _same_paper(last: PilePaper, sheet: Sequence[PaperPage], catalogue: Catalogue) -> bool:
    page = sheet[0]
    if page.begins is not None:
        return not page.begins
    if page.reading.blank:
        return True
    if last.kind == CARD or not last.opens or _opens(sheet, catalogue):
        return False
    keys = {said.key for said in statements([page]) if is_of_person(said.key)}
    people = {said.key for said in statements([s[0] for s in last.sheets]) if is_of_person(said.key)}
    if page.reading.kind == last.kind:
        return not keys & people
    untitled = page.reading.kind_confidence < TITLED
    if is_form(page.reading.kind, catalogue):
        return untitled and last.goes_on(catalogue)
    return untitled and last.goes_on(catalogue) and page.reading.kind_confidence < LEAST_FACE
