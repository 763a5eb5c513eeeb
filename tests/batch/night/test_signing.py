# SPDX-License-Identifier: Apache-2.0
"""The night signs where the key needs nobody; else it sends nothing before a person has signed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from batch.night.context import Night
from batch.night.sign_dossiers import sign_waiting
from batch.services.nightly.night import doors_for
from batch.sign.registry import OfficeSigner
from intake.settings.settings import DoorSettings, GatewaySettings, Settings
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import RECEIVED, WHO, Clock, new_store
from tests.support.desks.signing_desk import newest, one_page_dossier
from tests.support.servers.signing_keys import OFFICE, signing_settings


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, str]:
    folder = tmp_path_factory.mktemp("desk")
    store = new_store(folder / "home", Clock(RECEIVED))
    return store, one_page_dossier(store, folder / "scans")


def night_of(store: Store, settings: Settings) -> Night:
    signer = OfficeSigner(settings)
    return Night(store, load_catalogue(), settings, WHO, "1.001193", signer=signer)


@pytest.mark.parametrize("told", [{"signer": ""}, {"password": None}, {"signer": "pkcs11"}])
def test_without_a_key_that_works_alone_nothing_is_signed_and_nothing_complained_of(
    desk: tuple[Store, str], tmp_path: Path, told: dict[str, Any]
) -> None:
    store, dossier = desk
    night = night_of(store, signing_settings(tmp_path / "key", **told))
    sign_waiting(night)
    assert night.unsigned == [] and not newest(store, dossier).manifest.get("signatures")


def test_a_key_that_can_not_be_opened_is_told_and_the_run_goes_on(
    desk: tuple[Store, str], tmp_path: Path
) -> None:
    store, dossier = desk
    wrong = "sai"
    night = night_of(store, signing_settings(tmp_path / "key", password=wrong))
    sign_waiting(night)
    assert len(night.unsigned) == 1 and not newest(store, dossier).manifest.get("signatures")


def test_a_key_whose_passphrase_is_at_hand_signs_at_night(desk: tuple[Store, str], tmp_path: Path) -> None:
    store, dossier = desk
    night = night_of(store, signing_settings(tmp_path / "key"))
    sign_waiting(night)
    sign_waiting(night)  # nothing waits any more
    (signature,) = newest(store, dossier).manifest["signatures"]
    assert signature["by"] == OFFICE and newest(store, dossier).number == 2


@pytest.mark.parametrize(
    ("told", "unsigned"),
    [
        ({"signer": ""}, "warn"),
        ({}, "warn"),
        ({"password": None}, "refuse"),
        ({"signer": "pkcs11"}, "refuse"),
        ({"signer": "pkcs11", "unsigned": "allow"}, "allow"),
        ({"signer": "", "unsigned": "refuse"}, "refuse"),
    ],
)
def test_where_the_key_wants_a_person_the_night_sends_nothing_unsigned(
    tmp_path: Path, told: dict[str, Any], unsigned: str
) -> None:
    kho = DoorSettings(connector="folder", place=str(tmp_path))
    gateway = GatewaySettings(connector="folder", doors={"kho": kho}, send_to=("kho",))
    settings = signing_settings(tmp_path / "key", **told).model_copy(update={"gateway": gateway})
    doors, _problem = doors_for(settings, push=None)
    assert doors is not None and doors.unsigned == unsigned
