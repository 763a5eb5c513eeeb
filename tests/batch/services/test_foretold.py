# SPDX-License-Identifier: Apache-2.0
"""What a gateway would refuse is told at the check, before anything is packaged or sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from batch.desk.screens.push import refusals_as_json, show_foretold
from batch.gateway.contract import FieldMessage
from batch.services.pushing import foretold
from intake.settings.settings import GatewaySettings, Settings, UnitSettings
from intake.store.store import Store
from tests.support.desks.packing_desk import FORM, RECEIVED, Clock, complete_dossier, new_store

READY = Settings(gateway=GatewaySettings(base_url="https://cong.example"), unit=UnitSettings(code="G09.20"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path / "home", Clock(RECEIVED))
    yield store
    store.close()


def refused(
    store: Store, tmp_path: Path, changed: Mapping[str, str], settings: Settings = READY
) -> list[str]:
    dossier = complete_dossier(store, tmp_path / "scans", {**FORM, **changed})
    return [message.key for message in foretold(store, dossier, settings)]


def test_a_value_without_a_code_there_is_told_of_a_dossier_that_is_not_packaged(
    store: Store, tmp_path: Path
) -> None:
    assert refused(store, tmp_path, {"child.sex": "Không xác định"}) == ["child.sex"]


def test_of_a_sound_dossier_nothing_is_told(store: Store, tmp_path: Path) -> None:
    assert refused(store, tmp_path, {}) == []


@pytest.mark.parametrize(
    "settings",
    [
        Settings(unit=UnitSettings(code="G09.20")),
        Settings(gateway=GatewaySettings(base_url="https://a.example")),
    ],
    ids=["no-gateway", "no-unit-code"],
)
def test_where_no_door_is_ready_nothing_is_told(store: Store, tmp_path: Path, settings: Settings) -> None:
    assert refused(store, tmp_path, {"child.sex": "Không xác định"}, settings) == []


def test_a_field_of_the_form_that_fills_several_of_the_gateways_is_told_once_by_its_own_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    twice = [FieldMessage(name, "requester.full_name", "missing") for name in ("ChuHoSo", "nycHoTen")]
    show_foretold(twice)
    told = capsys.readouterr()
    assert (told.out + told.err).count("yêu cầu") == 1
    assert "nycHoTen" not in told.out
    assert [row["field"] for row in refusals_as_json(twice)] == ["ChuHoSo", "nycHoTen"]
