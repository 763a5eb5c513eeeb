# SPDX-License-Identifier: Apache-2.0
"""A queue of tiny dossiers, a gateway in memory, and a clock: what tests of bad days begin with."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

from batch.gateway.errors import BrokenConnectionError
from batch.outbox import outbox
from batch.outbox.push import Pushed, Pusher, due_dossiers
from batch.outbox.tracking import Asked, open_dossiers, refresh_all
from batch.store.outbox_rows import OutboxEntry
from intake.dossier.journal import What
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.store.store import Store
from tests.support.desks.packing_desk import WHO, Clock
from tests.support.servers.scripted_gateway import Fault, ScriptedGateway

NIGHT = timedelta(hours=24)
# What a connector may raise without having thought of it: bad letters, wrong shapes, bottomless JSON.
UNTHOUGHT = [
    UnicodeEncodeError("ascii", "ộ", 0, 1, "x"),
    KeyError("data"),
    RecursionError(),
    AttributeError("get"),
    OSError(22, "x"),
]


def pusher(store: Store, gateway: ScriptedGateway) -> Pusher:
    return Pusher(store, gateway, WHO, chance=random.Random(1))


def a_round(store: Store, gateway: ScriptedGateway) -> list[Pushed]:
    """What one ``sohoa push`` does."""
    return list(pusher(store, gateway).push_all(due_dossiers(store)))


def named(store: Store, gateway: ScriptedGateway, dossier: str) -> Pushed:
    """What ``sohoa push ID`` does."""
    return pusher(store, gateway).push(dossier, early=True)


def asked(store: Store, gateway: ScriptedGateway) -> list[Asked]:
    """What ``sohoa status`` asks."""
    return list(refresh_all(store, gateway, open_dossiers(store), who=WHO))


def nights(store: Store, gateway: ScriptedGateway, clock: Clock, count: int = 1) -> None:
    for _night in range(count):
        clock.move(NIGHT)
        a_round(store, gateway)


def row_of(store: Store, dossier: str) -> OutboxEntry:
    with store.read() as session:
        row = outbox.of_dossier(session, dossier)
    assert row is not None
    return row


def state_of(store: Store, dossier: str) -> State:
    with store.read() as session:
        return store.get(session, dossier).state


def number_of(store: Store, dossier: str) -> str | None:
    with store.read() as session:
        return store.get(session, dossier).official_number


def noted(store: Store, dossier: str) -> Sequence[str]:
    """The codes of the notes in the dossier's journal."""
    with store.read() as session:
        events = store.journal(session, dossier)
    return [event.data["code"] for event in events if event.what == What.NOTED]


def corrected(store: Store, dossier: str) -> None:
    """A person mends a returned dossier up to where it can be packaged again."""
    with store.write() as session:
        for state in (State.REVIEWED, State.COMPLETE, State.PACKAGED):
            store.advance(session, dossier, state, who=WHO)


def everything_arrived_once(store: Store, gateway: ScriptedGateway, *dossiers: str) -> None:
    """Each of them, and no other, is sent under the number that the gateway knows it by."""
    assert sorted(gateway.dossiers) == sorted(dossiers)
    for dossier in dossiers:
        assert (state_of(store, dossier), row_of(store, dossier).state) == (State.PUSHED, Sending.SENT)
        assert (number_of(store, dossier), dossier) in gateway.taken


def lost_answer(store: Store, gateway: ScriptedGateway) -> None:
    """The first submission arrives, its answer doesn't, and the gateway does not show it yet."""
    gateway.faults.append(Fault("submit", BrokenConnectionError("x"), late=True))
    gateway.hidden.add("G09-0001")
    a_round(store, gateway)
