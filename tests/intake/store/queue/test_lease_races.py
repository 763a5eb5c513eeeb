# SPDX-License-Identifier: Apache-2.0
"""Several real processes at one queue: each row is had by exactly one of them."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from tests.support.programs.processes import fresh_processes
from tests.support.stores.lease_desk import LeaseDesk, take_all

pytestmark = pytest.mark.long

TAKERS = 4


@pytest.mark.parametrize("most", [1, 5])
def test_processes_that_take_at_once_never_get_the_same_row_and_leave_none(
    store_url: str, tmp_path: Path, most: int
) -> None:
    path = tmp_path / "errands.db"
    desk = LeaseDesk(store_url, path)
    rows = desk.put(60)
    with ProcessPoolExecutor(TAKERS, mp_context=fresh_processes()) as pool:
        takers = [pool.submit(take_all, store_url, path, f"elsewhere/{n}/x", most) for n in range(TAKERS)]
        got = [taker.result() for taker in takers]
    assert Counter(row for rows_of_one in got for row in rows_of_one) == dict.fromkeys(rows, 1)
    assert {desk.row(row)["attempts"] for row in rows} == {1}
    desk.engine.dispose()
