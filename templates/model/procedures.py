"""Procedures as data: what must be submitted, shown and filled in, which rules hold, when the result is due.

A procedure has editions; a dossier is judged by the edition in force on the day it was received. The rules
are described in :mod:`templates.model.rules`, their conditions in :mod:`templates.model.conditions`.
"""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from templates.files.datafiles import Frozen
from templates.model.codelists import Texts
from templates.model.conditions import Condition
from templates.model.rules import CrossRule, DocumentRule, FieldRule, Ruled

YES_NO: dict[str, Texts] = {"yes": {"vi": "Có", "en": "Yes"}, "no": {"vi": "Không", "en": "No"}}


class Inference(Frozen):
    """An answer the dossier itself gives."""

    value: str
    when: Condition


class Question(Frozen):
    """Something the papers may not say. Asked only where neither an inference nor ``default`` settles it.

    A rule that hangs on the answer puts the question; ``when`` puts it besides, for its own sake. ``kind``:
    ``choice`` among ``values``, ``yes-no``, free ``text``, a ``date`` (DD/MM/YYYY) or a whole ``number``.
    """

    name: str
    ask: Texts
    kind: Literal["choice", "yes-no", "text", "date", "number"] = "choice"
    values: dict[str, Texts] = Field(default_factory=dict)
    default: str | None = None
    infer: tuple[Inference, ...] = ()
    when: Condition | None = None
    law: str = ""
    unverified: bool = False

    @model_validator(mode="before")
    @classmethod
    def _yes_and_no_need_no_list(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("kind") == "yes-no" and "values" not in data:
            return {**data, "values": YES_NO}
        return data

    @model_validator(mode="after")
    def _answers_are_among_the_values(self) -> Question:
        listed = self.kind in ("choice", "yes-no")
        if listed != bool(self.values):
            raise ValueError(f"question {self.name}: a {self.kind} with {len(self.values)} values")
        used = {i.value for i in self.infer} | ({self.default} if self.default else set())
        if listed and used - set(self.values):
            raise ValueError(f"question {self.name}: no such answer: {sorted(used - set(self.values))}")
        return self


class MoreDays(Frozen):
    """Working days that come on top where ``when`` holds (another office is asked)."""

    working_days: Annotated[int, Field(ge=1)]
    when: Condition


class Term(Frozen):
    """How long it takes: ``working_days`` after reception, one more from ``cutoff`` (local time) on.

    ``days`` instead are calendar days ("không quá 23 ngày"), a last day off put off to the next working day.
    """

    working_days: Annotated[int, Field(ge=0)] = 0
    days: Annotated[int, Field(ge=1)] | None = None
    cutoff: time | None = None

    @model_validator(mode="after")
    def _counts_one_way(self) -> Term:
        if not self.model_fields_set & {"working_days", "days"} or (self.days and self.working_days):
            raise ValueError("a term has either working_days or days")
        return self


class OtherTerm(Term):
    """The term where ``when`` holds."""

    when: Condition


class Processing(Term):
    """When the result is due; the first of ``instead`` that holds wins, all of ``more`` that hold add up."""

    instead: tuple[OtherTerm, ...] = ()
    more: tuple[MoreDays, ...] = ()
    law: str
    unverified: bool = False

    def conditions(self) -> tuple[Condition, ...]:
        """Everything the term hangs on."""
        return (*(term.when for term in self.instead), *(more.when for more in self.more))


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


class ComponentSpec(Frozen):
    """The gateway's code for a kind of paper in this procedure; None where no source gives one."""

    kind: str
    code: str | None
    name: str
    unverified: bool = False


class ProcedureEdition(Frozen):
    """The rules of a procedure between two days (both included; ``until`` None = until further notice)."""

    id: str
    procedure: str = ""
    since: date
    until: date | None = None
    source: str
    unverified: bool = False
    note: str = ""
    forms: Annotated[tuple[str, ...], Field(min_length=1)]
    form_rule: DocumentRule
    submit: tuple[DocumentRule, ...] = ()
    show: tuple[DocumentRule, ...] = ()
    fields: tuple[FieldRule, ...] = ()
    rules: tuple[CrossRule, ...] = ()
    questions: tuple[Question, ...] = ()
    processing: Processing
    fees: tuple[Fee, ...] = ()
    components: tuple[ComponentSpec, ...] = ()
    result: Result

    @property
    def form(self) -> str:
        """The kind of the form the citizen fills in."""
        return self.forms[0]

    def holds(self, on: date) -> bool:
        """Whether a dossier received on that day is judged by this edition."""
        return self.since <= on and (self.until is None or on <= self.until)

    def component(self, kind: str) -> ComponentSpec | None:
        """How a kind of paper is called at the gateway."""
        return next((c for c in self.components if c.kind == kind), None)

    def question(self, name: str) -> Question | None:
        """The question of that name."""
        return next((q for q in self.questions if q.name == name), None)

    def rule(self, name: str) -> Ruled | None:
        """The rule of that id."""
        return next((rule for rule in self.ruled() if rule.id == name), None)

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
    """A procedure of the national list with all editions known.

    ``successor`` takes its place after the last edition; ``before`` says who was competent before the first.
    """

    code: Annotated[str, Field(pattern=r"^\d\.\d{6}$")]
    name: Texts
    category: str
    source: str
    unverified: bool = False
    successor: str = ""
    before: Texts | None = None
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
