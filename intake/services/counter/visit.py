# SPDX-License-Identifier: Apache-2.0
"""A citizen's visit to the counter, before anything is scanned: what was said, and the dossier made of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from intake.dossier.deadline.partial_dates import earliest, latest
from intake.dossier.entered import entered
from intake.dossier.requester import CopySort, Requester
from intake.errors import InvalidValueError, UnclearProcedureError
from intake.services.answers import checked_answer
from intake.services.counter.procedure_search import FoundProcedure, Search, is_clear
from intake.services.counter.query_terms import Terms
from ocr.text.folding import nfc
from ocr.values.ids import PersonalId
from ocr.values.normalise import normalise
from templates.catalogue.loading import Catalogue
from templates.language.messages import _, current_language
from templates.language.outside_text import Longest
from templates.model.document_types import FieldType
from templates.model.procedure_synonyms import EverydayWords, load_everyday_words
from templates.model.procedures import Procedure, ProcedureEdition

_PHONE = re.compile(r"(?:\+84|0)\d{8,10}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
_OLDEST = 130
"""Nobody who asks was born longer ago, in years."""
_NOT_ABROAD = ("VN", "XX")
"""Viet Nam, and no nationality at all."""


def search_of(catalogue: Catalogue, today: date) -> Search:
    """Finds among the procedures that have rules today; words for one that was replaced find what follows."""
    names = {code: found.name["vi"] for code, found in catalogue.procedures.items() if found.edition(today)}
    foreign = [entry for entry in catalogue.codes.nationalities.entries if entry.code not in _NOT_ABROAD]
    countries = [name for entry in foreign for name in (entry.name, *entry.aliases)]
    return Search(Terms(_handed_on(load_everyday_words(), catalogue, today), countries), names)


def _handed_on(words: EverydayWords, catalogue: Catalogue, today: date) -> EverydayWords:
    """With the words, and the name, of each procedure that is no longer in force given to what follows it."""
    known = dict(words.procedures)
    for code, procedure in catalogue.procedures.items():
        if (heir := _heir_of(procedure, catalogue, today)) is not procedure:
            told = (procedure.name["vi"], *words.procedures.get(code, ()))
            known[heir.code] = (*known.get(heir.code, ()), *told)
    return words.model_copy(update={"procedures": known})


def _heir_of(procedure: Procedure, catalogue: Catalogue, today: date) -> Procedure:
    """The procedure itself where it holds today or was never replaced, else the last of those after it."""
    passed = {procedure.code}
    while procedure.edition(today) is None and min(e.since for e in procedure.editions) <= today:
        heir = catalogue.procedures.get(procedure.successor)
        if heir is None or heir.code in passed:
            break
        passed.add(heir.code)
        procedure = heir
    return procedure


def meant_by(words: str, search: Search, catalogue: Catalogue) -> str:
    """The code of the procedure that the words mean; ``UnclearProcedureError`` names the likely ones."""
    found = search.find(words)
    if is_clear(found):
        return found[0].code
    if not found:
        raise UnclearProcedureError(
            _("No procedure fits these words."), _("List all procedures with: sohoa forms list")
        )
    raise UnclearProcedureError(
        _("These words may mean several procedures."),
        _("Say which with --procedure CODE: {names}").format(names="; ".join(_named(found, catalogue))),
    )


def procedure_name(code: str, catalogue: Catalogue) -> str:
    """What a procedure is called in the current language."""
    return catalogue.procedure_named(code).name["en" if current_language() == "en" else "vi"]


def checked_requester(
    name: str = "",
    personal_id: str = "",
    phone: str = "",
    email: str = "",
    relation: str = "",
    birth_date: str = "",
    *,
    today: date,
) -> Requester:
    """Who asks, as stored; ``InvalidValueError`` for a number, day or address that can't be one."""
    number = checked_number(personal_id, today)
    return Requester(
        checked_name(name),
        number,
        checked_phone(phone),
        checked_email(email),
        checked_name(relation),
        checked_birth(birth_date, today, number),
    )


def checked_name(typed: str) -> str:
    """A name, or what somebody is to another one; "" for none."""
    return nfc(entered(typed, Longest.NAME))


def checked_number(typed: str, today: date) -> str:
    """A personal number of 12 digits, of somebody born by ``today``, or an old identity number of 9; "" for
    none.
    """
    digits = re.sub(r"[\s.-]", "", typed)
    if digits and not re.fullmatch(r"[0-9]{9}|[0-9]{12}", digits):
        raise InvalidValueError(
            _("This is no personal number."),
            _("A personal number has 12 digits, an old identity number 9; this has {count} signs.").format(
                count=len(digits)
            ),
        )
    person = PersonalId.parse(digits)
    if person and (person.plausibility < 0.3 or person.year > today.year):
        raise InvalidValueError(
            _("This is no personal number."), _("Its first six digits name no place, sex and year of birth.")
        )
    return digits


