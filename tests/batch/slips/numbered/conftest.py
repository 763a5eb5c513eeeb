# SPDX-License-Identifier: Apache-2.0
"""Slips and their numbers, on both databases."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def on_each_database(each_database: None) -> None:
    """A store that is opened lies in SQLite, and in a second run on PostgreSQL."""
