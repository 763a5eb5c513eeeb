# SPDX-License-Identifier: Apache-2.0
"""Small plots as SVG for the desk's page: bars, a line over months, a funnel.

Colours come from the page's styles (the content policy forbids styles in the picture); each has a title, and
its numbers in words for who hears the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _ROW, _LABEL = 640, 26, 250
_FROM_TOP, _HEIGHT = 16, 180
_TOLD = 140
"""Room for a number in words behind a bar: "100,0% (1234/1234)"."""
_WIDE = _WIDTH - _LABEL - _TOLD
_TITLE = 28


@dataclass(frozen=True, slots=True)
class Plotted:
    """One thing that is plotted: its label, its ``size`` (0…1 of the picture's width or height; None: nothing
    is known), and the number in words.
    """

    label: str
    size: float | None
    told: str


def bars(title: str, parts: Sequence[Plotted]) -> str:
    """Horizontal bars, one below the other."""
    drawn = []
    for at, part in enumerate(parts):
        top, wide = at * _ROW, _filled(part.size, _WIDE)
        drawn += [
            _text(_LABEL - 8, top + 17, _short(part.label), "end"),
            f'<rect class="bar" x="{_LABEL}" y="{top + 4}" width="{wide:.1f}" height="{_ROW - 8}"/>',
            _text(_LABEL + wide + 6, top + 17, part.told),
        ]
    return _picture(title, parts, drawn, len(parts) * _ROW)


def trend_line(title: str, parts: Sequence[Plotted]) -> str:
    """A line from left to right; where nothing is known it is broken."""
    step, ground = (_WIDTH - 80) / max(len(parts) - 1, 1), _FROM_TOP + _HEIGHT
    drawn, before = [_line(30, ground, _WIDTH - 30, ground, "axis")], None
    for at, part in enumerate(parts):
        x = 40 + at * step
        drawn.append(_text(x, ground + 20, part.label, "middle"))
        if part.size is None:
            before = None
            continue
        y = _FROM_TOP + (1 - min(part.size, 1.0)) * _HEIGHT
        if before is not None:
            drawn.append(_line(*before, x, y, "line"))
        drawn += [
            f'<circle class="bar" cx="{x:.1f}" cy="{y:.1f}" r="4"/>',
            _text(x, y + (18 if y < 2 * _FROM_TOP else -8), part.told, "middle"),
        ]
        before = x, y
    return _picture(title, parts, drawn, ground + 30)


def funnel(title: str, parts: Sequence[Plotted]) -> str:
    """Bars set in the middle, each a part of the one above."""
    drawn = []
    for at, part in enumerate(parts):
        top, wide = at * (_ROW + 8), _filled(part.size, _WIDE)
        left = _LABEL + (_WIDE - wide) / 2
        drawn += [
            _text(_LABEL - 8, top + 20, _short(part.label), "end"),
            f'<rect class="bar" x="{left:.1f}" y="{top + 2}" width="{wide:.1f}" height="{_ROW}"/>',
            _text(_WIDTH - _TOLD + 10, top + 20, part.told),
        ]
    return _picture(title, parts, drawn, len(parts) * (_ROW + 8))


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _filled(size: float | None, whole: float) -> float:
    return 0.0 if size is None else max(1.0, min(size, 1.0) * whole)


def _short(label: str) -> str:
    return label if len(label) <= 36 else f"{label[:35]}…"


def _picture(title: str, parts: Sequence[Plotted], drawn: Sequence[str], height: float) -> str:
    told = "; ".join(f"{part.label}: {part.told or '–'}" for part in parts)
    return (
        f'<svg class="plot" role="img" viewBox="0 0 {_WIDTH} {_TITLE + height:.0f}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title><desc>{escape(told)}</desc>'
        f'<text class="name" x="0" y="17">{escape(title)}</text>'
        f'<g transform="translate(0 {_TITLE})">{"".join(drawn)}</g></svg>'
    )
