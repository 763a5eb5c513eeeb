# SPDX-License-Identifier: Apache-2.0
"""How a dossier was served, as the indicators ask it: by which way it came, whether and how a fee was paid,
what was reused, whether databases were asked, when its result was handed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Channel(StrEnum):
    """How a dossier was handed in (KenhThucHien 1, 2, 3)."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


class Payment(StrEnum):
    """Whether a fee is owed, and how it was paid (DuocThanhToanTrucTuyen 1 or 2: online)."""

    FREE = "free"  # nothing is owed
    ONLINE = "online"
    CASH = "cash"
    UNPAID = "unpaid"


@dataclass(frozen=True, slots=True)
class Served:
    """What a person recorded; None for what was never said. ``handed_over``: the day the citizen got the
    result.
    """

    channel: Channel | None = None
    payment: Payment | None = None
    reused: bool | None = None
    from_store: bool | None = None
    population: bool | None = None
    handed_over: date | None = None

    def told(self) -> dict[str, Any]:
        """What the journal keeps: only what was said."""
        said = {name: value for name, value in asdict(self).items() if value is not None}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def after(before: Served, told: Mapping[str, Any]) -> Served:
    """What is recorded once an event told this too: the last word on each counts."""
    now = {**before.told(), **told}
    return Served(
        channel=Channel(now["channel"]) if "channel" in now else None,
        payment=Payment(now["payment"]) if "payment" in now else None,
        reused=now.get("reused"),
        from_store=now.get("from_store"),
        population=now.get("population"),
        handed_over=date.fromisoformat(now["handed_over"]) if "handed_over" in now else None,
    )
