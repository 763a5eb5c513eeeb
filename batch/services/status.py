# SPDX-License-Identifier: Apache-2.0
"""What became of dossiers at the gateway: it is asked first, then what is known is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from batch.gateway.doors import Doors
from batch.gateway.errors import GatewayError
from batch.outbox.each_door import ask_by_doors
from batch.outbox.tracking import open_dossiers
from batch.store.overview import Counts, counts, page_of, standings_of
from intake.dossier.paging import Paging
from intake.store.queue.standing import DossierStanding, count_needing_person
from intake.store.store import Store

PART = 500
"""So many dossiers are looked up at once."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How the gateway is asked: ``doors`` lead to it (opened only where there is something to ask), ``who``
    goes into the journal.
    """

    doors: Doors
    who: str


@dataclass(frozen=True, slots=True)
class DossierStatus:
    """One dossier; ``standing`` is that at its leading door, None where it was never packaged, ``behind``
    those at further ones, ``unasked`` say why the gateway could not be asked.
    """

    dossier: str
    standing: DossierStanding | None
    behind: Sequence[DossierStanding]
    unasked: Sequence[str]


@dataclass(frozen=True, slots=True)
class StatusPage:
    """A page of all packaged dossiers, some hundred at a time (``parts`` can be gone through once).

    ``counts`` says how many there are in each state, ``needing_person`` of how many nothing goes on by
    itself.
    """

    counts: Counts
    needing_person: int
    paging: Paging
    parts: Iterable[Sequence[DossierStanding]]
    unasked: Sequence[str]

    @property
    def total(self) -> int:
        """How many dossiers were packaged."""
        return sum(self.counts.values())


def status_of(store: Store, typed: str, asking: Asking | None) -> DossierStatus:
    """The dossier that a person means; without ``asking`` as it was known before.

    Raises:
        UnknownDossierError: there is none.
    """
    with store.read() as session:
        dossier = store.find(session, typed).id
    unasked = _ask(store, [dossier], asking)
    with store.read() as session:
        standings = standings_of(session, [dossier], store.clock())
    return DossierStatus(dossier, next(iter(standings), None), standings[1:], unasked)


def status_page(store: Store, paging: Paging, asking: Asking | None) -> StatusPage:
    """A page of the packaged dossiers; without ``asking`` as they were known before.

    The gateway is asked about what is shown: a store may hold ten thousands that it has accepted.
    """
    with store.read() as session:
        ids = page_of(session, counts(session), paging)
    unasked = _ask(store, ids, asking)
    with store.read() as session:
        return StatusPage(
            counts(session), count_needing_person(session), paging, _in_parts(store, ids), unasked
        )


def _in_parts(store: Store, ids: Sequence[str]) -> Iterator[list[DossierStanding]]:
    now = store.clock()
    for start in range(0, len(ids), PART):
        with store.read() as session:
            part = standings_of(session, ids[start : start + PART], now)
        yield part


def _ask(store: Store, dossiers: Sequence[str], asking: Asking | None) -> list[str]:
    """Bring what is known of these up to date; sentences that say why that could not be done (for each)."""
    if asking is None:
        return []
    parts = (dossiers[start : start + PART] for start in range(0, len(dossiers), PART))
    wanted = [one for part in parts for one in open_dossiers(store, part)]
    if not wanted:
        return []
    told: list[str] = []
    try:
        for one in ask_by_doors(store, asking.doors, wanted, who=asking.who):
            told += [f"{one.dossier}: {one.sentence}"] if one.trouble else []
    except GatewayError as error:
        told.append(error.sentence)
    return told
