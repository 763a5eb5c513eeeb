# SPDX-License-Identifier: Apache-2.0
"""A dossier's journal folded: the day it ended, and whether the gateway took it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from batch.report.facts import EndTold, figures
from batch.report.keeping import bring_up_to_date
from batch.report.periods import named
from batch.store.figures import Figure
from batch.store.tables.figure_model import FigureRow
from intake.dossier.deadline.local_time import LOCAL
from intake.dossier.journal import SEEN_LATE, Event, What
from intake.dossier.states import State
from intake.dossier.stored import Dossier
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue

RECEIVED = datetime(2026, 11, 2, 9, tzinfo=LOCAL)
Told = tuple[int, What, Mapping[str, Any]]

ACCEPTED: Told = (2, What.STATE, {"from": "pushed", "to": "accepted", "means": "accepted"})
PUSHED: Told = (2, What.STATE, {"from": "queued", "to": "pushed"})
ATTACHED: Told = (3, What.STATE, {"from": "pushed", "to": "result-attached"})


def folded(*told: Told) -> Figure:
    events = [
        Event(number, "d", RECEIVED.replace(day=day), "t", what, data)
        for number, (day, what, data) in enumerate(told, start=1)
    ]
    return figures(Dossier("d", "1.001193", State.RECEIVED, RECEIVED), events, None)[-1]


def finished(day: int, **more: object) -> Told:
    return day, What.GATEWAY_STATE, {"means": "finished", **more}


def result(day: int) -> Told:
    return day, What.RESULT_ATTACHED, {"result": 1, "signed": True}


def handed_over(day: int) -> Told:
    return 30, What.SERVED, {"handed_over": f"2026-11-{day:02}"}


@pytest.mark.parametrize(
    ("told", "day", "how"),
    [
        ((ACCEPTED, result(4), finished(9)), 4, None),
        ((ACCEPTED, finished(9), handed_over(5)), 5, None),
        ((ACCEPTED, result(4), handed_over(12)), 4, None),
        ((ACCEPTED, finished(9)), 9, EndTold.ASKED),
        ((ACCEPTED, finished(3), result(8)), 3, EndTold.ASKED),
        ((ACCEPTED, finished(9, **{SEEN_LATE: True})), 9, EndTold.UNKNOWN),
        ((ACCEPTED, finished(9, **{SEEN_LATE: True}), handed_over(12)), 12, None),
    ],
)
def test_it_ended_on_the_earliest_day_that_is_known(
    told: tuple[Told, ...], day: int, how: EndTold | None
) -> None:
    made = folded(*told)
    assert (made.ended, made.ended_on, made.end_told) == ("result", date(2026, 11, day), how)


@pytest.mark.parametrize(
    ("told", "accepted"),
    [
        ((PUSHED, ATTACHED), False),
        ((PUSHED, ATTACHED, (5, What.GATEWAY_STATE, {"means": "in-progress"})), True),
        ((PUSHED, ATTACHED, (5, What.GATEWAY_STATE, {"means": "supplement-wanted"})), False),
        ((ACCEPTED, ATTACHED), True),
    ],
)
def test_only_the_gateways_word_makes_it_accepted(told: tuple[Told, ...], accepted: bool) -> None:
    assert folded(*told).accepted is accepted


def test_a_journal_that_cannot_be_folded_costs_only_its_own_dossier(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "home")) as store:
        with store.write() as session:
            made = [store.create_dossier(session, procedure="1.001193", who="t").id for _each in range(3)]
            store.note(session, made[1], What.DUE_MOVED, who="t", data={"slip": 1})  # no day
        assert bring_up_to_date(store, load_catalogue()) == 1
        with store.read() as session:
            assert set(session.scalars(select(FigureRow.dossier_id))) == {made[0], made[2]}


def test_a_week_is_compared_with_that_of_its_number() -> None:
    today = date(2026, 11, 30)
    told = {text: named(text, today).last_year() for text in ("2021-W10", "2026-W53")}
    assert {text: one and one.since for text, one in told.items()} == {
        "2021-W10": date(2020, 3, 2),
        "2026-W53": date(2025, 12, 22),
    }


@pytest.mark.parametrize(
    ("signs", "expected"),
    [((), None), ((False,), False), ((None,), None), ((False, None), None), ((None, True), True)],
)
def test_a_result_is_signed_as_soon_as_one_of_its_files_surely_is(
    signs: tuple[bool | None, ...], expected: bool | None
) -> None:
    told = [(3, What.RESULT_ATTACHED, {"result": row, "signed": sign}) for row, sign in enumerate(signs)]
    assert folded(ACCEPTED, *told).signed is expected
