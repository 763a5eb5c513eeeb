# SPDX-License-Identifier: Apache-2.0
"""Ruled tables: rows of cells in which values have no leaders, as high as the longest value needs."""

from __future__ import annotations

from samples.printing.layout import Blank, Line, Mark, Text, Token
from samples.printing.style import width_of
from samples.printing.typeset import HEIGHT, Sheet, break_words

_FIRST = 0.28
_PAD = 4.0
_MOST_LINES = 6


def set_cells(sheet: Sheet, line: Line) -> None:
    """One row of at least ``number`` lines; the first cell takes ``_FIRST`` of the width."""
    edges = _edges(sheet, len(line.columns))
    cells = [
        _cell(sheet, tokens, b - a - 2 * _PAD)
        for tokens, a, b in zip(line.columns, edges, edges[1:], strict=False)
    ]
    high = max([int(line.number) or 1, *(len(lines) for lines, _ in cells)]) * sheet.style.leading + _PAD
    top = sheet.y + _PAD / 2
    for (lines, size), tokens, a, b in zip(cells, line.columns, edges, edges[1:], strict=False):
        _rule(sheet, a, b, top, high)
        sheet.y = top
        _fill(sheet, tokens, lines, size, a + _PAD)
    sheet.y = top + high - _PAD / 2


def _edges(sheet: Sheet, columns: int) -> list[float]:
    wide = sheet.right - sheet.left
    rest = wide * (1 - _FIRST) / (columns - 1)
    return [sheet.left, *(sheet.left + wide * _FIRST + rest * place for place in range(columns))]


def _rule(sheet: Sheet, a: float, b: float, top: float, high: float) -> None:
    sheet.canvas.setLineWidth(0.7)
    sheet.canvas.rect(a, HEIGHT - top - high, b - a, high)


def _cell(sheet: Sheet, tokens: tuple[Token, ...], room: float) -> tuple[list[str], float]:
    """The lines of the value in a cell and their size; none for a cell of printed words."""
    blank = next((token for token in tokens if isinstance(token, Blank)), None)
    if blank is None:
        return [], sheet.style.size
    text = sheet.text_of(blank.key)
    size = sheet.style.value_size
    while size > 9:
        lines = break_words(text, [room] * _MOST_LINES, sheet.value_font(), size, 0.0)
        if lines is not None:
            return [part for part in lines if part], size
        size -= 0.5
    sheet.dropped.add(blank.key)
    return [], size


def _fill(sheet: Sheet, tokens: tuple[Token, ...], lines: list[str], size: float, x: float) -> None:
    printed = _printed_size(sheet, tokens)
    for token in tokens:
        if isinstance(token, Blank):
            _write_value(sheet, token, lines, size, x)
        else:
            sheet.y += sheet.style.leading
            x = _write_printed(sheet, token, x, printed)
            sheet.y -= sheet.style.leading


def _printed_size(sheet: Sheet, tokens: tuple[Token, ...]) -> float:
    """The size at which the printed words of a first cell fit into it."""
    room = _FIRST * (sheet.right - sheet.left) - 2 * _PAD
    size = min(sheet.style.size, 12.0)
    return size * min(1.0, room / max(sum(sheet.width(token, size) for token in tokens), 1.0))


def _write_printed(sheet: Sheet, token: Token, x: float, size: float) -> float:
    """Printed words and marks of a cell; returns where they end."""
    wide = sheet.width(token, size)
    if isinstance(token, Text):
        sheet.write(token.text, x, sheet.y, sheet.font(token), size)
    elif isinstance(token, Mark):
        sheet.write(token.text, x, sheet.y - size * 0.33, sheet.font(), size * 0.62)
    return x + wide


def _write_value(sheet: Sheet, blank: Blank, lines: list[str], size: float, x: float) -> None:
    base = sheet.y
    for part in lines:
        base += sheet.style.leading
        room = width_of(part, sheet.value_font(), size) + 6
        sheet.put(part, x, base, size, room)
    if lines:
        sheet.placed.add(blank.key)
