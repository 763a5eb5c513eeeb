# SPDX-License-Identifier: Apache-2.0
"""Whose a certificate is, and whether it may sign now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from batch.sign.errors import SignerError
from templates.language.outside_text import Longest, one_line

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate, Name

SIGNING_USES = frozenset({"digital_signature", "non_repudiation"})
"""Of these uses of a key (RFC 5280, 4.2.1.3) one suffices; a certificate that names none may do all."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose the certificate is, its serial number (hexadecimal digits), and who issued it."""

    name: str
    serial: str
    issuer: str


def holder_of(certificate: Certificate) -> Holder:
    """What a person knows the certificate by."""
    return Holder(_called(certificate.subject), f"{certificate.serial_number:x}", _called(certificate.issuer))


def refuse_unfit(certificate: Certificate, now: datetime) -> None:
    """Raise SignerError where the certificate has ended, does not hold yet, or is not one to sign with."""
    name = holder_of(certificate).name
    if now < certificate.not_valid_before:
        raise SignerError.not_yet(name, certificate.not_valid_before)
    if now > certificate.not_valid_after:
        raise SignerError.expired(name, certificate.not_valid_after)
    if not is_for_signing(certificate):
        raise SignerError.wrong_use(name)


def is_for_signing(certificate: Certificate) -> bool:
    """Whether the certificate is one to sign with."""
    uses = certificate.key_usage_value
    return not certificate.ca and (uses is None or bool(SIGNING_USES & uses.native))


def _called(name: Name) -> str:
    parts = name.native
    found = parts.get("common_name") or parts.get("organization_name") or name.human_friendly
    return one_line(found if isinstance(found, str) else str(found[0]), Longest.NAME)
