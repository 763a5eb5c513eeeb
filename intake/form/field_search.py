# SPDX-License-Identifier: Apache-2.0
"""Which field of a form a person means: its key, or words of its name in any spelling ("ho ten cha")."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from itertools import islice

from intake.errors import AmbiguousFieldError, UnknownFieldError
from templates.catalogue.loading import Catalogue
from templates.language.folding import without_marks
from templates.language.messages import _

_MOST_NAMED = 6
_LEAST_ALIKE = 60
_WORD = re.compile(r"[^\W_]+")

Words = tuple[str, ...]


def field_meant(typed: str, keys: Collection[str], catalogue: Catalogue) -> str:
    """The key, one of ``keys``, of the field that is called so.

    Words count in any order and without diacritics, and may be left out: whole words first, else their
    beginnings. Of several fields that have the words only the one called just so is meant.
    Raises ``UnknownFieldError``, which names those most alike, or ``AmbiguousFieldError``, which names all.
    """
    if typed in keys:
        return typed
    wanted = _words(typed)
    named = {key: tuple(_spoken(key, catalogue)) for key in keys}
    for fits in (tuple.__eq__, _holds, _begins) if wanted else ():
        found = [key for key, names in named.items() if any(fits(name, wanted) for name in names)]
        if len(found) == 1:
            return found[0]
        if found:
            raise _ambiguous(typed, found, catalogue)
    raise _unknown(typed, keys, catalogue)


def offered(typed: str, keys: Collection[str], catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """What goes on from what was ``typed`` so far, each with what it is: keys, and names by their words."""
    wanted = _words(typed)
    for key in keys:
        name = catalogue.field_name(key)
        if key.startswith(typed):
            yield key, name
        elif wanted and _begins(_words(name), wanted):
            yield name, key


def field_told(key: str, catalogue: Catalogue) -> str:
    """A field by its name, with the key by which a program calls it."""
    name = catalogue.field_name(key)
    return name if name == key else f"{name} ({key})"


def _spoken(key: str, catalogue: Catalogue) -> Iterator[Words]:
    yield from (_words(catalogue.field_name(key, language)) for language in ("vi", "en"))


def _words(text: str) -> Words:
    return tuple(_WORD.findall(without_marks(text)))


def _holds(name: Words, wanted: Words) -> bool:
    return set(wanted) <= set(name)


def _begins(name: Words, wanted: Words) -> bool:
    return all(any(word.startswith(begun) for word in name) for begun in wanted)


def _ambiguous(typed: str, found: Collection[str], catalogue: Catalogue) -> AmbiguousFieldError:
    count = len(found)
    return AmbiguousFieldError(
        _("{count} fields are called “{name}”.").format(count=count, name=typed),
        _("Say which:") + "".join(f"\n  {field_told(key, catalogue)}" for key in found),
    )


def _unknown(typed: str, keys: Collection[str], catalogue: Catalogue) -> UnknownFieldError:
    near = "".join(f"\n  {field_told(key, catalogue)}" for key in _alike(typed, keys, catalogue))
    advice = _("Did you mean:") + near if near else _("The fields stand in: sohoa show ID --all")
    return UnknownFieldError(_("The form has no field “{name}”.").format(name=typed), advice)


def _alike(typed: str, keys: Collection[str], catalogue: Catalogue) -> Iterator[str]:
    """The few keys whose name, or whose own letters, are most like what was typed."""
    from rapidfuzz import fuzz

    wanted = " ".join(_words(typed))
    likeness: Callable[[str], float] = lambda key: max(  # noqa: E731
        fuzz.ratio(typed, key),
        *(fuzz.token_set_ratio(wanted, " ".join(name)) for name in _spoken(key, catalogue)),
    )
    ranked = sorted(((likeness(key), key) for key in keys), key=lambda each: -each[0])
    return islice((key for score, key in ranked if score >= _LEAST_ALIKE), _MOST_NAMED)
