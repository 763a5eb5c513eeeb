"""The conditions of the rule language, as data.

::

    all: [C, C]                 every one holds
    any: [C, C]                 one holds
    not: C
    field_present: KEY          the dossier's form has a value for KEY, wherever it was taken from
    field_written: KEY          the citizen's form itself says KEY, or a person typed it
    field_equals: {field: KEY, values: [V, …]}
    field_starts: {field: KEY, words: [W, …]}     the value begins with one of these words
    field_contains: {field: KEY, words: [W, …]}   … or holds one of them
    field_date: {field: KEY, from: DAY, before: DAY}     the date lies between, the first day included
    age: {field: KEY, from: YEARS, under: YEARS}         … and so many full years old is the person, born on
                                                         that date, on the day of reception
    foreigner: KEY              the nationality KEY is that of another country, however it spells Việt Nam
    paper_present: KIND         a paper of this kind lies in the dossier
    answer: {name: Q, is: V}    the question Q of the procedure was answered with V

Evaluated in :mod:`intake.check.conditions` with three values: true, false and "not known".
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from templates.files.datafiles import Frozen


class FieldValues(Frozen):
    """A field compared whole with any of ``values`` (case and white space do not count)."""

    field: str
    values: Annotated[tuple[str, ...], Field(min_length=1)]


class FieldWords(Frozen):
    """A field compared by words."""

    field: str
    words: Annotated[tuple[str, ...], Field(min_length=1)]


class FieldDate(Frozen):
    """A date of the form against fixed days; at least one of them is given."""

    field: str
    since: Annotated[date | None, Field(alias="from")] = None
    before: date | None = None

    @model_validator(mode="after")
    def _has_a_bound(self) -> FieldDate:
        if self.since is None and self.before is None:
            raise ValueError("field_date needs from or before")
        return self


class FieldAge(Frozen):
    """An age in full years on the day of reception; at least one bound is given."""

    field: str
    least: Annotated[int | None, Field(alias="from")] = None
    under: int | None = None

    @model_validator(mode="after")
    def _has_a_bound(self) -> FieldAge:
        if self.least is None and self.under is None:
            raise ValueError("age needs from or under")
        return self


class AnswerIs(Frozen):
    """A question of the procedure and the answer that makes the condition true."""

    name: str
    value: Annotated[str, Field(alias="is")]


class Condition(Frozen):
    """One condition: exactly one of its keys is given."""

    all: tuple[Condition, ...] | None = None
    any: tuple[Condition, ...] | None = None
    not_: Annotated[Condition | None, Field(alias="not")] = None
    field_present: str | None = None
    field_written: str | None = None
    field_equals: FieldValues | None = None
    field_starts: FieldWords | None = None
    field_contains: FieldWords | None = None
    field_date: FieldDate | None = None
    age: FieldAge | None = None
    foreigner: str | None = None
    paper_present: str | None = None
    answer: AnswerIs | None = None

    @model_validator(mode="after")
    def _exactly_one_key(self) -> Condition:
        given = sorted(self.model_fields_set)
        if len(given) != 1:
            raise ValueError(f"a condition has exactly one key, here: {given}")
        return self

    def field_key(self) -> str | None:
        """The field of the form that this condition itself looks at."""
        words = (self.field_equals, self.field_starts, self.field_contains)
        tests = (*words, self.field_date, self.age)
        plain = self.field_present or self.field_written or self.foreigner
        return plain or next((test.field for test in tests if test), None)

    def parts(self) -> tuple[Condition, ...]:
        """The conditions directly inside this one."""
        inside = (*(self.all or ()), *(self.any or ()))
        return (*inside, self.not_) if self.not_ else inside

    def walk(self) -> tuple[Condition, ...]:
        """This condition and all inside it."""
        return (self, *(c for part in self.parts() for c in part.walk()))
