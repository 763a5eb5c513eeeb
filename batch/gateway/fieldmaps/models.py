# SPDX-License-Identifier: Apache-2.0
"""The models of field maps: slots of a message, and the form of each kind as a target knows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from templates.files.datafiles import Frozen, broken, load

SOURCE = re.compile(
    r"^(dossier\.(number|procedure|procedure_name|category|received_at|due_on)|unit\.(code|name|commune)|const:.*"
    r"|paper:[a-z-]+\.(number|issuer|issued_on)|derived:(registration-kind|birth-kind|channel|online-payment|digitised)|(form|role):[a-z_]+(\.[a-z_]+)*)$"
)

Writing = Literal[
    "text",
    "moment",
    "compact",
    "dotted",
    "day",
    "partial-dotted",
    "partial-slashed",
    "code",
    "known-code",
    "without-code",
    "number",
    "address",
    "province-code",
    "commune-code",
    "residence-kind",
    "personal-id",
    "paper-kind",
    "paper-other",
    "paper-number",
    "paper-date",
    "paper-date-compact",
    "paper-issuer",
    "name-parts",
    "date-parts",
]
_ROLES = Path(__file__).parent / "roles.yaml"
COUNTER = "counter"
"""The person at the counter among those who may have a role."""

_WITH_LIST = ("code", "known-code", "without-code")


class FormSlot(Frozen):
    """One value of the dossier: ``to`` (dotted path) is filled from the first of ``from`` that has a value.

    ``from``: ``dossier.…``, ``unit.…``, ``const:…``, ``form:<field key>``, ``role:<role>.<attribute>`` (the
    person who has that role in the form), ``paper:<kind>.<fact>`` (what a paper of that kind says of itself),
    ``derived:…``. ``as`` (``batch.gateway.fieldmaps.writing``):

    - ``text``; ``moment``, ``compact``, ``dotted``, ``day`` dates by the target's formats;
      ``partial-dotted`` and ``partial-slashed`` also a month or a year alone; ``number`` a whole number, also
      in words (“Lần thứ nhất”).
    - ``code`` of the neutral ``list`` (``templates/data/code-maps``), a fault where there is none;
      ``known-code`` is left out there, and ``without-code`` is the text of just what has none.
    - ``address`` with the units' codes of today, ``province-code``, ``commune-code``, ``residence-kind``.
    - ``name-parts`` a person's name as family name, middle names and given name, ``date-parts`` a date (or a
      month, a year) as its numbers, where the target wants them apart.
    - of an identity paper named in words: ``personal-id`` its 12 digits, ``paper-kind`` (``paper-other`` the
      words where the target has no code for it), ``paper-number``, ``paper-date``, ``paper-issuer``.

    ``unverified``: the target's name for it was not seen where it is used.
    """

    to: str
    sources: Annotated[tuple[str, ...], Field(alias="from", min_length=1)]
    kind: Annotated[Writing, Field(alias="as")] = "text"
    list: str = ""
    required: bool = False
    max: int | None = None
    unverified: bool = False

    @field_validator("sources")
    @classmethod
    def _sources_are_known(cls, sources: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [source for source in sources if not SOURCE.match(source)]
        if wrong:
            raise ValueError(f"unknown sources {wrong}")
        return sources

    @model_validator(mode="after")
    def _codes_have_a_list(self) -> FormSlot:
        if (self.kind in _WITH_LIST) != bool(self.list):
            raise ValueError(f"{self.to}: 'list' goes with a code")
        return self


class AttributeSlot(Frozen):
    """What a target calls an ``attribute`` of any person: ``to`` comes after the person's prefix."""

    to: str
    attribute: str
    kind: Annotated[Writing, Field(alias="as")] = "text"
    list: str = ""
    max: int | None = None


class MappedPerson(Frozen):
    """A person of a form: ``of`` is ours (a key's first part, or a role), ``prefix`` the target's.

    ``has`` names the attributes; of their slots those in ``without`` are left out, ``required`` must have a
    value.
    """

    prefix: str
    of: str
    has: tuple[str, ...]
    without: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    unverified: bool = False


