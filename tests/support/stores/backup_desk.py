# SPDX-License-Identifier: Apache-2.0
"""A home with dossiers, papers, packages and own files, its copies, and pictures of both to compare."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from intake.store.backup.copies import Copies
from intake.store.backup.make import BackupDone, BackupWish, make_backup
from intake.store.backup.place import open_place
from intake.store.backup.restore import Restored, restore
from intake.store.backup.sealing import AskKey
from intake.store.backup.verify import verify_copies
from intake.store.home_database import HomeDatabase
from intake.store.objects import ObjectFolder, digest
from intake.store.store import Store
from tests.support.stores.store_faults import listed, used_home

NOW = datetime(2026, 11, 29, 17, 0, tzinfo=UTC)
KEPT = ("catalogue", "forms", "objects", "packages", "slips")


def no_progress(*_told: object, **_more: object) -> Any:
    return nullcontext(lambda _count: None)


def no_key() -> None:
    return None


def small_home(home: Path) -> list[str]:
    """A store with three dossiers, a paper, and a file in each folder that is copied."""
    made = used_home(home)
    for name in ("forms/note.txt", "slips/a/b.pdf", "catalogue/9/note.txt", "sohoa.sent"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(f"{name} of an invented office")
    return made


def copied(home: Path, to: Path | str, **more: Any) -> BackupDone:
    now = more.pop("now", NOW)
    objects = more.pop("objects", ObjectFolder(home / "objects"))
    return make_backup(
        HomeDatabase(home), objects, BackupWish(to=str(to), **more), now=lambda: now, progress=no_progress
    )


def opened_copies(place: Path | str, key: AskKey = no_key) -> Copies:
    return Copies.open(open_place(str(place)), key)


def restored(place: Path | str, home: Path, snapshot: str | None = None, key: AskKey = no_key) -> Restored:
    copies = opened_copies(place, key)
    return restore(copies, home, snapshot, who="lan", now=NOW, progress=no_progress)


def files(home: Path) -> dict[str, str]:
    """The hash of every file that is copied byte for byte."""
    found = (path for folder in KEPT for path in (home / folder).rglob("*") if path.is_file())
    return {path.relative_to(home).as_posix(): digest(path).sha256 for path in (*found, home / "sohoa.sent")}


def same_store(one: Path, other: Path) -> bool:
    """Whether two homes hold the same files and dossiers, and the second can be worked with."""
    store = Store.open(other)
    store.require_whole()
    store.close()
    return files(one) == files(other) and listed(one) == listed(other)


def pieces(place: Path) -> set[Path]:
    """The files of pieces that a place for copies holds."""
    return {path for path in (place / "pieces").rglob("*") if path.is_file()}


def damaged(place: Path | str, *, quick: bool = False) -> list[bool]:
    """Whether each copy is damaged, newest first."""
    found = verify_copies(opened_copies(place), quick=quick, progress=no_progress)
    return [not copy.whole for copy in found]
