# SPDX-License-Identifier: Apache-2.0
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
from templates.language.messages import _
from templates.model.charges.certification import Certification, CountedFee
from templates.model.codelists import Texts
from templates.model.conditions import Condition
from templates.model.rules import CrossRule, DocumentRule, FieldRule, Ruled

YES_NO: dict[str, Texts] = {"yes": {"vi": "Có", "en": "Yes"}, "no": {"vi": "Không", "en": "No"}}


class Inference(Frozen):
    """An answer the dossier itself gives."""

    value: str = Field(description="The answer.")
    when: Condition = Field(description="It is given where this holds.")


class Question(Frozen):
    """Something the papers may not say. Asked only where neither ``infer`` nor ``default`` settles it."""

    name: str = Field(description="Its name, by which conditions and answers call it.")
    ask: Texts = Field(description="The question as it is put.")
    kind: Literal["choice", "yes-no", "text", "date", "number"] = Field(
        "choice",
        description="A choice among values, yes or no, free text, a date (DD/MM/YYYY), a whole number.",
    )
    values: dict[str, Texts] = Field(
        default_factory=dict, description="The answers of a choice, by their names."
    )
    default: str | None = Field(None, description="The answer unless somebody gives another.")
    infer: tuple[Inference, ...] = Field(
        (), description="Answers that the dossier itself gives; the first that holds wins."
    )
    when: Condition | None = Field(
        None,
        description="Asked besides, for its own sake, where this holds; a rule that hangs on the answer "
        "asks anyway.",
    )
    law: str = Field("", description="Why it is asked.")
    unverified: bool = Field(False, description="No source at hand gives the question.")

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
            raise ValueError(
                _("question {name}: a {kind} with {count} values").format(
                    name=self.name, kind=self.kind, count=len(self.values)
                )
            )
        used = {i.value for i in self.infer} | ({self.default} if self.default else set())
        if listed and used - set(self.values):
            raise ValueError(
                _("question {name}: no such answer: {answers}").format(
                    name=self.name, answers=", ".join(sorted(used - set(self.values)))
                )
            )
        return self


class MoreDays(Frozen):
    """Working days that come on top where ``when`` holds (another office is asked)."""

    working_days: Annotated[int, Field(ge=1)] = Field(description="So many working days more.")
    when: Condition = Field(description="Where this holds.")


class Term(Frozen):
    """How long it takes: either ``working_days`` or ``days``."""

    working_days: Annotated[int, Field(ge=0)] = Field(0, description="Working days after the reception.")
    days: Annotated[int, Field(ge=1)] | None = Field(
        None,
        description="Calendar days instead (“không quá 23 ngày”); a last day off is put off to the next "
        "working day.",
    )
    cutoff: time | None = Field(
        None, description="Received from this hour on, it takes a working day more (“15:00”)."
    )

    @model_validator(mode="after")
    def _counts_one_way(self) -> Term:
        if not self.model_fields_set & {"working_days", "days"} or (self.days and self.working_days):
            raise ValueError(_("a term has either working_days or days"))
        return self


class OtherTerm(Term):
    """The term where ``when`` holds."""

    when: Condition = Field(description="Where this holds.")


class Processing(Term):
    """When the result is due."""

    instead: tuple[OtherTerm, ...] = Field((), description="Other terms; the first that holds wins.")
    more: tuple[MoreDays, ...] = Field((), description="Days on top; all that hold add up.")
    law: str = Field(description="The law that sets the term.")
    unverified: bool = Field(False, description="No source at hand gives the term.")

    def conditions(self) -> tuple[Condition, ...]:
        """Everything the term hangs on."""
        return (*(term.when for term in self.instead), *(more.when for more in self.more))


class Fee(Frozen):
    """A fee."""

    name: Texts = Field(description="What it is for.")
    amount_vnd: Annotated[int, Field(ge=0)] | None = Field(
        description="The amount in đồng; null where another body sets it, which does not mean free."
    )
    counted: CountedFee | None = Field(
        None, description="How it is counted where it hangs on pages or papers; left out: once."
    )
    note: Texts | None = Field(None, description="Who is free of it, and the like.")
    law: str = Field(description="The law that sets it.")
    unverified: bool = Field(False, description="No source at hand gives the fee.")


class Result(Frozen):
    """The paper the citizen gets."""

    kind: str = Field(description="Kind of paper.")
    code: str | None = Field(None, description="Its code in the national list (KQ…).")
    name: Texts = Field(description="What it is called.")
    unverified: bool = Field(False, description="No source at hand gives name or code.")


