# SPDX-License-Identifier: Apache-2.0
"""A dossier as another of perhaps the same matter sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from intake.dossier.states import State
from intake.dossier.values import FormValue

DOUBLE = "double"
"""The code of the finding that another dossier may be of the same matter, and this one waits."""

SENT = frozenset({State.PUSHED, State.ACCEPTED, State.RETURNED, State.RESULT_ATTACHED})
"""States of dossiers that the gateway has, or had."""


@dataclass(frozen=True, slots=True)
class MatterDossier:
    """``form`` holds the values that tell of the matter, ``number`` the official one, "" for none. ``told``
    is what its last check found of pairs (``Finding.pair``): the id of each that it names, by whom it was
    decided, "" by nobody.
    """

    id: str
    received_at: datetime
    state: State
    number: str = ""
    form: Mapping[str, FormValue] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def sent(self) -> bool:
        return self.state in SENT

    def came_before(self, other: MatterDossier) -> bool:
        """Of two the later one waits; ids of one moment are in the order in which they were given, and grow
        by a sign.
        """
        return (self.received_at, len(self.id), self.id) < (other.received_at, len(other.id), other.id)