class Role(Frozen):
    """Who has a role: the first of ``among`` whose name is known, or by a word of the field ``told_by``."""

    among: tuple[str, ...] = ()
    told_by: str = ""
    says: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_told_one_way(self) -> Role:
        if bool(self.among) == bool(self.told_by) or bool(self.told_by) != bool(self.says):
            raise ValueError("a role has either 'among', or 'told_by' with 'says'")
        return self

    @property
    def candidates(self) -> tuple[str, ...]:
        """Everybody who may have it."""
        return self.among or tuple(dict.fromkeys(self.says.values()))


class FormMap(Frozen):
    """One of our forms at a target.

    ``own`` are fields for which no name of the target's is known: they go under our own key, as written.
    ``roles`` name who hands in (``submitter``) and whose dossier it is (``owner``), which ``roles.yaml`` says
    for all targets, and others. ``kinds`` say by procedure how it is registered, where the procedure itself
    decides that.
    """

    form: str
    source: str
    unverified: bool = False
    roles: dict[str, Role] = Field(default_factory=dict)
    persons: tuple[MappedPerson, ...] = ()
    slots: tuple[FormSlot, ...] = ()
    own: tuple[str, ...] = ()
    kinds: dict[str, str] = Field(default_factory=dict)


class FormMaps(Frozen):
    """All forms at a target; ``attributes`` are the person's, in the order in which they are written."""

    attributes: tuple[AttributeSlot, ...]
    forms: dict[str, FormMap]

    @cached_property
    def slots(self) -> dict[str, tuple[FormSlot, ...]]:
        """The slots of each form."""
        return {kind: tuple(self.slots_of(form)) for kind, form in self.forms.items()}

    def slots_of(self, form: FormMap) -> Iterator[FormSlot]:
        """A form's slots, persons and own keys written out."""
        for person in form.persons:
            source = "role" if person.of in form.roles else "form"
            yield from (self._of_person(person, each, source) for each in self._attributes(person))
        yield from form.slots
        for key in form.own:
            yield FormSlot.model_validate({"to": key, "from": [f"form:{key}"], "unverified": True})

    def key_of_role(self, role: str, attribute: str) -> str:
        """The field that a role's attribute most often is; "" for a role that no form has, and for one that
        only the words of a form give to somebody: the other person's field would be looked at.
        """
        found = (form.roles[role] for form in self.forms.values() if role in form.roles)
        roles = (each for each in found if each.among)
        people = Counter(next(who for who in each.candidates if who != COUNTER) for each in roles)
        return f"{people.most_common(1)[0][0]}.{attribute}" if people else ""

    def _attributes(self, person: MappedPerson) -> Iterator[AttributeSlot]:
        wanted = (each for each in self.attributes if each.attribute in person.has)
        return (each for each in wanted if each.to not in person.without)

    @staticmethod
    def _of_person(person: MappedPerson, each: AttributeSlot, source: str) -> FormSlot:
        return FormSlot.model_validate(
            {
                "to": f"{person.prefix}{each.to}",
                "from": [f"{source}:{person.of}.{each.attribute}"],
                "as": each.kind,
                "list": each.list,
                "max": each.max,
                "required": each.to in person.required,
                "unverified": person.unverified,
            }
        )


class _Attributes(Frozen):
    """``people.yaml``: what the target calls what is told of a person."""

    source: str
    attributes: tuple[AttributeSlot, ...]


class _RolesOfForms(Frozen):
    """``roles.yaml``: by form who may have each role."""

    source: str
    forms: dict[str, dict[str, tuple[str, ...]]]


@cache
def load_roles() -> dict[str, dict[str, Role]]:
    """By form who hands in and whose dossier it is; raises TemplateError where the file is broken."""
    told = load(_RolesOfForms, _ROLES).forms
    return {
        form: {name: Role(among=people) for name, people in roles.items()} for form, roles in told.items()
    }


@cache
def load_form_maps(folder: Path) -> FormMaps:
    """The maps of a folder: ``people.yaml``, and one file a form; raises TemplateError where it is broken."""
    people = load(_Attributes, folder / "people.yaml")
    roles, forms = load_roles(), {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name == "people.yaml":
            continue
        found = load(FormMap, path)
        if found.form != path.stem:
            raise broken(path, "form", f"{found.form}.yaml")
        forms[found.form] = found.model_copy(update={"roles": {**roles.get(found.form, {}), **found.roles}})
    return FormMaps(attributes=people.attributes, forms=forms)
