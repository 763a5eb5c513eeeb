"""Find the leaders of a form – dots, ellipses, dashes, underscores, rules – and take them off the working copy.

A leader is told from a dấu nặng, a full stop or a speck by its *lattice*: its dots share one height and follow each
other at one pitch. A dấu nặng hangs under its letter, off that lattice, so it stays. A lattice found in a free
stretch is followed through the typed words on it, where only some of its dots can still be seen alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

MIN_RUN = 5
"""Dots in a row at one pitch that make a leader beyond doubt."""


@dataclass(frozen=True, slots=True)
class Leader:
    """One leader: from ``x0`` to ``x1`` at height ``y`` (centre line), in working pixels."""

    x0: float
    x1: float
    y: float
    thickness: float


@dataclass(frozen=True)
class LeaderFinding:
    """All leaders of a page and the mask (H×W, uint8, 255) of the pixels that belong to them."""

    leaders: tuple[Leader, ...]
    mask: np.ndarray


@dataclass
class _Dots:
    """Candidate dots as parallel arrays, sorted by x."""

    x: np.ndarray
    y: np.ndarray
    w: np.ndarray
    h: np.ndarray
    component: np.ndarray


def find_leaders(ink: np.ndarray, letter_px: float) -> LeaderFinding:
    """Find the leaders in ``ink`` (H×W, 255 = ink, level to about half a degree).

    ``letter_px`` is the x-height of the print in pixels.
    """
    rules, rule_mask = _rules(ink, letter_px)
    rest = cv2.subtract(ink, rule_mask)
    _count, labels, stats, centres = cv2.connectedComponentsWithStats(rest, connectivity=8)
    dots = _candidates(stats, centres, letter_px)
    chosen, leaders = _lattices(dots, letter_px)
    lookup = np.zeros(len(stats), np.uint8)
    lookup[chosen] = 255
    mask = lookup[labels]
    return LeaderFinding(tuple(leaders + rules), cv2.bitwise_or(mask, rule_mask))


def remove_leaders(gray: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Paint the leader pixels of ``gray`` (H×W, uint8, evenly lit) with paper white, soft edges included."""
    grown = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    cleaned = gray.copy()
    cleaned[grown > 0] = 255
    return cleaned


