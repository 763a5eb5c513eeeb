# SPDX-License-Identifier: Apache-2.0
"""The way back: papers and the files of packages, from a store elsewhere into the home, each checked. What
lies there whole already is left alone, so a copy that was cut off goes on where it stopped. Slips are made
from their rows when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj

from intake.errors import DamagedObjectError
from intake.store.named_files import kept_papers, package_files
from intake.store.objects import ObjectFolder, SharedObjects, StoredObject, digest, telling_of_full_disk
from intake.store.remote.move import ObjectsMoved
from intake.store.store import Store
from intake.store.synced import synced_stream
from intake.store.transaction import Transaction
from templates.system import move_into_place, sync_folder


@dataclass(frozen=True, slots=True)
class FileToBring:
    """A file that the database names: what it is called, its hash, and its path in the home ("" for a paper,
    which lies under its hash).
    """

    called: str
    kept: StoredObject
    path: str = ""


def files_to_bring(store: Store) -> list[FileToBring]:
    """All papers, each once, and the files of every dossier's newest package."""
    with store.read() as session:
        papers = {kept: FileToBring(name, kept) for _dossier, name, kept in kept_papers(session)}
        return [*papers.values(), *_of_packages(session)]


def _of_packages(session: Transaction) -> Iterator[FileToBring]:
    for _dossier, folder, name, kept in package_files(session):
        yield FileToBring(name, kept, "/".join((*folder.replace("\\", "/").split("/"), name)))


def bring_home(
    store: Store, source: SharedObjects, files: list[FileToBring], advance: Callable[[int], None]
) -> ObjectsMoved:
    """Bring ``files`` into the home of ``store``; ``advance`` counts them. Raises ``ObjectStoreError``,
    ``StorageFullError``.
    """
    source.require()
    moved = ObjectsMoved(len(files))
    folder = ObjectFolder(store.home / "objects")
    for file in files:
        try:
            brought = _bring(store.home, folder, source, file)
        except DamagedObjectError:
            moved.damaged += (file.called,)
        else:
            moved.sent, moved.sent_bytes = moved.sent + brought, moved.sent_bytes + file.kept.size * brought
        advance(1)
    return moved


def _bring(home: Path, folder: ObjectFolder, source: SharedObjects, file: FileToBring) -> bool:
    """Whether the file had to be brought. Raises ``DamagedObjectError``."""
    target = home / file.path if file.path else folder.path(file.kept.sha256)
    if _lies_whole(target, file.kept):
        return False
    with source.opened(file.kept.sha256, file.called) as path:
        if file.path:
            _put(path, target)
        else:
            folder.keep(path)
    return True


def _lies_whole(target: Path, kept: StoredObject) -> bool:
    try:
        return digest(target) == kept
    except OSError:  # not there, or a bad sector: it is brought anew
        return False


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    with telling_of_full_disk(), source.open("rb") as read, synced_stream(part) as written:
        copyfileobj(read, written)
    move_into_place(part, target)
    sync_folder(target.parent)
