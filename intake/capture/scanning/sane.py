# SPDX-License-Identifier: Apache-2.0
"""SANE's ``scanimage``: which scanners there are, and one batch of pages.

It says of each page when it is whole (“Scanned page 3. (scanner status = 5)”, 5 being the end of a page
without fault) and writes it under another name before; its exit status and last words tell why it ended.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from intake.capture.scanning.reading_lines import ProgramLines
from intake.capture.scanning.sane_options import (
    Offered,
    has_duplex,
    has_feeder,
    offered,
    source_word,
    wished,
)
from intake.capture.scanning.troubles import Trouble, TroubleCode
from intake.capture.scanning.wish import Colour, PaperSource, ScannerFound, ScanWish

PROGRAM = "scanimage"
MOST_PAGES = 500
"""In one batch: a scanner without a feeder that is taken for one goes on for ever."""
_ASK_TIMEOUT_S = 60.0
_WHOLE = 5
_SCANNED = re.compile(r"Scanned page (\d+)\. \(scanner status = (\d+)\)")
_CODES = {
    3: TroubleCode.BUSY,
    6: TroubleCode.JAM,
    7: TroubleCode.EMPTY,
    8: TroubleCode.COVER_OPEN,
    10: TroubleCode.NO_MEMORY,
    11: TroubleCode.NO_RIGHT,
}
"""SANE_Status (sane.h)."""
_SAID = (
    (re.compile(r"jammed", re.IGNORECASE), TroubleCode.JAM),
    (re.compile(r"out of documents", re.IGNORECASE), TroubleCode.EMPTY),
    (re.compile(r"cover is open", re.IGNORECASE), TroubleCode.COVER_OPEN),
    (re.compile(r"busy", re.IGNORECASE), TroubleCode.BUSY),
    (re.compile(r"denied", re.IGNORECASE), TroubleCode.NO_RIGHT),
    (re.compile(r"out of memory", re.IGNORECASE), TroubleCode.NO_MEMORY),
    (re.compile(r"open of device|no SANE devices", re.IGNORECASE), TroubleCode.NOT_THERE),
)


def is_there() -> bool:
    """Whether the program is installed."""
    return shutil.which(PROGRAM) is not None


def scanners() -> list[ScannerFound]:
    """Those that SANE finds, cameras aside; it asks the network as well, which takes some seconds."""
    told = _ask("-f", "%d\t%v %m\t%t%n")
    lines = (line.split("\t") for line in told.splitlines())
    return [
        ScannerFound(line[0], line[1].strip()) for line in lines if len(line) == 3 and "camera" not in line[2]
    ]


def fitted(wish: ScanWish) -> ScanWish:
    """The wish as the scanner can bring it about: from the glass where it tells of no feeder, of one side
    where it tells of no way to scan both.
    """
    return _fitted(wish, _options(wish))


def _fitted(wish: ScanWish, options: Offered) -> ScanWish:
    if wish.source is PaperSource.GLASS:
        return wish
    source = PaperSource.FEEDER if has_feeder(options) else PaperSource.GLASS
    return replace(wish, source=source, duplex=wish.duplex and has_duplex(options))


def _options(wish: ScanWish) -> Offered:
    """What the device offers once the paper's place is chosen: some offer both sides of the feeder alone."""
    device = f"--device-name={wish.device}"
    options = offered(_ask(device, "--all-options"))
    if wish.duplex and not has_duplex(options) and (place := source_word(wish, options)):
        return offered(_ask(device, *place, "--all-options")) or options
    return options


def scan(wish: ScanWish, folder: Path, first: int) -> Iterator[Path | Trouble]:
    """Pages as they are whole, named from ``first`` on in ``folder``; at last a trouble, unless the feeder
    ran empty after a page or the one page of the glass is there.
    """
    options = _options(wish)
    wish = _fitted(wish, options)
    suffix = "png" if wish.colour is Colour.BW else "jpg"
    count = MOST_PAGES if wish.source is PaperSource.FEEDER else 1
    command = [
        PROGRAM,
        f"--device-name={wish.device}",
        f"--format={'png' if suffix == 'png' else 'jpeg'}",
        f"--batch={folder}/%04d.{suffix}",
        f"--batch-start={first}",
        f"--batch-count={count}",
        *wished(wish, options),
    ]
    pages = 0
    with ProgramLines(command, _surroundings(), wish.page_timeout_s) as lines:
        for number in _whole_pages(lines):
            page = folder / f"{number:04}.{suffix}"
            if page.is_file():
                pages += 1
                yield page
    trouble = _why(lines.said, lines.status, pages, timed_out=lines.timed_out)
    if trouble is not None:
        yield trouble


def _whole_pages(lines: Iterable[str]) -> Iterator[int]:
    """The numbers of whole pages; told of with the line after, for only then the file has its name."""
    done = None
    for line in lines:
        if done is not None:
            yield done
        match = _SCANNED.search(line)
        done = int(match[1]) if match and int(match[2]) == _WHOLE else None
    if done is not None:
        yield done


def _why(said: Sequence[str], status: int, pages: int, *, timed_out: bool) -> Trouble | None:
    words = " | ".join(said[-4:])
    if timed_out:
        return Trouble(TroubleCode.NO_ANSWER, words)
    statuses = [int(match[2]) for line in said if (match := _SCANNED.search(line))]
    last = statuses[-1] if statuses and statuses[-1] != _WHOLE else status
    complaints = [line for line in said if line.startswith(f"{PROGRAM}:") and "rounded value" not in line]
    named = next((code for line in reversed(complaints) for like, code in _SAID if like.search(line)), None)
    code = named or _CODES.get(last)
    if code is TroubleCode.EMPTY and pages:
        return None
    if code is None and not status:
        return None if pages else Trouble(TroubleCode.NO_PAGE, words)
    return Trouble(code or TroubleCode.FAILED, words)


def _ask(*words: str) -> str:
    """What the program prints; "" where it does not answer."""
    try:
        done = subprocess.run(
            [PROGRAM, *words],
            capture_output=True,
            timeout=_ASK_TIMEOUT_S,
            env=_surroundings(),
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _surroundings() -> dict[str, str]:
    """Its words are looked at, so they have to be English."""
    return {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
