# SPDX-License-Identifier: Apache-2.0
"""What gateways say of all dossiers that were sent, pulled and kept, with the results that they hand back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from batch.gateway.errors import GatewayError
from batch.outbox.each_door import ask_by_doors
from batch.outbox.tracking import open_dossiers
from batch.services.status import Asking
from intake.dossier.sending.results import StoredResult
from intake.services.receive.adding import Watch
from intake.store.queue.standing import DossierStanding, doors_of
from intake.store.results import results_of
from intake.store.store import Store


@dataclass(frozen=True, slots=True)
class PulledDossier:
    """A dossier of which something is told anew: where it stands at each door, and its results."""

    dossier: str
    doors: Sequence[DossierStanding]
    results: Sequence[StoredResult]


@dataclass(frozen=True, slots=True)
class Pulled:
    """How many were asked about (``asked``), of which something is new, and what could not be asked or taken
    (sentences).
    """

    asked: int
    new: Sequence[PulledDossier]
    troubles: Sequence[str]


def pull(store: Store, typed: str | None, asking: Asking, watch: Watch) -> Pulled:
    """Ask about the dossier that a person means, else about all whose end is not known yet; ``watch`` is told
    of each one asked about.

    Raises UnknownDossierError.
    """
    wanted = _wanted(store, typed)
    before = {dossier: _picture(store, dossier) for dossier in wanted}
    troubles = []
    with watch(len(wanted)) as advance:
        try:
            for one in ask_by_doors(store, asking.doors, wanted, who=asking.who, how=asking.how):
                troubles += [f"{one.dossier}: {one.sentence}"] if one.trouble else []
                advance(1)
        except GatewayError as error:
            troubles.append(error.sentence)
    after = (_picture(store, dossier) for dossier in wanted)
    new = [one for one in after if _said(one) != _said(before[one.dossier])]
    return Pulled(len(wanted), new, troubles)


def _wanted(store: Store, typed: str | None) -> Sequence[str]:
    if typed is None:
        return open_dossiers(store)
    with store.read() as session:
        found = store.find(session, typed).id
    return open_dossiers(store, [found])


def _picture(store: Store, dossier: str) -> PulledDossier:
    with store.read() as session:
        doors = doors_of(session, dossier, store.clock())
        return PulledDossier(dossier, doors, results_of(session, dossier))


def _said(one: PulledDossier) -> object:
    """What is news where it differs."""
    at_doors = [(door.door, door.state, door.there()) for door in one.doors]
    return at_doors, [(result.id, result.standing) for result in one.results]
