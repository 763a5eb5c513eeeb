"""Do the data files fit together, and which of their statements nobody has compared with the text yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import Formatter

from templates.catalogue.loading import Catalogue
from templates.catalogue.slip_consistency import slip_problems, unverified_slips
from templates.language.messages import _
from templates.model.codelists import CodeList
from templates.model.conditions import Condition
from templates.model.procedures import Procedure, ProcedureEdition
from templates.model.rules import CrossRule, DocumentRule, FieldRule, Ref, Say

PLACES = frozenset(
    {"paper", "other_paper", "field", "value", "other_value", "days", "years", "count", "date"}
)
"""The placeholders that sentences of findings may use."""


@dataclass(frozen=True, slots=True)
class Note:
    """A statement about a data file: where, and what is wrong or unverified."""

    file: str
    place: str
    text: str


def problems(catalogue: Catalogue) -> list[Note]:
    """Contradictions between files that each load by themselves; empty when all is well."""
    found = list(_saying_problems("findings", "findings", catalogue.sayings.items()))
    for procedure in catalogue.procedures.values():
        file = f"procedures/{procedure.code}"
        if procedure.successor and procedure.successor not in catalogue.procedures:
            gone = _("There is no procedure with the code {code}.").format(code=procedure.successor)
            found.append(Note(file, "successor", gone))
        for edition in procedure.editions:
            found += (Note(file, place, text) for place, text in _edition_problems(edition, catalogue))
            for rule in edition.ruled():
                found += _saying_problems(file, rule.id, rule.say.items())
                unknown = sorted(set(rule.say) - set(catalogue.sayings) - {"alert"})
                text = _("Findings have no sentence called {name}.")
                found += (Note(file, rule.id, text.format(name=name)) for name in unknown)
    for target, name, code in catalogue.code_maps.holes():
        text = _("The map neither gives a code for {code} nor says that there is none.").format(code=code)
        found.append(Note(f"code-maps/{target}", name, text))
    found += [Note(*told) for told in slip_problems(catalogue)]
    return list(dict.fromkeys(found))  # editions repeat what they take over from each other


def unverified(catalogue: Catalogue) -> list[Note]:
    """Everything marked ``unverified`` in any file, with its source."""
    found: list[Note] = []
    for paper in catalogue.papers.values():
        found += [Note(f"forms/{paper.kind}", e.id, e.source) for e in paper.editions if e.unverified]
    for procedure in catalogue.procedures.values():
        found += _unverified_in(procedure)
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


def _unverified_in(procedure: Procedure) -> Iterator[Note]:
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


def _edition_problems(edition: ProcedureEdition, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    kinds = {*edition.forms, *(c.kind for c in edition.components)}
    for rule in edition.ruled():
        if isinstance(rule, DocumentRule):
            kinds |= set(rule.kinds())
    for kind in sorted(kinds - set(catalogue.papers)):
        yield kind, _("There is no such kind of paper in forms/.")
    for place, kind, key in _keys_used(edition):
        paper = catalogue.papers.get(kind)
        if paper is None:
            yield place, _("There is no kind of paper called {name}.").format(name=kind)
        elif paper.editions and key not in paper.fields():
            yield place, _("{kind} has no field {key}.").format(kind=kind, key=key)
        elif catalogue.field_name(key, "vi") == key:
            yield place, _("codes/field-names has no name for {key}.").format(key=key)
    yield from _condition_problems(edition, catalogue)


def _keys_used(edition: ProcedureEdition) -> Iterator[tuple[str, str, str]]:
    """Every (rule, kind of paper, field key) of an edition."""
    for rule in edition.ruled():
        if isinstance(rule, FieldRule):
            yield from ((rule.id, edition.form, key) for key in rule.keys)
        elif isinstance(rule, CrossRule):
            refs: list[Ref] = [*rule.refs, *(r for r in (rule.sex, rule.birth) if r)]
            yield from ((rule.id, ref.paper, ref.field) for ref in refs)


def _condition_problems(edition: ProcedureEdition, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    conditions: list[tuple[str, Condition]] = [
        (rule.id, part) for rule in edition.ruled() for part in (getattr(rule, "when", None),) if part
    ]
    conditions += [(q.name, inference.when) for q in edition.questions for inference in q.infer]
    conditions += [(q.name, q.when) for q in edition.questions if q.when]
    conditions += [(_("processing time"), when) for when in edition.processing.conditions()]
    form = catalogue.papers.get(edition.form)
    known = set(form.fields()) if form else set()
    for place, condition in conditions:
        for part in condition.walk():
            question = edition.question(part.answer.name) if part.answer else None
            if part.answer and (question is None or part.answer.value not in question.values):
                yield (
                    place,
                    _("There is no question {name} with the answer {value}.").format(
                        name=part.answer.name, value=part.answer.value
                    ),
                )
            if part.paper_present and part.paper_present not in catalogue.papers:
                yield place, _("There is no kind of paper called {name}.").format(name=part.paper_present)
            key = part.field_key()
            if key and known and key not in known:
                yield place, _("{kind} has no field {key}.").format(kind=edition.form, key=key)


def _saying_problems(file: str, place: str, sayings: Iterable[tuple[str, Say]]) -> Iterator[Note]:
    for what, say in sayings:
        for text in (say.vi, say.en, say.citizen):
            used = {
                name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None
            }
            if used - PLACES:
                yield Note(
                    file,
                    f"{place}: {what}",
                    _("Sentences have no place {name}.").format(name=", ".join(sorted(used - PLACES))),
                )
