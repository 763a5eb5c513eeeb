# SPDX-License-Identifier: Apache-2.0
"""Signing with a key on a token: SoftHSM stands for one (Debian's softhsm2)."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from batch.package.package import SIGNED
from batch.sign.errors import SignerError, SigningSetupError
from batch.sign.looking import signatures_in
from intake.settings.settings import Settings
from intake.store.store import Store
from tests.support.desks.signing_desk import newest, sign
from tests.support.servers.signing_keys import OFFICE, Credential, office, signing_settings

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("token")]
MODULE = "/usr/lib/softhsm/libsofthsm2.so"
LABEL, PIN = "UBND Vi Du", "24681357"


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A token with the office's key, and one to encrypt with; a process reads its place once."""
    if shutil.which("softhsm2-util") is None:
        told = "there is no SoftHSM here: install Debian's package softhsm2, or let ./run test do it"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n", "utf-8")
    os.environ["SOFTHSM2_CONF"] = str(config)
    _util("--init-token", "--free", "--label", LABEL, "--so-pin", "87654321", "--pin", PIN)
    _put(folder, office(), "ky-so", "01")
    _put(folder, office("Mã hóa", uses=("key_encipherment",)), "ma-hoa", "02")


def _put(folder: Path, credential: Credential, label: str, number: str) -> None:
    import pkcs11
    from pkcs11.util.x509 import decode_x509_certificate

    key = folder / "key.pem"
    pkcs8, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key.write_bytes(credential.key.private_bytes(serialization.Encoding.PEM, pkcs8, plain))
    _util("--import", str(key), "--token", LABEL, "--label", label, "--id", number, "--pin", PIN)
    der = credential.certificate.public_bytes(serialization.Encoding.DER)
    attribute = pkcs11.Attribute
    named = {attribute.LABEL: label, attribute.ID: bytes.fromhex(number), attribute.TOKEN: True}
    with pkcs11.lib(MODULE).get_token(token_label=LABEL).open(rw=True, user_pin=PIN) as session:
        session.create_object({**decode_x509_certificate(der), **named})


def _util(*words: str) -> None:
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)


def settings(folder: Path, **others: str) -> Settings:
    told = {"signer": "pkcs11", "file": "", "module": MODULE, "device": LABEL, "password": PIN, **others}
    return signing_settings(folder, **told)


@pytest.mark.parametrize("named", [{}, {"certificate": "ky-so"}, {"device": ""}])
def test_the_only_certificate_to_sign_with_or_the_named_one_signs(
    store: Store, dossier: str, tmp_path: Path, named: dict[str, str]
) -> None:
    sign(store, settings(tmp_path / "key", **named), dossier)
    (signature,) = newest(store, dossier).manifest["signatures"]
    assert signature["by"] == OFFICE
    files = sorted((store.packages / dossier / SIGNED).glob("*.pdf"))
    assert [[one.by for one in signatures_in(path.read_bytes())] for path in files] == [[OFFICE]] * 2


WRONG = {
    "a wrong PIN": ({"password": "1111"}, SignerError),
    "no such token": ({"device": "other"}, SignerError),
    "no such certificate": ({"certificate": "other"}, SignerError),
    "one that is to encrypt": ({"certificate": "ma-hoa"}, SignerError),
    "no library": ({"module": "/nowhere/lib.so"}, SigningSetupError),
    "no library named": ({"module": ""}, SigningSetupError),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_with_a_token_is_told_and_nothing_signed(
    store: Store, dossier: str, tmp_path: Path, what: str
) -> None:
    told, error = WRONG[what]
    with pytest.raises(error) as raised:
        sign(store, settings(tmp_path / "key", **told), dossier)
    assert raised.value.sentence and raised.value.advice
    assert not newest(store, dossier).manifest.get("signatures")
