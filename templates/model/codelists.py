# SPDX-License-Identifier: Apache-2.0
"""Code lists as data: neutral values this program stores, with the names and aliases seen on paper.

A list holds between two dates. Provinces come in two lists whose codes overlap with other meanings (63
provinces until 30/06/2025, 34 since), so a province is named by (code, list), never by its name alone.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from templates.files.datafiles import Frozen
from templates.language.folding import folded
from templates.language.messages import _


def _in_both_languages(texts: Any) -> Any:
    """A text alone stands for both languages, and the Vietnamese for an English one that nobody wrote."""
    if isinstance(texts, str):
        texts = {"vi": texts}
    return (
        {**texts, "en": texts.get("en", texts["vi"])} if isinstance(texts, dict) and "vi" in texts else texts
    )


def _has_vietnamese(texts: dict[Literal["vi", "en"], str]) -> dict[Literal["vi", "en"], str]:
    if "vi" not in texts:
        raise ValueError(_("the Vietnamese (vi) is missing"))
    return texts


Texts = Annotated[
    dict[Literal["vi", "en"], str],
    BeforeValidator(_in_both_languages, json_schema_input_type=str | dict[Literal["vi", "en"], str]),
    AfterValidator(_has_vietnamese),
]
"""Words in Vietnamese and English; where a file gives one text, it stands for both."""


class CodeEntry(Frozen):
    """One value: ``code`` as stored, ``name`` as an official list spells it, other spellings as ``aliases``.

    ``suggestions`` are names that only hint at this entry: they are offered to a person, never taken over.
    """

    code: Annotated[str, Field(min_length=1)]
    name: Annotated[str, Field(min_length=1)]
    aliases: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


class CodeList(Frozen):
    """A list in force from ``since`` to ``until`` (both included; None = until further notice)."""

    id: str
    name: Texts
    source: str
    since: date
    until: date | None = None
    unverified: bool = False
    entries: Annotated[tuple[CodeEntry, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _codes_and_names_are_unique(self) -> CodeList:
        codes = [entry.code for entry in self.entries]
        repeated = sorted({code for code in codes if codes.count(code) > 1})
        if repeated:
            raise ValueError(f"{self.id}: codes twice: {repeated}")
        owners: dict[str, str] = {}
        for entry in self.entries:
            for name in (entry.name, *entry.aliases):
                if owners.setdefault(folded(name), entry.code) != entry.code:
                    raise ValueError(f"{self.id}: two entries are called {name!r}")
        return self

    @cached_property
    def _by_code(self) -> dict[str, CodeEntry]:
        return {entry.code: entry for entry in self.entries}

    @cached_property
    def _by_name(self) -> dict[str, CodeEntry]:
        return {folded(n): entry for entry in self.entries for n in (entry.name, *entry.aliases)}

    def code(self, code: str) -> CodeEntry | None:
        """The entry with this code."""
        return self._by_code.get(code)

    def find(self, name: str) -> CodeEntry | None:
        """The entry that ``name`` or an alias spells; case and white space do not count, tone marks do."""
        return self._by_name.get(folded(name))

    def holds(self, on: date) -> bool:
        """Whether the list is in force on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


class DayOff(Frozen):
    """A day the government takes off or orders to work, beyond what the calendar library knows."""

    day: date
    source: str
    unverified: bool = False
    note: str = ""


class WorkingDays(Frozen):
    """Overrides of the working-day calendar: these win over the library."""

    source: str
    off: tuple[DayOff, ...] = ()
    work: tuple[DayOff, ...] = ()

    @model_validator(mode="after")
    def _no_day_is_both(self) -> WorkingDays:
        both = {d.day for d in self.off} & {d.day for d in self.work}
        if both:
            raise ValueError(f"days both off and worked: {sorted(both)}")
        return self


class FieldNames(Frozen):
    """What a field is called in a sentence: an attribute and whose it is ("họ, chữ đệm, tên" + "của mẹ")."""

    roles: dict[str, Texts] = Field(
        default_factory=dict, description="Whose: by the part of the key before the point (“của mẹ”)."
    )
    attributes: dict[str, Texts] = Field(
        default_factory=dict, description="What: by the part after the point (“họ, chữ đệm, tên”)."
    )
    whole: dict[str, Texts] = Field(
        default_factory=dict, description="Fields that have a name of their own, by the whole key; it wins."
    )

    def name(self, key: str, language: Literal["vi", "en"]) -> str:
        """The name of ``key`` (``mother.full_name``); the key itself where no data file names it."""
        if key in self.whole:
            return self.whole[key][language]
        role, _, attribute = key.partition(".")
        if role not in self.roles or attribute not in self.attributes:
            return key
        pair = (self.attributes[attribute][language], self.roles[role][language])
        return " ".join(pair if language == "vi" else reversed(pair))


class CommonWords(Frozen):
    """Words that stand in almost every address and identity document, one string of words."""

    source: str
    since: date
    words: str

    @cached_property
    def all(self) -> frozenset[str]:
        """The words in lower case."""
        return frozenset(self.words.lower().split())


class Codes(Frozen):
    """All code lists; file names under ``templates/data/codes`` are the field names with dashes."""

    ethnic_groups: CodeList
    nationalities: CodeList
    sexes: CodeList
    provinces_63: CodeList
    provinces_34: CodeList
    id_papers: CodeList
    residence_types: CodeList
    place_kinds: CodeList
    birth_registration_kinds: CodeList
    death_registration_kinds: CodeList
    birth_kinds: CodeList
    marital_statuses: CodeList
    working_days: WorkingDays
    field_names: FieldNames
    common_words: CommonWords

    def provinces(self, on: date) -> CodeList:
        """The list of provinces in force on that day."""
        return self.provinces_34 if self.provinces_34.holds(on) else self.provinces_63
