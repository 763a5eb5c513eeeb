# SPDX-License-Identifier: Apache-2.0
"""The small language in which the papers of ``samples/layouts`` are written.

A line is printed text with ``*bold*``, ``_italic_``, raised marks ``~(1)``, boxes to tick ``[key=value]`` and
blanks ``{key@width|lines}``: ``width`` as a share of the text width (to the right margin if left out),
``lines`` with the leader lines that follow; ``{key#12}`` is a comb of twelve boxes; what finds no room in
``{key>}`` runs on in a later ``{>key}``. ``key:d`` is the day of a date, ``:m :y`` month and year, ``:H :M``
hour and minute, ``:f :t`` what stands before and after ``Thành:``; ``{=key}`` is printed as if it were text.
``<<one//other>>`` are wordings of which one is taken. ``^command`` starts a line that is not plain, ``//``
parts its columns, ``#`` is a comment. Prints and parts: :mod:`samples.printing.layout_files`.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from samples.printing.layout_files import paper_text as paper_text

_CHOICE = re.compile(r"<<(.*?)>>")
_COMMAND = re.compile(r"\^([a-z-]+)\s*([\d.]+)?\s*(.*)")
_TOKEN = re.compile(
    r"~(?P<mark>\([\w*]\))|\[(?P<tick>[\w.]+)=(?P<answer>[^]]+)\]"
    r"|\{=(?P<print>[\w.]+(?::\w)?)\}|\{(?P<rest>>?)(?P<key>[\w.]+(?::\w)?)(?:#(?P<boxes>\d+))?(?:@(?P<width>[\d.]+))?(?:\|(?P<lines>\d))?(?P<open>>?)\}|(?P<style>[*_])"
)
_WITH_NUMBER = frozenset({"gap", "rule", "indent", "cells"})


@dataclass(frozen=True, slots=True)
class Text:
    """Printed words in one style."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A raised footnote mark."""

    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A box, crossed if the value of ``key`` is ``answer``."""

    key: str
    answer: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A leader for a value; ``width`` is a share of the text width, None fills the line.

    ``boxes`` make it a comb. An ``open`` blank hands what does not fit to the next one of its key, the
    ``rest``.
    """

    key: str
    width: float | None
    lines: int
    boxes: int = 0
    open: bool = False
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Fill:
    """A value printed like the text around it, without leaders."""

    key: str
    bold: bool


Token = Text | Mark | Tick | Blank | Fill


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paper: a command (empty for a plain line), its number, its columns, its bare text."""

    command: str
    number: float
    columns: tuple[tuple[Token, ...], ...]
    text: str


def parse(text: str, rng: random.Random | None = None) -> list[Line]:
    """The lines of a paper; without ``rng`` always the first wording."""

    def choose(found: re.Match[str]) -> str:
        wordings = found[1].split("//", 1)
        return rng.choice(wordings) if rng else wordings[0]

    rows = [row for row in text.splitlines() if row and not row.startswith("#")]
    return [_line(_CHOICE.sub(choose, row)) for row in rows]


def _line(row: str) -> Line:
    command, number, rest = "", 0.0, row
    if found := _COMMAND.fullmatch(row):
        command, rest = found[1], found[3]
        if command in _WITH_NUMBER:
            number = float(found[2])
        else:
            rest = f"{found[2] or ''}{' ' if found[2] and rest else ''}{rest}"
    columns = tuple(_tokens(part.strip()) for part in re.split(r"\s//(?:\s|$)|^//\s", rest))
    return Line(command, number, columns, rest)


def _tokens(text: str) -> tuple[Token, ...]:
    tokens: list[Token] = []
    bold = italic = False
    at = 0
    for found in _TOKEN.finditer(text):
        if found.start() > at:
            tokens.append(Text(text[at : found.start()], bold, italic))
        at = found.end()
        if found["style"]:
            bold, italic = bold ^ (found["style"] == "*"), italic ^ (found["style"] == "_")
        elif found["mark"]:
            tokens.append(Mark(found["mark"]))
        elif found["print"]:
            tokens.append(Fill(found["print"], bold))
        elif found["tick"]:
            tokens.append(Tick(found["tick"], found["answer"]))
        else:
            width = float(found["width"]) if found["width"] else None
            lines, boxes = int(found["lines"] or 1), int(found["boxes"] or 0)
            tokens.append(Blank(found["key"], width, lines, boxes, bool(found["open"]), bool(found["rest"])))
    if at < len(text):
        tokens.append(Text(text[at:], bold, italic))
    return tuple(tokens)
