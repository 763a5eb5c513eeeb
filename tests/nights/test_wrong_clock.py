# SPDX-License-Identifier: Apache-2.0
"""After a night with the clock a day back or a year ahead (a dead battery) the next ones go on as ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from batch.gateway.sandbox.server import running_sandbox
from tests.support.desks.night_desk import desk, names_are_single, packages_are_whole, picture, run_night
from tests.support.dossiers.fake_dossiers import FORM, dossier

pytestmark = [pytest.mark.long, pytest.mark.timeout(180)]

FIRST = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NOBODY = "http://127.0.0.1:9"


def three_nights(folder: Path, wrong_by: timedelta) -> tuple[dict[str, Any], dict[str, int]]:
    """What is in the store and at the gateway, which is away in the first two nights; in the second the clock
    is wrong, and a paper has come.
    """
    home, scans = folder / "home", folder / "scans"
    with running_sandbox(folder / "gateway") as gateway:
        dossier(scans / "d1", 1)
        dossier(scans / "d2", 2, (FORM,))
        run_night(desk(home, NOBODY), scans, clock=lambda: FIRST)
        dossier(scans / "d2", 2)
        run_night(desk(home, NOBODY), scans, clock=lambda: FIRST + DAY + wrong_by)
        run_night(desk(home, gateway.url), scans, clock=lambda: FIRST + 2 * DAY)
        assert names_are_single(home) and packages_are_whole(home)
        return picture(home), gateway.sandbox.store.counters()


@pytest.mark.parametrize(
    "wrong_by",
    [
        pytest.param(-DAY, id="a day back", marks=pytest.mark.slow),
        pytest.param(timedelta(days=365), id="a year ahead"),
    ],
)
@pytest.mark.slow
def test_after_a_night_with_a_wrong_clock_all_is_as_if_it_had_been_right(
    tmp_path: Path, wrong_by: timedelta
) -> None:
    calm, sent = three_nights(tmp_path / "calm", timedelta(0))
    assert {told["state"] for told in calm.values()} == {"pushed"} and sent["dossiers"] == 2
    assert three_nights(tmp_path / "wrong", wrong_by) == (calm, sent)
