# SPDX-License-Identifier: Apache-2.0
"""How each command of the papers' language is set on a sheet."""

from __future__ import annotations

from collections.abc import Callable

from samples.printing.layout import Blank, Line, Text, Token
from samples.printing.style import font_name, width_of
from samples.printing.tables import set_cells
from samples.printing.typeset import HEIGHT, WIDTH, Sheet


def set_line(sheet: Sheet, line: Line) -> None:
    """Set one line and move the baseline on."""
    _COMMANDS[line.command](sheet, line)


def _next(sheet: Sheet, share: float = 1.0) -> None:
    sheet.y += sheet.style.leading * share


def _plain(sheet: Sheet, line: Line) -> None:
    _next(sheet)
    tokens, room = line.columns[0], sheet.right - sheet.left
    wide = _wide(sheet, tokens, sheet.style.size)
    wraps = any(isinstance(token, Blank) and token.lines > 1 for token in tokens)
    size = sheet.style.size * min(1.0, room / wide) if wraps else sheet.style.size
    sheet.y += sheet.style.leading * sheet.row(tokens, sheet.left, sheet.right, size)


def _indent(sheet: Sheet, line: Line) -> None:
    _next(sheet)
    start = sheet.left + line.number * (sheet.right - sheet.left)
    sheet.row(line.columns[0], start, sheet.right, sheet.style.size)


def _wide(sheet: Sheet, tokens: tuple[Token, ...], size: float) -> float:
    return sum(sheet.width(token, size) for token in tokens)


def _middle(sheet: Sheet, tokens: tuple[Token, ...], middle: float, size: float) -> None:
    start = middle - _wide(sheet, tokens, size) / 2
    sheet.row(tokens, start, start + _wide(sheet, tokens, size) + 0.1, size)


def _center(sheet: Sheet, line: Line) -> None:
    _next(sheet)
    _middle(sheet, line.columns[0], (sheet.left + sheet.right) / 2, sheet.style.size)


def _title(sheet: Sheet, line: Line) -> None:
    _next(sheet, 1.3)
    _middle(sheet, (Text(line.text, bold=True),), (sheet.left + sheet.right) / 2, sheet.style.size + 2)


def _right(sheet: Sheet, line: Line) -> None:
    _next(sheet)
    wide = _wide(sheet, line.columns[0], sheet.style.size)
    sheet.row(line.columns[0], sheet.right - wide, sheet.right, sheet.style.size)


def _gap(sheet: Sheet, line: Line) -> None:
    sheet.y += line.number


def _rule(sheet: Sheet, line: Line) -> None:
    middle, half = (sheet.left + sheet.right) / 2, line.number * (sheet.right - sheet.left) / 2
    sheet.canvas.setLineWidth(0.7)
    sheet.canvas.line(middle - half, HEIGHT - sheet.y - 4, middle + half, HEIGHT - sheet.y - 4)
    sheet.y += 4


def _words(sheet: Sheet, text: str, size: float, first: float) -> list[tuple[list[str], bool]]:
    """Lines of words of a paragraph; True marks the last."""
    lines: list[tuple[list[str], bool]] = []
    line: list[str] = []
    room = sheet.right - sheet.left - first
    for word in text.split():
        if line and width_of(" ".join([*line, word]), font_name(sheet.style.face), size) > room:
            lines.append((line, False))
            line, room = [], sheet.right - sheet.left
        line.append(word)
    return [*lines, (line, True)]


def _para(sheet: Sheet, line: Line) -> None:
    _justified(sheet, line.text, sheet.style.size, 0.0)


def _note(sheet: Sheet, line: Line) -> None:
    mark, _, text = line.text.partition(" ")
    size = sheet.style.size
    x = sheet.left + 36
    sheet.write(
        mark, x, sheet.y + sheet.style.leading - size * 0.33, font_name(sheet.style.face), size * 0.62
    )
    _justified(sheet, text, size, 36 + width_of(mark, font_name(sheet.style.face), size * 0.62) + 3)


