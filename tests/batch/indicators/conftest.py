# SPDX-License-Identifier: Apache-2.0
"""The store of sixty dossiers, made once on each database, and its November."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from batch.report.indicators import IndicatorSheet, indicator_sheet
from batch.report.keeping import bring_up_to_date
from batch.report.periods import named
from bench.postgres.server import PostgresServer
from intake.settings.database_server import DatabaseServer
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.stores.sixty_dossiers import TODAY, SetClock, fill


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def sixty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """On PostgreSQL with --slow: all that counts is then asked of it too."""
    home = tmp_path_factory.mktemp("sixty") / "home"
    if request.param == "sqlite":
        yield from _filled(Store.open(home, clock := SetClock()), clock)
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database() as name:
        there = DatabaseServer(server.url(name))
        yield from _filled(Store.open(home, clock := SetClock(), server=there), clock)


def _filled(store: Store, clock: SetClock) -> Iterator[Store]:
    fill(store, clock)
    assert bring_up_to_date(store, load_catalogue()) == 0
    yield store
    store.close()


@pytest.fixture(scope="module")
def november(sixty: Store) -> IndicatorSheet:
    return indicator_sheet(sixty, named("2026-11", TODAY.date()))
