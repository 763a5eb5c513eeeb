# SPDX-License-Identifier: Apache-2.0
"""The lattices of leader dots: which dots of a page stand in a row at one pitch, and where the hidden ones
are.

A *run* is a free stretch of leader. From its ends the lattice is followed through the words typed on it,
where only some of its dots are seen alone. Rows that are typed full have no free stretch: there the pitch
of the page's other leaders is tried, and the row is a lattice if its lonely dots agree on one phase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

MIN_RUN = 5
"""Dots in a row at one pitch that make a leader beyond doubt."""

_SHORT_RUN = 3
"""Dots that make a leader on a line that bears a sure one already."""

_BEYOND = 14
"""Places looked at beyond either end of a lattice, where letters may hide its dots."""


@dataclass(frozen=True)
class Dots:
    """Candidate dots as parallel arrays, sorted by x: centres, sizes (pixels) and component numbers."""

    x: np.ndarray
    y: np.ndarray
    w: np.ndarray
    h: np.ndarray
    component: np.ndarray


@dataclass(frozen=True)
class Lattice:
    """One row of leader dots. ``members`` index the dots seen alone; ``x``, ``y`` hold every place of the
    lattice (N, working pixels), seen or hidden under letters; ``seen`` (N, bool) tells which.
    """

    members: np.ndarray
    x: np.ndarray
    y: np.ndarray
    seen: np.ndarray
    pitch: float
    diameter: float


def find_lattices(dots: Dots, ink: np.ndarray, letter_px: float) -> list[Lattice]:
    """All lattices among ``dots`` of ``ink`` (H×W, 255 = ink); ``letter_px`` is the x-height."""
    taken = np.zeros(len(dots.x), bool)
    rows: list[tuple[np.ndarray, float]] = []
    for run in sorted(_runs(dots, letter_px), key=len, reverse=True):
        rest = _alike(dots, run[~taken[run]])
        if len(rest) < 2:
            continue
        members = np.unique(
            np.concatenate([rest, *(_walk(dots, ink, rest, letter_px, way) for way in (1, -1))])
        )
        members = members[~taken[members]]
        taken[members] = True
        rows.append((members, _pitch(dots, rest)))
    for members, pitch in _typed_rows(dots, ink, ~taken, list(rows), letter_px):
        taken[members] = True
        rows.append((members, pitch))
    for members, pitch in _short_leaders(dots, ink, ~taken, rows, letter_px):
        taken[members] = True
        rows.append((members, pitch))
    return [_lattice(dots, members, pitch) for members, pitch in rows]


def _runs(dots: Dots, letter_px: float) -> Iterator[np.ndarray]:
    """Chains of neighbouring dots at one height and one pitch."""
    follower = _followers(dots, letter_px)
    led = np.zeros(len(follower), bool)
    led[follower[follower >= 0]] = True
    seen = np.zeros(len(follower), bool)
    for start in np.flatnonzero(~led):
        chain, n = [], int(start)
        while n >= 0 and not seen[n]:
            seen[n] = True
            chain.append(n)
            n = int(follower[n])
        run = np.array(chain)
        if len(run) >= MIN_RUN and _is_regular(dots, run):
            yield run


def _followers(dots: Dots, letter_px: float) -> np.ndarray:
    """For each dot the nearest dot to its right at its own height, or -1."""
    order = np.argsort(dots.y, kind="stable")
    heights = dots.y[order]
    reach = 0.13 * letter_px
    follower = np.full(len(dots.x), -1)
    low = np.searchsorted(heights, dots.y - reach)
    high = np.searchsorted(heights, dots.y + reach)
    for n in range(len(dots.x)):
        near = order[low[n] : high[n]]
        gap = dots.x[near] - dots.w[near] / 2 - (dots.x[n] + dots.w[n] / 2)
        right = near[(gap > 0) & (gap < 1.3 * letter_px)]
        if right.size:
            follower[n] = right[np.argmin(dots.x[right])]
    return follower


def _alike(dots: Dots, members: np.ndarray, like: np.ndarray | None = None) -> np.ndarray:
    """Those of ``members`` as large as the usual dot of ``like``: commas and a dấu nặng grown to a dot are
    larger.
    """
    usual = members if like is None or not len(like) else like
    if not len(usual):
        return members
    w, h = float(np.median(dots.w[usual])), float(np.median(dots.h[usual]))
    fit = (dots.w[members] <= 1.4 * w + 1) & (dots.h[members] <= 1.3 * h + 1) & (dots.w[members] >= 0.4 * w)
    return np.asarray(members[fit])


def _pitch(dots: Dots, run: np.ndarray) -> float:
    """The mean step of a run; whole pixels make the median too coarse to count places under a word with."""
    steps = np.diff(dots.x[run])
    places = np.maximum(1, np.round(steps / np.median(steps)))
    even = np.abs(steps - places * np.median(steps)) <= 0.25 * np.median(steps)
    if not even.any():
        return float(np.median(steps))
    return float(steps[even].sum() / places[even].sum())


def _is_regular(dots: Dots, run: np.ndarray) -> bool:
    """Most steps of a leader are one pitch, or a few, long; specks in a row are not."""
    steps = np.diff(dots.x[run])
    pitch = float(np.median(steps))
    off = np.abs(steps - np.maximum(1, np.round(steps / pitch)) * pitch)
    dashes = dots.w[run] > 2.2 * dots.h[run]
    return bool((off <= max(1.3, 0.16 * pitch)).mean() >= 0.7 or dashes.mean() > 0.5)


def _inked_share(ink: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    """The share of places (N points) with ink within a pixel: a leader has a dot at every place, seen or
    hidden.
    """
    if not len(x):
        return 1.0
    rows = np.clip(np.round(y).astype(int), 1, ink.shape[0] - 2)
    columns = np.clip(np.round(x).astype(int), 1, ink.shape[1] - 2)
    near = [ink[rows + dy, columns + dx] > 0 for dy, dx in ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0))]
    return float(np.any(near, axis=0).mean())


def _walk(dots: Dots, ink: np.ndarray, run: np.ndarray, letter_px: float, way: int) -> np.ndarray:
    """Dots met on the lattice beyond the run's end, going right (1) or left (-1)."""
    last = run[-1] if way > 0 else run[0]
    pitch = _pitch(dots, run)
    x, y = float(dots.x[last]), float(np.median(dots.y[run[-8:] if way > 0 else run[:8]]))
    ahead = np.flatnonzero((way * (dots.x - x) > 0.4 * pitch) & (np.abs(dots.y - y) < 0.5 * letter_px))
    ahead = _alike(dots, ahead[np.argsort(way * dots.x[ahead], kind="stable")], run)
    found: list[int] = []
    for n in ahead:
        distance = way * (dots.x[n] - x)
        steps = max(1, round(distance / pitch))
        drift = min(max(1.2, 0.14 * pitch) + 0.012 * pitch * steps, 0.3 * pitch)
        if steps > 90:
            break
        if abs(dots.y[n] - y) > 0.12 * letter_px or abs(distance - steps * pitch) > drift:
            continue
        between = np.arange(1, steps) / steps
        if _inked_share(ink, x + way * between * distance, y + between * (dots.y[n] - y)) < 0.75:
            continue
        found.append(int(n))
        x = float(dots.x[n])
        y = 0.8 * y + 0.2 * float(dots.y[n])
        pitch = 0.9 * pitch + 0.1 * distance / steps
    return np.array(found, int)


