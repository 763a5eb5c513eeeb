# SPDX-License-Identifier: Apache-2.0
"""Why a value typed for a field can hardly be right, though it has the field's shape.

Each doubt is a sentence that names no value; a person may still insist and give the reason
(``sohoa edit --because``), for papers do say such things.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from intake.dossier.deadline.partial_dates import earliest, latest
from intake.dossier.id_numbers import id_numbers
from ocr.text.folding import fold, text_key
from ocr.values.date_words import date_from_words
from ocr.values.dates import parse_date
from ocr.values.ids import PersonalId
from templates.catalogue.loading import Catalogue
from templates.language.messages import _
from templates.model.autofill_map import AutofillMap
from templates.model.codelists import CodeList
from templates.model.document_types import FieldType

_OLDEST = 130
"""Nobody on a paper of today was born longer ago, in years."""
_NOT_YET = (".birth_date", ".death_date", "issued_date", "made.date", "marriage.date", "registration.date")
"""Ends of keys whose date lies in the past."""
_NEAR = 70
_MOST_NEAR = 3


@dataclass(frozen=True)
class Context:
    """What a value is held against: the form's other values that are sure, the day, and the data files."""

    form: Mapping[str, str]
    today: date
    catalogue: Catalogue
    plan: AutofillMap

    def sex_of(self, role: str) -> str:
        """As the form says, else as the role implies (a mother); "" where neither does."""
        said = self.form.get(f"{role}.sex", "")
        person = self.plan.people.get(role)
        return said or (person.sex if person else "")


def doubts(key: str, value: str, kind: FieldType, context: Context) -> Iterator[str]:
    """Everything that speaks against the value, in sentences with advice; nothing for most values."""
    match kind:
        case FieldType.DATE:
            yield from _date_doubts(key, value, context)
        case FieldType.DATE_WORDS:
            yield from _words_doubts(key, value, context)
        case FieldType.PERSONAL_ID | FieldType.ID_DOCUMENT:
            yield from _number_doubts(key, value, context)
        case FieldType.NAME:
            if any(sign.isdigit() for sign in value):
                yield _("A name has no digits.")
        case FieldType.ETHNICITY:
            yield from _list_doubts(value, context.catalogue.codes.ethnic_groups)


def near_names(typed: str, codes: CodeList) -> list[str]:
    """The names of the list that look most like what was typed, best first."""
    from rapidfuzz import fuzz, process

    names = {entry.name: fold(entry.name) for entry in codes.entries}
    found = process.extract(fold(typed), names, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST_NEAR)
    return [name for _folded, _score, name in found]


def _date_doubts(key: str, value: str, context: Context) -> Iterator[str]:
    first, last = earliest(value), latest(value)
    if first is None or last is None:
        return
    if key.endswith(_NOT_YET) and first > context.today:
        yield _("The day lies in the future.")
    if key.endswith(".birth_date") and last.year < context.today.year - _OLDEST:
        yield _("Nobody alive was born that long ago.")
    role = key.partition(".")[0]
    born, died = context.form.get(f"{role}.birth_date", ""), context.form.get(f"{role}.death_date", "")
    if key.endswith(".death_date") and (birth := earliest(born)) and last < birth:
        yield _("The death lies before the birth.")
    if key.endswith(".birth_date") and (death := latest(died)) and first > death:
        yield _("The birth lies after the death.")
    yield from _fits_number(key, first, last, context)


def _fits_number(key: str, first: date, last: date, context: Context) -> Iterator[str]:
    if not key.endswith(".birth_date"):
        return
    for person in _people(key.partition(".")[0], context):
        if not first.year <= person.year <= last.year:
            yield _("The personal number on the form names another year of birth ({year}).").format(
                year=person.year
            )


def _words_doubts(key: str, value: str, context: Context) -> Iterator[str]:
    spelt = date_from_words(value)
    if spelt is None:
        yield _("These words spell no day.")
        return
    written = parse_date(context.form.get(key.removesuffix("_words"), ""))
    if written is not None and parse_date(spelt) not in (None, written):
        yield _("The words spell another day than the digits.")


def _number_doubts(key: str, value: str, context: Context) -> Iterator[str]:
    role = key.partition(".")[0]
    for number in id_numbers(value):
        person = PersonalId.parse(number)
        if person is not None:
            yield from _person_doubts(person, role, context)


def _person_doubts(person: PersonalId, role: str, context: Context) -> Iterator[str]:
    code = person.province_code
    if code.startswith("0") and context.catalogue.codes.provinces_63.code(code[1:]) is None:
        yield _("No province has the code {code} (the first three digits).").format(code=code)
    sex = context.sex_of(role)
    if sex and text_key(sex) != text_key(person.sex):
        yield _("The fourth digit says {number}, the form says {form}.").format(number=person.sex, form=sex)
    if person.year > context.today.year:
        yield _("The digits name a year of birth in the future ({year}).").format(year=person.year)
    born = context.form.get(f"{role}.birth_date", "")
    first, last = earliest(born), latest(born)
    if first and last and not first.year <= person.year <= last.year:
        yield _("The digits name {number} as the year of birth, the form {form}.").format(
            number=person.year, form=first.year
        )


def _list_doubts(value: str, codes: CodeList) -> Iterator[str]:
    known = {text_key(n) for e in codes.entries for n in (e.name, *e.aliases, *e.suggestions)}
    if text_key(value) not in known:
        near = near_names(value, codes)
        if near:
            yield _("The list spells no name like this. Did you mean {names}?").format(names=", ".join(near))
        else:
            yield _("The list has no such name.")


def _people(role: str, context: Context) -> Iterator[PersonalId]:
    for attribute in ("personal_id", "id_document"):
        for number in id_numbers(context.form.get(f"{role}.{attribute}", "")):
            if person := PersonalId.parse(number):
                yield person
