"""Procedures as data: what must be submitted, shown and filled in, which rules hold, when the result is due.

A procedure has editions; a dossier is judged by the edition in force on the day it was received. Every rule
names its law. The conditions are described in :mod:`templates.conditions`, the rules across papers are
evaluated in :mod:`intake.rules`.
"""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from templates.codelists import Texts
from templates.conditions import Condition
from templates.papers import Frozen

Level = Literal["error", "warning", "info"]


class Say(Frozen):
    """What a finding says: to the clerk in both languages, to the citizen in one plain Vietnamese sentence.

    Placeholders in braces: ``{field}``, ``{paper}``, ``{value}``, ``{other_paper}``, ``{other_value}``,
    ``{days}``, ``{date}``.
    """

    vi: str
    en: str
    citizen: str = ""


class Ruled(Frozen):
    """Base of everything the law asks for: its name in findings, its source.

    ``say`` replaces, for this rule, sentences of ``findings.yaml`` (``missing``, ``differs`` …).
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    law: Annotated[str, Field(min_length=1)]
    unverified: bool = False
    say: dict[str, Say] = Field(default_factory=dict)


class Choice(Frozen):
    """One kind of paper that satisfies a requirement; later choices are substitutes for the first."""

    kind: str
    component: str | None = None


class PaperRule(Ruled):
    """A paper to submit: any one of ``choices``, in the order in which the law prefers them.

    ``when`` limits the rule to some dossiers (None = always). ``of`` tells whose identity paper is meant.
    """

    choices: Annotated[tuple[Choice, ...], Field(min_length=1)]
    when: Condition | None = None
    of: str | None = None
    name: Texts
    severity: Level = "error"


class FieldRule(Ruled):
    """Fields of the form that must be filled, as long as ``when`` holds.

    ``editions`` limits the rule to the prints of the form that ask for these fields.
    """

    keys: Annotated[tuple[str, ...], Field(min_length=1)]
    when: Condition | None = None
    severity: Level = "error"
    editions: tuple[str, ...] = ()


class Ref(Frozen):
    """Where a value for a comparison comes from: a field of a kind of paper, ``of`` whom if a card."""

    paper: str
    field: str
    of: str | None = None


class CrossRule(Ruled):
    """A rule between values of one or several papers; ``name`` is what it compares, if not just a field.

    ``same-name``, ``same-date``, ``same-number``, ``same-value``: all values of ``refs`` agree with the
    first. ``date-words``: the second ref writes the first in words. ``personal-number``: the first ref is a
    personal number that fits the sex (``sex`` or always ``sex_is``) and birth date (``birth``) of the person.
    ``within-days``: not more than ``days`` from the first ref to the reception. ``not-after``: the first date
    is not after the second ref, or not after the reception where there is none. ``written-on-form``: the
    form's value was not taken from another paper although the form itself could be read.
    """

    check: Literal[
        "same-name",
        "same-date",
        "same-number",
        "same-value",
        "date-words",
        "personal-number",
        "within-days",
        "not-after",
        "written-on-form",
    ]
    refs: Annotated[tuple[Ref, ...], Field(min_length=1)]
    name: Texts | None = None
    sex: Ref | None = None
    sex_is: str | None = None
    birth: Ref | None = None
    days: int | None = None
    severity: Level = "warning"
    when: Condition | None = None

    @model_validator(mode="after")
    def _has_what_its_check_needs(self) -> CrossRule:
        if self.check.startswith("same-") or self.check == "date-words":
            needed = len(self.refs) > 1
        elif self.check == "within-days":
            needed = self.days is not None
        elif self.check == "personal-number":
            needed = bool(self.sex or self.sex_is or self.birth)
        else:
            needed = True
        if not needed:
            raise ValueError(f"rule {self.id}: {self.check} lacks what it compares with")
        return self


class Inference(Frozen):
    """An answer the dossier itself gives."""

    value: str
    when: Condition


class Question(Frozen):
    """Something the papers may not say. Asked only where neither an inference nor ``default`` settles it."""

    name: str
    ask: Texts
    values: dict[str, Texts]
    default: str | None = None
    infer: tuple[Inference, ...] = ()

    @model_validator(mode="after")
    def _answers_are_among_the_values(self) -> Question:
        used = {i.value for i in self.infer} | ({self.default} if self.default else set())
        if used - set(self.values):
            raise ValueError(f"question {self.name}: no such answer: {sorted(used - set(self.values))}")
        return self


class Processing(Frozen):
    """When the result is due: ``working_days`` after reception, one more from ``cutoff`` (local time) on."""

    working_days: Annotated[int, Field(ge=0)]
    cutoff: time | None = None
    law: str
    unverified: bool = False


class Fee(Frozen):
    """A fee; ``amount_vnd`` None where another body sets it (which does not mean free)."""

    name: Texts
    amount_vnd: Annotated[int, Field(ge=0)] | None
    note: Texts | None = None
    law: str
    unverified: bool = False


class Result(Frozen):
    """The paper the citizen gets; ``code`` in the national list, None while not known."""

    kind: str
    code: str | None = None
    name: Texts
    unverified: bool = False


class Component(Frozen):
    """The gateway's code for a kind of paper in this procedure; None where no source gives one."""

    kind: str
    code: str | None
    name: str
    unverified: bool = False


