"""The rules of a procedure: papers to hand in or to show, fields to fill in, comparisons across papers.

Every rule names its law. What the rules mean is said here, once; :mod:`intake.check.documents`,
:mod:`intake.check.fields` and :mod:`intake.check.rules` evaluate them.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from templates.files.datafiles import Frozen
from templates.model.codelists import Texts
from templates.model.conditions import Condition

Level = Literal["error", "warning", "info"]


class Say(Frozen):
    """What a finding says: to the clerk in both languages, to the citizen in one plain Vietnamese sentence.

    Placeholders in braces: ``{field}``, ``{paper}``, ``{value}``, ``{other_paper}``, ``{other_value}``,
    ``{days}``, ``{years}``, ``{count}``, ``{date}``.
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
    """One way to satisfy a requirement: ``count`` papers of a kind, and everything in ``also`` with them."""

    kind: str
    component: str | None = None
    count: Annotated[int, Field(ge=1)] = 1
    also: tuple[Choice, ...] = ()

    def kinds(self) -> tuple[str, ...]:
        """Every kind of paper that this way needs."""
        return (self.kind, *(kind for part in self.also for kind in part.kinds()))


class DocumentRule(Ruled):
    """Papers to hand in: ``at_least`` so many of ``choices``.

    The law prefers the choices in their order, unless they are ``equal``; a later one that stands in for the
    first is pointed out. ``when`` limits the rule to some dossiers (None = always). ``of`` tells whose
    identity paper is meant.
    """

    choices: Annotated[tuple[Choice, ...], Field(min_length=1)]
    at_least: Annotated[int, Field(ge=1)] = 1
    equal: bool = False
    when: Condition | None = None
    of: str | None = None
    name: Texts
    severity: Level = "error"

    def kinds(self) -> tuple[str, ...]:
        """Every kind of paper that may satisfy the rule."""
        return tuple(dict.fromkeys(kind for choice in self.choices for kind in choice.kinds()))

    @model_validator(mode="after")
    def _can_be_satisfied(self) -> DocumentRule:
        if self.at_least > len(self.choices):
            raise ValueError(f"rule {self.id}: {self.at_least} of {len(self.choices)} choices")
        return self


class FieldRule(Ruled):
    """Fields of the form that must be filled, as long as ``when`` holds: all of them, or only ``one``.

    ``editions`` limits the rule to the prints of the form that ask for these fields.
    """

    keys: Annotated[tuple[str, ...], Field(min_length=1)]
    need: Literal["all", "one"] = "all"
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

    ``same-name``, ``same-date``, ``same-number``, ``same-value``, ``same-place`` (addresses, by the units
    of today): all values of ``refs`` agree with the first. ``other-number``: the first ref and the second
    are two people. ``date-words``: the second ref writes the first in words. ``personal-number``: the
    first ref is a personal number that fits the sex (``sex`` or always ``sex_is``) and birth date
    (``birth``) of the person. ``has-number``: one of ``refs`` gives a personal number; whoever was born
    (``birth``) before ``day`` may still be without.
    ``within-days``: not more than ``days`` from the first ref to the reception. ``not-after``: the first date
    is not after the second ref, or not after the reception where there is none. ``before-day``: the first
    date lies before ``day``. ``age``: the person born on the first ref is between ``years_min`` and
    ``years_max`` full years old on the day of the second ref, or of the reception where there is none.
    ``one-of``: the first ref is one of ``values``. ``mentions``: a finding if the first ref holds one of the
    phrases ``values``. ``lives-here``: one of ``refs`` lies in the commune of this office.
    ``written-on-form``: the form's value was not taken from another paper although the form itself could be
    read. ``alert``: a finding whenever ``when`` holds.

    What hangs on a value that was not read surely never weighs more than a warning. ``decisive``: where the
    dates or addresses to judge by are missing or partial, the rule says that it could not be checked.
    ``first_day_counts``: of a birth date without day or month the first possible day counts, as the law has
    it for the age of marriage (TTLT 01/2016/TTLT-TANDTC-VKSNDTC-BTP Điều 2 khoản 1).
    """

    check: Literal[
        "same-name",
        "same-date",
        "same-number",
        "same-value",
        "same-place",
        "other-number",
        "date-words",
        "personal-number",
        "has-number",
        "within-days",
        "not-after",
        "before-day",
        "age",
        "one-of",
        "mentions",
        "lives-here",
        "written-on-form",
        "alert",
    ]
    refs: tuple[Ref, ...] = ()
    name: Texts | None = None
    sex: Ref | None = None
    sex_is: str | None = None
    birth: Ref | None = None
    day: date | None = None
    days: int | None = None
    years_min: int | None = None
    years_max: int | None = None
    values: tuple[str, ...] = ()
    severity: Level = "warning"
    when: Condition | None = None
    decisive: bool = False
    first_day_counts: bool = False

    @model_validator(mode="after")
    def _has_what_its_check_needs(self) -> CrossRule:
        enough = len(self.refs) >= _REFS.get(self.check, 1)
        if not (enough and self._has_its_measure()):
            raise ValueError(f"rule {self.id}: {self.check} lacks what it compares with")
        return self

    def _has_its_measure(self) -> bool:
        measures: dict[str, bool] = {
            "personal-number": bool(self.sex or self.sex_is or self.birth),
            "has-number": bool(self.birth and self.day),
            "within-days": self.days is not None,
            "before-day": self.day is not None,
            "age": self.years_min is not None or self.years_max is not None,
            "one-of": bool(self.values),
            "mentions": bool(self.values),
            "alert": "alert" in self.say,
        }
        return measures.get(self.check, True)


_REFS = {
    **dict.fromkeys(("same-name", "same-date", "same-number", "same-value", "same-place"), 2),
    **dict.fromkeys(("other-number", "date-words"), 2),
    "alert": 0,
}
