# SPDX-License-Identifier: Apache-2.0
"""Profile and long run, on one page: nothing of the time is lost, and the worker says what it weighs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.accuracy.make import make_page
from bench.accuracy.plan import RETYPED, PageSpec, Sets
from bench.endurance import Endurance, endure
from bench.endurance import table_of as endurance_table
from bench.profile import profile
from bench.profile import table_of as profile_table

pytestmark = pytest.mark.long


@pytest.fixture
def page(tmp_path: Path) -> Path:
    spec = PageSpec(RETYPED, 0, 4, "birth-notice", "over leaders", "150 dpi")
    return tmp_path / make_page(spec, Sets(1), tmp_path)


@pytest.mark.slow
def test_the_stages_add_up_to_the_page_and_the_floor_lies_below_it(page: Path) -> None:
    found = profile([page])
    assert sum(found.own.values()) == pytest.approx(found.total, rel=1e-6)
    assert 0 < found.floor < found.total
    assert found.own["find leaders"] > 0
    rows = {row[0]: row[1] for row in profile_table(found).rows}
    assert rows["the whole page"] == f"{1000 * found.total:.0f}"


@pytest.mark.slow
def test_one_worker_reads_the_same_page_again_and_says_its_weight(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_HOME", str(tmp_path))
    found = endure([page], 2)
    assert (found.pages, found.different, found.slope) == (2, 1, 0.0)
    assert 50 < found.peak < 2000
    assert any("MB" in cell for row in endurance_table(found).rows for cell in row)


@pytest.mark.parametrize(("slope", "grows"), [(-7.2, False), (0.4, False), (3.0, True)])
def test_memory_that_is_given_back_is_no_growth(slope: float, grows: bool) -> None:
    assert Endurance(500, 60, (200.0,), slope, 400.0, 700.0).grows is grows
