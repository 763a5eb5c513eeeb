# SPDX-License-Identifier: Apache-2.0
"""Does a procedure name only kinds of paper, fields, questions and places in sentences that there are."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from templates.language.messages import _
from templates.model.conditions import Condition
from templates.model.document_types import DocumentType
from templates.model.procedures import Procedure, ProcedureEdition
from templates.model.rules import CrossRule, DocumentRule, FieldRule, Ref, Say

PLACES = frozenset(
    {"paper", "other_paper", "other", "field", "value", "other_value", "days", "years", "count", "date"}
)
"""The placeholders that sentences of findings may use."""

Told = tuple[str, str]
"""A place in the file (a rule's id, a kind of paper …) and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Nameable:
    """What a procedure may name: kinds of paper, procedures, sentences of findings, fields with a name."""

    papers: Mapping[str, DocumentType]
    procedures: Collection[str]
    sayings: Collection[str]
    is_named: Callable[[str], bool]


def procedure_problems(procedure: Procedure, known: Nameable) -> Iterator[Told]:
    """Everything that a procedure names and that is not there."""
    if procedure.successor and procedure.successor not in known.procedures:
        gone = _("There is no procedure with the code {code}.").format(code=procedure.successor)
        yield "successor", gone
    for edition in procedure.editions:
        yield from _edition_problems(edition, known)
        for rule in edition.ruled():
            yield from saying_problems(rule.id, rule.say.items())
            for name in sorted(set(rule.say) - set(known.sayings) - {"alert"}):
                unknown = _("Findings have no sentence called {name}.").format(name=name)
                yield rule.id, unknown + nearest(name, known.sayings)


def nearest(name: str, names: Iterable[str]) -> str:
    """A proposal to be put behind a sentence; empty where nothing is near."""
    near = difflib.get_close_matches(name, list(names), n=1)
    return " " + _("Did you mean {key}?").format(key=near[0]) if near else ""


def no_kind(name: str, papers: Iterable[str]) -> str:
    """The sentence for a kind of paper that no file describes."""
    return _("There is no kind of paper called {name}.").format(name=name) + nearest(name, papers)


def no_field(paper: DocumentType, key: str) -> str:
    """The sentence for a field that a kind of paper does not have."""
    return _("{kind} has no field {key}.").format(kind=paper.kind, key=key) + nearest(key, paper.fields())


def _edition_problems(edition: ProcedureEdition, known: Nameable) -> Iterator[Told]:
    kinds = {*edition.forms, *(c.kind for c in edition.components)}
    for rule in edition.ruled():
        if isinstance(rule, DocumentRule):
            kinds |= set(rule.kinds())
    for kind in sorted(kinds - set(known.papers)):
        yield kind, no_kind(kind, known.papers)
    for place, kind, key in _keys_used(edition):
        paper = known.papers.get(kind)
        if paper is None:
            yield place, no_kind(kind, known.papers)
        elif paper.editions and key not in paper.fields():
            yield place, no_field(paper, key)
        elif not known.is_named(key):
            yield place, _("codes/field-names has no name for {key}.").format(key=key)
    yield from _condition_problems(edition, known.papers)


def _keys_used(edition: ProcedureEdition) -> Iterator[tuple[str, str, str]]:
    """Every (rule, kind of paper, field key) of an edition."""
    for rule in edition.ruled():
        if isinstance(rule, FieldRule):
            yield from ((rule.id, edition.form, key) for key in rule.keys)
        elif isinstance(rule, CrossRule):
            refs: list[Ref] = [*rule.refs, *(r for r in (rule.sex, rule.birth) if r)]
            yield from ((rule.id, ref.paper, ref.field) for ref in refs)


def _conditions(edition: ProcedureEdition) -> Iterator[tuple[str, Condition]]:
    for rule in edition.ruled():
        if when := getattr(rule, "when", None):
            yield rule.id, when
    for question in edition.questions:
        yield from ((question.name, inference.when) for inference in question.infer)
        if question.when:
            yield question.name, question.when
    yield from ((_("processing time"), when) for when in edition.processing.conditions())


def _condition_problems(edition: ProcedureEdition, papers: Mapping[str, DocumentType]) -> Iterator[Told]:
    form = papers.get(edition.form)
    for place, condition in _conditions(edition):
        for part in condition.walk():
            question = edition.question(part.answer.name) if part.answer else None
            if part.answer and (question is None or part.answer.value not in question.values):
                yield (
                    place,
                    _("There is no question {name} with the answer {value}.").format(
                        name=part.answer.name, value=part.answer.value
                    ),
                )
            if part.paper_present and part.paper_present not in papers:
                yield place, no_kind(part.paper_present, papers)
            key = part.field_key()
            if key and form and form.fields() and key not in form.fields():
                yield place, no_field(form, key)


def saying_problems(place: str, sayings: Iterable[tuple[str, Say]]) -> Iterator[Told]:
    """Sentences with places that nobody fills in."""
    for what, say in sayings:
        for text in (say.vi, say.en, say.citizen):
            used = {
                name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None
            }
            if used - PLACES:
                yield (
                    f"{place}: {what}",
                    _("Sentences have no place {name}.").format(name=", ".join(sorted(used - PLACES))),
                )
