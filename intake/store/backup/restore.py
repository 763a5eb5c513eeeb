# SPDX-License-Identifier: Apache-2.0
"""Bringing a copy back into an empty home.

Files first, the database last, each whole under its name. ``<home>/sohoa.restore`` stands there from the
first file to the end: as long as it does no command opens the store, and the same ``restore`` goes on. At the
end the store begins a life that knows it was brought back, so that the gateway is asked before anything is
sent, and the home keeps all of it: the server and the object store that the settings name may still be those
of the living store. Elsewhere than where that lies it counts as a copy until a person says that it goes on.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake.errors import NewerStoreError
from intake.store import database
from intake.store.backup.copies import Copies, Head
from intake.store.backup.errors import BackupUseError, DamagedBackupError
from intake.store.backup.home_files import KEPT_FILES, KEPT_FOLDERS, SETTINGS
from intake.store.backup.listing import CopiedFile
from intake.store.home_database import DATABASE, HomeDatabase
from intake.store.life import bring_back
from intake.store.life.apart import came_from_somewhere, keep_apart
from intake.store.life.opening import refuse_network
from intake.store.life.soundness import RESTORING
from intake.store.life.witness import NOTHING, Witnessed
from intake.store.objects import digest, telling_of_full_disk
from intake.store.progress import Progress
from intake.store.synced import synced_stream, write_synced
from intake.store.trouble.telling import telling_of_closed_doors, telling_of_trouble
from templates.language.messages import _
from templates.system import move_into_place, sync_folder


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back: the copy, when it was made, its files, the store's dossiers, and where the
    settings file of then was put.
    """

    snapshot: str
    made_at: datetime
    files: int
    dossiers: int
    settings: Path | None


def restore(
    copies: Copies,
    home: Path,
    snapshot: str | None,
    *,
    who: str,
    now: datetime,
    progress: Progress,
    others: Witnessed = NOTHING,
) -> Restored:
    """Bring the newest copy back, or the one named; what is there already from a stopped ``restore`` is kept.
    ``others``: what desks told where papers lie elsewhere; numbers go on after it.

    Raises:
        BackupUseError: the home is not empty, or there is no such copy.
        DamagedBackupError: the copy is not whole; what was brought back so far stays half done.
        NewerStoreError: a newer program made it.
        PlaceError, StorageFullError, ForbiddenStoreError: see there.
    """
    head = copies.head(_chosen(copies, home, snapshot))
    if head.revision > database.newest_revision():
        raise NewerStoreError.at(copies.place.told)
    with telling_of_full_disk(), telling_of_closed_doors(home), telling_of_trouble(HomeDatabase(home)):
        _begin(home, head.name)
        settings = None
        with progress(_("Bringing back"), head.files + 1, unit=_("files")) as advance:
            for entry in copies.entries(head):
                path = home.joinpath(*_safe(copies, entry))
                _bring(copies, entry, path)
                settings = path if entry.parts[0] == SETTINGS else settings
                advance(1)
            _bring_database(copies, head, home)
            advance(1)
        begun = bring_back.go_on(
            HomeDatabase(home), who=who, now=now, skipped=bring_back.SKIPPED_IDS, others=others
        )
        keep_apart(home)
        came_from_somewhere(home)
        (home / RESTORING).unlink()
        sync_folder(home)
    return Restored(head.name, head.made_at, head.files + 1, begun.dossiers, settings)


def _chosen(copies: Copies, home: Path, snapshot: str | None) -> str:
    """The copy to bring back: the one a stopped ``restore`` was at, the one named, or the newest."""
    names = copies.names()
    if not names:
        raise DamagedBackupError.no_copies(copies.place.told)
    begun = _begun(home)
    if begun and snapshot not in (None, begun):
        raise BackupUseError.other_restore(home, begun)
    chosen = begun or snapshot or names[0]
    if chosen not in names:
        raise BackupUseError.no_such(chosen, ", ".join(names))
    return chosen


def _begun(home: Path) -> str:
    try:
        return str(json.loads((home / RESTORING).read_bytes())["snapshot"])
    except (OSError, ValueError, LookupError):
        return ""


def _begin(home: Path, snapshot: str) -> None:
    if not _begun(home):
        if _in_use(home):
            raise BackupUseError.not_empty(home)
        refuse_network(HomeDatabase(home))
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_synced(home / RESTORING, json.dumps({"snapshot": snapshot}).encode())
        sync_folder(home)


def _in_use(home: Path) -> bool:
    """Whether there is anything in a home but a log and empty folders."""
    files = (home / name for name in (DATABASE, *KEPT_FILES))
    folders = (home / name for name in KEPT_FOLDERS)
    return any(path.exists() for path in files) or any(
        path.is_file() for folder in folders for path in folder.rglob("*")
    )


def _safe(copies: Copies, entry: CopiedFile) -> tuple[str, ...]:
    """The parts of a path that leads nowhere but below the home."""
    parts = entry.parts
    odd = any(part in ("", ".", "..") or "\\" in part or ":" in part for part in parts)
    if odd or parts[0] not in (*KEPT_FILES, *KEPT_FOLDERS, SETTINGS):
        raise DamagedBackupError.in_place(copies.place.told, entry.path)
    return parts


def _bring(copies: Copies, entry: CopiedFile, path: Path) -> None:
    """One file, whole under its name; one that is there with its bytes stays."""
    if path.is_file() and path.stat().st_size == entry.size and digest(path).sha256 == entry.sha256:
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    whole = hashlib.sha256()
    with synced_stream(part) as stream:
        for sha256, _size in entry.cut:
            piece = copies.get(sha256)
            whole.update(piece)
            stream.write(piece)
    if whole.hexdigest() != entry.sha256:
        raise DamagedBackupError.in_place(copies.place.told, entry.path)
    move_into_place(part, path)


def _bring_database(copies: Copies, head: Head, home: Path) -> None:
    """The database, read through by SQLite before it bears its name: who finds it there finds it whole."""
    if (home / DATABASE).exists():
        return
    aside = home / f".{DATABASE}.restored"
    _bring(copies, head.database, aside)
    if not database.whole(aside):
        raise DamagedBackupError.in_place(copies.place.told, DATABASE)
    for end in ("-wal", "-shm"):  # what looking into it left beside it
        Path(f"{aside}{end}").unlink(missing_ok=True)
    move_into_place(aside, home / DATABASE)
