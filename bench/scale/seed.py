# SPDX-License-Identifier: Apache-2.0
"""One dossier of each shape that a desk's store holds, to be multiplied: read by the program itself from the
samples, then led to every end that the gateway knows.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from batch.report.keeping import bring_up_to_date
from bench.invented.people import person_name
from bench.scale.files import copy_objects, take_package
from bench.scale.multiply import Copy, multiply
from bench.scale.rows import ROOT, read_tables
from bench.scale.writers import writing_file
from intake.dossier.dossier_id import mint
from intake.dossier.states import State
from intake.store.dossier.documents import FileInfo
from intake.store.home_database import DATABASE
from intake.store.life.remembered import forget
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue

SAMPLES = Path("samples/dossiers")
DAY = date(2026, 11, 2)
WHO = "bench"
_PASS = (State.PUSHED, State.ACCEPTED)


@dataclass(frozen=True, slots=True)
class End:
    """How far a packaged dossier came: its states after queued, what its outbox row says, and its share in
    1,000 dossiers.
    """

    share: int
    states: tuple[State, ...] = ()
    row: tuple[tuple[str, str], ...] = ()


_SENT = (("state", "sent"),)
ENDS = (
    End(10),
    End(5, row=(("state", "failed-retry"), ("trouble", "unreachable"))),
    End(5, row=(("state", "refused"), ("trouble", "refused"))),
    End(20, _PASS[:1], (*_SENT, ("remote_status", "1"))),
    End(300, _PASS, (*_SENT, ("remote_status", "4"))),
    End(20, (*_PASS[:1], State.RETURNED), (*_SENT, ("remote_status", "5"), ("remote_note", "Thiếu chữ ký"))),
    End(10, (*_PASS[:1], State.REJECTED), (*_SENT, ("remote_status", "3"))),
    End(500, (*_PASS, State.RESULT_ATTACHED), (*_SENT, ("remote_status", "10"))),
)
_UNREAD, _AS_IT_CAME = 10, 15
"""Shares of a dossier with a failed page and a refused file, and of each sample that was not packaged."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A store of few dossiers; ``shares`` says how many of 1,000 are to be like each."""

    home: Path
    shares: dict[str, int]


def names() -> list[str]:
    """Invented people, always the same."""
    rng = random.Random(11)
    return [person_name(rng, rng.choice(("Nam", "Nữ"))).upper() for _ in range(997)]


def make_seed(folder: Path) -> Seed:
    """The seed in ``folder``; made where it is not there yet (one to two minutes of reading)."""
    read, home = folder / "read", folder / "seed"
    if not (folder / "read.done").exists():
        shutil.rmtree(read, ignore_errors=True)
        forget(read)
        _read_samples(read)
        (folder / "read.done").touch()
    Store.open(read).close()  # kept from an earlier version, perhaps
    shutil.rmtree(home, ignore_errors=True)
    forget(home)
    return Seed(home, _grown(read, home))


def _read_samples(home: Path) -> None:
    command = [sys.executable, "-m", "sohoa", "run", str(SAMPLES), "--no-push", "--who", WHO]
    done = subprocess.run(command, env={**os.environ, "SOHOA_HOME": str(home)}, stdout=subprocess.DEVNULL)
    if done.returncode not in (0, 1):  # 1: dossiers that need a person, as some of the samples do
        raise RuntimeError(f"the samples could not be read: sohoa run ended with {done.returncode}")


def _grown(read: Path, home: Path) -> dict[str, int]:
    tables = read_tables(read / DATABASE)
    came = list(next(table for table in tables if table.name == ROOT).rows)
    (packaged,) = next(table for table in tables if table.name == "package").rows
    originals = [*(one for one in came if one != packaged), *(packaged for _end in ENDS)]
    ids = [mint(DAY, number) for number, _original in enumerate(originals, start=1)]
    made = [Copy(original, one, 0, same_files=True) for original, one in zip(originals, ids, strict=True)]
    Store.open(home).close()
    with writing_file(home / DATABASE) as writer:
        multiply(tables, writer, made, names())
    copy_objects(read / "objects", home / "objects")
    for copy in made:
        take_package(home / "packages", read / "packages", copy, shutil.copyfile)
    ended = ids[-len(ENDS) :]
    store = Store.open(home)
    try:
        for dossier, end in zip(ended, ENDS, strict=True):
            _lead_on(store, dossier, end)
        unread = _unread(store)
        bring_up_to_date(store, load_catalogue())  # what reports count, as after the first of them
        shares = {dossier: _AS_IT_CAME for dossier in ids if dossier not in ended}
        return shares | {d: end.share for d, end in zip(ended, ENDS, strict=True)} | {unread: _UNREAD}
    finally:
        store.close()


def _lead_on(store: Store, dossier: str, end: End) -> None:
    with store.write() as session:
        if end.states:
            store.set_official_number(session, dossier, "G09.20-261102-000000", who=WHO)
        for state in end.states:
            store.advance(session, dossier, state, who=WHO)
    with closing(sqlite3.connect(store.home / DATABASE)) as connection, connection:
        for column, value in end.row:
            query = f"UPDATE outbox SET {column} = ? WHERE dossier_id = ?"
            connection.execute(query, (value, dossier))
        connection.execute("UPDATE outbox SET sent_at = queued_at WHERE state = 'sent'")


def _unread(store: Store) -> str:
    """A dossier with a page that failed and a file that was refused."""
    with store.write() as session:
        dossier = store.create_dossier(session, procedure="1.001193", who=WHO, folder="hong").id
        page = FileInfo("trang-hong.pdf", "application/pdf", page_count=1)
        document, _new = store.add_document(session, dossier, None, page, who=WHO)
        store.save_page_failure(session, document.id, 1, reason="timeout", reader="bench")
        refused = FileInfo("khoa.pdf", refusal_code="encrypted", refusal_reason="Tệp có mật khẩu.")
        store.add_document(session, dossier, None, refused, who=WHO)
        store.advance(session, dossier, State.CAPTURED, who=WHO)
    return dossier


def in_order(shares: dict[str, int], count: int) -> Iterator[str]:
    """``count`` originals, each in its share, mixed but always the same."""
    lots = [dossier for dossier, share in shares.items() for _ in range(share)]
    random.Random(7).shuffle(lots)
    return (lots[number % len(lots)] for number in range(count))
