# SPDX-License-Identifier: Apache-2.0
"""The start page: the dossiers, and those somebody looks for; what is due, and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from batch.services.nightly.morning import morning_of
from batch.web.ways import Changes, PageVisit, Shows
from intake.dossier.deadline.due_words import due_told
from intake.dossier.deadline.local_time import local_day
from intake.dossier.paging import Paging
from intake.dossier.search.sought import Sought
from intake.dossier.state_words import (
    double_told,
    held_by,
    late_papers_told,
    questions_told,
    result_waits_told,
    state_word,
)
from intake.dossier.states import State
from intake.services.dossier_list import dossier_list, later_this_week, work_ahead

DUE, WEEK, OVERDUE, LEFT = "due", "week", "overdue", "left"


@dataclass(frozen=True, slots=True)
class ListAddress:
    """What a list is asked for by its address: ``only`` one of the above or "", a state, a page. What was
    typed stands in none of it.
    """

    path: str
    only: str = ""
    state: str = ""
    page: int = 1

    def with_(self, **changed: object) -> str:
        """The address of the same list with this changed, at its first page."""
        told = {"only": self.only, "state": self.state, **changed}
        query = urlencode({name: value for name, value in told.items() if value})
        return f"{self.path}?{query}" if query else self.path

    def sought(self, today: date) -> Sought:
        """Which dossiers those are."""
        week = later_this_week(today)
        return Sought(
            states=(State(self.state),) if self.state else (),
            due_since={DUE: today, WEEK: week.due_since}.get(self.only),
            due_until={DUE: today, WEEK: week.due_until, OVERDUE: today - timedelta(days=1)}.get(self.only),
            left=self.only == LEFT,
        )


def start(visit: PageVisit) -> Response:
    return _drawn(visit, "")


def found(visit: PageVisit) -> Response:
    """Those found by what was typed under the key of the address."""
    typed = visit.desk.searches.text(visit.word("key"))
    return visit.page("search_forgotten.html", 404) if typed is None else _drawn(visit, typed)


def find(visit: PageVisit) -> Response:
    """Lead on to what was found, at an address that does not say what was looked for."""
    typed = visit.said("find").strip()
    return visit.go_to(f"/found/{visit.desk.searches.key(typed)}" if typed else "/")


def _drawn(visit: PageVisit, typed: str) -> Response:
    store = visit.desk.store
    today, asked = local_day(store.clock()), _asked(visit)
    paging = Paging(asked.page)
    with dossier_list(store, paging, asked.sought(today), find=typed) as listed:
        lines = [line for part in listed.parts for line in part]
    return visit.page(
        "start.html",
        lines=lines,
        total=listed.total,
        ahead=work_ahead(store),
        night=None if typed or asked.only or asked.state or asked.page > 1 else morning_of(store),
        asked=asked,
        typed=typed,
        pages=paging.pages(listed.total),
        states=[(state.value, state_word(state)) for state in State],
        due_told=lambda line: due_told(line["due_on"], today),
        is_over=lambda line: line["due_on"] is not None and line["due_on"] < today,
        beside=_beside,
        folder_told=_exercise_told if visit.desk.practice else str,
    )


def _exercise_told(folder: str) -> str:
    """An attempt's folder bears the exercise's name, which nobody is shown but by its title."""
    from batch.services.practice.exercises import exercises, said

    one = exercises().get(folder)
    return said(one.title) if one else folder


def _asked(visit: PageVisit) -> ListAddress:
    """What the address asks for; of what nobody offers nothing."""
    page, state, only = visit.asked("page"), visit.asked("state"), visit.asked("only")
    return ListAddress(
        visit.request.url.path,
        only if only in (DUE, WEEK, OVERDUE, LEFT) else "",
        state if state in tuple(State) else "",
        max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1,
    )


def _beside(line: Mapping[str, Any]) -> list[str]:
    """Why it is held back, of which it may be a double, that only answers are wanting, which papers came too
    late, that a result waits, whom its values wait for, and why it is not at the gateway.
    """
    held, doubles, asked, gateway = line["held"], line["double_of"], line["only_questions"], line["gateway"]
    late = line["late_papers"]
    told = (
        held and held_by(held),
        doubles and double_told(doubles),
        asked and questions_told(asked),
        late and late_papers_told(late),
        line["result"] and result_waits_told(line["result"]),
    )
    return list(filter(None, (*told, line["second_look"], gateway and gateway["why"])))


WAYS = (Shows("/", start), Shows("/found/{key}", found), Changes("/find", find))
