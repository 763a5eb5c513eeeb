# SPDX-License-Identifier: Apache-2.0
"""Faults of a store's files, done to real files: lost, emptied, cut, overwritten, brought back, forbidden."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake.store.store import Store
from tests.support.desks.intake_desk import NOW, PROCEDURE, scan

DATABASE, MARK = "sohoa.db", "sohoa.mark"
NOBODY = 65534
ENDS = ("", "-wal", "-shm")


def opened(home: Path) -> Store:
    return Store.open(home, clock=lambda: NOW)


def created(home: Path, count: int = 1) -> list[str]:
    """That many new dossiers, by a process of its own as it were."""
    store = opened(home)
    try:
        with store.write() as session:
            return [
                store.create_dossier(session, procedure=PROCEDURE, who="lan").id for _number in range(count)
            ]
    finally:
        store.close()


def used_home(home: Path, dossiers: int = 3) -> list[str]:
    """A store with dossiers, and a paper among its objects."""
    made = created(home, dossiers)
    store = opened(home)
    store.keep(scan(home.parent / "scan.png"))
    store.close()
    return made


def listed(home: Path) -> list[str]:
    store = Store.open_to_read(home, clock=lambda: NOW)
    try:
        with store.read() as session:
            return sorted(dossier.id for dossier in store.list(session))
    finally:
        store.close()


def lose(home: Path) -> None:
    for end in ENDS:
        (home / f"{DATABASE}{end}").unlink(missing_ok=True)


def copy_database(source: Path, target: Path) -> None:
    """Copy the database's files over those of another folder, as a person would from a backup."""
    target.mkdir(parents=True, exist_ok=True)
    lose(target)
    for end in ENDS:
        if (source / f"{DATABASE}{end}").exists():
            shutil.copyfile(source / f"{DATABASE}{end}", target / f"{DATABASE}{end}")


def overwrite(path: Path, start: int, length: int, value: int = 0xA5) -> None:
    with path.open("r+b") as stream:
        stream.seek(start)
        stream.write(bytes([value]) * length)


@contextmanager
def without_rights() -> Iterator[None]:
    """As an ordinary user, whom permissions bind also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def give_to_nobody(folder: Path) -> None:
    """Have the ordinary user own the folder and all in it."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
