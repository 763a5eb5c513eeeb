# SPDX-License-Identifier: Apache-2.0
"""The morning after a run in one look: what came in and how far it got, and what waits for whom, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from batch.night.summary import DossierLine, lines_of_run
from batch.report.numbers import Numbers
from batch.report.report import report_run
from batch.store.runs import find_run
from intake.dossier.deadline.local_time import local_time
from intake.dossier.states import State
from intake.services.dossier_list import WorkAhead, work_ahead
from intake.services.papers.trying_again import StoppedPage, stopped_pages
from intake.store.store import Store
from templates.language.messages import _


class Whom(StrEnum):
    """Whom a dossier waits for, as ``--json`` prints it."""

    CLERK = "clerk"
    CITIZEN = "citizen"
    GATEWAY = "gateway"
    NEXT_RUN = "next-run"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dossier of the run that is not through: ``whom`` it waits for, and ``why``, in the language used."""

    dossier: str
    name: str
    whom: Whom
    why: str


@dataclass(frozen=True, slots=True)
class Morning:
    """What the run ``run`` left, which began at ``began``; ``ended`` is None where it was killed or goes on
    still. ``ahead`` is all that is to be done, whichever run left it; ``stopped`` are pages that could not be
    read, of all open dossiers.
    """

    run: int
    began: datetime
    ended: datetime | None
    numbers: Numbers
    pages_read: int
    waiting: tuple[Waiting, ...]
    ahead: WorkAhead
    stopped: tuple[StoppedPage, ...] = ()

    @property
    def words(self) -> list[tuple[str, int]]:
        """The counts in their order, as people read them."""
        numbers = self.numbers
        return [
            (_("Came in"), numbers.received),
            (_("Pages read"), self.pages_read),
            (_("Complete"), numbers.complete),
            (_("Pushed"), numbers.pushed),
            (_("Accepted"), numbers.accepted),
            (_("Waiting"), len(self.waiting)),
        ]

    @property
    def sentence(self) -> str:
        """All of it on one line."""
        told = " · ".join(f"{word} {count}" for word, count in self.words)
        return f"{self.when}: {told}"

    @property
    def when(self) -> str:
        began = local_time(self.began)
        if self.ended is None:
            return _("Run since {began}, not ended").format(began=began)
        return _("Run from {began} to {ended}").format(began=began, ended=local_time(self.ended)[-5:])

    def as_json(self) -> dict[str, Any]:
        return {
            "run": self.run,
            "began": self.began,
            "ended": self.ended,
            "came_in": self.numbers.received,
            "pages_read": self.pages_read,
            "complete": self.numbers.complete,
            "pushed": self.numbers.pushed,
            "accepted": self.numbers.accepted,
            "waiting": [
                {"id": one.dossier, "name": one.name, "for": one.whom.value, "why": one.why}
                for one in self.waiting
            ],
            "not_read": [
                {"id": one.dossier, "page": one.number, "file": one.file, "code": one.code, "why": one.why}
                for one in self.stopped
            ],
            "due_today": self.ahead.today,
            "overdue": self.ahead.overdue,
            "left": self.ahead.left,
        }

    def told_outside(self) -> dict[str, Any]:
        """The same for a mail or another computer: no name of a person or folder, and no sentence in which
        one may stand.
        """
        told = self.as_json()
        kept = [{"id": one["id"], "for": one["for"]} for one in told["waiting"]]
        times = {name: told[name] and told[name].isoformat() for name in ("began", "ended")}
        pages = [{name: one[name] for name in ("id", "page", "code")} for one in told["not_read"]]
        return {**told, **times, "waiting": kept, "not_read": pages}


def whom_word(whom: Whom) -> str:
    """In words for a person."""
    return {
        Whom.CLERK: _("an officer"),
        Whom.CITIZEN: _("the citizen"),
        Whom.GATEWAY: _("the gateway"),
        Whom.NEXT_RUN: _("the next run"),
    }[whom]


def morning_of(store: Store, run_id: int | None = None) -> Morning | None:
    """The morning after the run, the latest if none is named; None where there was no run yet."""
    with store.read() as session:
        run = find_run(session, run_id)
    if run is None:
        return None
    lines = lines_of_run(store, run.id, sends=True)
    return Morning(
        run.id,
        run.started_at,
        run.ended_at,
        report_run(store, run.id).numbers,
        run.pages_read,
        tuple(waiting_of(lines)),
        work_ahead(store),
        tuple(stopped_pages(store)),
    )


def waiting_of(lines: Iterable[DossierLine]) -> list[Waiting]:
    """The dossiers that are not through, those that wait for a person here first."""
    # What only lies ready, at a desk without a gateway or before anything was tried, waits for nobody.
    told = [line for line in lines if line.needs_person and (line.note or not line.unsent)]
    found = [Waiting(line.dossier, line.folder, whom_for(line), line.note) for line in told]
    return sorted(found, key=lambda one: list(Whom).index(one.whom))


def whom_for(line: DossierLine) -> Whom:
    """Whom a dossier waits for: the first who can do anything."""
    if line.trouble or line.refused or line.pages_failed or line.doubtful or line.contradictory:
        return Whom.CLERK
    if line.unsent:
        return Whom.GATEWAY
    if line.state in (State.RECEIVED, State.CAPTURED, State.COMPLETE):
        return Whom.NEXT_RUN
    return Whom.CITIZEN if line.state == State.INCOMPLETE and line.missing else Whom.CLERK
