# SPDX-License-Identifier: Apache-2.0
"""Do the data files fit together, and which of their statements nobody has compared with the text yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from templates.catalogue.loading import Catalogue
from templates.catalogue.procedure_consistency import Nameable, procedure_problems, saying_problems
from templates.catalogue.slip_consistency import slip_problems, unverified_slips
from templates.language.messages import _
from templates.model.codelists import CodeList
from templates.model.document_types import DocumentType
from templates.model.procedures import Procedure, ProcedureEdition


@dataclass(frozen=True, slots=True)
class Note:
    """A statement about a data file: where, and what is wrong or unverified."""

    file: str
    place: str
    text: str


def problems(catalogue: Catalogue) -> list[Note]:
    """Contradictions between files that each load by themselves; empty when all is well."""
    found = [Note("findings", *told) for told in saying_problems("findings", catalogue.sayings.items())]
    known = known_names(catalogue)
    for procedure in catalogue.procedures.values():
        file = f"procedures/{procedure.code}"
        found += (Note(file, *told) for told in procedure_problems(procedure, known))
    for target, name, code in catalogue.code_maps.holes():
        text = _("The map neither gives a code for {code} nor says that there is none.").format(code=code)
        found.append(Note(f"code-maps/{target}", name, text))
    found += [Note(*told) for told in slip_problems(catalogue)]
    return list(dict.fromkeys(found))  # editions repeat what they take over from each other


def known_names(catalogue: Catalogue) -> Nameable:
    """What procedures may name in this catalogue."""
    return Nameable(
        catalogue.document_types,
        catalogue.procedures,
        catalogue.sayings,
        lambda key: catalogue.field_name(key, "vi") != key,
    )


def unverified(catalogue: Catalogue) -> list[Note]:
    """Everything marked ``unverified`` in any file, with its source."""
    found: list[Note] = []
    for paper in catalogue.document_types.values():
        found += unverified_in_paper(paper)
    for procedure in catalogue.procedures.values():
        found += unverified_in_procedure(procedure)
    codes = catalogue.codes
    for name in type(codes).model_fields:
        codelist = getattr(codes, name)
        if isinstance(codelist, CodeList) and codelist.unverified:
            found.append(Note(f"codes/{codelist.id}", "-", codelist.source))
    found += _unverified_units(catalogue)
    for day in (*codes.working_days.off, *codes.working_days.work):
        if day.unverified:
            found.append(Note("codes/working-days", f"{day.day:%d/%m/%Y}", day.source))
    return found + [Note(*told) for told in unverified_slips(catalogue.root)]


def _unverified_units(catalogue: Catalogue) -> Iterator[Note]:
    """The lists of communes, the lexicons and the maps of codes; which lists of a target nobody knows."""
    sources = catalogue.units.sources
    for place, told in (("old", sources.old), ("new", sources.new), ("change", sources.change)):
        if told.unverified:
            yield Note("units/units", place, told.source)
    for lexicon in catalogue.lexicons.all():
        if lexicon.unverified:
            yield Note(f"lexicons/{lexicon.id}", "-", lexicon.source)
    for target in catalogue.code_maps.targets.values():
        file = f"code-maps/{target.target}"
        if target.unverified:
            yield Note(file, "-", target.source)
        if unknown := [each.list for each in target.lists if each.unknown]:
            yield Note(file, _("codes not known"), ", ".join(unknown))


def merged(notes: Iterable[Note]) -> list[Note]:
    """The same statement of several files as one, for the eye: procedures share rules and inherit them."""
    files: dict[tuple[str, str], list[str]] = {}
    for note in notes:
        place = note.place.rpartition(": ")[2]
        # What is said of a whole edition stays with its procedure.
        key = (note.place, note.text + note.file) if place == "-" else (place, note.text)
        files.setdefault(key, []).append(note.file)
    return [
        Note(
            found[0] + (f" (+{len(set(found)) - 1})" if len(set(found)) > 1 else ""),
            place,
            _text(text, found),
        )
        for (place, text), found in files.items()
    ]


def _text(text: str, files: list[str]) -> str:
    return text.removesuffix(files[0])


def unverified_in_paper(paper: DocumentType) -> Iterator[Note]:
    """The editions of a kind of paper that are marked."""
    yield from (Note(f"forms/{paper.kind}", e.id, e.source) for e in paper.editions if e.unverified)


def unverified_in_procedure(procedure: Procedure) -> Iterator[Note]:
    """The marks of all editions; one inherited from an earlier edition is told once, there."""
    told: set[tuple[str, str]] = set()
    if procedure.unverified:
        yield Note(f"procedures/{procedure.code}", "-", procedure.source)
    for edition in procedure.editions:
        for mark in _marks(edition):
            if mark not in told:
                told.add(mark)
                yield Note(f"procedures/{procedure.code}", f"{edition.id}: {mark[0]}", mark[1])


def _marks(edition: ProcedureEdition) -> Iterator[tuple[str, str]]:
    """Place and source of every statement of an edition that is ``unverified``."""
    if edition.unverified:
        yield "-", edition.source
    yield from ((rule.id, rule.law) for rule in edition.ruled() if rule.unverified)
    for question in edition.questions:
        if question.unverified:
            yield _("question {name}").format(name=question.name), question.law
    for part in edition.components:
        if part.unverified:
            yield _("component {kind}").format(kind=part.kind), part.code or _("no code known")
    for fee in edition.fees:
        if fee.unverified:
            yield _("fee {name}").format(name=fee.name["vi"]), fee.law
    if edition.processing.unverified:
        yield _("processing time"), edition.processing.law
    if edition.result.unverified:
        yield _("result"), edition.result.code or _("no code known")
