# SPDX-License-Identifier: Apache-2.0
"""A dossier's version: what raises it, what came after one, and that no row is overwritten unseen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm.exc import StaleDataError

from intake.dossier.journal import What
from intake.store.dossier import versions
from intake.store.store import Store
from intake.store.tables.model import DossierRow
from tests.support.desks.intake_desk import NOW, PROCEDURE


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path, clock=lambda: NOW)
    yield store
    store.close()


@pytest.fixture
def dossier(store: Store) -> str:
    with store.write() as session:
        return store.create_dossier(session, procedure=PROCEDURE, who="lan").id


def version(store: Store, dossier: str) -> int:
    with store.read() as session:
        return versions.version_of(session, dossier)


def test_each_transaction_that_changes_a_dossier_raises_its_version_once(store: Store, dossier: str) -> None:
    before = version(store, dossier)
    with store.write() as session:
        store.correct(session, dossier, "child.sex", "Nữ", who="lan")
        store.answer(session, dossier, "q", "a", who="lan")
    assert version(store, dossier) == before + 1
    with store.write() as session:
        store.answer(session, dossier, "q", "a", who="lan")  # said already
    assert version(store, dossier) == before + 1


def test_what_came_after_a_version_is_told(store: Store, dossier: str) -> None:
    with store.write() as session:
        store.correct(session, dossier, "child.sex", "Nữ", who="lan")
    seen = version(store, dossier)
    with store.write() as session:
        store.correct(session, dossier, "child.full_name", "TRẦN THỊ THỬ", who="huong")
    with store.read() as session:
        assert [(e.who, e.what) for e in versions.events_after(session, dossier, seen)] == [
            ("huong", What.VALUE_CORRECTED)
        ]
        assert set(versions.values_after(session, dossier, seen)) == {"child.full_name"}
        assert not versions.values_after(session, dossier, seen, ["child.sex"])


def test_a_row_changed_behind_a_transaction_is_not_overwritten(store: Store, dossier: str) -> None:
    """As on a database where two writers overlap."""
    with pytest.raises(StaleDataError), store.write() as session:
        read_before = session.get_one(DossierRow, dossier)
        behind = update(DossierRow).where(DossierRow.id == dossier).values(version=DossierRow.version + 1)
        session.execute(behind, execution_options={"synchronize_session": False})
        store.answer(session, read_before.id, "q", "a", who="lan")