def _candidates(stats: np.ndarray, centres: np.ndarray, letter_px: float) -> _Dots:
    """Components small enough for a dot, or flat enough for several dots run together."""
    w, h, area = (stats[:, n] for n in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    limit = 0.36 * letter_px + 1
    dot = (w <= limit) & (h <= limit) & (area >= 0.35 * w * h)
    dash = (h <= limit) & (w > limit) & (w < 8 * letter_px) & (w >= 2.2 * h)
    keep = np.flatnonzero(dot | dash)
    keep = keep[keep > 0]
    keep = keep[np.argsort(centres[keep, 0], kind="stable")]
    return _Dots(centres[keep, 0], centres[keep, 1], w[keep], h[keep], keep)


def _lattices(dots: _Dots, letter_px: float) -> tuple[np.ndarray, list[Leader]]:
    """Component numbers of all leader dots and the leaders they form."""
    follower = _followers(dots, letter_px)
    runs = [run for run in _runs(follower) if _is_regular(dots, run)]
    taken = np.zeros(len(dots.x), bool)
    leaders: list[Leader] = []
    for run in sorted(runs, key=len, reverse=True):
        run = run[~taken[run]]
        if len(run) < 2:
            continue
        members = _follow(dots, run, letter_px)
        members = members[~taken[members]]
        taken[members] = True
        leaders.extend(_spans(dots, members, letter_px))
    return dots.component[taken], leaders


def _followers(dots: _Dots, letter_px: float) -> np.ndarray:
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


def _runs(follower: np.ndarray) -> list[np.ndarray]:
    """Chains of followers of at least MIN_RUN dots, each dot in one chain."""
    has_leader = np.zeros(len(follower), bool)
    has_leader[follower[follower >= 0]] = True
    seen = np.zeros(len(follower), bool)
    runs = []
    for start in np.flatnonzero(~has_leader):
        chain = []
        n = int(start)
        while n >= 0 and not seen[n]:
            seen[n] = True
            chain.append(n)
            n = int(follower[n])
        if len(chain) >= MIN_RUN:
            runs.append(np.array(chain))
    return runs




def _pitch(dots: _Dots, run: np.ndarray) -> float:
    return float(np.median(np.diff(dots.x[run])))


def _is_regular(dots: _Dots, run: np.ndarray) -> bool:
    """Most steps of a leader are one pitch, or a few, long; text specks are not."""
    steps = np.diff(dots.x[run])
    pitch = np.median(steps)
    off = np.abs(steps / pitch - np.maximum(1, np.round(steps / pitch))) * pitch
    dashes = dots.w[run] > 2.2 * dots.h[run]
    return bool((off <= max(1.3, 0.16 * pitch)).mean() >= 0.7 or dashes.mean() > 0.5)


def _follow(dots: _Dots, run: np.ndarray, letter_px: float) -> np.ndarray:
    """Extend a run both ways along its lattice, through typed words."""
    return np.unique(np.concatenate([run, _walk(dots, run, letter_px, 1), _walk(dots, run, letter_px, -1)]))


def _walk(dots: _Dots, run: np.ndarray, letter_px: float, way: int) -> np.ndarray:
    """Dots met on the lattice beyond the run's end, going right (1) or left (-1)."""
    last = run[-1] if way > 0 else run[0]
    pitch = _pitch(dots, run)
    x, y = float(dots.x[last]), float(np.median(dots.y[run[-8:] if way > 0 else run[:8]]))
    ahead = np.flatnonzero((way * (dots.x - x) > 0.4 * pitch) & (np.abs(dots.y - y) < 0.5 * letter_px))
    ahead = ahead[np.argsort(way * dots.x[ahead], kind="stable")]
    found: list[int] = []
    for n in ahead:
        distance = way * (dots.x[n] - x)
        steps = max(1, round(distance / pitch))
        drift = max(1.2, 0.14 * pitch) + 0.012 * pitch * steps
        if steps > 90:
            break
        if abs(dots.y[n] - y) > 0.12 * letter_px or abs(distance - steps * pitch) > min(drift, 0.3 * pitch):
            continue
        found.append(int(n))
        x = float(dots.x[n])
        y = 0.8 * y + 0.2 * float(dots.y[n])
        pitch = 0.9 * pitch + 0.1 * distance / steps
    return np.array(found, int)


def _spans(dots: _Dots, members: np.ndarray, letter_px: float) -> list[Leader]:
    """A lattice as leaders, cut where no dot was seen for long (another field begins)."""
    if not members.size:
        return []
    members = members[np.argsort(dots.x[members])]
    gaps = np.flatnonzero(np.diff(dots.x[members]) > 25 * letter_px)
    return [
        Leader(
            float(dots.x[part[0]] - dots.w[part[0]] / 2),
            float(dots.x[part[-1]] + dots.w[part[-1]] / 2),
            float(np.median(dots.y[part])),
            float(np.median(dots.h[part])),
        )
        for part in np.split(members, gaps + 1)
        if part.size
    ]


def _rules(ink: np.ndarray, letter_px: float) -> tuple[list[Leader], np.ndarray]:
    """Ruled lines and underscores: long flat runs of ink; strokes that cross them are kept."""
    length = max(20, round(4 * letter_px))
    long_runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    grown = cv2.dilate(long_runs, np.ones((3, 1), np.uint8))
    count, labels, stats, centres = cv2.connectedComponentsWithStats(grown, connectivity=8)
    leaders, keep = [], np.zeros(count, bool)
    for n in range(1, count):
        x, _y, w, h = (int(v) for v in stats[n][:4])
        if h <= max(5, 0.4 * letter_px) + 0.01 * w:
            keep[n] = True
            leaders.append(Leader(x, x + w, float(centres[n][1]), max(1.0, h - 2)))
    mask = np.where(keep[labels], long_runs, 0).astype(np.uint8)
    crossing = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(5, round(0.45 * letter_px)), 1), np.uint8))
    return leaders, cv2.subtract(mask, crossing)
