# SPDX-License-Identifier: Apache-2.0
"""A dossier's journal folded into what indicators count of it, moment by moment: pure.

The day it ended is the earliest of the day on which the gateway was first asked that had finished it or
handed it over, the day that a person recorded for the hand-over, and the day the result came; else the day it
was refused, withdrawn or stopped (QĐ 766/QĐ-TTg: state 9, else 10, else 3, 7, 8). The gateway tells no day of
its own: that on which it was asked may be later than the true one (``Figure.end_told``). A request for a
supplement is a stop of the clock, or a further slip while it stands; the slip that passes the gateway's
request on to the citizen is none of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from batch.store.figures import Figure
from intake.dossier.deadline.clock import Due, Turn, TurnKind, days_taken, due_after, expected
from intake.dossier.deadline.local_time import LOCAL, local_day
from intake.dossier.deadline.working_days import Calendar
from intake.dossier.journal import SEEN_LATE, UNSORTED, EndedAs, Event, What, ended_as, undone
from intake.dossier.served.serving import Served, after
from intake.dossier.states import State
from intake.dossier.stored import Dossier
from templates.model.gateways.states import load_gateway_states
from templates.model.procedures import Term

FOLDED = (
    *(What.CREATED, What.STATE, What.PACKAGED, What.SLIP_ISSUED, What.CLOCK_STOPPED, What.CLOCK_STARTED),
    *(What.DUE_MOVED, What.RESULT_ATTACHED, What.SERVED, What.GATEWAY_STATE, What.UNDONE),
)
"""The kinds of events that tell something that is counted."""

FINISHED, HANDED_OVER = "finished", "handed-over"
"""States of a gateway that end a dossier with its result (``templates.model.gateways.states``)."""

_COMPLETE = frozenset(
    {State.COMPLETE, State.PACKAGED, State.QUEUED, State.PUSHED, State.ACCEPTED, State.RESULT_ATTACHED}
)
_SENT = frozenset({State.PUSHED, State.ACCEPTED, State.RESULT_ATTACHED})


class EndTold(StrEnum):
    """How the day on which a dossier ended is known, where nobody recorded it."""

    ASKED = "asked"  # it is the day on which the gateway was asked
    UNKNOWN = "unknown"  # it had ended at some day before the gateway was asked


@dataclass(frozen=True, slots=True)
class TermOf:
    """What a dossier's deadline is reckoned by; ``more`` working days come on top."""

    term: Term
    more: int
    calendar: Calendar


@dataclass
class _Told:
    """What the events so far told."""

    states: set[State] = field(default_factory=set)  # in which it ever was
    state: State = State.RECEIVED
    folder: bool = False
    turns: list[Turn] = field(default_factory=list)
    supplements: int = 0
    passed_on: bool = True  # whether the citizen was asked for what the clock stands still for
    packaged: bool = False
    results: dict[int, bool | None] = field(default_factory=dict)  # by row, whether the file is signed
    result_at: datetime | None = None
    gateway: dict[str, datetime] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)  # of these states of the gateway no day is known
    accepted: bool = False
    rejected: tuple[EndedAs, datetime] | None = None
    served: Served = field(default_factory=Served)


def figures(dossier: Dossier, events: Sequence[Event], term: TermOf | None) -> list[Figure]:
    """What was so of the dossier since when, in order; ``events`` are its journal's, at least those of
    ``FOLDED``.

    ``term`` is None where the catalogue has no rules for it: then no day is known. Of pages of a stack that
    wait to be sorted nothing is counted: they are no dossier.
    """
    if any(event.what == What.CREATED and event.data.get(UNSORTED) for event in events):
        return []
    found: list[Figure] = []
    for at, told in _moments(events):
        now = _figure(dossier, at, told, term)
        if found and found[-1].since >= now.since:  # one transaction: what it did is there at once
            now = replace(now, since=found.pop().since)
        if not found or replace(now, since=found[-1].since) != found[-1]:
            found.append(now)
    return found or [Figure(dossier.received_at, local_day(dossier.received_at))]


def _moments(events: Sequence[Event]) -> Iterator[tuple[datetime, _Told]]:
    """What was told after each event; what one takes back counts until then."""
    told, so_far = _Told(), list[Event]()
    for event in events:
        so_far.append(event)
        if event.what == What.UNDONE:
            gone, told = undone(so_far), _Told()
            for before in so_far:
                if before.id not in gone or before.what == What.STATE:
                    _take(told, before)
        elif event.what in FOLDED:
            _take(told, event)
        else:
            continue
        yield event.at, told


