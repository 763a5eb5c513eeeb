# SPDX-License-Identifier: Apache-2.0
"""Whether the doors of an office work, each tried without sending a dossier."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from batch.gateway.contract import GatewayHealth, PlaceHealth
from batch.gateway.errors import GatewayError
from batch.gateway.registry import OfficeDoors
from intake.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class DoorTested:
    """One door: what was found, or the ``problem`` that keeps it shut."""

    door: str
    connector: str
    health: GatewayHealth | PlaceHealth | None = None
    problem: GatewayError | None = None


def tested_doors(settings: Settings) -> Iterator[DoorTested]:
    """Try each door that is set up, one after the other."""
    doors = OfficeDoors(settings)
    for name in doors.names:
        try:
            with closing(doors.open(name)) as door:
                yield DoorTested(name, door.name, door.test())
        except GatewayError as error:
            yield DoorTested(name, doors.connector_of(name), problem=error)
