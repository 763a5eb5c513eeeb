# SPDX-License-Identifier: Apache-2.0
"""Dossiers in the store: made, found, moved from state to state, and their journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from intake.dossier import dossier_id as ids
from intake.dossier.deadline.local_time import LOCAL
from intake.dossier.journal import TOLD_BY_PAPERS, UNSORTED, Event, What
from intake.dossier.paging import ALL, Paging
from intake.dossier.requester import Requester
from intake.dossier.search.sought import EVERYTHING, Sought
from intake.dossier.search.terms import name_terms, number_terms, phone_terms
from intake.dossier.state_words import state_word
from intake.dossier.states import OUT_OF_QUEUE, State, may_follow
from intake.dossier.stored import Dossier
from intake.errors import TransitionError
from intake.store.dossier import journal, listing, versions
from intake.store.dossier.records import dossier_of
from intake.store.dossier.search import find_dossier, unknown
from intake.store.dossier.search_terms import TermSource, keep_terms
from intake.store.life.numbers import NumberGiving, Series
from intake.store.queue import queue_exit
from intake.store.queue.leases import moment
from intake.store.tables.model import DossierRow, EventRow, PackageRow
from intake.store.transaction import Transaction
from templates.language.messages import _


class DossierWrites(NumberGiving):
    """The part of the store that knows dossiers and their states."""

    clock: Callable[[], datetime]
    unit: str | None

    def create_dossier(
        self,
        session: Transaction,
        *,
        procedure: str,
        who: str,
        folder: str = "",
        place: str = "",
        requester: str = "",
        received_at: datetime | None = None,
        client_id: str | None = None,
        procedure_open: bool = False,
        unsorted: bool = False,
    ) -> Dossier:
        """A new dossier of the store's unit in state received, or the one already made with ``client_id``.

        ``procedure_open``: nobody said the procedure, it stands there until the papers or a person tell.
        ``unsorted``: it only holds pages of a stack until they are sorted (``journal.UNSORTED``).
        """
        known = self._made_before(session, client_id)
        if known is not None:
            return dossier_of(known)
        moment, unit = received_at or self.clock(), self.unit or ""
        day = moment.astimezone(LOCAL).date()
        # Numbers run on over all days and units: what follows the dash is that of one dossier alone.
        made = ids.mint(day, self.next_number(session, Series.dossiers()))
        dossier = DossierRow(
            id=made,
            short_id=ids.short_id(made),
            unit=unit,
            register_year=day.year,
            register_number=(
                None if unsorted else self.next_number(session, Series.register(unit, day.year))
            ),
            version=1,
            procedure=procedure,
            state=State.RECEIVED,
            folder=folder,
            place=place,
            received_at=moment,
            owner=who,
            requester=requester,
            answers={},
        )
        session.add(dossier)
        session.flush()
        versions.made(session, dossier.id)
        _keep_number_terms(session, dossier)
        keep_terms(session, dossier.id, TermSource.REQUESTER, name_terms([requester]))
        data: dict[str, Any] = {"procedure": procedure, "folder": folder, "requester": requester}
        data |= {"open": True} if procedure_open else {}
        data |= {UNSORTED: True} if unsorted else {}
        self.note(session, dossier.id, What.CREATED, who=who, data=data, client_id=client_id)
        return dossier_of(dossier)

    def advance(
        self,
        session: Transaction,
        dossier_id: str,
        to: State,
        *,
        who: str,
        client_id: str | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> bool:
        """Move a dossier to another state; the only way its state ever changes.

        False, and nothing done, where it is in that state already or ``client_id`` was seen before.
        Raises ``TransitionError`` where ``intake.dossier.states.NEXT`` has no such way, ``OnItsWayError``
        where it is to leave the queue and the gateway may have it.
        """
        dossier = _row(session, dossier_id)
        if dossier.state is to or (client_id is not None and journal.known(session, client_id)):
            return False
        if not may_follow(dossier.state, to):
            raise TransitionError(
                _("Dossier {id} is in state {current} and can't become {wanted}.").format(
                    id=dossier_id, current=state_word(dossier.state), wanted=state_word(to)
                ),
                _("See where it stands with: sohoa show {id}").format(id=dossier_id),
            )
        if dossier.state is State.QUEUED and to in OUT_OF_QUEUE:
            queue_exit.leave(session, dossier_id, moment(session, self.clock))
        told = {"from": dossier.state.value, "to": to.value, **(data or {})}
        self.note(session, dossier_id, What.STATE, who=who, data=told, client_id=client_id)
        dossier.state = to
        session.flush()
        return True

    def tell_procedure(
        self, session: Transaction, dossier_id: str, procedure: str, *, who: str, why: str
    ) -> bool:
        """Make it a dossier of this procedure, because papers or a person (``why``) say so; False where that
        is noted already.
        """
        row = _row(session, dossier_id)
        if row.procedure == procedure and why == TOLD_BY_PAPERS:
            return False
        told = {"procedure": procedure, "replaced": row.procedure, "why": why}
        self.set_procedure(session, dossier_id, procedure)
        return self.note(session, dossier_id, What.PROCEDURE_TOLD, who=who, data=told)

    def set_procedure(self, session: Transaction, dossier_id: str, procedure: str) -> None:
        """Make the procedure in the dossier's row the one that the journal tells."""
        _row(session, dossier_id).procedure = procedure
        session.flush()

    def place_dossier(self, session: Transaction, dossier_id: str, place: str) -> Dossier:
        """Keep where the dossier's folder lies, where that is not known yet."""
        row = _row(session, dossier_id)
        row.place = row.place or place
        session.flush()
        return dossier_of(row)

    def name_requester(self, session: Transaction, dossier_id: str, requester: Requester) -> None:
        """Make the name in the dossier's row the one that the journal tells; the dossier is found by it and
        by the ``requester``'s numbers.
        """
        _row(session, dossier_id).requester = requester.name
        session.flush()
        numbers = number_terms([requester.personal_id]) | phone_terms(requester.phone)
        terms = name_terms([requester.name]) | numbers
        keep_terms(session, dossier_id, TermSource.REQUESTER, terms)

    def set_official_number(
        self, session: Transaction, dossier_id: str, number: str, *, who: str, client_id: str | None = None
    ) -> bool:
        """Keep the mã hồ sơ that a server issued; False where it is this one already."""
        dossier = _row(session, dossier_id)
        if dossier.official_number == number:
            return False
        replaced = dossier.official_number
        dossier.official_number = number
        _keep_number_terms(session, dossier)
        told = {"number": number, "replaced": replaced}
        return self.note(session, dossier_id, What.NUMBER_ISSUED, who=who, data=told, client_id=client_id)

    def note(
        self,
        session: Transaction,
        dossier_id: str,
        what: What,
        *,
        who: str,
        data: Mapping[str, Any] | None = None,
        client_id: str | None = None,
    ) -> bool:
        """Add an event to the journal; False where ``client_id`` was seen before."""
        return journal.record(
            session, dossier_id, what, at=self.clock(), who=who, data=data, client_id=client_id
        )

    def get(self, session: Transaction, dossier_id: str) -> Dossier:
        """The dossier of this whole id; ``UnknownDossierError`` where there is none."""
        return dossier_of(_row(session, dossier_id))

    def find(self, session: Transaction, typed: str) -> Dossier:
        """The one dossier that a person means (``intake.store.dossier.search``)."""
        return find_dossier(session, typed)

    def list(
        self, session: Transaction, sought: Sought = EVERYTHING, paging: Paging = ALL
    ) -> Sequence[Dossier]:
        """The dossiers that are sought, in their order (``intake.store.dossier.listing``)."""
        return [dossier for part in self.list_in_parts(session, paging, sought) for dossier in part]

    def list_in_parts(
        self,
        session: Transaction,
        paging: Paging,
        sought: Sought = EVERYTHING,
        *,
        oldest_first: bool = False,
    ) -> Iterator[Sequence[Dossier]]:
        """What ``list`` gives, some hundred at a time, so that memory does not grow with the store."""
        return listing.in_parts(session, paging, sought, oldest_first=oldest_first)

    def count(self, session: Transaction, sought: Sought = EVERYTHING) -> int:
        """How many dossiers are sought."""
        return listing.count(session, sought)

    def was_packaged(self, session: Transaction, dossier_id: str) -> bool:
        """Whether PDFs were ever made of the dossier."""
        made = select(PackageRow.id).where(PackageRow.dossier_id == dossier_id).limit(1)
        return session.scalar(made) is not None

    def journal(self, session: Transaction, dossier_id: str) -> Sequence[Event]:
        """The events of a dossier in the order they were written."""
        return journal.events_of(session, dossier_id)

    def _made_before(self, session: Transaction, client_id: str | None) -> DossierRow | None:
        if client_id is None:
            return None
        return session.scalar(select(DossierRow).join(EventRow).where(EventRow.client_id == client_id))


def _keep_number_terms(session: Transaction, dossier: DossierRow) -> None:
    """Let it be found by its numbers and its folder."""
    terms = name_terms([dossier.id, dossier.folder, dossier.official_number or ""])
    keep_terms(session, dossier.id, TermSource.NUMBERS, terms)


def _row(session: Transaction, dossier_id: str) -> DossierRow:
    row = session.get(DossierRow, dossier_id)
    if row is None:
        raise unknown(dossier_id)
    return row
