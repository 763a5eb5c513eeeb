# SPDX-License-Identifier: Apache-2.0
"""Visits that are not a dossier yet, so that a reload, a closed browser or a killed desk loses nothing typed.

::

    <home>/counter/<key>/said.json              what was typed
    <home>/counter/<key>/files/<n>-<pages>/…    a file that was attached, and how many pages it has

All of it is for the home's owner alone and goes away with the visit: when its dossier is made, when somebody
drops it, or a day after it was last touched. An address names the key and nothing that was typed.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from pydantic import TypeAdapter, ValidationError

from batch.web.errors import NoSuchPageError
from batch.web.visits.typed import VisitTyped
from intake.store.synced import write_synced
from templates.system import move_into_place

KEPT_FOR = timedelta(days=1)
"""A visit that nobody finished was given up by then."""

_FOLDER = "counter"
_SAID = "said.json"
_KEY = re.compile(r"[A-Za-z0-9_-]{16}")


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """A visit in the making: when it was last touched, and what was ``typed``."""

    key: str
    at: datetime
    typed: VisitTyped


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file of a draft; ``number`` is what the page calls it."""

    number: str
    path: Path
    pages: int


_JSON = TypeAdapter(VisitDraft)


class VisitDrafts:
    """The drafts in a home; ``clock`` gives aware moments."""

    def __init__(self, home: Path, clock: Callable[[], datetime]) -> None:
        self._root = home / _FOLDER
        self._clock = clock
        self._locks: dict[str, Lock] = {}

    @staticmethod
    def new_key() -> str:
        """A key that no visit has and nobody guesses."""
        return secrets.token_urlsafe(12)

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """Nobody else changes this visit or makes its dossier meanwhile."""
        with self._locks.setdefault(key, Lock()):
            yield

    def typed(self, key: str) -> VisitTyped | None:
        """What was typed; None where nothing was, or it is gone."""
        draft = self._draft(self._at(key))
        return draft.typed if draft else None

    def keep(self, key: str, typed: VisitTyped) -> None:
        """Have the disk hold what was typed, whole or as it was before; raises OSError."""
        folder = self._made(key)
        part = folder / f".{_SAID}.part"
        write_synced(part, _JSON.dump_json(VisitDraft(key, self._clock(), typed)))
        move_into_place(part, folder / _SAID)

    def attach(self, key: str, file: Path, pages: int) -> None:
        """Move a file here that has so many pages."""
        folder = self._made(key) / "files"
        folder.mkdir(mode=0o700, exist_ok=True)
        number = max((int(each.number) for each in self.files(key)), default=0) + 1
        place = folder / f"{number}-{pages}"
        place.mkdir(mode=0o700, exist_ok=True)  # a desk that was killed may have left it empty
        shutil.move(file, place / file.name)

    def files(self, key: str) -> Sequence[AttachedFile]:
        """The files that were attached, in their order."""
        found = [
            AttachedFile(number, path, int(pages))
            for path in (self._at(key) / "files").glob("*/*")
            for number, _dash, pages in [path.parent.name.partition("-")]
        ]
        return sorted(found, key=lambda each: int(each.number))

    def detach(self, key: str, number: str) -> None:
        """Remove a file; one that is not there is gone already."""
        for each in self.files(key):
            if each.number == number:
                shutil.rmtree(each.path.parent)

    def unfinished(self, but: str) -> Sequence[VisitDraft]:
        """The other visits that are waiting, newest first; what was given up or left over is removed."""
        old, waiting = self._clock() - KEPT_FOR, []
        for folder in self._root.glob("*"):
            draft = self._draft(folder)
            if (draft.at if draft else _touched(folder)) < old:
                shutil.rmtree(folder, ignore_errors=True)
            elif draft and draft.key != but:
                waiting.append(draft)
        return sorted(waiting, key=lambda draft: draft.at, reverse=True)

    def forget(self, key: str) -> None:
        """Remove all that was typed and attached."""
        shutil.rmtree(self._at(key), ignore_errors=True)

    def _draft(self, folder: Path) -> VisitDraft | None:
        try:
            return _JSON.validate_json((folder / _SAID).read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def _made(self, key: str) -> Path:
        folder = self._at(key)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def _at(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise NoSuchPageError.of()
        return self._root / key


def _touched(folder: Path) -> datetime:
    return datetime.fromtimestamp(folder.stat().st_mtime, UTC)