def _usual_pitches(rows: list[tuple[np.ndarray, float]]) -> list[float]:
    """The pitches that occur on the page, one of each within three per cent, the commonest first."""
    counts: list[tuple[float, int]] = []
    for members, pitch in sorted(rows, key=lambda row: -len(row[0])):
        for n, (known, count) in enumerate(counts):
            if abs(known - pitch) < 0.03 * known:
                counts[n] = (known, count + len(members))
                break
        else:
            counts.append((pitch, len(members)))
    return [pitch for pitch, count in sorted(counts, key=lambda c: -c[1])[:4] if count >= MIN_RUN]


def _typed_rows(
    dots: Dots, ink: np.ndarray, free: np.ndarray, known: list[tuple[np.ndarray, float]], letter_px: float
) -> Iterator[tuple[np.ndarray, float]]:
    """Rows without a free stretch: lonely dots at one height that agree on one phase of a usual pitch."""
    pitches = _usual_pitches(known)
    left = np.flatnonzero(free & (dots.w <= 1.8 * dots.h))
    left = left[np.argsort(dots.y[left], kind="stable")]
    if rows := [members for members, _pitch in known]:
        left = _alike(dots, left, np.concatenate(rows))
    while left.size >= MIN_RUN:
        low, high = _fullest_row(dots.y[left], 0.1 * letter_px)
        if high - low < MIN_RUN:
            return
        members, pitch = _phase_members(dots, left[low:high], pitches)
        for part in _unbroken(dots, ink, np.sort(members), pitch):
            if len(part) >= MIN_RUN and _is_inked_throughout(dots, ink, part, pitch):
                yield part, pitch
        left = np.delete(left, np.s_[low:high])


def _short_leaders(
    dots: Dots, ink: np.ndarray, free: np.ndarray, rows: list[tuple[np.ndarray, float]], letter_px: float
) -> Iterator[tuple[np.ndarray, float]]:
    """A few dots at the height and pitch of a sure leader, on the same printed line: another short leader
    there.
    """
    for sure, pitch in list(rows):
        height = float(np.median(dots.y[sure]))
        near = np.flatnonzero(free & (np.abs(dots.y - height) <= 0.12 * letter_px) & (dots.w <= 1.8 * dots.h))
        for chain in _stepping(dots, ink, _alike(dots, near, sure), pitch):
            if len(chain) >= _SHORT_RUN or (len(chain) == 2 and np.ptp(dots.x[chain]) < 1.5 * pitch):
                free[chain] = False
                yield chain, pitch


