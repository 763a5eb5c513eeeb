# SPDX-License-Identifier: Apache-2.0
"""Where a packaged dossier stands on its way to the gateway: what it waits for, why, and until when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, not_, or_, select, union_all

from intake.dossier.sending import Sending
from intake.dossier.sending.gateway_words import gateway_word
from intake.dossier.sending.outbox_words import (
    FAILS_EACH_TIME,
    PERHAPS_SENT,
    UNSIGNED,
    reason_told,
    trouble_word,
)
from intake.dossier.sending.pauses import is_turn
from intake.dossier.states import State
from intake.store.dossier.journal import endings
from intake.store.queue.queue_exit import is_in_hand
from intake.store.tables.model import DossierRow
from intake.store.tables.outbox_model import OutboxRow
from intake.store.tables.row_told import row_told
from intake.store.transaction import Transaction
from templates.language.messages import _

if TYPE_CHECKING:
    from templates.catalogue.loading import Catalogue

_UNSENT = tuple(state.value for state in Sending if state is not Sending.SENT)
_ON_ITS_WAY = (State.QUEUED, State.PUSHED)
_FOLLOWING = (State.PUSHED, State.ACCEPTED, State.RESULT_ATTACHED)
"""Where a dossier stands that may leave by doors behind the leading one."""
_ENDED = (Sending.REFUSED.value, Sending.SENT.value)
_HERE_AGAIN = tuple(
    state for state in State if state not in (*_ON_ITS_WAY, State.ACCEPTED, State.RESULT_ATTACHED)
)


@dataclass(frozen=True, slots=True)
class DossierStanding:
    """Where one packaged dossier stands at a door, here (``state``, ``sending``) and there
    (``remote_status``); its ``door`` is told where another one leads.

    ``messages`` are what refused it, as dicts (see ``outbox_words.reason_told``). Moments are aware;
    ``next_at`` is that of the next try after a failure, None where none is planned or its time has come.
    ``remote_state`` is the gateway's under our name ("" for a code that is not known), ``supplement_by`` the
    day until which it wants a supplement, ``settled``: a person dealt with its refusal,
    ``ended``: how it ended without a result (``journal.endings``).
    ``held`` as ``journal.holds`` gives it, where that was asked for. ``in_hand``: a pusher that lives works
    on it; one that died, or that began while the clock was ahead, does not.
    """

    dossier: str
    number: str
    state: str
    sending: str
    attempts: int
    trouble: str
    messages: tuple[dict[str, Any], ...]
    next_at: datetime | None
    sent_at: datetime | None
    remote_status: str
    remote_note: str
    remote_at: datetime | None
    held: Mapping[str, str] | None = None
    unit: str = ""
    in_hand: bool = False
    door: str = ""
    leads: bool = True
    remote_state: str = ""
    supplement_by: date | None = None
    settled: bool = False
    ended: Mapping[str, str] | None = None

    @property
    def waits(self) -> bool:
        """Whether it is here and should be at the gateway."""
        return self.state in (_ON_ITS_WAY if self.leads else _FOLLOWING) and self.sending in _UNSENT

    @property
    def came_back(self) -> bool:
        """Whether the gateway refused or returned it, and it was neither put into the queue again since nor
        was the refusal settled.
        """
        if self.state == State.REJECTED:  # be it not for another reason: as a double, say
            answered = self.sending == Sending.SENT and bool(self.remote_status)
            return self.leads and answered and not self.settled
        return self.leads and self.state in _HERE_AGAIN and self.sending in _ENDED

    @property
    def needs_person(self) -> bool:
        """Whether nothing goes on by itself."""
        return self.came_back or (self.waits and self.sending in (Sending.REFUSED, Sending.LOST))

    def why(self, catalogue: Callable[[], Catalogue]) -> str:
        """Why it is not at the gateway, or why it came back; "" where there is nothing to tell.

        The ``catalogue`` is only asked for where a gateway's message names a field or paper.
        """
        told = [reason_told(message, catalogue()) for message in self.messages]
        if not told and self.trouble:
            told = [trouble_word(self.trouble)]
        if self.came_back and (there := self.there()):
            told.append(there)
        why = " ".join(told)
        if self.leads or not self.waits:
            return why
        if not why:
            return _("not yet by the door {door}").format(door=self.door)
        return _("not yet by the door {door}: {why}").format(door=self.door, why=why)

    def there(self) -> str:
        """What the gateway said last: its state in the one word for it, its words, and until when it wants a
        supplement; "" where it said nothing.
        """
        return gateway_word(self.remote_state, self.remote_status, self.supplement_by, self.remote_note)

    def until(self) -> str:
        """What it waits for: a moment, a person, or just the next round."""
        from intake.dossier.deadline.local_time import local_time

        if self.came_back:
            return self._way_back()
        if not self.waits:
            return ""
        if self.trouble == PERHAPS_SENT:
            return _("until you say what it shows: sohoa push {dossier} --number …, or --anew").format(
                dossier=self.dossier
            )
        if self.trouble == FAILS_EACH_TIME:
            return _("to send it again: sohoa push {dossier}").format(dossier=self.dossier)
        if self.trouble == UNSIGNED:
            return _("until it is signed: sohoa sign {dossier}").format(dossier=self.dossier)
        if self.sending == Sending.REFUSED and self.leads:
            return _("until it is packaged again: sohoa package {dossier}").format(dossier=self.dossier)
        if self.sending in (Sending.LOST, Sending.REFUSED):
            return _("to send it again: sohoa push {dossier}").format(dossier=self.dossier)
        if self.in_hand:
            return _("being sent now")
        if self.next_at is None:
            return _("with the next push")
        return _("next try {moment}").format(moment=local_time(self.next_at))

    def _way_back(self) -> str:
        """What a person does with what came back."""
        if self.state != State.REJECTED:
            return ""
        return _("once the citizen was told: sohoa status {dossier} --settled").format(dossier=self.dossier)

    def as_json(self, catalogue: Callable[[], Catalogue]) -> dict[str, Any]:
        """What ``list`` and ``show`` tell programs of it, and make their sentence of (``remark``)."""
        return {
            "number": self.number,
            "sending": self.sending,
            "trouble": self.trouble,
            "why": self.why(catalogue),
            "there": self.there(),
            "remote_state": self.remote_state,
            "supplement_by": self.supplement_by,
            "until": self.until(),
            "next_at": self.next_at,
            "attempts": self.attempts,
            "door": self.door,
        }


def remark(told: Mapping[str, Any]) -> str:
    """``as_json`` as one sentence; "" for a dossier that was simply not sent yet."""
    if not told["why"]:
        return ""
    if not told["until"]:
        return str(told["why"])
    return _("{why}; {until}").format(why=told["why"], until=told["until"])


def standing_of(row: OutboxRow, dossier: DossierRow, now: datetime) -> DossierStanding:
    """A row of the outbox and its dossier as one picture."""
    planned = row.state == Sending.RETRY and not is_turn(row.next_at, now)
    return DossierStanding(
        dossier=dossier.id,
        number=(dossier.official_number if row.leads else "") or str(row.progress.get("number", "")),
        state=dossier.state.value,
        sending=row.state,
        attempts=row.attempts,
        trouble=row.trouble,
        messages=tuple(row.messages),
        next_at=row.next_at if planned else None,
        sent_at=row.sent_at,
        remote_status=row.remote_status,
        remote_note=row.remote_note,
        remote_at=row.remote_at,
        unit=dossier.unit,
        in_hand=is_in_hand(row, now),
        door=row.door,
        leads=row.leads,
        remote_state=row.remote_state,
        supplement_by=row.supplement_by,
        settled=row.settled_at is not None,
    )


def noteworthy(session: Transaction, dossiers: Iterable[str], now: datetime) -> Mapping[str, DossierStanding]:
    """Of these dossiers (some hundred) the ones that wait for the gateway or came back from it, by id; of
    several doors the leading one is told.
    """
    wanted = or_(_WAITS, _WAITS_BEHIND, _CAME_BACK, _REFUSED)
    query = _rows().where(OutboxRow.dossier_id.in_(list(dossiers)), wanted)
    found = _standings(session, query.order_by(OutboxRow.leads, OutboxRow.id), now)
    return {one.dossier: one for one in found}


def doors_of(session: Transaction, dossier: str, now: datetime) -> list[DossierStanding]:
    """Where a dossier stands at each of its doors, the leading one first; none if it was never packaged."""
    query = _rows().where(OutboxRow.dossier_id == dossier)
    return _standings(session, query.order_by(OutboxRow.leads.desc(), OutboxRow.id), now)


def waiting(session: Transaction, now: datetime) -> list[DossierStanding]:
    """The dossiers that are here and should be at the gateway, longest in the queue first."""
    ids = select(OutboxRow.id).join(DossierRow, OutboxRow.dossier_id == DossierRow.id)
    wanted = union_all(ids.where(_WAITS), ids.where(_WAITS_BEHIND))
    query = _rows().where(OutboxRow.id.in_(wanted)).order_by(OutboxRow.queued_at, OutboxRow.id)
    return _standings(session, query, now)


def not_there(
    session: Transaction, now: datetime, within: ColumnElement[bool], most: int | None
) -> list[DossierStanding]:
    """The dossiers that wait for the gateway or are to be corrected for it, ``within`` a condition on their
    rows; at most so many, the longest in the queue first.
    """
    query = _rows().where(OutboxRow.id.in_(_not_there(within))).order_by(OutboxRow.queued_at, OutboxRow.id)
    return _standings(session, query.limit(most), now)


def count_not_there(session: Transaction, within: ColumnElement[bool]) -> int:
    """How many ``not_there`` would give without a limit."""
    return session.scalar(select(func.count()).select_from(_not_there(within).subquery())) or 0


def count_needing_person(session: Transaction) -> int:
    """How many dossiers there are of which nothing goes on by itself."""
    ids = select(OutboxRow.id).join(DossierRow, OutboxRow.dossier_id == DossierRow.id)
    parts = (_SET_ASIDE, _SET_ASIDE_BEHIND, _CAME_BACK, _REFUSED)
    wanted = union_all(*map(ids.where, parts))
    return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


_LEADS = OutboxRow.leads.is_not(False)
"""Told by each row, so that rows are looked for by their dossiers and not by the index of all that lead."""

_WAITS = and_(_LEADS, OutboxRow.state.in_(_UNSENT), DossierRow.state.in_(_ON_ITS_WAY))
_WAITS_BEHIND = and_(
    not_(OutboxRow.leads), OutboxRow.state.in_(_UNSENT), row_told(DossierRow.state).in_(_FOLLOWING)
)
"""By the index of the rows behind a leading one; nearly all dossiers stand in such a state some day."""
_ANSWERED = and_(_LEADS, row_told(OutboxRow.state).in_(_ENDED))
_CAME_BACK = and_(
    _ANSWERED, DossierRow.state.in_([state for state in _HERE_AGAIN if state is not State.REJECTED])
)
_REFUSED = and_(
    _LEADS,
    row_told(OutboxRow.state) == Sending.SENT.value,
    row_told(OutboxRow.remote_status) != "",
    DossierRow.state == State.REJECTED,
    OutboxRow.settled_at.is_(None),
)
_NOT_BY_ITSELF = OutboxRow.state.in_((Sending.REFUSED.value, Sending.LOST.value))
_SET_ASIDE = and_(_WAITS, _NOT_BY_ITSELF)
_SET_ASIDE_BEHIND = and_(_WAITS_BEHIND, _NOT_BY_ITSELF)


def _not_there(within: ColumnElement[bool]) -> CompoundSelect[int]:
    # In parts, because each has an index of its own.
    ids = select(OutboxRow.id).join(DossierRow, OutboxRow.dossier_id == DossierRow.id)
    ids = ids.where(within)
    return union_all(*map(ids.where, (_WAITS, _WAITS_BEHIND, _CAME_BACK, _REFUSED)))


def _rows() -> Select[OutboxRow, DossierRow]:
    return select(OutboxRow, DossierRow).join(DossierRow, OutboxRow.dossier_id == DossierRow.id)


def _standings(
    session: Transaction, query: Select[OutboxRow, DossierRow], now: datetime
) -> list[DossierStanding]:
    found = [standing_of(row, dossier, now) for row, dossier in session.execute(query)]
    ended = endings(session, {one.dossier for one in found if one.state == State.REJECTED})
    return [replace(one, ended=ended.get(one.dossier)) for one in found] if ended else found
