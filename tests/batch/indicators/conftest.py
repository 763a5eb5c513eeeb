# SPDX-License-Identifier: Apache-2.0
"""The store of sixty dossiers, made once, and its November."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from batch.report.indicators import IndicatorSheet, indicator_sheet
from batch.report.keeping import bring_up_to_date
from batch.report.periods import named
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.stores.sixty_dossiers import TODAY, SetClock, fill


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    clock = SetClock()
    store = Store.open(tmp_path_factory.mktemp("sixty") / "home", clock)
    fill(store, clock)
    assert bring_up_to_date(store, load_catalogue()) == 0
    yield store
    store.close()


@pytest.fixture(scope="module")
def november(sixty: Store) -> IndicatorSheet:
    return indicator_sheet(sixty, named("2026-11", TODAY.date()))
