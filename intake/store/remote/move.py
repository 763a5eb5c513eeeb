# SPDX-License-Identifier: Apache-2.0
"""Copying a desk's papers, packages and slips into a store elsewhere: each checked there, nothing taken away
here. Whatever is there already is left alone, so a copy that was cut off goes on where it stopped. Before the
first file the place is told whose they are: no new store is to begin beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.errors import MoveError
from intake.settings.apart import Part, parts_apart
from intake.store.life.apart import carried_over
from intake.store.life.mark import FILE_NAME, Mark
from intake.store.life.witness import tell_all, witnessed
from intake.store.objects import StoredObject, digest
from intake.store.remote.objects import RemoteObjects

_PAPERS, _PACKAGES, _SLIPS = "objects", "packages", "slips"


@dataclass(slots=True)
class ObjectsMoved:
    """How many files the home has, how many of them (and bytes) were sent now, and which are not as their
    names promise or can't be read: those were left out.
    """

    files: int = 0
    sent: int = 0
    sent_bytes: int = 0
    damaged: tuple[str, ...] = ()


def files_to_move(home: Path) -> list[Path]:
    """The files of papers, packages and slips; not what is just being made."""
    return [path for folder in (_PAPERS, _PACKAGES, _SLIPS) for path in _whole_files(home / folder)]


def move_objects(
    home: Path, to: RemoteObjects, files: list[Path], advance: Callable[[int], None], *, copied: bool = False
) -> ObjectsMoved:
    """Copy ``files`` of ``home``; ``advance`` counts them. ``copied``: the home is a copy of a store that may
    be alive.

    Raises ``ObjectStoreError``, and ``MoveError`` where another store keeps its papers there, or the one that
    this is a copy of.
    """
    to.require()
    marked = Mark(home / FILE_NAME).read()
    there = witnessed(to).stores
    if marked is not None and there - {marked.store}:
        raise MoveError.place_taken(to)
    if there and copied:
        raise MoveError.from_copy(home, to)
    if marked is not None and Part.PAPERS not in parts_apart(home):
        tell_all(to, marked)
    moved = ObjectsMoved(len(files))
    for path in files:
        kept = _sound(home, path)
        if kept is None:
            moved.damaged += (path.relative_to(home).as_posix(),)
        elif to.send(path, kept):
            moved.sent, moved.sent_bytes = moved.sent + 1, moved.sent_bytes + kept.size
        if kept is not None and path.is_relative_to(home / _SLIPS):
            name = path.relative_to(home).as_posix()
            if to.named(name) is None:
                to.name(name, kept)
        advance(1)
    return moved


def go_on_there(home: Path, to: RemoteObjects) -> None:
    """From now on the papers that this ``home`` kept apart are those at the place, where all have come.
    Raises ``ObjectStoreError``.
    """
    if marked := Mark(home / FILE_NAME).read():
        tell_all(to, marked)
    carried_over(home, Part.PAPERS)


def _whole_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def _sound(home: Path, path: Path) -> StoredObject | None:
    try:
        kept = digest(path)
    except OSError:  # a bad sector costs this file, not all the others
        return None
    promised = path.parent.name + path.name if path.is_relative_to(home / _PAPERS) else kept.sha256
    return kept if kept.sha256 == promised else None
