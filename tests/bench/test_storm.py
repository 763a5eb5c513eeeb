# SPDX-License-Identifier: Apache-2.0
"""The short form of the storm: faults at every step, killed pushers, a poisoned dossier; the long one is
``python -m bench.storm``.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.storm.storm import Storm
from bench.storm.weather import HANGING, Weather

pytestmark = [pytest.mark.first, pytest.mark.long, pytest.mark.timeout(900)]


def test_in_a_storm_every_dossier_arrives_once_and_both_ends_agree(tmp_path: Path) -> None:
    weather = Weather(share=0.3, chance=random.Random(3), left_out=HANGING)

    found = Storm(tmp_path, 6, weather, kills=0.7, timeout_s=10.0).run()

    assert found.wrong == []
    assert (found.arrived, found.twice) == (6, 0)
    assert found.struck.keys() >= {"token", "number", "upload", "submit", "status", "poisoned"}
    assert found.kills


@pytest.mark.slow
def test_in_a_storm_over_the_province_every_dossier_is_there_under_one_number(tmp_path: Path) -> None:
    weather = Weather(share=0.3, chance=random.Random(5), left_out=HANGING)

    found = Storm(tmp_path, 3, weather, kills=0.5, timeout_s=10.0, door="province").run()

    assert found.wrong == []
    assert (found.arrived, found.twice) == (3, 0)
    assert found.struck.keys() >= {"submit", "status", "poisoned"}


@pytest.mark.slow
def test_in_a_storm_over_the_civil_status_system_every_dossier_is_there_once(tmp_path: Path) -> None:
    weather = Weather(share=0.3, chance=random.Random(7), left_out=HANGING)

    found = Storm(tmp_path, 3, weather, kills=0.5, timeout_s=10.0, door="moj").run()

    assert found.wrong == []
    assert (found.arrived, found.twice) == (3, 0)
    assert found.struck.keys() >= {"token", "submit", "status", "poisoned"}
