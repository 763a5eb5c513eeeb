# SPDX-License-Identifier: Apache-2.0
"""Signing with a key that a service keeps (Cloud Signature Consortium)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from batch.package.package import SIGNED
from batch.sign.errors import SignerError, SigningSetupError
from batch.sign.looking import signatures_in
from intake.settings.settings import Settings
from intake.store.store import Store
from tests.support.desks.signing_desk import newest, sign
from tests.support.servers.signing_keys import OFFICE, signing_settings
from tests.support.servers.signing_service import CREDENTIAL, PIN, TOKEN, SigningService, signing_service


@pytest.fixture
def service() -> Iterator[SigningService]:
    with signing_service() as running:
        yield running


def settings(folder: Path, service: SigningService, **others: object) -> Settings:
    told = {"signer": "csc", "base_url": service.url, "credential": CREDENTIAL, "access_token": TOKEN}
    return signing_settings(folder, **{**told, "password": PIN, **others})


@pytest.mark.parametrize(
    ("pinned", "multisign", "times"),
    [(False, 10, 1), (False, 1, 2), (True, 10, 2)],
    ids=["once", "one", "pinned"],
)
def test_the_owner_is_asked_as_seldom_as_the_service_allows(
    store: Store,
    dossier: str,
    tmp_path: Path,
    service: SigningService,
    pinned: bool,
    multisign: int,
    times: int,
) -> None:
    service.pinned, service.multisign = pinned, multisign
    sign(store, settings(tmp_path / "key", service), dossier)
    assert newest(store, dossier).manifest["signatures"][0]["by"] == OFFICE
    files = sorted((store.packages / dossier / SIGNED).glob("*.pdf"))
    assert [[one.by for one in signatures_in(path.read_bytes())] for path in files] == [[OFFICE]] * 2
    assert service.asked.count("authorize") == times and service.asked.count("signHash") == 2


@pytest.mark.parametrize("fault", ["info", "authorize", "signHash"])
def test_a_service_that_refuses_leaves_all_as_it_was(
    store: Store, dossier: str, tmp_path: Path, service: SigningService, fault: str
) -> None:
    service.fault = fault
    with pytest.raises(SignerError):
        sign(store, settings(tmp_path / "key", service), dossier)
    assert not newest(store, dossier).manifest.get("signatures")


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"password": "0000"}, SignerError),
        ({"access_token": "other"}, SignerError),
        ({"base_url": "http://127.0.0.1:9"}, SignerError),
        ({"base_url": "http://ky-so.example.vn"}, SigningSetupError),
        ({"credential": ""}, SigningSetupError),
    ],
)
def test_neither_pin_nor_token_stand_in_what_is_told_of_a_fault(
    store: Store,
    dossier: str,
    tmp_path: Path,
    service: SigningService,
    told: dict[str, str],
    error: type[Exception],
) -> None:
    with pytest.raises(error) as raised:
        sign(store, settings(tmp_path / "key", service, **told), dossier)
    chain, one = [], raised.value
    while one is not None:
        chain.append(f"{one!r}{one}")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    assert not any(secret in "".join(chain) for secret in (PIN, TOKEN, "0000"))
