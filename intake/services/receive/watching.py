# SPDX-License-Identifier: Apache-2.0
"""A folder that a copier scans into: what is whole is brought into the inbox, where the next run finds it.

The inbox lies on this computer, so a share that goes away takes nothing along. Originals are moved aside,
marked or left, and never deleted. A newer file of a name replaces what it completes; any other gets a name of
its own, for the papers of two people may bear one name. The folder is looked at from time to time: of shares
(NFS, CIFS) no system tells, and some hundred names cost a few milliseconds.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from intake.capture.scanning.whole_files import Marks, SeenEntry, is_whole, marks_of
from intake.capture.sources import DossierSource, plan
from intake.settings.log import log
from intake.settings.scanning import WatchSettings
from intake.store.objects import telling_of_full_disk
from templates.errors import UsageError
from templates.system import move_into_place, sync_folder

TAKEN_FOLDER = "da-nhan"
_MARK = ".da-nhan"
_KNOWN = "watched.json"
_COMING = ".coming-"


@dataclass(slots=True)
class Watch:
    """One watched ``folder``, ``away`` while it can't be read; ``home`` keeps what was taken and left."""

    folder: Path
    inbox: Path
    home: Path
    settings: WatchSettings
    away: bool = False
    _seen: dict[str, SeenEntry] = field(default_factory=dict)

    def look(self, now: float) -> Iterator[Path]:
        """Take in all that is whole at ``now`` (seconds, a steady clock); gives what came into the inbox.

        Raises ``StorageFullError``; a folder that can't be read is ``away`` till it can.
        """
        try:
            sources = [source for source in plan(self.folder) if not _is_taken(source.path)]
            self.away = False
        except UsageError:
            self.away, self._seen = True, {}
            return
        known, there = self._known(), {source.path.name for source in sources}
        self._seen = {name: seen for name, seen in self._seen.items() if name in there}
        for source in sources:
            try:
                marks = marks_of(source.path, source.files)
                if known.get(source.path.name) != _kept(marks) and self._rests(source, marks, now):
                    yield self._taken(source, marks)
            except OSError as error:  # gone again, or held: the next look tells
                log().info("not-taken-yet", error=type(error).__name__)

    def _rests(self, source: DossierSource, marks: Marks, now: float) -> bool:
        seen = self._seen.get(source.path.name)
        if seen is None or seen.marks != marks:
            self._seen[source.path.name] = seen = SeenEntry(marks, now)
        return is_whole(source.files, seen, now, self.settings.settle_s)

    def _taken(self, source: DossierSource, marks: Marks) -> Path:
        self.inbox.mkdir(parents=True, exist_ok=True)
        coming = self.inbox / f"{_COMING}{os.getpid()}"
        _clear(coming)
        with telling_of_full_disk():
            if source.path.is_dir():
                shutil.copytree(source.path, coming)
            else:
                shutil.copy2(source.path, coming)
        if marks_of(source.path, source.files) != marks:
            _clear(coming)
            raise OSError("changed while it was copied")
        target = _laid(coming, self.inbox / source.path.name)
        sync_folder(self.inbox)
        self._put_aside(source.path, marks)
        log().info("taken-from-watched", files=len(source.files))
        return target

    def _put_aside(self, path: Path, marks: Marks) -> None:
        if self.settings.taken == "leave":
            told = {**self._known(), path.name: _kept(marks)}
            there = {name: kept for name, kept in told.items() if (self.folder / name).exists()}
            (self.home / _KNOWN).write_text(json.dumps({str(self.folder): there}), "utf-8")
            return
        if self.settings.taken == "mark":
            path.rename(_free(path.with_name(f"{path.stem}{_MARK}{path.suffix}")))
            return
        aside = self.folder / TAKEN_FOLDER
        aside.mkdir(exist_ok=True)
        path.rename(_free(aside / path.name))

    def _known(self) -> dict[str, list[list[object]]]:
        """What was taken and left there, by name."""
        if self.settings.taken != "leave":
            return {}
        with suppress(OSError, ValueError, AttributeError):
            found: dict[str, list[list[object]]] = json.loads((self.home / _KNOWN).read_text("utf-8"))[
                str(self.folder)
            ]
            return found
        return {}


def _kept(marks: Marks) -> list[list[object]]:
    return [[name, size, at] for name, (size, at) in sorted(marks.items())]


def _is_taken(path: Path) -> bool:
    return path.name == TAKEN_FOLDER or path.name.endswith(_MARK) or path.stem.endswith(_MARK)


def _laid(coming: Path, target: Path) -> Path:
    """Bring what was copied to its name, or to one beside it where another's papers have that."""
    if target.exists() and not _completes(coming, target):
        target = _free(target)
    if target.is_dir():
        for file in sorted(coming.rglob("*")):
            if file.is_file():
                place = target / file.relative_to(coming)
                place.parent.mkdir(parents=True, exist_ok=True)
                move_into_place(file, place)
        shutil.rmtree(coming)
        return target
    if coming.is_dir():
        return coming.rename(target)
    move_into_place(coming, target)
    return target


def _completes(coming: Path, earlier: Path) -> bool:
    """Whether all that lies there is the same in what comes, or the beginning of it."""
    if coming.is_dir() != earlier.is_dir():
        return False
    if coming.is_file():
        return _begins_with(coming, earlier)
    files = [file for file in earlier.rglob("*") if file.is_file()]
    pairs = ((coming / file.relative_to(earlier), file) for file in files)
    return bool(files) and all(new.is_file() and _begins_with(new, old) for new, old in pairs)


def _begins_with(new: Path, old: Path) -> bool:
    if new.stat().st_size < old.stat().st_size:
        return False
    with new.open("rb") as longer, old.open("rb") as shorter:
        while part := shorter.read(1 << 20):
            if longer.read(len(part)) != part:
                return False
    return True


def _free(path: Path) -> Path:
    number, found = 2, path
    while found.exists():
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return found


def _clear(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
