# SPDX-License-Identifier: Apache-2.0
"""What of the store's tests runs on PostgreSQL with --slow alone; others do always."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.stores.databases import spare_server

SPARED = ("test_store", "test_rows_stay")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    spare_server(config, items, Path(__file__).parent, SPARED)
