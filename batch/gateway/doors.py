# SPDX-License-Identifier: Apache-2.0
"""By which doors a dossier leaves: what the outbox asks, without knowing any settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from batch.gateway.contract import Door
from intake.settings.signing import Unsigned

MINISTRY = "ministry"
"""The door that there was before there were several."""


class Doors(Protocol):
    """The doors of an office."""

    @property
    def unsigned(self) -> Unsigned:
        """What becomes of a dossier whose package nobody signed."""

    def of(self, procedure: str) -> Sequence[str]:
        """The names of the doors of a procedure's dossiers, at least one: the first leads.

        Raises GatewaySetupError where the settings do not say which.
        """

    def open(self, name: str) -> Door:
        """The door of that name, ready to be asked.

        Raises GatewaySetupError where there is none, or a setting of it is missing or wrong.
        """


@dataclass(frozen=True, slots=True)
class OnlyDoor:
    """One door for all dossiers; ``made`` opens it."""

    made: Callable[[], Door]
    name: str = MINISTRY
    unsigned: Unsigned = "allow"

    def of(self, procedure: str) -> Sequence[str]:  # noqa: ARG002 (as Doors has it)
        return (self.name,)

    def open(self, name: str) -> Door:  # noqa: ARG002 (as Doors has it)
        return self.made()