class ProcedureEdition(Frozen):
    """The rules of a procedure between two days (both included; ``until`` None = until further notice)."""

    id: str
    since: date
    until: date | None = None
    source: str
    unverified: bool = False
    note: str = ""
    forms: Annotated[tuple[str, ...], Field(min_length=1)]
    form_rule: PaperRule
    submit: tuple[PaperRule, ...] = ()
    show: tuple[PaperRule, ...] = ()
    fields: tuple[FieldRule, ...] = ()
    rules: tuple[CrossRule, ...] = ()
    questions: tuple[Question, ...] = ()
    processing: Processing
    fees: tuple[Fee, ...] = ()
    components: tuple[Component, ...] = ()
    result: Result

    @property
    def form(self) -> str:
        """The kind of the form the citizen fills in."""
        return self.forms[0]

    def holds(self, on: date) -> bool:
        """Whether a dossier received on that day is judged by this edition."""
        return self.since <= on and (self.until is None or on <= self.until)

    def component(self, kind: str) -> Component | None:
        """How a kind of paper is called at the gateway."""
        return next((c for c in self.components if c.kind == kind), None)

    def question(self, name: str) -> Question | None:
        """The question of that name."""
        return next((q for q in self.questions if q.name == name), None)

    def ruled(self) -> tuple[Ruled, ...]:
        """Every rule of the edition, in the order in which they are checked."""
        return (self.form_rule, *self.submit, *self.show, *self.fields, *self.rules)

    @model_validator(mode="after")
    def _rules_have_different_names(self) -> ProcedureEdition:
        ids = [rule.id for rule in self.ruled()]
        repeated = sorted({i for i in ids if ids.count(i) > 1})
        if repeated:
            raise ValueError(f"edition {self.id}: rules of the same name: {repeated}")
        return self


class Procedure(Frozen):
    """A procedure of the national list with all editions known."""

    code: Annotated[str, Field(pattern=r"^\d\.\d{6}$")]
    name: Texts
    category: str
    source: str
    editions: Annotated[tuple[ProcedureEdition, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _editions_do_not_overlap(self) -> Procedure:
        ordered = sorted(self.editions, key=lambda e: e.since)
        for earlier, later in pairwise(ordered):
            if earlier.until is None or later.since <= earlier.until:
                raise ValueError(f"{self.code}: editions {earlier.id} and {later.id} overlap")
        return self

    def edition(self, on: date) -> ProcedureEdition | None:
        """The edition in force on that day."""
        return next((e for e in self.editions if e.holds(on)), None)
