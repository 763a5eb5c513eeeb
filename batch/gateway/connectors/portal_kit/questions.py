# SPDX-License-Identifier: Apache-2.0
"""What the portal asks, in its order: the model of ``portal-….yaml``, and a dossier's answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from templates.files.datafiles import Frozen, load
from templates.language.outside_text import one_line

NEWEST = "portal-2026"
_DATA = Path(__file__).parent
_PERSONAL_ID = re.compile(r"(?<!\d)\d{12}(?!\d)")
_LONGEST = 5000


class PortalQuestion(Frozen):
    """One question: its name at the portal (without the version's suffix) and the key of its answer."""

    to: str
    key: str
    kind: Literal["text", "personal-id"] = Field("text", alias="as")


class PortalPages(Frozen):
    """The questions of each kind of form; files may have at most ``most_bytes``."""

    id: str
    source: str
    since: date
    unverified: bool = False
    most_bytes: int
    forms: dict[str, tuple[PortalQuestion, ...]]


@dataclass(frozen=True, slots=True)
class PortalAnswer:
    """What is typed at the question ``to`` ("" where the portal's is not known), from the form's ``key``."""

    key: str
    text: str
    to: str = ""


@cache
def load_pages(name: str = NEWEST) -> PortalPages:
    """The data file; raises as ``templates.files.datafiles.load`` does."""
    return load(PortalPages, _DATA / f"{name}.yaml")


def answers(pages: PortalPages, form: str, values: Mapping[str, str]) -> Iterator[PortalAnswer]:
    """The portal's questions with their answers ("" for none), in its order."""
    for question in pages.forms.get(form, ()):
        given = one_line(values.get(question.key, ""), _LONGEST)
        found = _PERSONAL_ID.search(given) if question.kind == "personal-id" else None
        text = (found.group() if found else "") if question.kind == "personal-id" else given
        yield PortalAnswer(question.key, text, question.to)


def others(pages: PortalPages, form: str, values: Mapping[str, str]) -> Iterator[PortalAnswer]:
    """The values that no question of the portal's is known for, in the order of their keys."""
    asked = {question.key for question in pages.forms.get(form, ())}
    for key in sorted(values.keys() - asked):
        yield PortalAnswer(key, one_line(values[key], _LONGEST))
