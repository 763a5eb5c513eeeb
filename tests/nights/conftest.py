# SPDX-License-Identifier: Apache-2.0
"""Whole nights run on both databases: on PostgreSQL one file of them always, some more with --slow."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.stores.databases import goes_to_server

ON_SERVER = ("test_run_night", "test_server_faults")
ALSO_ON_SERVER = ("test_under_add_it_costs_that_page_and_gives_a_sentence",)
"""Single tests of the other files that always run there too."""
SLOW_ON_SERVER = (
    "test_run_whose",
    "test_run_killed",
    "test_run_together",
    "test_left_alone",
    "test_objects_elsewhere",
    "test_own_forms",
    "test_page_faults",
    "test_two_families",
    "test_wrong_clock",
)
"""The others open their store in other processes, or measure the one of SQLite."""


@pytest.fixture(autouse=True)
def on_each_database(each_database: None) -> None:
    """A store that is opened lies in SQLite, and in a second run on PostgreSQL."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = (*ON_SERVER, *SLOW_ON_SERVER) if config.getoption("--slow") else ON_SERVER
    items[:] = [item for item in items if not _spared(item, wanted)]


def _spared(item: pytest.Item, wanted: tuple[str, ...]) -> bool:
    here = item.path.parent == Path(__file__).parent
    named = item.path.stem in wanted or getattr(item, "originalname", "") in ALSO_ON_SERVER
    return here and not named and goes_to_server(item)
