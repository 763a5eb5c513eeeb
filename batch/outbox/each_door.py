# SPDX-License-Identifier: Apache-2.0
"""Dossiers pushed, and asked about, each by the doors that are its own; none is held up by another's door.

A door that can't be opened costs only what would leave by it: nothing of that is counted as a try, and why is
raised in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from typing import Generic, TypeVar

from batch.gateway.contract import Door, DropOff
from batch.gateway.doors import Doors
from batch.gateway.errors import GatewaySetupError, NotQueuedError
from batch.outbox.outbox import has_begun
from batch.outbox.pace.rest import Rest, let_go, resting
from batch.outbox.pace.rounds import Round
from batch.outbox.push import Pushed, Pusher, as_it_stands
from batch.outbox.results.handed_back import ResultTaker
from batch.outbox.tracking import Asked, ask_about, is_asked_about
from batch.store.outbox_rows import OutboxEntry, ways_of
from intake.dossier.sending import Sending
from intake.reading.page_work import HowToRead
from intake.store.store import Store

_T = TypeVar("_T")


class _Opened(ExitStack, Generic[_T]):
    """Doors as they are come to, each opened once and closed in the end; ``faults``: why some can't be."""

    def __init__(self, doors: Doors, made: Callable[[str, Door], _T]) -> None:
        super().__init__()
        self._doors = doors
        self._made = made
        self._opened: dict[str, _T] = {}
        self.faults: dict[str, GatewaySetupError] = {}

    def at(self, name: str) -> _T | None:
        """What was made of the door, None where it can't be opened."""
        if name not in self._opened and name not in self.faults:
            try:
                self._opened[name] = self._made(name, self.enter_context(closing(self._doors.open(name))))
            except GatewaySetupError as error:
                self.faults[name] = error
        return self._opened.get(name)

    def complain(self) -> None:
        """Raise what was wrong with the first door that could not be opened."""
        for fault in self.faults.values():
            raise fault


def push_by_doors(
    store: Store, doors: Doors, dossiers: Iterable[str], *, who: str, early: bool = False
) -> Iterator[Pushed]:
    """Push each dossier by its leading door, then by those further ones whose turn it is; by a door that
    rests (``batch.outbox.pace.rest``) only where a person named it.

    Raises:
        NotQueuedError: one was not packaged (``early`` only: a person named it).
        GatewaySetupError: after all others were pushed, for a door that could not be opened.
    """

    def pusher(name: str, door: Door) -> Pusher:
        def further(procedure: str) -> Sequence[str]:
            return doors.of(procedure)[1:]

        one_by_one = Round(at_a_time=name in rests)
        return Pusher(store, door, who, door=name, further=further, unsigned=doors.unsigned, round=one_by_one)

    rests = {} if early else dict(resting(store, doors))
    with _Opened(doors, pusher) as opened:
        waiting = _failed_last(dossiers, rests)
        while waiting:
            dossier = waiting.pop(0)
            for result in _push_one(store, doors, opened, dossier, early, rests):
                # What was set aside here was perhaps not even shown to the gateway.
                served = result.state in (Sending.SENT, Sending.REFUSED) and not result.set_aside
                if served and (rest := rests.get(result.door)):
                    let_go(store, rests.pop(rest.door))
                    waiting += [one for one in sorted(rest.dossiers - {dossier}) if one not in waiting]
                yield result
        opened.complain()


def _failed_last(dossiers: Iterable[str], rests: Mapping[str, Rest]) -> list[str]:
    """In their order, but after all others those that failed at a gateway which is left alone for that."""
    failed = {dossier for rest in rests.values() for dossier in rest.dossiers}
    return sorted(dossiers, key=lambda dossier: dossier in failed)


def _is_left_alone(rests: Mapping[str, Rest], door: str) -> bool:
    rest = rests.get(door)
    return rest is not None and not rest.over


def _push_one(
    store: Store,
    doors: Doors,
    opened: _Opened[Pusher],
    dossier: str,
    early: bool,
    rests: Mapping[str, Rest],
) -> Iterator[Pushed]:
    leading, further = _ways(store, dossier)
    if leading is None or leading.state != Sending.SENT or not further:
        result = _at_leading(store, doors, opened, dossier, leading, early, rests)
        if result is None:
            return
        yield result
        if result.state != Sending.SENT:
            return
        _leading, further = _ways(store, dossier)
    for way in further:
        if _is_left_alone(rests, way.door):
            continue
        pusher = opened.at(way.door)
        behind = pusher.next_of(dossier, early) if pusher and not pusher.round.over else None
        if behind is not None and behind.state != "busy":  # or it is not its turn
            yield behind


def _at_leading(
    store: Store,
    doors: Doors,
    opened: _Opened[Pusher],
    dossier: str,
    leading: OutboxEntry | None,
    early: bool,
    rests: Mapping[str, Rest],
) -> Pushed | None:
    """What became of it at the leading door; None where that can't be opened, or serves nobody just now."""
    if leading is None:
        return as_it_stands(store, dossier)
    try:
        name = _door_of(store, doors, leading)
        pusher = None if _is_left_alone(rests, name) else opened.at(name)
    except GatewaySetupError as error:
        opened.faults.setdefault("", error)
        return None
    return None if pusher is None or pusher.round.over else pusher.next_of(dossier, early)


def _ways(store: Store, dossier: str) -> tuple[OutboxEntry | None, Sequence[OutboxEntry]]:
    """The leading row, and those of further doors that did not take it yet."""
    with store.read() as session:
        ways = ways_of(session, dossier)
    leading = next((way for way in ways if way.leads), None)
    return leading, [way for way in ways if not way.leads and way.state != Sending.SENT]


def door_of(store: Store, doors: Doors, dossier: str) -> str:
    """The door that leads the dossier; raises NotQueuedError where it was not packaged."""
    leading, _further = _ways(store, dossier)
    if leading is None:
        raise NotQueuedError.of(dossier)
    return _door_of(store, doors, leading)


def _door_of(store: Store, doors: Doors, way: OutboxEntry) -> str:
    """A dossier stays with the door that something of it left by; else the settings say which leads."""
    if way.door and (not way.leads or has_begun(way.progress)):
        return way.door
    with store.read() as session:
        procedure = store.get(session, way.dossier_id).procedure
    return doors.of(procedure)[0]


class _Askable:
    """A door that is asked about dossiers, and its round."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.round = Round()


def ask_by_doors(
    store: Store,
    doors: Doors,
    dossiers: Iterable[str],
    *,
    who: str,
    how: HowToRead | None = None,
    left_alone: Collection[str] = (),
) -> Iterator[Asked]:
    """Ask each dossier's doors what became of it; a place without a server has no answer, and doors that are
    ``left_alone`` are not asked. Results that they hand back are taken in and read as ``how`` says, where it
    says so.

    Raises:
        GatewaySetupError: after all others were asked about, for a door that could not be opened.
    """
    taker = ResultTaker(store, how, who) if how is not None else None
    with _Opened(doors, lambda _name, door: _Askable(door)) as opened:
        for dossier in dossiers:
            with store.read() as session:
                ways = [way for way in ways_of(session, dossier) if is_asked_about(way)]
            for way in ways:
                name = _door_of(store, doors, way)
                at = None if name in left_alone else opened.at(name)
                if at is not None and not isinstance(at.door, DropOff) and not at.round.over:
                    yield ask_about(store, at.door, way, at.round, who=who, taker=taker)
        opened.complain()
