# SPDX-License-Identifier: Apache-2.0
"""The people of whom a paper speaks, and whether two of them are one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from intake.dossier.id_numbers import id_numbers
from intake.dossier.thresholds import USABLE
from intake.dossier.values import Statement
from intake.form.agreement import ValueAgreement, dates_agree
from intake.form.cards import NEAR_NAME
from intake.form.places import places_agree
from ocr.result import Source
from ocr.text.folding import fold, same_text
from templates.catalogue.loading import Catalogue

NAME, NUMBER, BIRTH, SEX, HOME = "name", "number", "birth", "sex", "home"
_FACTS = {
    "full_name": NAME,
    "intended_name": NAME,
    "representative": NAME,
    "personal_id": NUMBER,
    "id_document": NUMBER,
    "birth_date": BIRTH,
    "sex": SEX,
    "residence": HOME,
}
_CUT_SHORT = 20
"""From so many letters on the machine-readable zone of a card may have had no room for the whole name."""
_TOO_MUCH = 2
"""Two contradictions are no slip of a pen."""


class Likeness(StrEnum):
    """How two people stand to each other.

    ``same``: by number, or by a name read surely. ``alike``: by a name that was not read surely. ``perhaps``:
    one name may be a misreading of the other. ``other``: two people. ``unknown``: nothing to compare.
    """

    SAME = "same"
    ALIKE = "alike"
    PERHAPS = "perhaps"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody in one place (``role``) of a paper: what it says of them, by fact."""

    role: str
    said: Mapping[str, Statement]

    def text(self, fact: str) -> str:
        """What is said, or nothing."""
        return self.said[fact].value if fact in self.said else ""

    @property
    def surely_named(self) -> bool:
        return NAME in self.said and self.said[NAME].sure


def is_name(key: str) -> bool:
    """Whether a field of a paper names a person."""
    return _FACTS.get(key.rpartition(".")[2]) == NAME


def is_of_person(key: str) -> bool:
    """Whether a field of a paper tells who a person is."""
    role, _dot, attribute = key.rpartition(".")
    return bool(role) and attribute in _FACTS


def people_in(statements: Iterable[Statement]) -> list[Somebody]:
    """Everybody of whom one paper speaks; of several statements of a fact the most trusted counts."""
    found: dict[str, dict[str, Statement]] = {}
    for said in statements:
        role, _dot, attribute = said.key.rpartition(".")
        fact = _FACTS.get(attribute)
        if role and fact and said.value and _better(said, found.setdefault(role, {}).get(fact), fact):
            found[role][fact] = said
    return [Somebody(role, facts) for role, facts in found.items() if facts]


def _better(said: Statement, than: Statement | None, fact: str) -> bool:
    return than is None or _trust(said, fact) > _trust(than, fact)


def _trust(said: Statement, fact: str) -> tuple[bool, bool, float]:
    """A number that can be compared before words, a name with its marks before one without."""
    comparable = bool(id_numbers(said.value)) if fact == NUMBER else said.source != Source.MRZ
    return said.decided, comparable, said.confidence


def likeness(one: Somebody, other: Somebody, catalogue: Catalogue) -> Likeness:
    """Whether two people are one.

    An equal number is proof. Names that differ in a mark or a letter, both read surely, are two names unless
    the whole birth date is the same; so are names one of which was not read surely where numbers differ, be
    they sure or not.
    Whatever the names, two facts surely read that differ (number, birth, sex, home, the name itself) make two
    people.
    """
    if same_number(one, other):
        return Likeness.SAME
    if not (one.text(NAME) and other.text(NAME)):
        return Likeness.UNKNOWN
    names = one.said[NAME], other.said[NAME]
    exact, sure = same_name(*names), all(said.sure for said in names)
    if not (exact or near_names(*names)):
        return Likeness.OTHER
    if _contradictions(one, other, catalogue, already=int(sure and not exact)) >= _TOO_MUCH:
        return Likeness.OTHER
    if exact:
        return Likeness.SAME if sure else Likeness.ALIKE
    if _born_alike(one, other):
        return Likeness.SAME
    return Likeness.OTHER if sure or _numbers_apart(one, other) else Likeness.PERHAPS


def same_number(one: Somebody, other: Somebody) -> bool:
    """Whether both have one number."""
    return bool(set(id_numbers(one.text(NUMBER))) & set(id_numbers(other.text(NUMBER))))


def same_name(one: Statement, other: Statement) -> bool:
    """Case and the tone's place do not count; a machine-readable zone has no marks and may be cut short."""
    if same_text(one.value, other.value):
        return True
    if Source.MRZ not in (one.source, other.source):
        return False
    short, long = sorted((fold(one.value), fold(other.value)), key=len)
    return short == long or (len(short) >= _CUT_SHORT and long.startswith(short))


def near_names(one: Statement, other: Statement) -> bool:
    """Whether one may be a misreading of the other, or a part of it."""
    ours, theirs = fold(one.value), fold(other.value)
    return ours in theirs or theirs in ours or fuzz.ratio(ours, theirs) >= NEAR_NAME


def _born_alike(one: Somebody, other: Somebody) -> bool:
    dates = one.text(BIRTH), other.text(BIRTH)
    whole = all(date.count("/") == _TOO_MUCH for date in dates)
    return whole and dates_agree(*dates) is ValueAgreement.SAME


def _numbers_apart(one: Somebody, other: Somebody) -> bool:
    both = [
        person.said[NUMBER]
        for person in (one, other)
        if NUMBER in person.said and person.said[NUMBER].confidence >= USABLE
    ]
    return len(both) == len((one, other)) and _other_number(both[0].value, both[1].value)


def _other_number(one: str, other: str) -> bool:
    """Whether two texts hold numbers of one length; those of an old and a new card can't be compared."""
    ours, theirs = id_numbers(one), id_numbers(other)
    return bool({len(n) for n in ours} & {len(n) for n in theirs}) and not set(ours) & set(theirs)


def _contradictions(one: Somebody, other: Somebody, catalogue: Catalogue, *, already: int) -> int:
    """How many facts, surely read on both papers, differ."""
    found = already + sum(_differs(fact, one, other, catalogue) for fact in (NUMBER, BIRTH, SEX))
    if found == _TOO_MUCH - 1:  # places are dear to compare, so only where they decide
        found += _differs(HOME, one, other, catalogue)
    return found


def _differs(fact: str, one: Somebody, other: Somebody, catalogue: Catalogue) -> bool:
    both = [person.said[fact] for person in (one, other) if fact in person.said and person.said[fact].sure]
    return len(both) == len((one, other)) and _apart(fact, both[0].value, both[1].value, catalogue)


def _apart(fact: str, one: str, other: str, catalogue: Catalogue) -> bool:
    if fact == NUMBER:
        return _other_number(one, other)
    if fact == BIRTH:
        return dates_agree(one, other) is ValueAgreement.DIFFERS
    if fact == HOME:
        return places_agree(one, other, catalogue) is ValueAgreement.DIFFERS
    return not same_text(one, other)
