# SPDX-License-Identifier: Apache-2.0
"""A correction opens a dossier again, from wherever it stood, unless the gateway may have it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from intake.dossier.states import State
from intake.errors import ClosedDossierError, OnItsWayError
from intake.services.changing.edit import Editing
from intake.services.changing.holding import hold
from intake.services.changing.reopening import refuse_closed, reopen
from intake.services.changing.undo import take_back
from intake.store.queue.lease_owner import LEASE
from intake.store.store import Store
from intake.store.tables.model import PackageRow
from intake.store.tables.outbox_model import OutboxRow
from tests.support.desks.intake_desk import NOW
from tests.support.dossiers.led_dossiers import (
    CLOSED,
    count,
    last_events,
    led_to,
    moved,
    state_of,
)

REOPENED = {
    State.READ: State.READ,
    State.REVIEWED: State.READ,
    State.INCOMPLETE: State.INCOMPLETE,
    State.COMPLETE: State.READ,
    State.PACKAGED: State.READ,
    State.QUEUED: State.READ,
    State.RETURNED: State.READ,
}


@pytest.mark.parametrize("state", REOPENED, ids=str)
def test_a_corrected_dossier_is_judged_anew_from_wherever_it_stood(
    store: Store, dossier: str, state: State
) -> None:
    led_to(store, dossier, state)
    before = count(store, dossier)
    with store.write() as session:
        left = reopen(store, session, dossier, who="hoa")
    assert (state_of(store, dossier), left) == (REOPENED[state], state is State.QUEUED)
    if state is not REOPENED[state]:
        assert last_events(store, dossier, 1) == [moved(state, REOPENED[state], "hoa")]
    else:
        assert count(store, dossier) == before


@pytest.mark.parametrize("state", CLOSED, ids=str)
def test_of_what_was_sent_or_refused_nothing_changes_here_any_more(
    store: Store, dossier: str, state: State
) -> None:
    led_to(store, dossier, state)
    before = count(store, dossier)
    with store.write() as session:
        for refused in (
            lambda: refuse_closed(store, session, dossier),
            lambda: reopen(store, session, dossier, who="hoa"),
            lambda: hold(store, session, dossier, who="hoa"),
            lambda: take_back(store, session, dossier, who="hoa"),
            lambda: Editing(store, session, dossier, "hoa"),
        ):
            with pytest.raises(ClosedDossierError) as told:
                refused()
            assert dossier in told.value.sentence and told.value.advice
    assert count(store, dossier) == before


# -- the way out of the queue


def queued(store: Store, dossier: str, **changed: Any) -> str:
    """A queued dossier with its row of the outbox, ``changed``."""
    led_to(store, dossier, State.QUEUED)
    row: dict[str, Any] = {
        "state": "queued",
        "progress": {},
        "lease_owner": "",
        "lease_until": None,
    } | changed
    with store.write() as session:
        package = PackageRow(dossier_id=dossier, number=1, folder="x", manifest={}, made_at=NOW)
        session.add(package)
        session.flush()
        told = {"messages": [{"text": "x"}], "trouble": "network-down", "next_at": NOW, "queued_at": NOW}
        session.add(OutboxRow(dossier_id=dossier, package_id=package.id, **told, **row))
    return dossier


def outbox_row(store: Store) -> OutboxRow:
    with store.read() as session:
        return session.scalars(select(OutboxRow)).one()


@pytest.mark.parametrize(
    "progress",
    [{}, {"number": "G09-1", "asked": False}, {"number": "G09-1", "asked": True, "in_doubt": False}],
)
def test_what_the_gateway_can_not_have_leaves_the_queue_and_keeps_its_number(
    store: Store, dossier: str, progress: dict[str, Any]
) -> None:
    queued(store, dossier, progress=progress, state="failed-retry")
    with store.write() as session:
        assert reopen(store, session, dossier, who="hoa")
    row = outbox_row(store)
    assert (row.state, row.progress, row.messages, row.trouble) == ("withdrawn", progress, [], "")
    assert (row.lease_owner, row.lease_until) == ("", None)


@pytest.mark.parametrize(
    "progress", [{"asked": True}, {"in_doubt": True}, {"asked": False, "in_doubt": True}]
)
def test_what_the_gateway_may_have_is_not_changed(
    store: Store, dossier: str, progress: dict[str, Any]
) -> None:
    queued(store, dossier, progress=progress)
    with pytest.raises(OnItsWayError) as told, store.write() as session:
        reopen(store, session, dossier, who="hoa")
    assert dossier in told.value.sentence and told.value.advice
    assert (state_of(store, dossier), outbox_row(store).state) == (State.QUEUED, "queued")


@pytest.mark.parametrize(("until", "leaves"), [(NOW + LEASE, False), (NOW, True)], ids=["alive", "dead"])
def test_what_a_living_pusher_has_in_hand_is_not_changed(
    store: Store, dossier: str, until: datetime, leaves: bool
) -> None:
    queued(store, dossier, state="sending", lease_owner="another computer/1/x", lease_until=until)
    if leaves:
        with store.write() as session:
            assert reopen(store, session, dossier, who="hoa")
        return
    with pytest.raises(OnItsWayError) as told, store.write() as session:
        reopen(store, session, dossier, who="hoa")
    assert dossier in told.value.sentence and told.value.advice
