# SPDX-License-Identifier: Apache-2.0
"""What a dossier is found by: names, numbers and folders as the *terms* under which the store keeps them.

A term is lower case, without diacritics, its words parted by one blank. Of a name each end is one ("tran gia
han", "gia han", "han"), so that whatever part of it is searched for, some term begins with that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from intake.dossier.id_numbers import id_numbers
from templates.language.folding import without_marks

MOST_WORDS = 12
"""Nobody is looked for by what follows; a page's text in a name's place must not fill the store."""
LONGEST = 80
"""Signs of a term."""

NAME = ".full_name"
NUMBERS = (".personal_id", ".id_document")
"""How the keys of fields end that hold somebody's name, or their identity numbers."""

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\+?[\d .\-]{3,}")
_ABROAD = re.compile(r"^\+?84(?=\d{9,10}$)")


def name_terms(names: Iterable[str]) -> set[str]:
    """Of each name, folder or number of several parts, all that it ends with from a word's beginning on."""
    return {
        term[:LONGEST]
        for name in names
        for words in [_words(name)[:MOST_WORDS]]
        for start in range(len(words))
        if (term := " ".join(words[start:]))
    }


def form_terms(values: Collection[tuple[str, str]]) -> set[str]:
    """The names and identity numbers of everybody on a form, of its values by key."""
    names = name_terms(value for key, value in values if key.endswith(NAME))
    return names | number_terms(value for key, value in values if key.endswith(NUMBERS))


def number_terms(texts: Iterable[str]) -> set[str]:
    """The identity numbers inside of texts."""
    return {number for text in texts for number in id_numbers(text)}


def phone_terms(phone: str) -> set[str]:
    """A telephone number as it is dialled in Vietnam."""
    digits = _dialled(phone)
    return {digits} if digits else set()


def searched(typed: str) -> tuple[str, ...]:
    """With what one of a dossier's terms begins where ``typed`` means it; nothing for what says nothing."""
    text = " ".join(_words(typed))[:LONGEST]
    found = (text, _dialled(typed) if _NUMBER.fullmatch(typed.strip()) else "")
    return tuple(dict.fromkeys(filter(None, found)))


def searched_apart(typed: str) -> tuple[str, ...]:
    """The words of ``typed`` each by itself; nothing where it has but one."""
    words = _words(typed)[:MOST_WORDS]
    return tuple(dict.fromkeys(words)) if len(words) > 1 else ()


def _words(text: str) -> list[str]:
    return _WORD.findall(without_marks(text))


def _dialled(number: str) -> str:
    digits = re.sub(r"[^\d+]", "", number)
    return _ABROAD.sub("0", digits).lstrip("+")
