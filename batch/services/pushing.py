# SPDX-License-Identifier: Apache-2.0
"""Sending what waits in the outbox, at a person's word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, replace

from batch.gateway.contract import Connector, DropOff, FieldMessage, TakesNumbers
from batch.gateway.doors import Doors
from batch.gateway.errors import GatewaySetupError
from batch.gateway.registry import OfficeDoors
from batch.gateway.unanswered import UnansweredError
from batch.outbox.each_door import door_of, push_by_doors
from batch.outbox.hand_over import say_number
from batch.outbox.numbers import require_number, tell_number
from batch.outbox.pace.rest import Rest, resting
from batch.outbox.perhaps_sent import Sure, require_sure, say_not_sent, say_sent
from batch.outbox.push import Pushed, due_dossiers, require_queued
from batch.outbox.rehearsal import WOULD_REFUSE, WOULD_SEND, rehearse
from batch.outbox.submission import draft_of
from intake.dossier.sending import Sending
from intake.dossier.sending.outbox_words import reason_told
from intake.settings.settings import Settings
from intake.settings.signing import Unsigned
from intake.store.queue.standing import DossierStanding, waiting
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue


def to_push(store: Store, typed: str | None, *, early: bool, unsigned: Unsigned = "refuse") -> Sequence[str]:
    """The dossier that a person means, or all whose turn it is (None); ``early`` also those that wait for
    their next try, and those that waited for a signature where ``unsigned`` ones are sent.

    Raises:
        UnknownDossierError: there is none.
        NotQueuedError: it does not wait to be sent.
    """
    if typed is None:
        return due_dossiers(store, early=early, unsigned=unsigned)
    with store.read() as session:
        found = store.find(session, typed).id
    require_queued(store, found)
    return [found]


def push_dossiers(
    store: Store, dossiers: Sequence[str], doors: Doors, *, who: str, early: bool
) -> Iterator[Pushed]:
    """Push one after the other by its doors; each is opened only where there is something to send.

    Raises GatewaySetupError in the end for a door that could not be opened.
    """
    return push_by_doors(store, doors, dossiers, who=who, early=early)


def tell_found(
    store: Store,
    dossier: str,
    number: str | None,
    doors: Doors,
    *,
    who: str,
    sure: Sure,
) -> Pushed | None:
    """Keep what a person found at the gateway: the dossier under ``number``, or not at all (None); returns it
    where nothing of it is left to be sent.

    Raises:
        UsageError: nobody asked, or the number is not the dossier's (``batch.outbox.perhaps_sent``).
    """
    if number is None:
        say_not_sent(store, dossier, who=who)
        return None
    with closing(doors.open(door_of(store, doors, dossier))) as connector:
        if isinstance(connector, DropOff):
            door = say_number(store, dossier, number, who=who)
            return Pushed(dossier, Sending.SENT, number.strip(), door=door)
        if isinstance(connector, TakesNumbers):
            _require_compared(store, connector, dossier, number.strip(), sure)
            tell_number(store, dossier, number, who=who)
            return None
        say_sent(store, connector, dossier, number, who=who, sure=sure)
    return None


def _require_compared(store: Store, connector: Connector, dossier: str, number: str, sure: Sure) -> None:
    """What is there under the number will be changed, and twins have procedure and requester in common: so a
    person is asked, unless the gateway says that nothing is there.
    """
    require_number(number)
    try:
        there = connector.find(number)
    except UnansweredError:
        there = None
    else:
        if there is None:
            return
    require_sure(store, dossier, number, there, sure)


def rehearse_push(store: Store, dossiers: Sequence[str], settings: Settings) -> list[Pushed]:
    """What a push would send, and what each door would refuse; nothing is asked of them."""
    doors = OfficeDoors(settings)
    return [told for dossier in dossiers for told in _rehearsed(store, dossier, doors)]


def _rehearsed(store: Store, dossier: str, doors: OfficeDoors) -> Iterator[Pushed]:
    """By the leading door, then by each further one where the dossier waits to be sent."""
    leading = door_of(store, doors, dossier)
    told = replace(rehearse(store, doors.checks(leading), dossier, doors.unsigned), door=leading)
    yield told
    with store.read() as session:
        procedure = store.get(session, dossier).procedure
    further = [name for name in doors.of(procedure)[1:] if name != leading]
    for name in further if told.state in (WOULD_SEND, WOULD_REFUSE) else ():
        behind = rehearse(store, doors.checks(name), dossier)
        yield replace(behind, door=name, set_aside=behind.state == WOULD_REFUSE)


def foretold(store: Store, dossier: str, settings: Settings) -> Sequence[FieldMessage]:
    """What the leading door would refuse of the form of a dossier, packaged or not; nothing where no door is
    set up, or its settings are not ready (``sohoa gateway test`` says that).
    """
    doors = OfficeDoors(settings)
    if not doors.is_set_up:
        return ()
    draft = draft_of(store, dossier)
    try:
        door = doors.checks(doors.of(draft.procedure)[0])
    except GatewaySetupError:
        return ()
    return door.check(draft)


def told_of_fields(messages: Sequence[FieldMessage]) -> list[str]:
    """What to correct, each once: one field of the form may fill several of the gateway's."""
    return list(dict.fromkeys(reason_told(asdict(message), load_catalogue()) for message in messages))


def left_alone(store: Store, doors: Doors) -> list[Rest]:
    """The doors that failed at several dossiers in a row and are not asked for a while."""
    return [rest for rest in resting(store, doors).values() if not rest.over]


def still_waiting(store: Store, results: Sequence[Pushed]) -> list[DossierStanding]:
    """Everything that waits for the gateway and was not tried just now."""
    tried = {(result.dossier, result.door) for result in results}
    with store.read() as session:
        there = waiting(session, store.clock())
    named = {dossier for dossier, _door in tried}
    return [
        one
        for one in there
        if (one.dossier, one.door) not in tried and not (one.leads and one.dossier in named)
    ]
