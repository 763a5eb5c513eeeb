# SPDX-License-Identifier: Apache-2.0
"""Slips and their numbers on both databases, on PostgreSQL with --slow alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.stores.databases import spare_server

SPARED = ("test_slips",)
"""What of it several desks can get wrong stands in ``tests/intake/store/life/test_numbers.py``."""


@pytest.fixture(autouse=True)
def on_each_database(each_database: None) -> None:
    """A store that is opened lies in SQLite, and in a second run on PostgreSQL."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    spare_server(config, items, Path(__file__).parent, SPARED)