def _take(told: _Told, event: Event) -> None:
    data = event.data
    match event.what:
        case What.CREATED:
            told.folder = bool(data.get("folder"))
        case What.STATE:
            _take_state(told, State(data["to"]), event)
        case What.PACKAGED:
            told.packaged = True
        case What.RESULT_ATTACHED:
            told.results[int(data["result"])] = data.get("signed")
            told.result_at = told.result_at or event.at
        case What.SERVED:
            told.served = after(told.served, data)
        case What.GATEWAY_STATE:
            _take_word(told, data, event.at)
        case What.SLIP_ISSUED if data.get("kind") == "supplement" and _stands(told.turns):
            told.supplements += told.passed_on
            told.passed_on = True
        case What.CLOCK_STOPPED if not _stands(told.turns):
            told.supplements += 1
            told.passed_on = data.get("slip") is not None
            told.turns.append(Turn(TurnKind.STOPPED, event.at))
        case What.CLOCK_STARTED:
            told.turns.append(Turn(TurnKind.STARTED, event.at))
        case What.DUE_MOVED:
            told.turns.append(Turn(TurnKind.MOVED, event.at, date.fromisoformat(data["to"])))


def _take_state(told: _Told, state: State, event: Event) -> None:
    told.state, told.rejected = state, None
    told.states.add(state)
    told.accepted |= state is State.ACCEPTED
    _take_word(told, event.data, event.at)
    if state is State.REJECTED:
        told.rejected = ended_as(event.data), event.at
    elif state is State.RESULT_ATTACHED:
        told.result_at = told.result_at or event.at
    elif event.data.get("from") == State.RESULT_ATTACHED and not told.results:
        told.result_at = None


def _take_word(told: _Told, data: Mapping[str, Any], at: datetime) -> None:
    """The gateway's word for the state in which it has the dossier, if it said one."""
    if not (means := str(data.get("means", ""))):
        return
    if means not in told.gateway and data.get(SEEN_LATE):
        told.late.add(means)
    told.gateway.setdefault(means, at)
    known = load_gateway_states().states.get(means)
    told.accepted |= known is not None and known.outcome == "accepted"


def _stands(turns: Iterable[Turn]) -> bool:
    kinds = [turn.kind for turn in turns if turn.kind is not TurnKind.MOVED]
    return bool(kinds) and kinds[-1] is TurnKind.STOPPED


def _figure(dossier: Dossier, at: datetime, told: _Told, term: TermOf | None) -> Figure:
    ended, moment, day, end_told = _ended(told)
    known = term is not None and day is not None and end_told is not EndTold.UNKNOWN
    signs = list(told.results.values())
    served = told.served
    received_on = local_day(dossier.received_at)
    return Figure(
        since=at,
        received_on=received_on,
        due_on=_due_on(dossier, told, term, moment),
        ended=ended,
        ended_on=None if day is None else max(day, received_on),
        end_told=end_told,
        taken=_taken(dossier, told, day, term) if known and term and day else None,
        waiting=_stands(told.turns) and not ended,
        supplements=told.supplements,
        complete=not told.states.isdisjoint(_COMPLETE),
        components=told.packaged,
        sent=not told.states.isdisjoint(_SENT),
        accepted=told.accepted,
        result=bool(signs) or told.state is State.RESULT_ATTACHED,
        signed=_signed(signs),
        channel=served.channel or ("" if told.folder else "counter"),
        payment=served.payment or "",
        reused=served.reused,
        from_store=served.from_store,
        population=served.population,
    )


_Ended = tuple[str, datetime | None, date | None, EndTold | None]


def _ended(told: _Told) -> _Ended:
    """How it ended, at which moment, on which day, and how that is known; nothing of one that is open."""
    if told.rejected is not None:
        how, at = told.rejected
        return how, at, local_day(at), None
    theirs = [name for name in (FINISHED, HANDED_OVER) if name in told.gateway]
    seen = [(local_day(told.gateway[name]), told.gateway[name]) for name in theirs if name not in told.late]
    ours = told.served.handed_over
    said = [] if ours is None else [(ours, datetime.combine(ours, time(12), LOCAL))]
    if told.result_at is not None:
        said.append((local_day(told.result_at), told.result_at))
    if said or seen:
        day, at = min(said + seen)
        asked = not said or day < min(said)[0]
        return EndedAs.RESULT, at, day, EndTold.ASKED if asked else None
    if theirs:
        at = told.gateway[theirs[0]]
        return EndedAs.RESULT, at, local_day(at), EndTold.UNKNOWN
    return "", None, None, None


def _due_on(dossier: Dossier, told: _Told, term: TermOf | None, ended_at: datetime | None) -> date | None:
    """The day promised; of one that ended while the clock stood, as if the citizen had come that moment."""
    if term is None:
        return None
    due: Due = due_after(dossier.received_at, term.term, term.calendar, told.turns, term.more)
    return due.day if ended_at is None else expected(due, ended_at, term.term, term.calendar)


def _taken(dossier: Dossier, told: _Told, ended_on: date, term: TermOf) -> int:
    return days_taken(dossier.received_at, ended_on, term.term, term.calendar, told.turns, term.more)


def _signed(signs: Sequence[bool | None]) -> bool | None:
    """Whether a file of the result is signed: sure as soon as one is, unknown while one can't be told."""
    return True if True in signs else None if None in signs or not signs else False
