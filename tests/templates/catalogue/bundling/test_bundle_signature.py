# SPDX-License-Identifier: Apache-2.0
"""Who signed a bundle, and whom an office trusts."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from intake.settings.file import SettingsError
from intake.settings.settings import load_settings
from templates.catalogue.bundling.signature import Signed, signed, signer_of
from templates.catalogue.trust import Trust
from templates.errors import BundleError, UsageError

MANIFEST = b'{"version": "2099.1"}'
OFFICE = "Sở Tư pháp tỉnh Ví Dụ"


def _written(key: ed25519.Ed25519PrivateKey, path: Path, password: bytes = b"") -> Path:
    coded = BestAvailableEncryption(password) if password else NoEncryption()
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, coded))
    return path


@pytest.fixture
def key() -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.generate()


@pytest.fixture
def signature(key: ed25519.Ed25519PrivateKey, tmp_path: Path) -> Signed:
    return signed(MANIFEST, _written(key, tmp_path / "key.pem"), lambda: pytest.fail("asked for a password"))


def _bytes(signature: Signed) -> bytes:
    return signature.model_dump_json().encode()


def test_a_trusted_key_is_named(signature: Signed) -> None:
    signer = signer_of(MANIFEST, _bytes(signature), Trust(required=True, keys={OFFICE: signature.key}))
    assert signer is not None
    assert signer.name == OFFICE


def test_a_key_that_is_not_trusted_has_no_name_and_is_refused_where_a_signature_is_demanded(
    signature: Signed,
) -> None:
    other = base64.b64encode(ed25519.Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()
    trust = Trust(required=False, keys={OFFICE: other})
    signer = signer_of(MANIFEST, _bytes(signature), trust)
    assert signer is not None
    assert signer.name == ""
    with pytest.raises(BundleError, match="không được tin cậy"):
        signer_of(MANIFEST, _bytes(signature), Trust(required=True, keys={OFFICE: other}))


def test_an_unsigned_bundle_is_refused_only_where_a_signature_is_demanded() -> None:
    assert signer_of(MANIFEST, None, Trust()) is None
    with pytest.raises(BundleError, match="không có chữ ký"):
        signer_of(MANIFEST, None, Trust(required=True))


def _bent(signature: Signed) -> list[bytes]:
    raw = bytearray(base64.b64decode(signature.signature))
    raw[0] ^= 1
    short = base64.b64encode(raw[:10]).decode()
    return [
        _bytes(signature.model_copy(update={"signature": base64.b64encode(raw).decode()})),
        _bytes(signature.model_copy(update={"signature": short})),
        _bytes(signature.model_copy(update={"key": "AAAA"})),
        _bytes(signature.model_copy(update={"key": "no base64"})),
        b"{}",
        b"\xff",
    ]


@pytest.mark.parametrize("place", range(6))
def test_a_signature_that_is_not_right_is_refused_whatever_is_demanded(signature: Signed, place: int) -> None:
    with pytest.raises(BundleError):
        signer_of(MANIFEST, _bent(signature)[place], Trust())


def test_a_changed_manifest_is_refused(signature: Signed) -> None:
    with pytest.raises(BundleError):
        signer_of(MANIFEST + b" ", _bytes(signature), Trust(keys={OFFICE: signature.key}))


def test_a_key_with_a_password_is_asked_for_it(key: ed25519.Ed25519PrivateKey, tmp_path: Path) -> None:
    file = _written(key, tmp_path / "key.pem", b"mat khau")
    assert signed(MANIFEST, file, lambda: "mat khau").key
    with pytest.raises(UsageError, match="sai mật khẩu"):
        signed(MANIFEST, file, lambda: "sai")


def test_what_is_no_such_key_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Không đọc được"):
        signed(MANIFEST, tmp_path / "nothing.pem", str)
    (tmp_path / "text.pem").write_text("no key")
    with pytest.raises(UsageError, match="không phải khóa riêng"):
        signed(MANIFEST, tmp_path / "text.pem", str)
    other = ec.generate_private_key(ec.SECP256R1())
    pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "ec.pem").write_bytes(pem)
    with pytest.raises(UsageError, match="Ed25519"):
        signed(MANIFEST, tmp_path / "ec.pem", str)


def test_the_settings_name_whom_the_office_trusts(tmp_path: Path, signature: Signed) -> None:
    file = tmp_path / "sohoa.toml"
    file.write_text(
        f'[forms]\nrequire_signature = true\ntrusted_keys = ["{OFFICE}  {signature.key}"]\n', "utf-8"
    )
    assert load_settings(file).forms.trust == Trust(required=True, keys={OFFICE: signature.key})


@pytest.mark.parametrize("line", ["", "name only", "Sở AAAA"])
def test_what_is_no_key_is_refused_in_the_settings(tmp_path: Path, line: str) -> None:
    file = tmp_path / "sohoa.toml"
    file.write_text(f'[forms]\ntrusted_keys = ["{line}"]\n', "utf-8")
    with pytest.raises(SettingsError, match="khóa công khai"):
        load_settings(file)
