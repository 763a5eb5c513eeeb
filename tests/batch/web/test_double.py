# SPDX-License-Identifier: Apache-2.0
"""At the station: a dossier that may be a double is shown with the other one, and settled either way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from intake.dossier.states import State
from intake.store.store import Store
from tests.support.desks.web_desk import changed
from tests.support.dossiers.led_dossiers import state_of
from tests.support.dossiers.station_dossiers import typed_dossier


@pytest.fixture
def both(store: Store, tmp_path: Path) -> tuple[str, str]:
    first, again = (typed_dossier(store, tmp_path / place, {}) for place in "ab")
    return first, again


@pytest.mark.parametrize(
    ("way", "ends"), [("decide", State.COMPLETE), ("withdraw", State.REJECTED)], ids=["another", "the same"]
)
def test_a_double_is_told_and_settled(
    clerk: TestClient, store: Store, both: tuple[str, str], way: str, ends: State
) -> None:
    first, again = both
    assert f"Có thể trùng với hồ sơ {first}" in clerk.get("/").text
    panel = clerk.get(f"/dossier/{again}/check").text
    assert f'href="/dossier/{first}"' in panel
    (finding,) = set(re.findall(r'name="finding" value="([0-9a-f]{64})"', panel))
    (seen,) = set(re.findall(r'name="seen" value="(\d+)"', panel))
    said = {"finding": finding, "seen": seen}
    assert changed(clerk, f"/dossier/{again}/{way}", reason=" ", **said).status_code == 422
    assert state_of(store, again) is State.READ
    assert changed(clerk, f"/dossier/{again}/{way}", reason="đã xem cả hai", **said).status_code == 200
    assert (state_of(store, first), state_of(store, again)) == (State.COMPLETE, ends)
    assert "Có thể trùng" not in clerk.get("/").text
