# SPDX-License-Identifier: Apache-2.0
"""What became of dossiers at the gateway: it is asked first, then what is known is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from batch.gateway.doors import Doors
from batch.gateway.errors import GatewayError
from batch.outbox.each_door import ask_by_doors
from batch.outbox.tracking import open_dossiers
from batch.store.outbox_rows import settle as settle_refusal
from batch.store.overview import Counts, counts, page_of, standings_of
from intake.dossier.journal import REFUSAL_SETTLED, What
from intake.dossier.paging import Paging
from intake.dossier.states import State
from intake.reading.page_work import HowToRead
from intake.store.queue.standing import DossierStanding, count_needing_person
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.errors import UsageError
from templates.language.messages import _

PART = 500
"""So many dossiers are looked up at once."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How the gateway is asked: ``doors`` lead to it (opened only where there is something to ask), ``who``
    goes into the journal; results that it hands back are read as ``how`` says.
    """

    doors: Doors
    who: str
    how: HowToRead | None = None


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


def settle(store: Store, typed: str, *, who: str) -> str:
    """A person told the citizen that the gateway refused the dossier they mean; its whole id.

    Raises UnknownDossierError, and UsageError where no refusal of a gateway waits for that.
    """

    def settled(session: Transaction) -> str:
        found = store.find(session, typed)
        waits = found.state is State.REJECTED and settle_refusal(session, found.id, store.clock())
        if not waits:
            raise UsageError(
                _("No refusal of dossier {id} waits to be settled.").format(id=found.id),
                _("See where it stands with: sohoa status {id}").format(id=found.id),
            )
        store.note(session, found.id, What.NOTED, who=who, data={"code": REFUSAL_SETTLED})
        return found.id

    return store.write(settled)


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
        for one in ask_by_doors(store, asking.doors, wanted, who=asking.who, how=asking.how):
            told += [f"{one.dossier}: {one.sentence}"] if one.trouble else []
    except GatewayError as error:
        told.append(error.sentence)
    return told
