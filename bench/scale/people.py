# SPDX-License-Identifier: Apache-2.0
"""What makes the people of a copy others than those of its original: names, numbers, and days as much earlier
as the copy is older.

No two copies have a number in common, and few a name and a day: as in an office's store, a dossier shares
what it tells of its matter with hardly any other, however many there are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import blake2b

from intake.dossier.matter.keys import day_key, matter_keys
from templates.catalogue.matters import matter_of

_NAME, _DAY = ".full_name", "_date"
_NUMBERED = (".id_document", ".personal_id")
_LAST_SIX = re.compile(r"(?<=\d{6})\d{6}(?!\d)")


def name_of_another(name: str, number: int, names: Sequence[str]) -> str:
    """The name that stands for ``name`` in the copy of this number; "" for none."""
    drawn = int.from_bytes(blake2b(f"{number} {name.casefold()}".encode(), digest_size=8).digest())
    return names[drawn % len(names)] if name else name


def value_of_another(key: str, value: str, number: int, back: timedelta, names: Sequence[str]) -> str:
    """What a form's field says in the copy of this number, older by ``back``."""
    if key.endswith(_NAME):
        return name_of_another(value, number, names)
    if key.endswith(_NUMBERED):
        return _LAST_SIX.sub(lambda found: f"{(int(found[0]) + number * 70_001) % 1_000_000:06}", value)
    if key.endswith(_DAY) and (day := day_key(value)):
        return f"{date.fromisoformat(day) - back:%d/%m/%Y}"
    return value


def keys_of_matter(procedure: str, values: Mapping[str, str]) -> list[str]:
    """By what dossiers of one matter find the one whose form has these values."""
    matter = matter_of(procedure)
    told = {key: value for key, value in values.items() if value}
    return sorted(matter_keys(matter, told)) if matter else []
