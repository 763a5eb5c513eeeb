# SPDX-License-Identifier: Apache-2.0
"""A store in a temporary home, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.store.store import Store
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.stores.empty_home import store_in


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = store_in(tmp_path / "home", lambda: NOW)
    yield store
    store.close()


@pytest.fixture
def dossier(store: Store) -> str:
    """The id of a dossier without papers."""
    with store.write() as session:
        return store.create_dossier(session, procedure=PROCEDURE, who="lan").id
