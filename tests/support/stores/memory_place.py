# SPDX-License-Identifier: Apache-2.0
"""A place in memory that dossiers are laid into, and an office with several doors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from batch.gateway.contract import Door, FieldMessage, PlaceHealth, Submission
from batch.gateway.errors import GatewaySetupError
from intake.settings.signing import Unsigned


@dataclass
class MemoryPlace:
    """See ``batch.gateway.contract.DropOff``. ``laid`` holds what was put there: dossier and number."""

    name: str = "place"
    copy: str = "portal"
    laid: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    refusals: list[FieldMessage] = field(default_factory=list)

    def test(self) -> PlaceHealth:
        return PlaceHealth("memory")

    def check(self, submission: Submission) -> Sequence[FieldMessage]:  # noqa: ARG002 (the same for all)
        return self.refusals

    def put(self, submission: Submission, number: str) -> str:
        if self.faults:
            raise self.faults.pop(0)
        self.laid.append((submission.dossier, number))
        return submission.dossier

    def close(self) -> None:
        """Nothing to give back."""


@dataclass
class SeveralDoors:
    """See ``batch.gateway.doors.Doors``: ``there`` by name, all in this order for each procedure."""

    there: dict[str, Door]
    shut: set[str] = field(default_factory=set)
    unsigned: Unsigned = "allow"

    def of(self, procedure: str) -> Sequence[str]:  # noqa: ARG002 (as Doors has it)
        return list(self.there)

    def open(self, name: str) -> Door:
        if name in self.shut:
            raise GatewaySetupError.missing(f"gateway.{name}.base_url")
        return self.there[name]
