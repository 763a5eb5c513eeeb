# SPDX-License-Identifier: Apache-2.0
"""Where the values of a form may come from, as data (``autofill/<procedure or form>.yaml``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from templates.files.datafiles import Frozen, load
from templates.language.messages import _
from templates.model.rules import Ref

FOLDER = Path(__file__).parents[1] / "data" / "autofill"


class Person(Frozen):
    """A person of the form, and what tells which identity card is theirs."""

    sex: str = Field("", description="The person's sex, if it is always the same.")
    ages: tuple[int, int] | None = Field(
        None,
        description="Youngest and oldest (years, both included) at the birth of the child; may give a card "
        "that nothing else claims to a person of whom no paper says a name or number.",
    )
    names: tuple[Ref, ...] = Field((), description="Where papers give the person's name.")
    numbers: tuple[Ref, ...] = Field((), description="Where papers give the person's number.")
    relation: str | None = Field(
        None, description="Key of the form that may say that this person is another one of the form."
    )
    relation_words: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="The words that say so, by that other person."
    )


class FieldSources(Frozen):
    """Where one field of the form may come from."""

    order: Literal["source", "paper"] = Field(
        description="source: ranked by how a value was taken from the paper (QR, MRZ, print, pen) and only "
        "then by the list; paper: as listed, but what was written by pen or could hardly be read comes last."
    )
    sources: Annotated[tuple[Ref, ...], Field(min_length=1)] = Field(
        alias="from", description="The places, the best first."
    )
    declared: str | None = Field(
        None,
        description="Only believed if the form itself says something under this key, else a person must "
        "look.",
    )
    tentative: tuple[str, ...] = Field(
        (), description="Values from these kinds of paper are proposals and always want a person."
    )
    may_differ: bool = Field(
        False, description="Papers rightly differ here (an address from before a merger)."
    )


class AutofillMap(Frozen):
    """The map of a form, or of one procedure alone. Fields it does not name are taken from the form."""

    procedure: str = Field("", description="Code of the only procedure for which it holds.")
    form: str = Field(description="Kind of the form.")
    card: str = Field("id-card", description="Kind of the identity cards.")
    people: dict[str, Person] = Field(
        default_factory=dict, description="The people of the form, by their role (requester, child …)."
    )
    birth: tuple[Ref, ...] = Field(
        (), description="Where the child's date of birth stands, for the parents' ages."
    )
    fields: dict[str, FieldSources] = Field(description="Fields of the form, by key.")

    @model_validator(mode="after")
    def _cards_are_of_people_of_the_form(self) -> AutofillMap:
        named = {ref.of for sources in self.fields.values() for ref in sources.sources if ref.of}
        unknown = sorted(named - self.people.keys())
        if unknown:
            raise ValueError(
                _("cards of people who are not under people: {names}").format(names=", ".join(unknown))
            )
        return self


@cache
def load_autofill_map(procedure: str, form: str = "", folder: Path = FOLDER) -> AutofillMap | None:
    """The map of a procedure, else that of its form; None where there is none: the form then keeps its own.

    ``procedure`` is the national code, with or without a unit's suffix. Raises ``TemplateError`` for a
    broken file.
    """
    for name in (".".join(procedure.split(".")[:2]), form):
        path = folder / f"{name}.yaml"
        if name and path.is_file():
            return load(AutofillMap, path)
    return None
