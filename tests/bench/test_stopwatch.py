# SPDX-License-Identifier: Apache-2.0
"""Time of stages: each its own, once, wherever a function is used from."""

from __future__ import annotations

import pytest

from bench.peers import label_search
from bench.profile import STAGES
from bench.stopwatch import Stage, Stopwatch


class _Clock:
    """A clock that goes on by one second a look."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def test_a_stage_does_not_own_the_time_of_one_inside_it() -> None:
    watch = Stopwatch(_Clock())
    with watch.time("outer"), watch.time("inner"):
        pass
    assert watch.own == {"inner": 1.0, "outer": 2.0}
    assert watch.whole == {"inner": 1.0, "outer": 3.0}


def test_functions_are_timed_while_it_runs_and_then_no_more() -> None:
    watch = Stopwatch(_Clock())
    plain = label_search.cleaned
    with watch.running([Stage("clean", "bench.peers.label_search", "cleaned")], "bench"):
        assert label_search.cleaned("....Kinh......") == "Kinh"
        assert label_search.cleaned is not plain
    assert label_search.cleaned is plain
    assert watch.own == {"clean": 1.0}


def test_a_stage_that_is_gone_is_told() -> None:
    with (
        pytest.raises(AttributeError),
        Stopwatch().running([Stage("x", "bench.peers.label_search", "gone")], "bench"),
    ):
        pass


def test_only_the_steps_of_a_generator_are_its_time() -> None:
    clock = _Clock()

    def steps() -> object:
        yield 1
        clock.now += 100
        yield 2

    watch = Stopwatch(clock)
    timed = watch._timed("steps", steps)
    for _ in timed():
        clock.now += 1000
    assert watch.own["steps"] == 103.0


def test_every_stage_of_the_profile_is_a_function_of_the_reader() -> None:
    watch = Stopwatch(_Clock())
    with watch.running(STAGES, "ocr", "intake"):
        pass
    assert len({stage.label for stage in STAGES}) > 12
