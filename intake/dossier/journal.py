# SPDX-License-Identifier: Apache-2.0
"""The journal: every change of a dossier as one row that is never altered, and the dossier folded from them.

The dossier's own row is only a summary of its journal; ``fold`` must give the same (a test holds the two
together).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from intake.dossier.states import State


class What(StrEnum):
    """The kinds of events; ``data`` of each as noted."""

    CREATED = "created"  # procedure, folder, requester, owner; open, where nobody said the procedure
    PROCEDURE_TOLD = "procedure-told"  # procedure, replaced, why: "papers" or "person"
    STATE = "state"  # from, to, and what the caller adds
    PAPER_ADDED = "paper-added"  # sha256, name
    PAPER_REFUSED = "paper-refused"  # sha256, name, code
    PAPER_REPLACED = "paper-replaced"  # document, sha256, name, code (had it been refused), by: a document
    # Pages of a file (document, sha256, name, page_count, code: what it was refused for) leave or join the
    # dossier: pages (numbers), why (removed, moved, copied, replaced), dossier (the other one, "" for none),
    # reason; new (in): the file's row came with them; before (in): what its row was refused for till then.
    PAGES_OUT = "pages-out"
    PAGES_IN = "pages-in"
    PAGES_TOLD = "pages-told"  # document, pages, name, and what of kind, turn, begins was said
    PAGES_ORDERED = "pages-ordered"  # order: document and page of every page, in their order
    # values: what was on a screen, by key (intake.dossier.shown); among: of so many of several dossiers;
    # seconds: how long it had been looked at by then, since an opening called sight
    SHOWN = "shown"
    # key, value, replaced, replaced_source, unreadable where it is so; settles: a third person's word on what
    # two read differently (so with VALUE_CONFIRMED)
    VALUE_CORRECTED = "value-corrected"
    VALUE_CONFIRMED = "value-confirmed"  # key, value, typed: whether it was typed anew and not only confirmed
    # A value that another person said before: key, value, unreadable where it is so, agrees, reason
    LOOKED_AGAIN = "value-looked-again"
    DECIDED = "finding-decided"  # finding: its code, fingerprint, told: its sentence, reason
    HOLD_RELEASED = "hold-released"  # hold: the id of its event, reason
    ANSWERED = "answered"  # question, answer, replaced
    NUMBER_ISSUED = "number-issued"  # number: the official mã hồ sơ
    CHECKED = "checked"  # complete, codes of findings
    # number, folder, sha256 (of its manifest); where it was signed certificate (its serial number), profile
    PACKAGED = "package-made"
    REQUESTER = "requester"  # name, personal_id, phone, email, relation: as told at the counter
    # kinds: what the citizen brought to the counter, before scanning; copies: as what, of some
    PAPERS_SHOWN = "papers-shown"
    COVER_PRINTED = "cover-printed"  # nothing: a scan may come with this dossier's cover sheet on top
    UNDONE = "undone"  # change, events: the ids of the events taken back
    SLIP_ISSUED = "slip-issued"  # kind, sign, number, year
    # kind, number, year, file: its name, sha256, bytes, instead_of: the hash of what lay there or ""
    SLIP_KEPT = "slip-kept"
    CLOCK_STOPPED = "clock-stopped"  # slip: the row of the slip that asks, None: the gateway does
    CLOCK_STARTED = "clock-started"  # why: papers, person, again
    # result: its row, sha256, name, kind, door (""), because: what a person said against doubts; signed:
    # whether the file bears a digital signature
    RESULT_ATTACHED = "result-attached"
    RESULT_CAME = (
        "result-came"  # result, sha256, name, kind, door, doubts: their codes; it waits for a person
    )
    RESULT_DISMISSED = "result-dismissed"  # the same, because: why a person says that it is none
    DUE_MOVED = "due-moved"  # to (ISO day), slip
    SERVED = (
        "served"  # what a person recorded of how it was served (intake.dossier.served.serving.Served.told)
    )
    GATEWAY_STATE = (
        # means: the state it has at the leading door now, where that moved nothing here; SEEN_LATE
        "gateway-state"
    )
    MAIL_AGREED = "mail-agreed"  # address, how: in which way the citizen agreed
    MAIL_WITHDRAWN = "mail-withdrawn"  # address
    MAIL_SENT = "mail-sent"  # slip, address
    NOTED = "noted"  # code, and what belongs to it


OF_PAGES = frozenset({What.PAGES_OUT, What.PAGES_IN, What.PAGES_TOLD, What.PAGES_ORDERED})
"""What a person does with pages that are there (``intake.dossier.pages.arrangement``)."""

REVIEWED_BY_PERSON = "person"
"""Set in the data of a state event where a person declared all of the dossier reviewed in one go, as
earlier versions let them: every finding and every hold of then was settled by that.
"""

DOUBLE_OF = "double_of"
"""Set in the data of the state event by which a person ends a double: the dossier that goes on; ``reason``
says why.
"""

SEEN_LATE = "late"
"""Set in the data of a gateway's state that it had on some day before it was noted: when is not known."""