def _stepping(dots: Dots, ink: np.ndarray, near: np.ndarray, pitch: float) -> list[np.ndarray]:
    """``near`` (sorted by x) cut wherever a step is no whole number of pitches or leads over bare paper."""
    cuts = []
    for n, (here, there) in enumerate(pairwise(near), start=1):
        places = max(1, round((dots.x[there] - dots.x[here]) / pitch))
        off = abs(dots.x[there] - dots.x[here] - places * pitch)
        share = np.arange(1, places) / places
        x = dots.x[here] + share * (dots.x[there] - dots.x[here])
        y = dots.y[here] + share * (dots.y[there] - dots.y[here])
        if off > max(1.2, 0.15 * pitch) or places > 20 or _inked_share(ink, x, y) < 0.8:
            cuts.append(n)
    return np.split(near, cuts)


def _fullest_row(heights: np.ndarray, reach: float) -> tuple[int, int]:
    """The range of sorted ``heights`` that lies within ``reach`` of one of them and holds most."""
    low = np.searchsorted(heights, heights - reach)
    high = np.searchsorted(heights, heights + reach, side="right")
    best = int(np.argmax(high - low))
    return int(low[best]), int(high[best])


def _phase_members(dots: Dots, row: np.ndarray, pitches: list[float]) -> tuple[np.ndarray, float]:
    """The dots of ``row`` on the best lattice, if two thirds of them agree on it."""
    best: tuple[float, np.ndarray, float] = (0.0, row[:0], 1.0)
    if len(row) < MIN_RUN or np.ptp(dots.x[row]) < 8 * min(pitches, default=1e9):
        return best[1], best[2]
    for usual in pitches:
        for pitch in usual * np.linspace(0.985, 1.015, 61):
            turns = dots.x[row] / pitch
            phase = np.angle(np.exp(2j * np.pi * turns).mean()) / (2 * np.pi)
            off = np.abs((turns - phase + 0.5) % 1 - 0.5)
            score = float((off < 0.16).mean() - 0.3 * off.mean())
            if score > best[0]:
                best = (score, row[off < 0.16], float(pitch))
    return (best[1], best[2]) if best[0] >= 0.66 else (row[:0], 1.0)


def _unbroken(dots: Dots, ink: np.ndarray, members: np.ndarray, pitch: float) -> list[np.ndarray]:
    """``members`` cut where the places between two of them are bare paper."""
    cuts = []
    for n, (here, there) in enumerate(pairwise(members), start=1):
        steps = round((dots.x[there] - dots.x[here]) / pitch)
        share = np.arange(1, steps) / max(1, steps)
        x = dots.x[here] + share * (dots.x[there] - dots.x[here])
        y = dots.y[here] + share * (dots.y[there] - dots.y[here])
        if _inked_share(ink, x, y) < 0.6:
            cuts.append(n)
    return np.split(members, cuts)


def _is_inked_throughout(dots: Dots, ink: np.ndarray, members: np.ndarray, pitch: float) -> bool:
    """Whether ink stands at nearly every place between the members: tone marks in a row have gaps, leaders
    none.
    """
    lattice = _lattice(dots, members, pitch)
    return _inked_share(ink, lattice.x[_BEYOND:-_BEYOND], lattice.y[_BEYOND:-_BEYOND]) >= 0.9


def _lattice(dots: Dots, members: np.ndarray, pitch: float) -> Lattice:
    """Fill the places between the dots seen, and a few beyond either end, where letters may hide dots."""
    members = members[np.argsort(dots.x[members])]
    x, y = dots.x[members], dots.y[members]
    parts_x, parts_y, parts_seen = [x[:1]], [y[:1]], [np.array([True])]
    for n in range(len(x) - 1):
        steps = round((x[n + 1] - x[n]) / pitch)
        inner = np.arange(1, steps) / steps if 1 < steps <= 60 else np.empty(0)
        parts_x += [x[n] + inner * (x[n + 1] - x[n]), x[n + 1 : n + 2]]
        parts_y += [y[n] + inner * (y[n + 1] - y[n]), y[n + 1 : n + 2]]
        parts_seen += [np.zeros(len(inner), bool), np.array([True])]
    beyond = pitch * np.arange(1, _BEYOND + 1)
    return Lattice(
        members,
        np.concatenate([x[0] - beyond[::-1], *parts_x, x[-1] + beyond]),
        np.concatenate([np.full(_BEYOND, np.median(y[:5])), *parts_y, np.full(_BEYOND, np.median(y[-5:]))]),
        np.concatenate([np.zeros(_BEYOND, bool), *parts_seen, np.zeros(_BEYOND, bool)]),
        pitch,
        float(np.median(np.minimum(dots.w[members], dots.h[members] * 1.3))),
    )
