"""Where the values of a form may come from, as data (``templates/data/autofill/<procedure or form>.yaml``).

``order: source`` ranks by how a value was taken from the paper (QR, MRZ, print, pen) and only then by the
list; ``order: paper`` takes the papers as listed, but what was written by pen or could hardly be read comes
last.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from templates.files.datafiles import Frozen, load
from templates.model.rules import Ref

FOLDER = Path(__file__).parents[1] / "data" / "autofill"


class Person(Frozen):
    """A person of the form, and what tells which identity card is theirs.

    ``names`` and ``numbers`` are where papers give the person's name and number. ``ages`` (years, at the
    birth of the child, both included) and ``sex`` may give a card that nothing else claims to a person of
    whom no paper says a name or number. ``relation`` is the field that may say that this person is another
    one of the form.
    """

    sex: str = ""
    ages: tuple[int, int] | None = None
    names: tuple[Ref, ...] = ()
    numbers: tuple[Ref, ...] = ()
    relation: str | None = None
    relation_words: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class FieldSources(Frozen):
    """Where one field of the form may come from.

    ``declared``: only believed if the form itself says something under this key, else a person must look.
    ``tentative``: values from these papers (by kind) are proposals and always want one.
    ``may_differ``: papers rightly differ here (an address from before a merger), no reason for a look.
    """

    order: Literal["source", "paper"]
    sources: Annotated[tuple[Ref, ...], Field(alias="from", min_length=1)]
    declared: str | None = None
    tentative: tuple[str, ...] = ()
    may_differ: bool = False


class AutofillMap(Frozen):
    """The map of a form, or of one ``procedure`` alone. Fields it does not name are taken from the form.

    ``birth`` names where the child's date of birth stands, for the parents' ages.
    """

    procedure: str = ""
    form: str
    card: str = "id-card"
    people: dict[str, Person] = Field(default_factory=dict)
    birth: tuple[Ref, ...] = ()
    fields: dict[str, FieldSources]

    @model_validator(mode="after")
    def _cards_are_of_people_of_the_form(self) -> AutofillMap:
        named = {ref.of for sources in self.fields.values() for ref in sources.sources if ref.of}
        unknown = sorted(named - self.people.keys())
        if unknown:
            raise ValueError(f"autofill of {self.procedure or self.form}: cards of unknown people: {unknown}")
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
