# SPDX-License-Identifier: Apache-2.0
"""For whom a deadline stands still."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from intake.dossier.deadline.turns import is_stopped_for_gateway
from intake.dossier.journal import Event, What

GATEWAY: tuple[What, dict[str, Any]] = (What.CLOCK_STOPPED, {"slip": None})
SLIP: tuple[What, dict[str, Any]] = (What.SLIP_ISSUED, {"kind": "supplement"})
RECEIPT: tuple[What, dict[str, Any]] = (What.SLIP_ISSUED, {"kind": "receipt"})
FOR_SLIP: tuple[What, dict[str, Any]] = (What.CLOCK_STOPPED, {"slip": 1})
RUNS: tuple[What, dict[str, Any]] = (What.CLOCK_STARTED, {"why": "papers"})


@pytest.mark.parametrize(
    ("told", "waits"),
    [
        ([], False),
        ([GATEWAY], True),
        ([GATEWAY, RECEIPT], True),
        ([GATEWAY, SLIP], False),
        ([SLIP, FOR_SLIP], False),
        ([GATEWAY, RUNS], False),
        ([GATEWAY, RUNS, SLIP, FOR_SLIP], False),
        ([SLIP, FOR_SLIP, RUNS, GATEWAY], True),
    ],
)
def test_what_the_gateway_wants_may_be_the_office_s_own_until_that_asks_the_citizen(
    told: list[tuple[What, dict[str, Any]]], waits: bool
) -> None:
    moment = datetime(2026, 11, 30, tzinfo=UTC)
    events = [Event(number, "1", moment, "t", *one) for number, one in enumerate(told, start=1)]
    assert is_stopped_for_gateway(events) is waits
