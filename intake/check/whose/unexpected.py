# SPDX-License-Identifier: Apache-2.0
"""Papers that the procedure does not know: perhaps they slipped in from another dossier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from intake.check.wording import Writer, file_and_page
from intake.dossier.facts import DocumentFact, DossierFacts, Finding, Severity
from intake.dossier.values import PageRef
from ocr.result import OTHER
from templates.catalogue.loading import Catalogue
from templates.language.messages import _
from templates.model.document_types import ANY
from templates.model.procedures import ProcedureEdition

_MOST_PLACES = 4

_UNRECOGNISED = ("", OTHER)
"""The kind of a page that nobody named: a reading may leave it empty."""


def unexpected_papers(
    facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue
) -> Iterator[Finding]:
    """A warning for each kind of paper that no rule of the procedure asks for and that people do not bring
    with its form either; one for all pages that nobody recognised.
    """
    writer = Writer(catalogue)
    for kind in unexpected_kinds(facts, edition, catalogue):
        places = [paper.first for paper in facts.of_kind(kind)]
        told = partial(_in_brackets, places, facts)
        yield writer.finding(
            "paper-not-of-procedure", Severity.WARNING, paper=kind, page=places[0], value=told
        )
    if unknown := [place for paper in facts.papers for place in _unrecognised(paper)]:
        told = partial(_where, unknown, facts, catalogue)
        yield writer.finding("paper-unrecognised", Severity.WARNING, paper=OTHER, page=unknown[0], value=told)


def unexpected_kinds(facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue) -> dict[str, None]:
    """The kinds of paper in the dossier that the procedure does not know, in the order of the dossier."""
    known = {*_UNRECOGNISED, *edition.kinds()}
    there = (paper.kind for paper in facts.papers)
    return dict.fromkeys(k for k in there if k not in known and not _belongs(k, edition, catalogue))


def _belongs(kind: str, edition: ProcedureEdition, catalogue: Catalogue) -> bool:
    paper = catalogue.document_types.get(kind)
    return paper is not None and (
        paper.role == "identity" or ANY in paper.beside or bool(set(paper.beside) & set(edition.forms))
    )


def _unrecognised(paper: DocumentFact) -> Sequence[PageRef]:
    """What could not be read at all is told as that."""
    whole = paper.kind in _UNRECOGNISED and paper.readable and not paper.settled
    return paper.places if whole else paper.strays


def _where(places: Sequence[PageRef], facts: DossierFacts, catalogue: Catalogue) -> str:
    found = [told for place in places if (told := file_and_page(place, facts))]
    named = "; ".join(found[:_MOST_PLACES]) or catalogue.paper_name(OTHER)
    if len(found) <= _MOST_PLACES:
        return named
    return _("{places} and further ones, {count} in all").format(places=named, count=len(found))


def _in_brackets(places: Sequence[PageRef], facts: DossierFacts) -> str:
    found = [told for place in places if (told := file_and_page(place, facts))]
    return f" ({'; '.join(found[:_MOST_PLACES])})" if found else ""
