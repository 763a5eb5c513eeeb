# SPDX-License-Identifier: Apache-2.0
"""How papers from elsewhere are laid into the inbox: nothing of another's is written over or lies twice.

A file of its own gets the time of its last change in front of its name. A cover sheet leads the files after
it (``intake.services.receive.leading``), and copiers begin their numbers anew with each job: by their own
names the pages of two jobs would lie between each other.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from intake.capture.scanning.whole_files import has_end_of_kind
from intake.dossier.deadline.local_time import LOCAL
from templates.system import is_link, move_into_place

_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}_\d{2}\.\d{2}\.\d{2}\.\d{3}_")
_LAST_MOMENT_S = 253_402_214_400
"""What Python's calendar ends with, less a day."""
_NAME_BYTES = 255
_TELLING_BYTES = 1 << 16
"""Two scans of one copier begin alike: heading, colour profile, tables. The page's own bytes follow."""


def copy_files(entry: Path, files: Sequence[Path], coming: Path) -> None:
    """Copy files of an entry (or the file that it is) with their times; raises OSError, also for links."""
    for file in files:
        place = coming / file.relative_to(entry)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, place, follow_symlinks=False)
        if is_link(place):
            raise OSError("became a link")


def lay_file(coming: Path, inbox: Path, name: str) -> Path:
    """Bring a copied file to ``YYYY-MM-DD_hh.mm.ss.mmm_name``, or into the place of the beginning of it that
    came before. One that comes after another of the same moment and name is told a moment later.
    """
    for earlier in sorted(inbox.iterdir()):
        if _STAMP.sub("", earlier.name, count=1) == name != earlier.name and _has_grown(coming, earlier):
            move_into_place(coming, earlier)
            return earlier
    moment = coming.stat().st_mtime_ns // 1_000_000
    while os.path.lexists(target := inbox / _stamped(moment, name)):
        if _is_same(coming, target):
            coming.unlink()
            return target
        moment += 1
    move_into_place(coming, target)
    return target


def lay_folder(coming: Path, inbox: Path, name: str) -> Path:
    """Bring a copied folder to its name, or to one beside it where another's papers have that. Into the place
    of one in which nothing lies but the same, or the beginnings of it, it comes instead.
    """
    target, number = inbox / name, 2
    while os.path.lexists(target):
        if _completes(coming, target):
            _moved_over(coming, target)
            return target
        target, number = inbox / f"{name}-{number}", number + 1
    return coming.rename(target)


def _stamped(moment: int, name: str) -> str:
    second = min(max(moment // 1000, 0), _LAST_MOMENT_S)
    stamp = f"{datetime.fromtimestamp(second, LOCAL):%Y-%m-%d_%H.%M.%S}.{moment % 1000:03d}_"
    stem, suffix = Path(name).stem, Path(name).suffix
    while stem and len(os.fsencode(f"{stamp}{stem}{suffix}")) > _NAME_BYTES:
        stem = stem[:-1]
    return f"{stamp}{stem}{suffix}"


def _moved_over(coming: Path, target: Path) -> None:
    for file in sorted(coming.rglob("*")):
        if file.is_file():
            place = target / file.relative_to(coming)
            place.parent.mkdir(parents=True, exist_ok=True)
            move_into_place(file, place)
    shutil.rmtree(coming)


def _completes(coming: Path, earlier: Path) -> bool:
    if is_link(earlier) or not earlier.is_dir():
        return False
    files = [file for file in earlier.rglob("*") if file.is_file()]
    pairs = ((coming / file.relative_to(earlier), file) for file in files)
    return bool(files) and all(
        new.is_file() and (_is_same(new, old) or _has_grown(new, old)) for new, old in pairs
    )


def _is_same(new: Path, old: Path) -> bool:
    if is_link(old) or not old.is_file() or new.stat().st_size != old.stat().st_size:
        return False
    return _begins_with(new, old)


def _has_grown(new: Path, old: Path) -> bool:
    """Whether the old one is the beginning of the new one, and long enough to be nobody else's."""
    if is_link(old) or not old.is_file() or new.stat().st_size <= old.stat().st_size:
        return False
    return (old.stat().st_size >= _TELLING_BYTES or has_end_of_kind(old)) and _begins_with(new, old)


def _begins_with(new: Path, old: Path) -> bool:
    with new.open("rb") as longer, old.open("rb") as shorter:
        while part := shorter.read(1 << 20):
            if longer.read(len(part)) != part:
                return False
    return True
