# SPDX-License-Identifier: Apache-2.0
"""Stores of many dossiers, received over nearly two years, kept in a folder so that they are made once."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.scale.multiply import Copy, multiply
from bench.scale.seed import Seed, copy_files, in_order, make_seed, names
from intake.dossier.dossier_id import mint
from intake.store.store import Store

LAST_DAY = date(2026, 11, 20)
DAYS = 680
WITH_FILES = 300
"""So many of the newest have their files; the doctor looks at no more unless it is told to."""

_OPENS, _OPEN_FOR = timedelta(hours=1), timedelta(hours=9)
"""The counter's day in UTC: 08:00 to 17:00 in Vietnam."""


def month() -> tuple[date, date]:
    """A whole month in the midst of them."""
    return date(2025, 11, 1), date(2025, 11, 30)


def store_of(count: int, folder: Path) -> Path:
    """The home of a store with so many dossiers below ``folder``; made where it is not there yet."""
    home = folder / f"{count}"
    done = folder / f"{count}.done"
    if not done.exists():
        shutil.rmtree(home, ignore_errors=True)
        seed = make_seed(folder)
        Store.open(home).close()
        made = list(copies(seed, count))
        multiply(seed.home / "sohoa.db", home / "sohoa.db", made, names())
        copy_files(seed.home, home, made)
        done.touch()
    return home


def copies(seed: Seed, count: int) -> Iterator[Copy]:
    """``count`` dossiers, the same number each day, hour by hour."""
    received = _received(seed.home)
    of_day: Counter[date] = Counter()
    for number, original in enumerate(in_order(seed.shares, count)):
        elapsed = number * DAYS / count
        day = LAST_DAY - timedelta(days=DAYS - 1 - int(elapsed))
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + _OPENS + _OPEN_FOR * (elapsed % 1)
        of_day[day] += 1
        back_s = (received[original] - moment).total_seconds()
        yield Copy(original, mint(day, of_day[day]), round(back_s), number >= count - WITH_FILES)


def _received(home: Path) -> dict[str, datetime]:
    with closing(sqlite3.connect(home / "sohoa.db")) as connection:
        rows = connection.execute("SELECT id, received_at FROM dossier").fetchall()
    return {dossier: datetime.fromisoformat(moment).replace(tzinfo=UTC) for dossier, moment in rows}
