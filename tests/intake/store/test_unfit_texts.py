# SPDX-License-Identifier: Apache-2.0
"""A text that one database would not take is refused before either has it, and where it was to go is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import String

import batch.store.tables.run_model
import batch.store.tables.slip_model  # noqa: F401 (every table there is)
import sohoa
from intake.errors import UnfitTextError
from intake.store.queue.lease_owner import new_owner
from intake.store.store import Store
from intake.store.tables.model import DossierRow, TableBase
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.stores.server_store import server_of

LIMITED = [
    (mapper.class_, attribute.key, attribute.columns[0].type.length)
    for mapper in TableBase.registry.mappers
    for attribute in mapper.column_attrs
    if isinstance(attribute.columns[0].type, String) and attribute.columns[0].type.length
]


@pytest.fixture
def store(tmp_path: Path, store_url: str) -> Iterator[Store]:
    opened = Store.open(tmp_path / "home", lambda: NOW, server=server_of(store_url))
    yield opened
    opened.close()


def named(store: Store, number: str) -> None:
    def name(session):  # type: ignore[no-untyped-def]
        made = store.create_dossier(session, procedure=PROCEDURE, who="lan")
        store.set_official_number(session, made.id, number, who="gateway")

    store.write(name)


@pytest.mark.parametrize("number", ["9" * 65, "G22\0"])
def test_a_number_of_another_system_that_no_column_takes_leaves_nothing(store: Store, number: str) -> None:
    with pytest.raises(UnfitTextError, match=r"dossier\.official_number") as told:
        named(store, number)
    assert number not in told.value.sentence + told.value.advice
    with store.read() as session:
        assert store.count(session) == 0
    named(store, "9" * 64)


def test_every_column_of_so_many_letters_holds_to_them(tmp_path: Path) -> None:
    assert len(LIMITED) > 40
    store = Store.open(tmp_path / "home", lambda: NOW)
    for table, name, most in LIMITED:
        with pytest.raises(UnfitTextError), store.write() as session:
            session.add(table(**{name: "x" * (most + 1)}))
            session.flush()
    store.close()


def test_a_row_that_is_changed_is_held_to_it_too(store: Store) -> None:
    store.write(lambda session: store.create_dossier(session, procedure=PROCEDURE, who="lan"))
    with pytest.raises(UnfitTextError), store.write() as session:
        (row,) = session.query(DossierRow).all()
        row.unit = "x" * 65
        session.flush()


def test_a_longer_code_of_the_office_is_told_as_a_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOHOA_UNIT__CODE", "x" * 65)
    assert sohoa.run(["--home", str(tmp_path / "home"), "list"]) == 2
    told = capsys.readouterr().err
    assert "unit.code" in told and "tối đa 64 chữ" in told


def test_the_name_of_an_owner_fits() -> None:
    assert len(new_owner()) <= 64
