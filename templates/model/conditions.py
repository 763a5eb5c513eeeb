# SPDX-License-Identifier: Apache-2.0
"""The conditions of the rule language, as data; each key of :class:`Condition` is one.

Evaluated in :mod:`intake.check.conditions` with three values: true, false and "not known".
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from templates.files.datafiles import Frozen
from templates.language.messages import _


class FieldValues(Frozen):
    """A field of the form compared whole."""

    field: str = Field(description="Key of the field.")
    values: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        description="It is one of these; case and white space do not count."
    )


class FieldWords(Frozen):
    """A field of the form compared by words."""

    field: str = Field(description="Key of the field.")
    words: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        description="Words or phrases, compared whole and with their tones."
    )


class FieldDate(Frozen):
    """A date of the form against fixed days; at least one of them is given."""

    field: str = Field(description="Key of the date.")
    since: date | None = Field(None, alias="from", description="It is this day or later.")
    before: date | None = Field(None, description="It is earlier than this day.")

    @model_validator(mode="after")
    def _has_a_bound(self) -> FieldDate:
        if self.since is None and self.before is None:
            raise ValueError(_("field_date needs from or before"))
        return self


class FieldAge(Frozen):
    """An age in full years on the day of reception; at least one bound is given."""

    field: str = Field(description="Key of the date of birth.")
    least: int | None = Field(None, alias="from", description="So many full years old, or older.")
    under: int | None = Field(None, description="Younger than so many full years.")

    @model_validator(mode="after")
    def _has_a_bound(self) -> FieldAge:
        if self.least is None and self.under is None:
            raise ValueError(_("age needs from or under"))
        return self


class AnswerIs(Frozen):
    """A question of the procedure and the answer that makes the condition true."""

    name: str = Field(description="Name of the question.")
    value: str = Field(alias="is", description="The answer.")


class Condition(Frozen):
    """One condition: exactly one of its keys is given."""

    all: tuple[Condition, ...] | None = Field(None, description="Every one of these holds.")
    any: tuple[Condition, ...] | None = Field(None, description="One of these holds.")
    not_: Condition | None = Field(None, alias="not", description="This does not hold.")
    field_present: str | None = Field(
        None, description="The dossier's form has a value for this key, wherever it was taken from."
    )
    field_written: str | None = Field(
        None, description="The citizen's form itself has a value for this key, or a person typed it."
    )
    field_equals: FieldValues | None = Field(None, description="A field of the form is one of some values.")
    field_starts: FieldWords | None = Field(
        None, description="A field of the form begins with one of some words."
    )
    field_contains: FieldWords | None = Field(
        None, description="A field of the form holds one of some words."
    )
    field_date: FieldDate | None = Field(None, description="A date of the form lies between two days.")
    age: FieldAge | None = Field(
        None, description="The person born on a date of the form is so old on the day of reception."
    )
    foreigner: str | None = Field(
        None, description="The nationality under this key is that of another country."
    )
    paper_present: str | None = Field(None, description="A paper of this kind lies in the dossier.")
    answer: AnswerIs | None = Field(None, description="A question of the procedure was answered so.")

    @model_validator(mode="after")
    def _exactly_one_key(self) -> Condition:
        given = sorted(self.model_fields_set)
        if len(given) != 1:
            raise ValueError(
                _("a condition has exactly one key, here: {names}").format(names=", ".join(given) or "–")
            )
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
