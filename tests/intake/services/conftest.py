# SPDX-License-Identifier: Apache-2.0
"""Each of these tests runs on both databases, on PostgreSQL some with --slow alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.stores.databases import spare_server

SPARED = ("test_procedure_search", "test_term_facts", "test_separator_sheet", "test_random_nights")
"""They open no store, or look long at pictures."""


@pytest.fixture(autouse=True)
def on_each_database(each_database: None) -> None:
    """A store that is opened lies in SQLite, and in a second run on PostgreSQL."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    spare_server(config, items, Path(__file__).parent, SPARED)