class ComponentSpec(Frozen):
    """The gateway's code for a kind of paper in this procedure."""

    kind: str = Field(description="Kind of paper.")
    code: str | None = Field(description="The code; null where no source gives one.")
    name: str = Field(description="What the gateway calls it.")
    unverified: bool = Field(False, description="No source at hand gives the code.")


class ProcedureEdition(Frozen):
    """The rules of a procedure between two days, both included."""

    id: str = Field(description="Its name, mostly year and month: “2025-07”.")
    procedure: str = Field("", description="Filled in by the program.")
    since: date = Field(description="First day of reception that it judges (YYYY-MM-DD).")
    until: date | None = Field(None, description="Last day of reception; left out: until further notice.")
    source: str = Field(description="The law or decision that fixed these rules.")
    unverified: bool = Field(
        False, description="Nobody has compared the edition with the published text yet."
    )
    note: str = Field("", description="What is to be known of this edition.")
    forms: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        description="Kinds of the forms the citizen may fill in; the first is the usual one."
    )
    form_rule: DocumentRule = Field(description="The form as a paper to hand in.")
    submit: tuple[DocumentRule, ...] = Field((), description="Papers to hand in besides the form.")
    show: tuple[DocumentRule, ...] = Field(
        (), description="Papers that are only looked at; they never make a dossier incomplete."
    )
    fields: tuple[FieldRule, ...] = Field((), description="Fields of the form that must be filled.")
    rules: tuple[CrossRule, ...] = Field((), description="Comparisons of values.")
    questions: tuple[Question, ...] = Field((), description="What the papers may not say.")
    processing: Processing = Field(description="The term: when the result is due.")
    fees: tuple[Fee, ...] = Field((), description="What it costs.")
    components: tuple[ComponentSpec, ...] = Field((), description="The gateway's codes for the papers.")
    result: Result = Field(description="The result: the paper the citizen gets.")

    @property
    def form(self) -> str:
        """The kind of the form the citizen fills in."""
        return self.forms[0]

    def holds(self, on: date) -> bool:
        """Whether a dossier received on that day is judged by this edition."""
        return self.since <= on and (self.until is None or on <= self.until)

    def kinds(self) -> frozenset[str]:
        """Every kind of paper that it asks for or has a place for."""
        rules = (self.form_rule, *self.submit, *self.show)
        asked = (kind for rule in rules for kind in rule.kinds())
        return frozenset((*self.forms, *asked, *(component.kind for component in self.components)))

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
            raise ValueError(
                _("edition {id}: rules of the same name: {names}").format(
                    id=self.id, names=", ".join(repeated)
                )
            )
        return self


class Procedure(Frozen):
    """A procedure of the national list with all editions known."""

    code: Annotated[str, Field(pattern=r"^\d\.\d{6}$")] = Field(
        description="Its code in the national list, in quotes: “1.001193”."
    )
    name: Texts = Field(description="What it is called.")
    short: Texts | None = Field(
        None, description="What clerks call it, in lists; its name where that is short."
    )
    category: str = Field(description="Its field in the national list (“G15-TP07”).")
    source: str = Field(description="The decision that published it.")
    unverified: bool = Field(False, description="No source at hand gives code and name.")
    usual: bool = Field(
        False,
        description="Of several procedures with the same form this one is meant, unless papers or a person "
        "say otherwise.",
    )
    successor: str = Field(
        "", description="Code of the procedure that takes its place after the last edition."
    )
    before: Texts | None = Field(None, description="Who was competent before the first edition.")
    certification: Certification | None = Field(
        None, description="Of a procedure of certification: its short way and its register."
    )
    editions: Annotated[tuple[ProcedureEdition, ...], Field(min_length=1)] = Field(
        description="Its rules, by the day from which they hold."
    )

    @model_validator(mode="after")
    def _editions_do_not_overlap(self) -> Procedure:
        ordered = sorted(self.editions, key=lambda e: e.since)
        for earlier, later in pairwise(ordered):
            if earlier.until is None or later.since <= earlier.until:
                raise ValueError(
                    _("the editions {one} and {other} overlap").format(one=earlier.id, other=later.id)
                )
        return self

    def edition(self, on: date) -> ProcedureEdition | None:
        """The edition in force on that day."""
        return next((e for e in self.editions if e.holds(on)), None)