def number_says(number: str) -> str:
    """What a personal number tells of its owner, to be held against who stands there; "" for an older one."""
    person = PersonalId.parse(number)
    if person is None:
        return ""
    told = {"sex": person.sex, "year": person.year, "province": person.province or ""}
    if not person.province:
        return _("This number is of: {sex}, born {year}, registered abroad.").format(**told)
    return _("This number is of: {sex}, born {year}, first registered in {province}.").format(**told)


def checked_birth(typed: str, today: date, number: str = "") -> str:
    """A day of birth as dates are stored, "" for none; that of a personal ``number`` where there is one."""
    text = entered(typed, Longest.NAME)
    born = normalise(text, FieldType.DATE).value if text else ""
    first, last = (earliest(born), latest(born)) if born else (None, None)
    if text and (first is None or last is None or first > today or last.year < today.year - _OLDEST):
        raise InvalidValueError(
            _("This is no day of birth."),
            _("Write a date as DD/MM/YYYY, or MM/YYYY or YYYY where no more is known."),
        )
    person = PersonalId.parse(number)
    if person and first and person.year != first.year:
        raise InvalidValueError(
            _("The personal number names another year of birth: {year}.").format(year=person.year),
            _("See which of the two was typed wrong."),
        )
    return born or ""


def checked_phone(typed: str) -> str:
    """A telephone number, digits only (a leading + stays); "" for none."""
    number = re.sub(r"[\s.()-]", "", typed)
    if number and not _PHONE.fullmatch(number):
        raise InvalidValueError(
            _("This is no telephone number."), _("Write it like 0912 345 678 or +84 912 345 678.")
        )
    return number


def checked_email(typed: str) -> str:
    """An e-mail address; "" for none."""
    address = entered(typed, Longest.NAME)
    if address and not _EMAIL.fullmatch(address):
        raise InvalidValueError(_("This is no e-mail address."), _("Write it like ten@example.vn."))
    return address


def checked_kinds(kinds: Iterable[str], edition: ProcedureEdition, catalogue: Catalogue) -> tuple[str, ...]:
    """Kinds of paper that the procedure knows; ``InvalidValueError`` names them for one it does not."""
    rules = (edition.form_rule, *edition.submit, *edition.show)
    known = list(dict.fromkeys(kind for rule in rules for kind in rule.kinds()))
    chosen = tuple(dict.fromkeys(kinds))
    for kind in chosen:
        catalogue.document_type(kind)
        if kind not in known:
            raise InvalidValueError(
                _("The procedure does not ask for the paper {kind}.").format(kind=kind),
                _("It knows: {kinds}").format(kinds=", ".join(known)),
            )
    return chosen


COPY_WORDS: Mapping[str, CopySort] = {
    **{each.value: each for each in CopySort},
    **dict.fromkeys(("g", "goc", "gốc", "chinh", "chính"), CopySort.ORIGINAL),
    **dict.fromkeys(("s", "sao"), CopySort.CERTIFIED),
    **dict.fromkeys(("p", "photo", "chup", "chụp"), CopySort.PHOTO),
}
"""What people type behind a paper and “=”."""


def copy_meant(typed: str) -> CopySort:
    """As what a paper is handed in; ``InvalidValueError`` for another word."""
    if (sort := COPY_WORDS.get(typed.casefold())) is None:
        raise InvalidValueError(
            _("A paper is handed in as an original, a certified copy or a photocopy, not as {word}.").format(
                word=typed
            ),
            _("Type behind it =g (original), =s (certified copy) or =p (photocopy)."),
        )
    return sort


def papers_typed(papers: Iterable[str]) -> tuple[tuple[str, ...], dict[str, CopySort]]:
    """``KIND`` or ``KIND=COPY`` each: the kinds, and as what they are handed in where it was said."""
    parts = [text.partition("=") for text in papers]
    copies = {kind: copy_meant(word) for kind, sign, word in parts if sign}
    return tuple(kind for kind, _sign, _word in parts), copies


def checked_answers(replies: Collection[tuple[str, str]], edition: ProcedureEdition) -> dict[str, str]:
    """Answers by the names of their questions, as stored; raises ``UsageError``."""
    return {name: checked_answer(edition, name, reply.strip()) for name, reply in replies}


def _named(found: Sequence[FoundProcedure], catalogue: Catalogue) -> list[str]:
    return [f"{one.code} {procedure_name(one.code, catalogue)}" for one in found]
