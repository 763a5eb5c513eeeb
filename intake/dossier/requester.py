# SPDX-License-Identifier: Apache-2.0
"""Who stands at the counter and what was said there, before it is a dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Requester:
    """The person at the counter; "" for what was not told. ``personal_id`` has 12 digits (or 9),
    ``birth_date`` is ``DD/MM/YYYY``, ``MM/YYYY`` or ``YYYY``.
    """

    name: str = ""
    personal_id: str = ""
    phone: str = ""
    email: str = ""
    relation: str = ""
    birth_date: str = ""


class CopySort(StrEnum):
    """As what a paper is handed in."""

    ORIGINAL = "original"
    CERTIFIED = "certified"
    PHOTO = "photo"


@dataclass(frozen=True)
class Visit:
    """Everything said at the counter. ``kinds`` are the papers shown, ``answers`` those to the questions;
    ``copies`` as what a paper is handed in, of the kinds of which it was said.
    """

    procedure: str
    requester: Requester = field(default_factory=Requester)
    kinds: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    copies: Mapping[str, CopySort] = field(default_factory=dict)