WITHDRAWN_BECAUSE = "withdrawn"
"""Set in the data of the state event by which a person ends a dossier that the citizen withdrew: why."""

RESTARTED_BY_PERSON = "person"
"""``why`` of a clock that a person let run on; otherwise papers came."""

REFUSAL_SETTLED = "refusal-settled"
"""The code of the note that a person dealt with a gateway's refusal."""

SENT_AGAIN = "again"
"""``why`` of a clock that runs on because what was to be supplemented goes out again."""

HELD = "held"
"""The code of the note that the dossier is held back until a person releases it."""

PAPERS_REPLACED = "papers-replaced"
PAPERS_SWAPPED = "papers-swapped"
FOLDER_REFILLED = "folder-refilled"
PAPERS_ELSEWHERE = "papers-elsewhere"
TRIED_AGAIN = "pages-tried-again"
"""The note that a person had pages read once more that had failed."""

PAGES_TAKEN_OUT = "pages-taken-out"
"""``why`` of a hold of the program: what a person said, or a form said, was of a paper that a newer file
replaced, or that is gone from the folder since another came under a new name; or its folder held another
dossier's papers before, of which some lie there still; or its form, or most of its papers, lie in earlier
``dossiers`` too; or what was said was of pages that a person took out of the dossier.
"""

CERTIFIED = "certified"
"""The code of a note that lines of a register of certifications were entered of a dossier (``signs``)."""

PAGES_UNSORTED = "pages-unsorted"
"""``why`` of a hold of the program: pages of a stack of which nobody knows surely whose they are."""

UNSORTED = "unsorted"
"""Set in the data of the event that made a dossier which is none: pages of a stack wait in it. It bears no
number of the office's book, and no report counts it.
"""

SORTED = "sorted"
"""Set in the data of the state event that ends such a one: no page waits in it any more."""

BEGUN_ANEW = "anew"
"""Set in the data of the state event that ends an attempt at an exercise which is made once more."""


class EndedAs(StrEnum):
    """How a dossier ended, by its result or without one (in ``State.REJECTED``); "" as long as it is open."""

    RESULT = "result"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    DOUBLE = "double"
    SORTED = "sorted"  # it was none: pages of a stack waited in it
    ANEW = "anew"  # an exercise that is made once more


def ended_as(move: Mapping[str, Any]) -> EndedAs:
    """How a dossier ended without a result, by the data of the event that brought it into
    ``State.REJECTED``.
    """
    for mark, ended in _ENDED_BY.items():
        if mark in move:
            return ended
    said = move.get("means")
    return EndedAs(said) if said in (EndedAs.WITHDRAWN, EndedAs.STOPPED) else EndedAs.REFUSED


_ENDED_BY = {
    DOUBLE_OF: EndedAs.DOUBLE,
    WITHDRAWN_BECAUSE: EndedAs.WITHDRAWN,
    SORTED: EndedAs.SORTED,
    BEGUN_ANEW: EndedAs.ANEW,
}

PILE_CUT = "pile-cut"
"""The code of the note that the program cut a stack into dossiers: ``stack`` (the dossier it came in as),
``dossiers`` made of it, ``unsorted`` (the one whose pages wait, "" for none), and ``papers`` of this one:
document, pages, kind, why, certainty, and to (the dossier proposed, "" for none) where it is doubtful.
"""

COVER_LED = "cover-led"
"""The code of the note which ``files`` (hashes) a file that is nothing but the dossier's cover sheet
(``sha256``) led; none where it stood alone. ``procedure`` where the sheet names only that, and then which
``sheet`` file.
"""

SHEET_UNCLEAR = "procedure-sheet-unclear"
"""``why`` of a hold of the program: its cover sheet names a procedure (the ``reason``) that there is not, or
not any more.
"""

