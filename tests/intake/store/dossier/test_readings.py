# SPDX-License-Identifier: Apache-2.0
"""What was read on a page, as the store keeps it: once, and also where an earlier version wrote it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, inspect, text, update

from intake.errors import DamagedStoreError
from intake.services.receive.ingest import take_in
from intake.store.store import Store
from intake.store.tables.model import PageRow
from ocr.result import Box, FieldReading, PageReading, Proposal, Source, Word
from tests.support.desks.intake_desk import NOW, scan
from tests.support.stores.earlier_store import at_revision

QUAD = ((10.0, 20.0), (110.0, 20.5), (110.0, 60.2), (10.0, 60.0))
NAME = "TRẦN GIA HÂN"
READING = PageReading(
    1,
    "birth-registration",
    0.97,
    180,
    -0.35,
    2480,
    3508,
    (
        FieldReading(
            "child.full_name",
            NAME,
            "TRAN GIA HAN",
            0.8125,
            Source.PRINT,
            Box(10, 20, 300, 40),
            (Proposal("TRẦN GIA HẬN", "lexicon:family-names", 0.75),),
        ),
        FieldReading("child.sex", "Nữ", "Nữ", 0.99, Source.MARK, Box(5, 80, 20, 20)),
    ),
    (Word("TRẦN", 0.9877, QUAD, 3), Word("“GIA”", 1.0, QUAD, 3)),
    "2020",
    False,
    ("pale",),
    (
        PageReading(
            1,
            "id-card",
            0.9,
            90,
            0.0,
            2480,
            3508,
            (FieldReading("number", "001300000018", "001300000018", 1.0, Source.QR, Box(1, 2, 3, 4)),),
        ),
    ),
)

# As version 0.3 wrote it, letter by letter; a field without doubt had no proposals, a lone paper no others.
WRITTEN = (
    '{"page":1,"kind":"birth-registration","kind_confidence":0.97,"rotation":180,"skew_deg":-0.35,'
    '"width":2480,"height":3508,"print_edition":"2020","blank":false,"notes":["pale"],"fields":['
    '{"key":"child.full_name","value":"TRẦN GIA HÂN","raw":"TRAN GIA HAN","confidence":0.8125,'
    '"source":"print","box":[10,20,300,40],"proposals":[{"text":"TRẦN GIA HẬN",'
    '"source":"lexicon:family-names","score":0.75}]},{"key":"child.sex","value":"Nữ","raw":"Nữ",'
    '"confidence":0.99,"source":"mark","box":[5,80,20,20]}],"words":[["TRẦN",0.9877,3,10.0,20.0,110.0,20.5,'
    '110.0,60.2,10.0,60.0],["“GIA”",1.0,3,10.0,20.0,110.0,20.5,110.0,60.2,10.0,60.0]],"others":[{"page":1,'
    '"kind":"id-card","kind_confidence":0.9,"rotation":90,"skew_deg":0.0,"width":2480,"height":3508,'
    '"print_edition":"","blank":false,"notes":[],"fields":[{"key":"number","value":"001300000018",'
    '"raw":"001300000018","confidence":1.0,"source":"qr","box":[1,2,3,4]}],"words":[]}]}'
)


@pytest.fixture
def read(store: Store, dossier: str, tmp_path: Path) -> str:
    """The dossier, one page of which was read."""
    (paper,) = take_in(store, dossier, [scan(tmp_path / "form.png")], who="lan").added
    with store.write() as session:
        store.save_page_reading(session, paper, READING, reader="1")
    return dossier


def readings(store: Store, dossier: str) -> list[PageReading]:
    with store.read() as session:
        return [reading for _paper, reading in store.page_readings(session, dossier)]


def write_plainly(store: Store, written: str | None) -> None:
    with store.write() as session:
        session.execute(text("UPDATE page SET reading = :written"), {"written": written})


def test_a_reading_comes_back_as_it_was(store: Store, read: str) -> None:
    assert readings(store, read) == [READING]


def test_a_reading_that_an_earlier_version_wrote_opens(store: Store, read: str) -> None:
    write_plainly(store, WRITTEN)
    assert readings(store, read) == [READING]


@pytest.mark.usefixtures("read")
def test_words_stand_as_short_as_ever(store: Store) -> None:
    with store.read() as session:
        written = session.execute(text("SELECT CAST(reading AS TEXT) FROM page")).scalar_one()
    word = '["TRẦN",0.9877,3,10.0,20.0,110.0,20.5,110.0,60.2,10.0,60.0]'
    assert word in written and '"box":[10,20,300,40]' in written


@pytest.mark.parametrize(
    "written",
    [
        '{"page":1}',
        "[]",
        WRITTEN.replace("[5,80,20,20]", "[5]"),
        pytest.param(WRITTEN[:-3], marks=pytest.mark.of_sqlite),  # a server takes no broken JSON
    ],
)
def test_a_reading_that_is_none_is_damage_and_nothing_of_it_is_quoted(
    store: Store, read: str, written: str
) -> None:
    write_plainly(store, written)
    with pytest.raises(DamagedStoreError) as told:
        readings(store, read)
    seen: BaseException | None = told.value
    while seen is not None:
        assert NAME not in str(seen) and "child" not in str(seen)
        seen = seen.__cause__


def test_a_page_without_a_reading_has_none(store: Store, read: str) -> None:
    with store.write() as session:
        session.execute(update(PageRow).values(reading=None))
    assert readings(store, read) == []


@pytest.fixture
def careless() -> Iterator[None]:
    """SQLite as many systems have it: what is deleted stays in the file until something else lies there."""

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA secure_delete = OFF")

    event.listen(Engine, "connect", prepare)
    yield
    event.remove(Engine, "connect", prepare)


@pytest.mark.of_sqlite
@pytest.mark.usefixtures("careless")
def test_single_values_of_an_earlier_store_are_gone_from_its_file_and_what_was_read_is_there(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    with at_revision(home, "r0011") as connection:
        for statement in (A_DOSSIER, A_PAPER):
            connection.execute(text(statement))
        connection.execute(text(A_PAGE), {"written": WRITTEN})
        connection.execute(text(A_VALUE))
    assert b"NGUYEN CHI MOT MINH" in (home / "sohoa.db").read_bytes()
    store = Store.open(home, clock=lambda: NOW)
    assert readings(store, "260731-2234") == [READING]
    with store.read() as session:
        assert not inspect(session.connection()).has_table("reading")
    store.close()
    assert b"NGUYEN CHI MOT MINH" not in b"".join(path.read_bytes() for path in home.glob("sohoa.db*"))


@pytest.mark.of_sqlite
def test_the_way_back_makes_the_table_of_single_values_again(tmp_path: Path) -> None:
    Store.open(tmp_path / "home", clock=lambda: NOW).close()
    with at_revision(tmp_path / "home", "r0011") as connection:
        columns = {column["name"] for column in inspect(connection).get_columns("reading")}
    assert columns == {"id", "page_id", "key", "value", "raw", "confidence", "source", "x", "y", "w", "h"}


A_DOSSIER = """INSERT INTO dossier (id, procedure, state, folder, received_at, owner, requester, answers)
    VALUES ('260731-2234', '1.001193', 'read', '', '2026-07-31 05:00:00', 'lan', '', '{}')"""
A_PAPER = """INSERT INTO document
    (id, dossier_id, name, media_type, page_count, size, refusal_code, refusal_reason, added_at)
    VALUES (1, '260731-2234', 'a.png', 'image/png', 1, 0, '', '', '2026-07-31 05:00:00')"""
A_PAGE = """INSERT INTO page
    (id, document_id, number, reader, status, reason, kind, width, height, reading, read_at)
    VALUES (1, 1, 1, '1', 'read', '', 'birth-registration', 2480, 3508, :written, '2026-07-31 05:00:00')"""
A_VALUE = """INSERT INTO reading (page_id, key, value, raw, confidence, source, x, y, w, h)
    VALUES (1, 'child.full_name', 'NGUYEN CHI MOT MINH', '', 0.9, 'print', 1, 2, 3, 4)"""
