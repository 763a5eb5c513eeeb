# SPDX-License-Identifier: Apache-2.0
"""Any program that scans into a folder, by a template of its command; NAPS2's on Windows is built in.

NAPS2.Console as its manual has it (naps2.com/doc/command-line): no run of ours has met a Windows scanner.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from intake.capture.scanning.reading_lines import ProgramLines
from intake.capture.scanning.troubles import Trouble, TroubleCode
from intake.capture.scanning.whole_files import has_its_end
from intake.capture.scanning.wish import ScannerFound, ScanWish

NAPS2 = (
    "NAPS2.Console",
    "--verbose",
    "--noprofile",
    "--driver",
    "wia",
    "--device",
    "{device}",
    "--source",
    "{source}",
    "--dpi",
    "{dpi}",
    "--bitdepth",
    "{colour}",
    "--pagesize",
    "{size}",
    "--output",
    "{folder}/$(nnnn).jpg",
)
_NAPS2_PLACES = (
    Path(r"C:\Program Files\NAPS2\NAPS2.Console.exe"),
    Path(r"C:\Program Files (x86)\NAPS2\NAPS2.Console.exe"),
)
_LIST_TIMEOUT_S = 60.0
_OWN = ".scan"
"""In a job's folder, where such a program leaves its pages."""
_SAID = (
    (re.compile(r"jam|double feed|multi-?feed", re.IGNORECASE), TroubleCode.JAM),
    (re.compile(r"cover", re.IGNORECASE), TroubleCode.COVER_OPEN),
    (
        re.compile(r"no (pages|paper|documents)|feeder is empty|out of documents", re.IGNORECASE),
        TroubleCode.EMPTY,
    ),
    (re.compile(r"busy|in use", re.IGNORECASE), TroubleCode.BUSY),
    (re.compile(r"offline|not found|no device|could not be found", re.IGNORECASE), TroubleCode.NOT_THERE),
)


def naps2_program() -> str:
    """Where NAPS2's program for commands is; "" where it is not installed."""
    found = shutil.which(NAPS2[0])
    return found or next(
        (str(path) for path in _NAPS2_PLACES if sys.platform == "win32" and path.is_file()), ""
    )


def naps2_scanners(program: str) -> list[ScannerFound]:
    """Those that Windows knows, a line each."""
    with ProgramLines([program, "--listdevices", "--driver", "wia"], os.environ, _LIST_TIMEOUT_S) as lines:
        names = [line for line in lines if line]
    return [ScannerFound(name, name) for name in names] if not lines.status else []


def scan_by(
    template: Sequence[str],
    wish: ScanWish,
    folder: Path,
    first: int,
    *,
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[Path | Trouble]:
    """Run the program; pages are the files that it leaves in a folder of its own, brought into ``folder``
    under numbers from ``first`` on in the order of their names, those of a run that was broken off before.
    Then a trouble, if it complained.
    """
    left = bring_left(folder, first, pause=pause)
    yield from left
    own = folder / _OWN
    own.mkdir()
    source = "duplex" if wish.duplex and wish.source == "feeder" else wish.source.value
    said = {
        "folder": str(own),
        "device": wish.device,
        "source": source,
        "dpi": str(wish.dpi),
        "colour": wish.colour.value,
        "size": "a4" if wish.size == "whole" else wish.size.value,
    }
    command = [_filled(word, said) for word in template]
    with ProgramLines(command, os.environ, wish.page_timeout_s, partial(_sizes, own)) as lines:
        for _line in lines:
            pass
    pages = _pages(own, broken_off=lines.timed_out or bool(lines.status))
    for number, page in enumerate(pages, start=first + len(left)):
        yield _moved(page, folder / f"{number:04}{page.suffix.lower()}", pause)
    shutil.rmtree(own, ignore_errors=True)
    trouble = _why(lines, bool(pages), (str(own), wish.device))
    if trouble is not None:
        yield trouble


def bring_left(folder: Path, first: int, *, pause: Callable[[float], None] = time.sleep) -> list[Path]:
    """Bring the whole pages into ``folder`` that a program left which was broken off, under numbers from
    ``first`` on. The page that it was at is no page; its sheet has to be laid in again.
    """
    own = folder / _OWN
    if not own.is_dir():
        return []
    pages = _pages(own, broken_off=True)
    brought = [
        _moved(page, folder / f"{number:04}{page.suffix.lower()}", pause)
        for number, page in enumerate(pages, start=first)
    ]
    shutil.rmtree(own, ignore_errors=True)
    return brought


def whole_left(folder: Path) -> list[Path]:
    """The pages that ``bring_left`` would bring, where they lie."""
    own = folder / _OWN
    return _pages(own, broken_off=True) if own.is_dir() else []


def _pages(own: Path, *, broken_off: bool) -> list[Path]:
    """What a program left, in its order; of one that did not come to its end only what is whole."""
    found = sorted((path for path in own.iterdir() if path.is_file() and path.stat().st_size), key=_natural)
    return [page for page in found if has_its_end(page)] if broken_off else found


def _sizes(own: Path) -> dict[str, int]:
    """How far it is, by what it has written: many programs say no word all the time."""
    sizes = {}
    for page in own.iterdir():
        with suppress(OSError):  # it is renamed just now
            sizes[page.name] = page.stat().st_size
    return sizes


def _filled(word: str, said: dict[str, str]) -> str:
    """Only our own places are filled in: NAPS2's ``$(nnnn)`` and braces of other programs stay."""
    for name, value in said.items():
        word = word.replace("{" + name + "}", value)
    return word


def _moved(page: Path, target: Path, pause: Callable[[float], None]) -> Path:
    """Windows lets no file be moved that a virus scanner looks into just now."""
    for _attempt in range(20):
        try:
            return page.replace(target)
        except PermissionError:
            pause(0.25)
    return page.replace(target)


def _why(lines: ProgramLines, pages: bool, names: Sequence[str]) -> Trouble | None:
    words = " | ".join(lines.said[-4:])
    if lines.timed_out:
        return Trouble(TroubleCode.NO_ANSWER, words)
    said = [_without(line, names) for line in reversed(lines.said)]
    named = next((code for line in said for like, code in _SAID if like.search(line)), None)
    if named is TroubleCode.EMPTY and pages:
        return None
    if lines.status or named:
        return Trouble(named or TroubleCode.FAILED, words)
    return None if pages else Trouble(TroubleCode.NO_PAGE, words)


def _without(line: str, names: Sequence[str]) -> str:
    """A line without names of folders and devices: a folder “Discovery” is no open cover."""
    for name in filter(None, names):
        line = line.replace(name, "")
    return line


def _natural(path: Path) -> list[tuple[int, str]]:
    return [
        (int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", path.name.casefold())
    ]