SCANNED_BEFORE_LOSS = "scanned-before-loss"
"""``why`` of a hold of the program: it was taken in anew after a loss, from scans that were there before, and
may have been sent before the loss under a number that the store no longer knows.
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the journal; ``data`` is noted at each kind (``What``).

    ``change`` is shared by the events of one transaction; None for those older than that.
    """

    id: int
    dossier_id: str
    at: datetime
    who: str
    what: str
    data: Mapping[str, Any] = field(default_factory=dict)
    change: str | None = None


@dataclass(frozen=True)
class Folded:
    """A dossier as its journal tells it."""

    procedure: str = ""
    state: State | None = None
    official_number: str | None = None
    papers: frozenset[str] = frozenset()
    corrections: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    requester: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    copies: Mapping[str, str] = field(default_factory=dict)


def undone(events: Iterable[Event]) -> frozenset[int]:
    """The ids of the events that were taken back."""
    return frozenset(
        number for event in events if event.what == What.UNDONE for number in event.data["events"]
    )


TOLD_BY_PAPERS, TOLD_BY_PERSON = "papers", "person"
"""``why`` of a procedure that the papers told, or a person."""


def procedure_from_papers(events: Sequence[Event]) -> bool:
    """Whether the dossier's procedure is what its papers tell, because nobody has said which it is."""
    if not any(event.what == What.CREATED and event.data.get("open") for event in events):
        return False
    gone = undone(events)
    return not any(is_procedure_said(event) and event.id not in gone for event in events)


def is_procedure_said(event: Event) -> bool:
    """Whether by this event a person said the procedure."""
    return event.what == What.PROCEDURE_TOLD and event.data["why"] == TOLD_BY_PERSON


def is_held(events: Sequence[Event]) -> bool:
    """Whether the dossier is held back."""
    return hold_of(events) is not None


def hold_of(events: Sequence[Event]) -> Event | None:
    """The newest note that holds the dossier back; None where every one was released."""
    gone, open_holds = undone(events), dict[int, Event]()
    for event in events:
        if event.id in gone:
            continue
        if event.what == What.NOTED and event.data.get("code") == HELD:
            open_holds[event.id] = event
        elif event.what == What.HOLD_RELEASED:
            open_holds.pop(event.data["hold"], None)
        elif event.what == What.STATE and not {REVIEWED_BY_PERSON, SORTED}.isdisjoint(event.data):
            open_holds.clear()
    return max(open_holds.values(), key=lambda event: event.id, default=None)


def fold(events: Iterable[Event]) -> Folded:
    """The dossier that these events, in their order, lead to; what was taken back does not count."""
    events = list(events)
    gone = undone(events)
    folded = Folded()
    for event in events:
        # A state is left by another event, never by taking one back.
        if event.id not in gone or event.what == What.STATE:
            folded = _after(folded, event)
    return replace(folded, papers=folded.papers - _files_gone(events))


def _files_gone(events: Sequence[Event]) -> frozenset[str]:
    """The hashes of the files of which no page is left in the dossier."""
    moves = [event.data for event in events if event.what in (What.PAGES_OUT, What.PAGES_IN)]
    if not moves:
        return frozenset()
    from intake.dossier.pages.arrangement import arrangement  # which folds the same events

    gone = arrangement(events).gone
    return frozenset(data["sha256"] for data in moves if data["document"] in gone and data["sha256"])


def _after(so_far: Folded, event: Event) -> Folded:
    changed = dict(vars(so_far))
    match event.what:
        case What.CREATED:
            changed.update(procedure=event.data["procedure"], state=State.RECEIVED)
        case What.PROCEDURE_TOLD:
            changed.update(procedure=event.data["procedure"])
        case What.STATE:
            changed.update(state=State(event.data["to"]))
        case What.NUMBER_ISSUED:
            changed.update(official_number=event.data["number"])
        case What.PAPER_ADDED | What.PAGES_IN if not event.data.get("code"):
            changed.update(papers=so_far.papers | {event.data["sha256"]})
        case What.PAPER_REPLACED:
            changed.update(papers=so_far.papers - {event.data["sha256"]})
        case What.VALUE_CORRECTED | What.VALUE_CONFIRMED:
            changed.update(corrections={**so_far.corrections, event.data["key"]: event.data["value"]})
        case What.ANSWERED:
            changed.update(answers={**so_far.answers, event.data["question"]: event.data["answer"]})
        case What.REQUESTER:
            changed.update(requester=dict(event.data))
        case What.PAPERS_SHOWN:
            changed.update(shown=tuple(event.data["kinds"]), copies=dict(event.data.get("copies", {})))
    return Folded(**changed)
