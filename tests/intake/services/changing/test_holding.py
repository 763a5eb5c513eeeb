# SPDX-License-Identifier: Apache-2.0
"""Held back by a person: from every state, with and without a reason."""

from __future__ import annotations

import pytest

from intake.dossier.journal import What, is_held
from intake.dossier.states import State
from intake.services.changing.holding import hold, why_held
from intake.store.store import Store
from tests.support.dossiers.led_dossiers import (
    last_events,
    led_to,
    state_of,
)

HELD_AT = {
    State.RECEIVED: State.RECEIVED,
    State.CAPTURED: State.CAPTURED,
    State.READ: State.READ,
    State.REVIEWED: State.READ,
    State.COMPLETE: State.READ,
    State.INCOMPLETE: State.READ,
    State.PACKAGED: State.READ,
    State.QUEUED: State.READ,
    State.RETURNED: State.RETURNED,
}


@pytest.mark.parametrize("state", HELD_AT, ids=str)
def test_a_dossier_held_back_goes_on_from_where_it_was_read(store: Store, dossier: str, state: State) -> None:
    if state is not State.RECEIVED:
        led_to(store, dossier, state)
    with store.write() as session:
        assert hold(store, session, dossier, who="hoa", reason="Chờ bản chính") is (state is State.QUEUED)
    assert state_of(store, dossier) is HELD_AT[state]
    assert last_events(store, dossier, 1) == [
        (What.NOTED, "hoa", {"code": "held", "reason": "Chờ bản chính"})
    ]
    with store.read() as session:
        assert is_held(store.journal(session, dossier))
        assert "Chờ bản chính" in why_held(session, dossier)


def test_a_hold_without_a_reason_is_told_as_one(store: Store, dossier: str) -> None:
    with store.write() as session:
        assert why_held(session, dossier) == ""
        hold(store, session, dossier, who="hoa")
        assert "hoa" in why_held(session, dossier) and "()" not in why_held(session, dossier)
