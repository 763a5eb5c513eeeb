# SPDX-License-Identifier: Apache-2.0
"""Sending what waits in the outbox, at a person's word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from batch.gateway.contract import Connector
from batch.gateway.registry import spec_of, unit_of
from batch.outbox.perhaps_sent import Sure, say_not_sent, say_sent
from batch.outbox.push import Pushed, Pusher, due_dossiers, require_queued
from batch.outbox.rehearsal import rehearse
from intake.settings.settings import Settings
from intake.store.queue.standing import DossierStanding, waiting
from intake.store.store import Store


def to_push(store: Store, typed: str | None, *, early: bool) -> Sequence[str]:
    """The dossier that a person means, or all whose turn it is (None); ``early`` also those that wait for
    their next try.

    Raises:
        UnknownDossierError: there is none.
        NotQueuedError: it does not wait to be sent.
    """
    if typed is None:
        return due_dossiers(store, early=early)
    with store.read() as session:
        found = store.find(session, typed).id
    require_queued(store, found)
    return [found]


def push_dossiers(
    store: Store, dossiers: Sequence[str], connect: Callable[[], Connector], *, who: str, early: bool
) -> Iterator[Pushed]:
    """Push one after the other; the gateway is opened only where there is something to send."""
    if not dossiers:
        return
    with closing(connect()) as connector:
        yield from Pusher(store, connector, who).push_all(dossiers, early=early)


def tell_found(
    store: Store,
    dossier: str,
    number: str | None,
    connect: Callable[[], Connector],
    *,
    who: str,
    sure: Sure,
) -> None:
    """Keep what a person found at the gateway: the dossier under ``number``, or not at all (None).

    Raises:
        UsageError: nobody asked, or the number is not the dossier's (``batch.outbox.perhaps_sent``).
    """
    if number is None:
        say_not_sent(store, dossier, who=who)
        return
    with closing(connect()) as connector:
        say_sent(store, connector, dossier, number, who=who, sure=sure)


def rehearse_push(store: Store, dossiers: Sequence[str], settings: Settings) -> list[Pushed]:
    """What a push would send, and what the gateway would refuse; nothing is asked of it."""
    return [rehearse(store, spec_of(settings), unit_of(settings), dossier) for dossier in dossiers]


def still_waiting(store: Store, results: Sequence[Pushed]) -> list[DossierStanding]:
    """Everything that waits for the gateway and was not tried just now."""
    tried = {result.dossier for result in results}
    with store.read() as session:
        return [one for one in waiting(session, store.clock()) if one.dossier not in tried]
