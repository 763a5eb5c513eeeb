# SPDX-License-Identifier: Apache-2.0
"""The rules of a procedure: papers to hand in or to show, fields to fill in, comparisons across papers.

Every rule names its law. What the rules mean is said here, once; :mod:`intake.check.documents`,
:mod:`intake.check.fields` and :mod:`intake.check.rules` evaluate them.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from templates.files.datafiles import Frozen
from templates.language.messages import _
from templates.model.codelists import Texts
from templates.model.conditions import Condition

Level = Literal["error", "warning", "info"]


class Say(Frozen):
    """What a finding says: to the clerk in both languages, to the citizen in one plain Vietnamese sentence.

    Placeholders in braces: ``{field}``, ``{paper}``, ``{value}``, ``{other_paper}``, ``{other_value}``,
    ``{other}`` (another demand), ``{days}``, ``{years}``, ``{count}``, ``{date}``.
    """

    vi: str = Field(description="To the clerk, in Vietnamese.")
    en: str = Field(description="To the clerk, in English.")
    citizen: str = Field(
        "", description="To the citizen: one plain Vietnamese sentence, as it stands on slips."
    )


class Ruled(Frozen):
    """Base of everything the law asks for."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)] = Field(
        description="Name of the rule in findings: small letters, digits and dashes; unique in its edition."
    )
    law: Annotated[str, Field(min_length=1)] = Field(description="The law it comes from, with its article.")
    unverified: bool = Field(False, description="No source at hand gives the rule.")
    say: dict[str, Say] = Field(
        default_factory=dict,
        description="Sentences of findings.yaml (missing, differs …) said otherwise for this rule.",
    )


class Choice(Frozen):
    """One way to satisfy a requirement."""

    kind: str = Field(description="Kind of paper.")
    component: str | None = Field(
        None, description="The gateway's code for it here, where it differs from the one in components."
    )
    count: Annotated[int, Field(ge=1)] = Field(1, description="So many papers of this kind.")
    also: tuple[Choice, ...] = Field((), description="Everything that must come with it.")

    def kinds(self) -> tuple[str, ...]:
        """Every kind of paper that this way needs."""
        return (self.kind, *(kind for part in self.also for kind in part.kinds()))


class DocumentRule(Ruled):
    """Papers to hand in or to show.

    The law prefers the choices in their order; a later one that stands in for the first is pointed out.
    """

    choices: Annotated[tuple[Choice, ...], Field(min_length=1)] = Field(
        description="The papers of which some will do, the preferred one first."
    )
    at_least: Annotated[int, Field(ge=1)] = Field(1, description="So many of the choices are needed.")
    equal: bool = Field(False, description="No choice is preferred.")
    when: Condition | None = Field(None, description="The rule holds only for dossiers of which this holds.")
    of: str | None = Field(None, description="Whose identity paper is meant: a person of the autofill map.")
    name: Texts = Field(description="What the paper is called in lists.")
    severity: Level = Field("error", description="How grave it is if it is missing.")

    def kinds(self) -> tuple[str, ...]:
        """Every kind of paper that may satisfy the rule."""
        return tuple(dict.fromkeys(kind for choice in self.choices for kind in choice.kinds()))

    @model_validator(mode="after")
    def _can_be_satisfied(self) -> DocumentRule:
        if self.at_least > len(self.choices):
            raise ValueError(
                _("rule {id}: {wanted} of {count} choices").format(
                    id=self.id, wanted=self.at_least, count=len(self.choices)
                )
            )
        return self


class FieldRule(Ruled):
    """Fields of the form that must be filled."""

    keys: Annotated[tuple[str, ...], Field(min_length=1)] = Field(description="Keys of the form.")
    need: Literal["all", "one"] = Field("all", description="all of the fields must be filled, or any one.")
    when: Condition | None = Field(None, description="The rule holds only for dossiers of which this holds.")
    severity: Level = Field("error", description="How grave it is if one is empty.")
    editions: tuple[str, ...] = Field(
        (), description="Only for these prints of the form, which ask for the fields."
    )


class Ref(Frozen):
    """Where a value comes from."""

    paper: str = Field(description="Kind of paper.")
    field: str = Field(description="Key of the field on that paper.")
    of: str | None = Field(
        None, description="Whose, if the paper is an identity card: a person of the autofill map."
    )


class CrossRule(Ruled):
    """A rule between values of one or several papers, by its ``check``:

    - ``same-name``, ``same-date``, ``same-number``, ``same-value``, ``same-place`` (addresses, by the
      units of today): all values of ``refs`` agree with the first.
    - ``other-number``: the first ref and the second are two people.
    - ``date-words``: the second ref writes the first in words.
    - ``personal-number``: the first ref is a personal number that fits the sex (``sex`` or always
      ``sex_is``) and birth date (``birth``) of the person.
    - ``has-number``: one of ``refs`` gives a personal number; whoever was born (``birth``) before
      ``day`` may still be without.
    - ``within-days``: not more than ``days`` from the first ref to the reception.
    - ``not-after``: the first date is not after the second ref, or not after the reception where there
      is none.
    - ``before-day``: the first date lies before ``day``.
    - ``age``: the person born on the first ref is between ``years_min`` and ``years_max`` full years
      old on the day of the second ref, or of the reception where there is none.
    - ``one-of``: the first ref is one of ``values``.
    - ``mentions``: a finding if the first ref holds one of the phrases ``values``.
    - ``lives-here``: one of ``refs`` lies in the commune of this office.
    - ``written-on-form``: the form's value was not taken from another paper although the form itself
      could be read.
    - ``alert``: a finding whenever ``when`` holds; its sentence stands in ``say``.

    What hangs on a value that was not read surely never weighs more than a warning.
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
    ] = Field(description="What is compared; see above.")
    refs: tuple[Ref, ...] = Field((), description="The values that are compared.")
    name: Texts | None = Field(None, description="What it compares, if not just a field.")
    sex: Ref | None = Field(None, description="Where the person's sex stands.")
    sex_is: str | None = Field(None, description="The person's sex, where it is always the same.")
    birth: Ref | None = Field(None, description="Where the person's date of birth stands.")
    day: date | None = Field(None, description="The day that dates are compared with.")
    days: int | None = Field(None, description="So many days at most.")
    years_min: int | None = Field(None, description="At least so many full years.")
    years_max: int | None = Field(None, description="At most so many full years.")
    values: tuple[str, ...] = Field((), description="The values or phrases that are looked for.")
    severity: Level = Field("warning", description="How grave a finding of this rule is.")
    when: Condition | None = Field(None, description="The rule holds only for dossiers of which this holds.")
    decisive: bool = Field(
        False,
        description="Where the dates or addresses to judge by are missing or partial, the rule says that "
        "it could not be checked.",
    )
    first_day_counts: bool = Field(
        False,
        description="Of a birth date without day or month the first possible day counts, as the law has it "
        "for the age of marriage (TTLT 01/2016/TTLT-TANDTC-VKSNDTC-BTP Điều 2 khoản 1).",
    )

    @model_validator(mode="after")
    def _has_what_its_check_needs(self) -> CrossRule:
        enough = len(self.refs) >= _REFS.get(self.check, 1)
        if not (enough and self._has_its_measure()):
            raise ValueError(
                _("rule {id}: {check} lacks what it compares with").format(id=self.id, check=self.check)
            )
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
