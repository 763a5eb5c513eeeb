# SPDX-License-Identifier: Apache-2.0
"""Stores of many dossiers for the bench: copies stand on their own, like what they were copied from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.scale.__main__ import chosen, table_of
from bench.scale.multiply import Copy, multiply
from bench.scale.seed import ENDS, Seed, in_order, names
from bench.scale.stores import LAST_DAY, copies
from intake.dossier.dossier_id import is_well_formed
from intake.store.dossier.documents import FileInfo
from intake.store.dossier.origins import keep_content
from intake.store.store import Store

DAY_S = 86_400


@pytest.fixture
def homes(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """A store with a dossier whose page failed, and an empty one."""
    for name in ("one", "many"):
        Store.open(tmp_path / name).close()
    store = Store.open(tmp_path / "one")
    with store.write() as session:
        dossier = store.create_dossier(session, procedure="1.001193", who="t", requester="TRẦN THỊ THỬ").id
        paper = FileInfo("a.pdf", "application/pdf", page_count=1)
        document, _new = store.add_document(session, dossier, None, paper, who="t")
        store.save_page_failure(session, document.id, 1, reason="timeout", reader="t")
        keep_content(session, "a" * 64, dossier)
    store.close()
    yield tmp_path / "one", tmp_path / "many"


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home / "sohoa.db")) as connection:
        return connection.execute(query).fetchall()


def the_dossier(home: Path) -> str:
    return str(rows(home, "SELECT id FROM dossier")[0][0])


def test_every_copy_has_rows_of_its_own_that_point_at_each_other(homes: tuple[Path, Path]) -> None:
    one, many = homes
    made = [Copy(the_dossier(one), name, 0) for name in ("A", "B", "C")]
    multiply(one / "sohoa.db", many / "sohoa.db", made, ["LÊ THỊ KHÁC"])
    joined = "SELECT d.dossier_id, p.status FROM page p JOIN document d ON d.id = p.document_id ORDER BY 1"
    assert rows(many, joined) == [(name, "failed") for name in ("A", "B", "C")]
    assert rows(many, "PRAGMA foreign_key_check") == []
    journals = rows(many, "SELECT dossier_id, count(*), count(DISTINCT client_id) FROM event GROUP BY 1")
    assert journals == [(name, 2, 2) for name in ("A", "B", "C")]
    assert rows(many, "SELECT DISTINCT requester FROM dossier") == [("LÊ THỊ KHÁC",)]


def test_a_copy_is_as_much_older_as_was_asked_for(homes: tuple[Path, Path]) -> None:
    one, many = homes
    multiply(one / "sohoa.db", many / "sohoa.db", [Copy(the_dossier(one), "A", 3 * DAY_S)], ["X"])
    both = [rows(home, "SELECT julianday(received_at) FROM dossier")[0][0] for home in homes]
    assert float(str(both[0])) - float(str(both[1])) == pytest.approx(3)


def test_the_indexes_are_there_again(homes: tuple[Path, Path]) -> None:
    query = "SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name"
    before = rows(homes[1], query)
    multiply(homes[0] / "sohoa.db", homes[1] / "sohoa.db", [Copy(the_dossier(homes[0]), "A", 0)], ["X"])
    assert rows(homes[1], query) == before


def test_what_the_bench_never_heard_of_is_copied_too(homes: tuple[Path, Path]) -> None:
    for home in homes:
        rows(home, "ALTER TABLE document ADD COLUMN newer TEXT DEFAULT ''")
    with closing(sqlite3.connect(homes[0] / "sohoa.db")) as connection, connection:
        connection.execute("UPDATE document SET newer = 'kept'")
    multiply(homes[0] / "sohoa.db", homes[1] / "sohoa.db", [Copy(the_dossier(homes[0]), "A", 0)], ["X"])
    assert rows(homes[1], "SELECT newer FROM document") == [("kept",)]


def test_a_store_of_any_size_ends_on_the_same_day_with_ids_that_check(homes: tuple[Path, Path]) -> None:
    made = [copy.id for copy in copies(Seed(homes[0], {the_dossier(homes[0]): 1}), 1400)]
    assert len(set(made)) == 1400 and all(is_well_formed(one) for one in made)
    assert made == sorted(made) and made[-1].startswith(f"{LAST_DAY:%y%m%d}-")


def test_each_shape_has_its_share() -> None:
    drawn = list(in_order({"a": 900, "b": 100}, 2000))
    assert (drawn.count("a"), drawn.count("b")) == (1800, 200)
    assert drawn[:1000] != sorted(drawn[:1000])
    assert sum(end.share for end in ENDS) < 1000
    assert len(set(names())) > 500


def test_the_table_leads_from_the_figures_before_to_those_now() -> None:
    now = {
        "report": {"1000": {"cpu_s": 0.51, "peak_mb": 60}},
        "doctor": {"10000": {"cpu_s": 1.0, "peak_mb": 5}},
    }
    before = {"report": {"1000": {"cpu_s": 2.04, "peak_mb": 160}}}
    table = table_of(now, before)
    assert table.headings == ("command", "1,000 dossiers", "10,000 dossiers")
    assert table.rows[0] == ("report", "2.0 s, 160 MB → 0.5 s, 60 MB", "–")
    assert table.rows[1] == ("doctor", "–", "1.0 s, 5 MB")


def test_commands_are_chosen_by_how_their_names_begin() -> None:
    assert {each.name.split(",")[0] for each in chosen(["book", "report"])} == {"book", "report"}
    assert len(chosen(None)) > 5
