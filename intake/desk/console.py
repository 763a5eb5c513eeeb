# SPDX-License-Identifier: Apache-2.0
"""The terminal: results on standard output, everything else on standard error, both fit for 80 columns."""

from __future__ import annotations

import dataclasses
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from templates.desk.terminal import safe_console, safe_json

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_quiet = False
_whom = ""
_office = ""
_COMMAND = re.compile(
    r"\bsohoa (?=(?:add|answer|check|cover|decide|due|edit|hold|mail|open|package|papers|push|show|slip"
    r"|status|undo)\b)"
)
"""A command about one dossier, which belongs to one office, in a text that advises it."""
_PIPE_WIDTH = 80
"""Of tables off a terminal: as wide as on one, so that what is saved or piped can be read on any screen."""


def configure_console(*, quiet: bool, office: str = "") -> None:
    """Set once by the front door: with ``quiet`` only results and errors are shown; ``office`` is the one
    that the command line named.
    """
    global _quiet, _office
    _quiet, _office = quiet, office


def _advised(text: str) -> str:
    """A text whose commands can be copied as they stand, also where there are several offices."""
    office = _whom or _office
    return _COMMAND.sub(lambda _found: f"sohoa --unit {office} ", text) if office else text


def is_quiet() -> bool:
    """Whether remarks and progress are switched off."""
    return _quiet


@cache
def results() -> Console:
    """Standard output, for results."""
    return _console(stderr=False)


@cache
def remarks() -> Console:
    """Standard error, for all else."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else _PIPE_WIDTH
    return safe_console(stderr=stderr, width=width, soft_wrap=not stream.isatty())


def say(text: str, style: str = "") -> None:
    """A remark for the person (standard error), left out with ``--quiet``."""
    if not _quiet:
        remarks().print(_advised(text), style=style or None, markup=False)


@contextmanager
def concerning(whom: str) -> Iterator[None]:
    """Let complaints begin with whom (the office) they concern: what stands on standard error may be read by
    itself.
    """
    global _whom
    before, _whom = _whom, whom
    try:
        yield
    finally:
        _whom = before


def complain(sentence: str, advice: str = "") -> None:
    """What went wrong and what to do (standard error), shown even with ``--quiet``."""
    told = f"{_whom}: {sentence}" if _whom and sentence else sentence
    remarks().print(_advised(told), style="bold red", markup=False)
    if advice:
        remarks().print(_advised(advice), markup=False)


def show(*lines: RenderableType) -> None:
    """Results (standard output): texts as they are, tables as drawn."""
    for line in lines:
        results().print(_advised(line) if isinstance(line, str) else line, markup=False)


def show_points(points: Iterable[str]) -> None:
    """Sentences as a list; a long one stays beside its dash."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 1))
    for point in points:
        table.add_row(Text("  -"), Text(_advised(point)))
    results().print(table)


def show_paths(paths: Iterable[PurePath]) -> None:
    """Where files are (standard output), one a line, never broken: a person may copy it."""
    for path in paths:
        results().print(str(path), markup=False, soft_wrap=True)


def print_json(value: Any) -> None:
    """A result for programs (standard output): UTF-8 JSON, diacritics as they are."""
    # Not through Rich, which would wrap and colour it.
    sys.stdout.write(_json(value) + "\n")


def print_json_list(head: Mapping[str, Any], name: str, items: Iterable[Any]) -> None:
    """As ``print_json`` of an object with ``head`` and then the list ``name``, written as it comes, so that
    memory does not grow with its length.
    """
    sys.stdout.write("".join(["{", *(f"\n  {_json(key)}: {_json(value)}," for key, value in head.items())]))
    sys.stdout.write(f"\n  {_json(name)}: [")
    separator = ""
    for item in items:
        sys.stdout.write(f"{separator}\n    " + _json(item).replace("\n", "\n    "))
        separator = ","
    sys.stdout.write("\n  ]\n}\n" if separator else "]\n}\n")


def _json(value: Any) -> str:
    return safe_json(value, indent=2, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PurePath):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")


def show_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "",
    right: Sequence[int] = (),
    whole: Sequence[int] = (),
    least: Mapping[int, int] | None = None,
) -> None:
    """A table of results; ``right`` lists the columns (from 0) of numbers, ``whole`` those of keys, which are
    copied into commands and so never broken; ``least`` says how wide a column must be for the keys in it.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for index, name in enumerate(columns):
        table.add_column(
            Text(name),
            justify="right" if index in right else "left",
            overflow="fold",
            no_wrap=index in whole,
            min_width=(least or {}).get(index),
        )
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(_cell(cell)) for cell in row))
    results().print(table)


def show_pairs(pairs: Iterable[tuple[str, object]], *, title: str = "") -> None:
    """Names and values of one thing, in two columns without rules."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(overflow="fold")
    for name, value in pairs:
        table.add_row(Text(name, style="bold"), Text(_cell(value)))
    if title:
        results().print(Text(title, style="bold"))
    results().print(table)


def _cell(value: object) -> str:
    return "" if value is None else _advised(str(value))


_SEVERITY_STYLES = {"error": "bold red", "missing": "bold red", "warning": "yellow", "info": "cyan"}


def show_finding(severity: str, label: str, sentence: str, note: str = "") -> None:
    """One finding of a check: ``label`` is the severity in words, ``note`` a source of law or a place."""
    from rich.text import Text

    line = Text.assemble((label, _SEVERITY_STYLES.get(severity, "")), "  ", sentence)
    if note:
        line.append(f"  ({note})", style="dim")
    results().print(line)
