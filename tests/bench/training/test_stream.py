# SPDX-License-Identifier: Apache-2.0
"""The stream of examples is a function of the seed: no matter who draws, or where one begins."""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench.eraser.examples import DotDrawer
from bench.line_reader.examples import LineDrawer, grouped
from bench.training.stream import LEARN, Position, Source, batches, chunks, drawn, held_out
from tests.support.pages.drawn_forms import FONT
from tests.support.programs.small_training import NUMBERS


def _first(count: int, seed: int = 1, workers: int = 0) -> list[tuple[Position, list[float]]]:
    return list(islice(batches(NUMBERS, seed, workers=workers), count))


def test_other_processes_draw_the_same_batches_in_the_same_order() -> None:
    assert _first(40, workers=2) == _first(40)


def test_another_seed_draws_others() -> None:
    assert _first(5, seed=1) != _first(5, seed=2)


def test_from_each_position_on_the_stream_goes_on_as_if_it_had_not_been_left() -> None:
    whole = _first(60)
    for at in range(50):
        position, _batch = whole[at]
        assert list(islice(batches(NUMBERS, 1, position), 10)) == whole[at + 1 : at + 11]


def test_a_round_takes_every_fresh_example_once_and_older_ones_of_the_window_besides() -> None:
    rounds: dict[int, list[float]] = {}
    for position, batch in _first(80):
        rounds.setdefault(position.round, []).extend(batch)
    drawn_chunks = list(islice(chunks(NUMBERS, 1, LEARN), 10))
    assert sorted(rounds[0]) == sorted(drawn_chunks[0])
    for number in range(1, 8):
        older = {example for chunk in drawn_chunks[max(0, number - 3) : number] for example in chunk}
        fresh = drawn_chunks[number]
        rest = [example for example in rounds[number] if example not in fresh]
        assert sorted(set(rounds[number]) - older) == sorted(fresh)
        assert len(rest) == 2 * len(fresh) and set(rest) <= older


def test_what_is_measured_on_is_never_learnt_from() -> None:
    learnt = {example for _position, batch in _first(60) for example in batch}
    held = held_out(NUMBERS, 1, 4)
    assert len(held) == 20 and not learnt & set(held)


@pytest.mark.long
@pytest.mark.parametrize("drawer", [LineDrawer((FONT,), lines=6), DotDrawer((FONT,), strips=2)])
def test_pictures_are_the_same_to_the_last_pixel_in_another_process(drawer: Any) -> None:
    source = Source(drawer, _ungrouped)
    here = [drawn(source, 3, LEARN, number) for number in range(2)]
    there = list(islice(chunks(source, 3, LEARN, workers=1), 2))
    for one, other in zip(here, there, strict=True):
        assert len(one) == len(other) > 0
        for mine, yours in zip(one, other, strict=True):
            assert all(np.array_equal(a, b) for a, b in zip(mine, yours, strict=True))


def _ungrouped(examples: list[Any], _dice: random.Random) -> list[list[Any]]:
    return [examples]


def test_lines_of_similar_width_share_a_batch_and_none_is_lost() -> None:
    widths = [random.Random(n).randrange(30, 900) for n in range(200)]
    lines = [(np.zeros((48, width), np.uint8), [1]) for width in widths]
    made = grouped(lines, random.Random(1))
    assert sorted(line[0].shape[1] for batch in made for line in batch) == sorted(widths)
    for batch in made:
        wide = [line[0].shape[1] for line in batch]
        assert len(batch) * max(wide) <= 20_000
        assert not any(min(wide) < width < max(wide) and width not in wide for width in widths)


def test_pen_lines_for_trying_the_result_are_left_out(tmp_path: Path) -> None:
    from bench.blanks.strokes import InkBox
    from bench.line_reader.examples import pens_of

    for number in range(9):
        (tmp_path / f"{number}.jpg").touch()
    (tmp_path / "labels.json").write_text("{" + ",".join(f'"{n}.jpg": "a"' for n in range(9)) + "}")
    learnt = set(pens_of(tmp_path))
    unseen = {path for path, _text in InkBox.load_unseen(tmp_path).lines}
    assert len(learnt) == 6 and len(unseen) == 3 and not learnt & unseen