def _justified(sheet: Sheet, text: str, size: float, first: float) -> None:
    font = font_name(sheet.style.face)
    for words, last in _words(sheet, text, size, first):
        _next(sheet)
        x = sheet.left + first
        bare = sum(width_of(word, font, size) for word in words)
        gaps = max(1, len(words) - 1)
        gap = width_of(" ", font, size) if last else (sheet.right - x - bare) / gaps
        for word in words:
            sheet.write(word, x, sheet.y, font, size)
            x += width_of(word, font, size) + gap
        first = 0.0


def _small(sheet: Sheet, line: Line) -> None:
    _next(sheet, 0.95)
    sheet.row(line.columns[0], sheet.left + 4, sheet.right, sheet.style.size - 2)


def _sign(sheet: Sheet, line: Line) -> None:
    middle = sheet.left + 0.76 * (sheet.right - sheet.left)
    head, below = line.columns
    _next(sheet)
    _middle(sheet, (Text(str(getattr(head[0], "text", "")), bold=True),), middle, sheet.style.size)
    _next(sheet)
    _middle(sheet, below, middle, sheet.style.size - 1)
    sheet.signatures.append((middle, sheet.y + 26))
    sheet.dots(middle - 52, middle + 52, sheet.y + sheet.style.leading * 2.9)
    _next(sheet, 3.2)


def _spread(sheet: Sheet, line: Line, size: float) -> None:
    _next(sheet)
    share = (sheet.right - sheet.left) / len(line.columns)
    for place, tokens in enumerate(line.columns):
        middle = sheet.left + share * (place + 0.5)
        start = middle - min(_wide(sheet, tokens, size), share * 1.15) / 2
        sheet.row(tokens, start, start + _wide(sheet, tokens, size) + 0.1, size)


def _columns(sheet: Sheet, line: Line) -> None:
    widest = max(_wide(sheet, tokens, 1.0) for tokens in line.columns)
    share = (sheet.right - sheet.left) / len(line.columns)
    _spread(sheet, line, min(sheet.style.size - 1, share * 1.12 / max(widest, 1e-6)))
    if line.text.startswith("_("):
        for place in range(len(line.columns)):
            sheet.signatures.append((sheet.left + share * (place + 0.5), sheet.y + 30))


def _head(sheet: Sheet, line: Line) -> None:
    _next(sheet, 0.95)
    most = sheet.style.size - 1.5
    room = sheet.right - sheet.left
    for tokens, middle, share in zip(line.columns, (0.2, 0.69), (0.43, 0.54), strict=True):
        size = most * min(1.0, share * room / max(_wide(sheet, tokens, most), 1.0))
        _middle(sheet, tokens, sheet.left + middle * room, size)


def _two(sheet: Sheet, line: Line) -> None:
    _next(sheet)
    middle = (sheet.left + sheet.right) / 2
    left = sheet.row(line.columns[0], sheet.left, middle - 7, sheet.style.size)
    right = sheet.row(line.columns[1], middle + 7, sheet.right, sheet.style.size)
    sheet.y += sheet.style.leading * max(left, right)


def _photos(sheet: Sheet, _line: Line) -> None:
    """Two frames for photographs beside the title."""
    sheet.canvas.setLineWidth(0.7)
    for x, mark in ((sheet.left, "(1)"), (sheet.right - 52, "(2)")):
        sheet.canvas.rect(x, HEIGHT - sheet.y - 60, 52, 70)
        sheet.write(mark, x + 20, sheet.y + 30, font_name(sheet.style.face), sheet.style.size - 3)


def _page_number(sheet: Sheet, line: Line) -> None:
    sheet.write(line.text, WIDTH / 2 - 10, sheet.y, font_name(sheet.style.face), sheet.style.size)
    _next(sheet)


def _stamp(sheet: Sheet, _line: Line) -> None:
    sheet.stamps.append((sheet.right - 100, sheet.y + 28))


_COMMANDS: dict[str, Callable[[Sheet, Line], None]] = {
    "": _plain,
    "indent": _indent,
    "center": _center,
    "title": _title,
    "right": _right,
    "gap": _gap,
    "rule": _rule,
    "para": _para,
    "note": _note,
    "small": _small,
    "sign": _sign,
    "columns": _columns,
    "head": _head,
    "two": _two,
    "cells": set_cells,
    "photos": _photos,
    "page-number": _page_number,
    "stamp": _stamp,
}
