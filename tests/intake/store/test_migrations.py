# SPDX-License-Identifier: Apache-2.0
"""The chain of migrations on both databases: from nothing, each earlier version, and the first store."""

from __future__ import annotations

import pkgutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

import batch.store.tables
import intake.store.tables
from intake.store import database
from intake.store.life import life
from intake.store.store import Store
from intake.store.store_database import database_of
from tests.support.desks.intake_desk import NOW
from tests.support.programs.examples import some_of
from tests.support.stores.earlier_store import FIRST, at_revision, go_to, put_first_store
from tests.support.stores.server_store import created, listed, opened, server_of

EARLIER = sorted(path.name[:5] for path in (database.MIGRATIONS / "versions").glob("r[0-9]*.py"))
WITH_ROWS = [revision for revision in EARLIER if revision >= FIRST]
LIKELY = (EARLIER[0], FIRST, EARLIER[-2])
"""Where a desk stood that brings its store up to date in one go; from every other version with ``--slow``."""
FIRST_IDS = ["261130-2233", "261130-224D", "261130-225R"]


def every_model() -> Any:
    """The tables of all halls."""
    for package in (intake.store.tables, batch.store.tables):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    return life.TableBase.metadata


def differences(home: Path, url: str) -> list[Any]:
    """Where the tables are not as the models say."""
    with connected(home, url) as connection:
        return list(compare_metadata(MigrationContext.configure(connection), every_model()))


@contextmanager
def connected(home: Path, url: str) -> Iterator[Connection]:
    engine = database_of(home, server_of(url)).connect()
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.mark.of_sqlite
def test_the_chain_of_migrations_has_one_end_and_no_fork() -> None:
    """Two people who write the next revision at once both pass their own tests; together they would not."""
    scripts = ScriptDirectory(str(database.MIGRATIONS))
    chain = [script.revision for script in scripts.walk_revisions()]
    assert len(scripts.get_heads()) == 1 and scripts.get_bases() == EARLIER[:1]
    assert chain == EARLIER[::-1]
    assert [scripts.get_revision(one).down_revision for one in EARLIER[1:]] == EARLIER[:-1]


def test_from_nothing_the_tables_become_what_the_models_say(home: Path, store_url: str) -> None:
    created(home, store_url)
    assert differences(home, store_url) == []


def one_by_one(home: Path, url: str, revisions: list[str]) -> None:
    """Bring a store up to date as a desk does that takes each version of the program."""
    for revision in revisions:
        with at_revision(home, revision, url):
            pass


@pytest.mark.slow
@pytest.mark.long
def test_from_version_to_version_the_tables_become_the_same(home: Path, store_url: str) -> None:
    one_by_one(home, store_url, EARLIER)
    created(home, store_url)
    assert differences(home, store_url) == []


@pytest.mark.long
@pytest.mark.parametrize("revision", some_of(EARLIER, always=LIKELY))
def test_from_each_earlier_version_the_tables_become_the_same(
    home: Path, store_url: str, revision: str
) -> None:
    with at_revision(home, revision, store_url):
        pass
    created(home, store_url)
    assert differences(home, store_url) == []


@pytest.mark.long
def test_the_first_store_goes_on_with_all_its_rows_from_version_to_version(
    home: Path, store_url: str
) -> None:
    put_first_store(home, store_url)
    one_by_one(home, store_url, WITH_ROWS)
    has_the_first_rows(home, store_url)


@pytest.mark.parametrize("revision", some_of(WITH_ROWS, always=LIKELY))
def test_the_first_store_goes_on_with_all_its_rows_over_each_version(
    home: Path, store_url: str, revision: str
) -> None:
    put_first_store(home, store_url)
    with at_revision(home, revision, store_url):
        pass
    has_the_first_rows(home, store_url)


def has_the_first_rows(home: Path, store_url: str) -> None:
    with opened(home, store_url) as store, store.read() as session:
        told = {dossier.id: (dossier.state.value, dossier.register_number) for dossier in store.list(session)}
        assert told == {
            "261130-2233": ("queued", 1),
            "261130-224D": ("read", 2),
            "261130-225R": ("incomplete", 3),
        }
        pages = [len(store.page_readings(session, dossier)) for dossier in FIRST_IDS]
        assert pages == [2, 2, 1]
        values = store.form_values(session, FIRST_IDS[0])
        assert values["child.full_name"].value == "LÊ BÌNH AN"
        assert store.journal(session, FIRST_IDS[0])[0].what == "created"
    assert created(home, store_url)[0] not in FIRST_IDS
    assert len(listed(home, store_url)) == 4


@pytest.mark.long
def test_the_way_back_is_one_too(home: Path, store_url: str) -> None:
    put_first_store(home, store_url)
    assert len(listed(home, store_url)) == 3
    with at_revision(home, FIRST, store_url) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM page").scalar() == 5
    with at_revision(home, EARLIER[0], store_url) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM dossier").scalar() == 3
        go_to(connection, EARLIER[-1])


def test_several_who_open_an_old_store_at_once_migrate_it_once(home: Path, store_url: str) -> None:
    put_first_store(home, store_url)
    together = threading.Barrier(4)

    def open_it(_turn: int) -> Store:
        together.wait()
        return Store.open(home, lambda: NOW, server=server_of(store_url))

    with ThreadPoolExecutor(4) as threads:
        stores = list(threads.map(open_it, range(4)))
    for store in stores:
        store.close()
    assert listed(home, store_url) == FIRST_IDS
    with connected(home, store_url) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM store_life").scalar() == 1
