# SPDX-License-Identifier: Apache-2.0
"""The files of ``samples/layouts``: one a paper, its prints (2024, 2020, 2015) as guarded lines, and parts.

``?2015 …`` stands in the print of 2015 only, ``?!2015 …`` in all others; a paper named without a print is its
newest. ``^use PART key=word …`` takes in ``parts/PART.txt`` with each ``$key`` replaced.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

PAPERS = Path(__file__).parents[1] / "layouts"
NEWEST = "2024"
_NAMED = re.compile(r"(?P<paper>[a-z-]+?)(?:-(?P<print>20\d\d))?")
_GUARD = re.compile(r"\?(?P<other>!?)(?P<prints>\d{4}(?:,\d{4})*)\s+(?P<rest>.*)")
_USE = re.compile(r"\^use\s+(?P<part>[\w-]+)\s*(?P<words>.*)")
_WORD = re.compile(r"(\w+)=(\"[^\"]*\"|\S+)")


@cache
def paper_text(name: str) -> str:
    """The description of a paper (``birth-notice``) or of one of its prints (``death-registration-2015``)."""
    own = PAPERS / f"{name}.txt"
    if own.exists():
        return "\n".join(_lines(own, NEWEST))
    found = _NAMED.fullmatch(name)
    if found is None:
        raise FileNotFoundError(f"no layout is called {name}")
    return "\n".join(_lines(PAPERS / f"{found['paper']}.txt", found["print"] or NEWEST))


def _lines(path: Path, edition: str) -> list[str]:
    """The lines of one print, parts taken in."""
    lines: list[str] = []
    for row in path.read_text("utf-8").splitlines():
        line = _guarded(row, edition)
        if line is None or line.startswith("#"):
            continue
        if found := _USE.fullmatch(line):
            words = {key: word.strip('"') for key, word in _WORD.findall(found["words"])}
            lines += [
                _filled(part, words) for part in _lines(PAPERS / "parts" / f"{found['part']}.txt", edition)
            ]
        else:
            lines.append(line)
    return lines


def _guarded(row: str, edition: str) -> str | None:
    """The line as this print has it; None where it has not."""
    found = _GUARD.fullmatch(row)
    if found is None:
        return row
    named = edition in found["prints"].split(",")
    return found["rest"] if named != bool(found["other"]) else None


def _filled(line: str, words: dict[str, str]) -> str:
    for key in sorted(words, key=len, reverse=True):
        line = line.replace(f"${key}", words[key])
    return line


_OF_KIND = {  # layouts that are not called after their kind
    "birth-extract": "birth-certificate",
    "marriage-extract": "marriage-certificate",
    "marriage-registration-groom-first": "marriage-registration",
    "court-judgment": "court-decision",
}


def kind_of(name: str) -> str:
    """The kind of paper that a layout or one of its prints is."""
    found = _NAMED.fullmatch(name)
    paper = found["paper"] if found else name
    return _OF_KIND.get(paper, paper)
