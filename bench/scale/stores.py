# SPDX-License-Identifier: Apache-2.0
"""Stores of many dossiers, received over nearly two years, kept in a folder so that they are made once.

::

    OUT/seed/               one dossier of each shape      OUT/files/N/    papers and packages of N dossiers
    OUT/sqlite/N/           a home with its database       OUT/postgresql/N/    one whose rows are on a server
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from batch.store import runs
from bench.scale.files import copy_objects, paper_hash, take_package, write_papers
from bench.scale.multiply import Copy, multiply
from bench.scale.place import Place
from bench.scale.rows import read_tables
from bench.scale.seed import Seed, in_order, make_seed, names
from intake.dossier.dossier_id import mint
from intake.store.home_database import DATABASE
from intake.store.life.remembered import forget
from intake.store.named_files import kept_papers
from intake.store.store import Store

LAST_DAY = date(2026, 11, 20)
DAYS = 680
WITH_FILES = 300
"""So many of the newest have the samples' own files; those of the others only have their size."""
OF_A_NIGHT = 98
"""So many dossiers an office with 300 pages a day has in a night."""

_OPENS, _OPEN_FOR = timedelta(hours=1), timedelta(hours=9)
"""The counter's day in UTC: 08:00 to 17:00 in Vietnam."""


def month() -> tuple[date, date]:
    """A whole month in the midst of them."""
    return date(2025, 11, 1), date(2025, 11, 30)


def make_store(count: int, folder: Path, place: Place) -> None:
    """A store with so many dossiers in ``place``; its files lie below ``folder``, made where they are not."""
    shutil.rmtree(place.home, ignore_errors=True)
    forget(place.home)
    place.home.mkdir(parents=True)
    place.open().close()
    if count == 0:
        return
    seed = make_seed(folder)
    made = list(copies(seed, count))
    for name, lies in _files(count, folder, seed, made).items():
        (place.home / name).rmdir()
        (place.home / name).symlink_to(lies)
    with place.writing() as writer:
        multiply(read_tables(seed.home / DATABASE), writer, made, names(), paper_hash)
    add_night(place, [copy.id for copy in made[-OF_A_NIGHT:]])


def add_night(place: Place, dossiers: Sequence[str]) -> None:
    """The last night's run, over ``dossiers``."""
    store = place.open()
    try:
        with store.write() as session:
            run = runs.begin(session, "scans", who="bench", now=store.clock(), unit="")
            for dossier in dossiers:
                runs.include(session, run, dossier)
            runs.end(session, run, store.clock())
    finally:
        store.close()


def _files(count: int, folder: Path, seed: Seed, made: list[Copy]) -> dict[str, Path]:
    """Where papers and packages lie, by the name that a home has for them."""
    files = (folder / "files" / f"{count}").resolve()
    there, done = {name: files / name for name in ("objects", "packages")}, files / "done"
    if not done.exists():
        shutil.rmtree(files, ignore_errors=True)
        for path in there.values():
            path.mkdir(mode=0o700, parents=True)
        _write_files(seed, made, there["objects"], there["packages"])
        done.touch()
    return there


def _write_files(seed: Seed, made: list[Copy], objects: Path, packages: Path) -> None:
    papers: dict[str, list[tuple[str, int]]] = {}
    store = Store.open(seed.home)
    with store.read() as session:
        for dossier, _name, kept in kept_papers(session):
            papers.setdefault(dossier, []).append((kept.sha256, kept.size))
    store.close()
    copy_objects(seed.home / "objects", objects)
    for copy in made:
        take_package(packages, seed.home / "packages", copy)
        if not copy.same_files:
            write_papers(objects, copy, papers.get(copy.original, ()))


def copies(seed: Seed, count: int) -> Iterator[Copy]:
    """``count`` dossiers, the same number each day, hour by hour."""
    received = _received(seed.home)
    for number, original in enumerate(in_order(seed.shares, count)):
        elapsed = number * DAYS / count
        day = LAST_DAY - timedelta(days=DAYS - 1 - int(elapsed))
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + _OPENS + _OPEN_FOR * (elapsed % 1)
        back_s = (received[original] - moment).total_seconds()
        yield Copy(original, mint(day, number + 1), round(back_s), number >= count - WITH_FILES)


def _received(home: Path) -> dict[str, datetime]:
    with closing(sqlite3.connect(home / DATABASE)) as connection:
        rows = connection.execute("SELECT id, received_at FROM dossier").fetchall()
    return {dossier: datetime.fromisoformat(moment).replace(tzinfo=UTC) for dossier, moment in rows}
