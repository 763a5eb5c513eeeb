# SPDX-License-Identifier: Apache-2.0
"""Certificates of an invented office and its issuer, and the files and settings to sign with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from intake.settings.settings import Settings, SigningSettings
from tests.support.desks.packing_desk import RECEIVED

OFFICE = "UBND xã Ví Dụ"
ISSUER = "Ví Dụ CA"
PASSPHRASE = "mat-khau-thu"  # noqa: S105
FROM, UNTIL = RECEIVED - timedelta(days=30), RECEIVED + timedelta(days=3650)


@dataclass(frozen=True)
class Credential:
    """A certificate with its key; ``issuer`` None for one that issued itself."""

    certificate: x509.Certificate
    key: RSAPrivateKey
    issuer: Credential | None = None

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def p12(self, passphrase: str = PASSPHRASE) -> bytes:
        issuers = [self.issuer.certificate] if self.issuer else []
        locked = serialization.BestAvailableEncryption(passphrase.encode())
        return pkcs12.serialize_key_and_certificates(b"", self.key, self.certificate, issuers, locked)


@cache
def _key(_name: str) -> RSAPrivateKey:  # one a name: making it takes longer than signing with it
    return generate_private_key(65537, 2048)


@cache
def issuer(name: str = ISSUER) -> Credential:
    """Who issues certificates."""
    return _issued(name, None, FROM, UNTIL, ca=True, uses=("key_cert_sign", "crl_sign"))


@cache
def office(
    name: str = OFFICE,
    *,
    start: datetime = FROM,
    end: datetime = UNTIL,
    uses: tuple[str, ...] = ("digital_signature", "content_commitment"),
    of: str = ISSUER,
    revoked: str = "",
) -> Credential:
    """The office's certificate."""
    return _issued(name, issuer(of), start, end, ca=False, uses=uses, revoked=revoked)


@cache
def stamp_service(revoked: str = "") -> Credential:
    """The certificate of a time-stamp server; ``revoked`` is where its issuer lists what it took back."""
    uses = ("digital_signature",)
    return _issued("Ví Dụ TSA", issuer(), FROM, UNTIL, ca=False, uses=uses, stamps=True, revoked=revoked)


def _issued(
    name: str,
    by: Credential | None,
    start: datetime,
    end: datetime,
    *,
    ca: bool,
    uses: tuple[str, ...],
    stamps: bool = False,
    revoked: str = "",
) -> Credential:
    key, subject = _key(name), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    every = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    told = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(x509.KeyUsage(**{use: use in uses for use in every}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if by:
        issued_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key())
        told = told.add_extension(issued_by, critical=False)
    if revoked:
        place = x509.DistributionPoint([x509.UniformResourceIdentifier(revoked)], None, None, None)
        told = told.add_extension(x509.CRLDistributionPoints([place]), critical=False)
    if stamps:
        told = told.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Credential(told.sign(by.key if by else key, hashes.SHA256()), key, by)


def signing_settings(folder: Path, of: Credential | None = None, /, **others: Any) -> Settings:
    """Settings that sign with a file in ``folder``, whose passphrase is at hand."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "khoa.p12"
    file.write_bytes((of or office()).p12())
    told = {"signer": "pkcs12", "file": str(file), "password": PASSPHRASE, **others}
    return Settings(signing=SigningSettings.model_validate(told))


def root_file(folder: Path, name: str = ISSUER) -> Path:
    """The certificate of an issuer as a file."""
    path = folder / "goc.pem"
    path.write_bytes(issuer(name).pem)
    return path
