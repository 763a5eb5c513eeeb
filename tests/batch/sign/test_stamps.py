# SPDX-License-Identifier: Apache-2.0
"""Signatures with a time-stamp (B-T) and with proofs for later (B-LT); archive PDFs stay such."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from batch.package.package import SIGNED
from batch.sign.archival import is_archival
from batch.sign.errors import SignerError, SigningError, SigningSetupError
from batch.sign.looking import IssuerTrust, SignatureFound, signatures_in
from batch.sign.marks import roots_of
from intake.settings.settings import Settings
from intake.store.store import Store
from tests.support.desks.signing_desk import newest, sign
from tests.support.pages.preflight import preflight
from tests.support.servers.signing_keys import office, root_file, signing_settings
from tests.support.servers.trust_server import TrustServer, trust_server

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def running() -> Iterator[TrustServer]:
    with trust_server() as server:
        yield server


@pytest.fixture
def server(running: TrustServer) -> Iterator[TrustServer]:
    running.asked.clear()
    yield running
    running.broken = running.disguised = False


def settings(folder: Path, server: TrustServer, profile: str, **others: object) -> Settings:
    folder.mkdir()
    told = {"profile": profile, "timestamp_url": server.stamps, "roots": [str(root_file(folder))], **others}
    return signing_settings(folder, office(revoked=server.revoked), **told)


def master_of(store: Store, dossier: str) -> Path:
    (path,) = (p for p in (store.packages / dossier / SIGNED).glob("*.pdf") if "portal" not in p.name)
    return path


def looked_at(path: Path, chosen: Settings) -> SignatureFound:
    (found,) = signatures_in(path.read_bytes(), roots_of(chosen.signing))
    return found


@pytest.mark.parametrize("profile", [pytest.param("B-T", marks=pytest.mark.slow), "B-LT"])
def test_the_time_is_proved_and_the_archive_pdf_stays_one(
    store: Store, dossier: str, tmp_path: Path, server: TrustServer, profile: str
) -> None:
    chosen = settings(tmp_path / "key", server, profile)
    (done,) = sign(store, chosen, dossier)
    assert done.problem is None and newest(store, dossier).manifest["signatures"][0]["profile"] == profile
    path = master_of(store, dossier)
    found = looked_at(path, chosen)
    assert (found.stamped, found.trust, found.is_sound) == (True, IssuerTrust.TRUSTED, True)
    assert is_archival(path.read_bytes()) and preflight(path) == ""
    with pikepdf.open(path) as pdf:
        assert ("/DSS" in pdf.Root) is (profile == "B-LT")
        assert profile == "B-T" or len(pdf.Root.DSS.CRLs) == 1


def test_a_stamp_that_does_not_hold_is_not_kept_as_one(
    store: Store, dossier: str, tmp_path: Path, server: TrustServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unproved(data: bytes) -> list[SignatureFound]:
        return [replace(one, stamped=False) for one in signatures_in(data)]

    monkeypatch.setattr("batch.sign.package.signatures_in", unproved)
    (done,) = sign(store, settings(tmp_path / "key", server, "B-T"), dossier)
    assert isinstance(done.problem, SigningError)
    assert not newest(store, dossier).manifest.get("signatures")


def test_what_proves_the_certificates_is_fetched_once_for_all_files(
    store: Store, dossier: str, tmp_path: Path, server: TrustServer
) -> None:
    sign(store, settings(tmp_path / "key", server, "B-LT"), dossier)
    assert server.asked.count("/ca.crl") == 1


@pytest.mark.parametrize(("profile", "disguised"), [("B-T", False), ("B-T", True), ("B-LT", False)])
def test_a_server_that_answers_nothing_of_use_leaves_all_as_it_was(
    store: Store, dossier: str, tmp_path: Path, server: TrustServer, profile: str, disguised: bool
) -> None:
    server.broken, server.disguised = True, disguised
    with pytest.raises(SignerError) as told:
        sign(store, settings(tmp_path / "key", server, profile), dossier)
    assert "chưa ký" in told.value.sentence
    assert not newest(store, dossier).manifest.get("signatures")


@pytest.mark.parametrize("missing", ["timestamp_url", "roots"])
def test_which_setting_is_missing_for_a_level_is_told(
    store: Store, dossier: str, tmp_path: Path, server: TrustServer, missing: str
) -> None:
    lacking = {"timestamp_url": "", "roots": []}[missing]
    with pytest.raises(SigningSetupError) as told:
        sign(store, settings(tmp_path / "key", server, "B-LT", **{missing: lacking}), dossier)
    assert f"signing.{missing}" in told.value.sentence
