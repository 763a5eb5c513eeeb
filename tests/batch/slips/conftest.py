# SPDX-License-Identifier: Apache-2.0
"""The book and the slips' files run on PostgreSQL with --slow alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.stores.databases import spare_server

SPARED = ("test_book", "test_altered_slips", "test_shared_files")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    spare_server(config, items, Path(__file__).parent, SPARED)
