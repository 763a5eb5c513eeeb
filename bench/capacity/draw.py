# SPDX-License-Identifier: Apache-2.0
"""The reckoning as a picture (SVG): what is used up first, a fortnight of a province, the backlog."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import log10

from bench.capacity.needs import Need
from bench.capacity.week import Week

_WIDTH, _ROW, _LEFT = 880, 18, 300
_INK, _PALE, _LATE = "#1f3b57", "#8fb3d1", "#b3402a"
_LINES = (_LATE, _INK, _PALE)
_LEAST = 0.0001


def drawn(needs: Sequence[Need], weeks: Sequence[Week], backlog: Sequence[tuple[int, float]]) -> str:
    """The picture."""
    parts: list[str] = []
    y = 28
    for need in needs:
        parts.append(_text(10, y, need.scenario.name, bold=True))
        parts += _bars(need, y + 8)
        y += _ROW * (len(need.used) + 1) + 14
    parts += [_text(10, y + 6, "A province's pages that wait, hour by hour over a fortnight", bold=True)]
    parts += _curves(weeks, y + 20)
    y += 220
    parts += [_text(10, y, "The backlog: months by cores", bold=True)]
    parts += _backlog(backlog, y + 10)
    height = y + 20 + _ROW * (len(backlog) + 1)
    style = "<style>text{font:12px sans-serif;fill:#222}.b{font-weight:bold}</style>"
    frame = f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}"'
        f' viewBox="0 0 {_WIDTH} {height}">{style}{frame}{"".join(parts)}</svg>\n'
    )


def _text(x: float, y: float, told: str, *, bold: bool = False, end: bool = False) -> str:
    kind = ' class="b"' if bold else ""
    anchor = ' text-anchor="end"' if end else ""
    return f'<text x="{x:.0f}" y="{y:.0f}"{kind}{anchor}>{escape(told)}</text>'


def _bars(need: Need, y: float) -> Iterable[str]:
    """A bar for each thing, on a logarithmic scale from a ten-thousandth to ten times what it holds."""
    span = _WIDTH - _LEFT - 90
    for row, (name, share) in enumerate(sorted(need.used.items(), key=lambda item: -item[1])):
        top = y + row * _ROW
        length = span * (log10(max(share, _LEAST)) - log10(_LEAST)) / 5
        colour = _LATE if share > 1 else _INK if name == need.first else _PALE
        yield _text(_LEFT - 8, top + 12, name, end=True)
        yield f'<rect x="{_LEFT}" y="{top:.0f}" width="{length:.0f}" height="{_ROW - 5}" fill="{colour}"/>'
        yield _text(_LEFT + length + 6, top + 12, share_told(share))
    full = _LEFT + span * 4 / 5
    bottom = y + len(need.used) * _ROW
    yield f'<path d="M{full:.0f} {y:.0f}V{bottom:.0f}" stroke="#222" stroke-dasharray="3"/>'


def share_told(share: float) -> str:
    """A share with as many digits as say something."""
    return f"{100 * share:,.0f} %" if share >= 0.1 else f"{100 * share:.2g} %"


def _curves(weeks: Sequence[Week], y: float) -> Iterable[str]:
    high, span = 150, _WIDTH - 250
    most = max(max(week.waiting) for week in weeks) or 1
    yield f'<rect x="60" y="{y:.0f}" width="{span}" height="{high}" fill="none" stroke="#999"/>'
    yield _text(54, y + 10, f"{most:,.0f}", end=True)
    yield _text(54, y + high, "0", end=True)
    for row, (week, colour) in enumerate(zip(weeks, _LINES, strict=False)):
        step = span / len(week.waiting)
        points = " ".join(
            f"{60 + step * hour:.1f},{y + high * (1 - left / most):.1f}"
            for hour, left in enumerate(week.waiting)
        )
        yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
        late = "nothing waits at 8:00" if week.keeps_up else f"{max(week.mornings):,} wait at 8:00"
        yield _text(span + 70, y + 14 + row * _ROW, f"{week.cores} cores: {late}")
        yield f'<rect x="{span + 64}" y="{y + 5 + row * _ROW:.0f}" width="3" height="10" fill="{colour}"/>'


def _backlog(backlog: Sequence[tuple[int, float]], y: float) -> Iterable[str]:
    most = max(months for _cores, months in backlog)
    for row, (cores, months) in enumerate(backlog):
        top, length = y + row * _ROW, 480 * months / most
        yield _text(100, top + 12, f"{cores:,} cores", end=True)
        yield f'<rect x="108" y="{top:.0f}" width="{length:.0f}" height="{_ROW - 5}" fill="{_PALE}"/>'
        yield _text(114 + length, top + 12, f"{months:,.1f} months")
