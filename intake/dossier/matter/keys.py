# SPDX-License-Identifier: Apache-2.0
"""Keys that two dossiers of one matter share although one thing was misread, or is missing, in either.

Each key is made of two things that are told of the matter: the name and the birth date, the name and the
mother, the day and the mother … Whatever one of them is read as, the others still meet. Parents alone make
no key: all their children share them. A personal number is a key by itself. Names lose marks and case, as a
tone is what is misread most. A key is a hash: the store holds no value twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from itertools import combinations

from intake.dossier.id_numbers import id_numbers
from templates.catalogue.matters import Matter
from templates.language.folding import without_marks

NAME, BIRTH = "full_name", "birth_date"
NUMBERS = ("personal_id", "id_document")
_WORD = re.compile(r"[^\W\d_]+")
_DAY = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*")
_KEY_BYTES = 10


def matter_fields(matter: Matter) -> frozenset[str]:
    """The keys of the form that tell of the matter."""
    attributes = (NAME, BIRTH, *NUMBERS, "sex")
    people = (f"{role}.{said}" for role in (*matter.about, *matter.beside) for said in attributes)
    return frozenset((*people, *matter.apart, *filter(None, (matter.day,))))


def matter_keys(matter: Matter, values: Mapping[str, str]) -> frozenset[str]:
    """The keys of a dossier whose form has these values; none where it tells too little."""
    about = set(_about(matter, values))
    beside = {told for role in matter.beside for told in _person(role, values)}
    alone = {told for told in about if told.isdecimal()}
    pairs = [
        *combinations(sorted(about - alone), 2),
        *((told, by) for told in about - alone for by in beside if told != by),
    ]
    said = {*(f"{one}|{other}" for one, other in pairs), *alone}
    return frozenset(_hashed(f"{matter.name}|{one}") for one in said)


def name_key(name: str) -> str:
    """A name as misread marks, case and y for i leave it."""
    return " ".join(_WORD.findall(without_marks(name))).replace("y", "i")


def day_key(text: str) -> str:
    """A whole date as YYYY-MM-DD; "" for a part of one."""
    found = _DAY.fullmatch(text)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else ""


def _about(matter: Matter, values: Mapping[str, str]) -> Iterator[str]:
    for role in matter.about:
        yield from _person(role, values)
        yield from filter(None, [day_key(values.get(f"{role}.{BIRTH}", ""))])
    if day := day_key(values.get(matter.day, "")):
        yield f"day {day}"


def _person(role: str, values: Mapping[str, str]) -> Iterator[str]:
    yield from filter(None, [name_key(values.get(f"{role}.{NAME}", ""))])
    for said in NUMBERS:
        yield from id_numbers(values.get(f"{role}.{said}", ""))


def _hashed(told: str) -> str:
    return blake2b(told.encode(), digest_size=_KEY_BYTES).hexdigest()
