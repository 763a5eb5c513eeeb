# SPDX-License-Identifier: Apache-2.0
"""Examples without end, the same for the same seed, whoever draws them and wherever one begins.

Drawing is dearer than learning, so a chunk of examples serves several times: each round takes one fresh
chunk and some older examples of a window, and parts them into batches. A chunk is drawn from the seed and its
number alone and chunks are taken in order, so neither the number of workers nor their speed changes
anything.
"""

from __future__ import annotations

import multiprocessing
import os
import random
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import count, islice
from typing import Generic, TypeVar

Example = TypeVar("Example")

LEARN, HELD = "learn", "held"
"""The two parts of a seed's examples: what is learnt from, and what is only measured."""

_AHEAD = 3
"""Chunks drawn ahead a worker: enough that the network never waits for the slowest one."""


@dataclass(frozen=True)
class Source(Generic[Example]):
    """Where examples come from. ``draw`` and what it holds go to other processes (picklable); it uses no
    other randomness than what it is given. ``group`` parts a round's examples into batches. ``again``: older
    examples for each fresh one; ``window``: chunks they are taken from. ``held``: what is only measured on,
    where examples drawn anew would not be unseen (lines of real writers).
    """

    draw: Callable[[random.Random], list[Example]]
    group: Callable[[list[Example], random.Random], list[list[Example]]]
    again: int = 2
    window: int = 64
    held: Callable[[], list[Example]] | None = None


@dataclass(frozen=True, order=True)
class Position:
    """What comes next: batch ``batch`` of round ``round``."""

    round: int = 0
    batch: int = 0


def batches(
    source: Source[Example], seed: int, start: Position = Position(), workers: int = 0
) -> Iterator[tuple[Position, list[Example]]]:
    """Each batch from ``start`` on, and the position behind it; drawn here where there are no ``workers``."""
    first = max(0, start.round - source.window)
    window: deque[list[Example]] = deque(maxlen=source.window)
    for number, fresh in zip(count(first), chunks(source, seed, LEARN, first, workers), strict=False):
        if number >= start.round:
            made = _round(source, fresh, window, random.Random(f"{seed}/order/{number}"))
            for at, batch in enumerate(made):
                if Position(number, at) >= start:
                    yield Position(number, at + 1), batch
        window.append(fresh)


def _round(
    source: Source[Example], fresh: list[Example], window: deque[list[Example]], dice: random.Random
) -> list[list[Example]]:
    older = [example for chunk in window for example in chunk]
    again = dice.choices(older, k=source.again * len(fresh)) if older else []
    return source.group(fresh + again, dice)


def held_out(source: Source[Example], seed: int, number: int) -> list[Example]:
    """So many chunks that are never learnt from, or what the source keeps apart."""
    if source.held is not None:
        return source.held()
    drawn = chunks(source, seed, HELD)
    return [example for chunk in islice(drawn, number) for example in chunk]


def chunks(
    source: Source[Example], seed: int, part: str, first: int = 0, workers: int = 0
) -> Iterator[list[Example]]:
    """The chunks from number ``first`` on, in order, without end."""
    if not workers:
        yield from (drawn(source, seed, part, number) for number in count(first))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _calm) as pool:
        waiting: deque[Future[list[Example]]] = deque()
        try:
            for number in count(first):
                waiting.append(pool.submit(drawn, source, seed, part, number))
                if len(waiting) > _AHEAD * workers:
                    yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def drawn(source: Source[Example], seed: int, part: str, number: int) -> list[Example]:
    """One chunk, from nothing but the seed, the part and its number."""
    return source.draw(random.Random(f"{seed}/{part}/{number}"))


def _calm() -> None:
    """A drawing process leaves the cores to the network and takes no thread besides its own."""
    import cv2

    cv2.setNumThreads(1)
    if hasattr(os, "nice"):
        os.nice(5)
