# SPDX-License-Identifier: Apache-2.0
"""The digital signatures of a PDF looked at: whose, when, whether the document is still what was signed, and
whether the certificate leads to one that is trusted here.

Nothing is fetched: what a file does not bring along, and no setting names, is not known. Whether a
certificate was valid is judged at the moment of signing, which a time-stamp bears, of whatever server, or
else the signer only says. Whether a certificate was revoked is not looked up.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from operator import itemgetter
from typing import Any

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from batch.sign.certificate import SIGNING_USES, holder_of, is_for_signing

_OF_PERSON = "/Sig"
"""What a signature that is no time-stamp of the document calls itself, or nothing."""
_KINDS = frozenset(kind.value for kind in SigSeedSubFilter)
_USES = KeyUsageConstraints(key_usage=set(SIGNING_USES))
# What it thinks of a stranger's file is told by us; its warnings hold names of people.
logging.getLogger("pyhanko").addHandler(logging.NullHandler())
logging.getLogger("pyhanko").propagate = False
logging.getLogger("pyhanko_certvalidator").propagate = False


class Soundness(StrEnum):
    """Whether the document is what was signed."""

    WHOLE = "whole"
    ADDED_TO = "added-to"  # only what may be added: a further signature, proofs for later
    CHANGED = "changed"  # after it was signed
    BROKEN = "broken"  # its bytes are not those that were signed, or it can't be understood
    UNCHECKED = "unchecked"  # of a kind that nothing here can check


class IssuerTrust(StrEnum):
    """What is known of the certificate."""

    TRUSTED = "trusted"  # it leads to a root that the settings name
    UNKNOWN = "unknown"  # no root is known for it
    REFUSED = "refused"  # it had ended, or is none to sign with


@dataclass(frozen=True, slots=True)
class SignatureFound:
    """One signature: whose certificate (name, serial number, issuer), when (None: not said), and whether a
    whole time-stamp bears that (whose server made it is not judged).
    """

    by: str
    serial: str
    issuer: str
    at: datetime | None
    stamped: bool
    soundness: Soundness
    trust: IssuerTrust

    @property
    def is_sound(self) -> bool:
        """Whether nothing speaks against it; an unknown issuer does not."""
        whole = self.soundness in (Soundness.WHOLE, Soundness.ADDED_TO)
        return whole and self.trust is not IssuerTrust.REFUSED


class NoPdfError(ValueError):
    """The file can't be opened as a PDF."""


def signatures_in(data: bytes, roots: Sequence[Certificate] = ()) -> list[SignatureFound]:
    """The signatures of people and offices, in the order of the file; ``roots`` are trusted.

    Raises:
        NoPdfError: it is no PDF, or is too damaged to be opened.
    """
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        fields = [(name, field.get_object()) for name, _value, field in enumerate_sig_fields(reader, True)]
        signed = [
            (name, field) for name, field in fields if field["/V"].get("/Type", _OF_PERSON) == _OF_PERSON
        ]
    except Exception as error:  # a stranger's file may break the reader anywhere
        raise NoPdfError from error
    found = [_looked_at(reader, field, name, roots) for name, field in signed]
    return [one for _revision, one in sorted(found, key=itemgetter(0))]


def _looked_at(
    reader: PdfFileReader, field: Any, name: str, roots: Sequence[Certificate]
) -> tuple[int, SignatureFound]:
    """What is found, and in which revision of the file it was signed."""
    try:
        signature = EmbeddedPdfSignature(reader, field, name)
        return signature.signed_revision, asyncio.run(_found(signature, roots))
    except Exception:  # as above; what can't be understood holds for nobody
        soundness = Soundness.BROKEN if field["/V"].get("/SubFilter") in _KINDS else Soundness.UNCHECKED
        return -1, SignatureFound("", "", "", None, False, soundness, IssuerTrust.UNKNOWN)


async def _found(signature: EmbeddedPdfSignature, roots: Sequence[Certificate]) -> SignatureFound:
    status = await _status(signature, roots, None)
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.valid and stamp.intact
    at = stamp.timestamp if stamp is not None and stamped else signature.self_reported_timestamp
    if at is not None:
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        status = await _status(signature, roots, at)
    holder = holder_of(signature.signer_cert)
    return SignatureFound(
        holder.name,
        holder.serial,
        holder.issuer,
        at,
        stamped,
        _soundness(status),
        _trust(signature, status, at),
    )


async def _status(
    signature: EmbeddedPdfSignature, roots: Sequence[Certificate], at: datetime | None
) -> PdfSignatureStatus:
    context = ValidationContext(trust_roots=list(roots), moment=at, allow_fetching=False)
    return await async_validate_pdf_signature(signature, context, key_usage_settings=_USES)


def _soundness(status: PdfSignatureStatus) -> Soundness:
    if not (status.intact and status.valid):
        return Soundness.BROKEN
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return Soundness.WHOLE
    level = status.modification_level
    if level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING):
        return Soundness.ADDED_TO if status.docmdp_ok else Soundness.CHANGED
    return Soundness.CHANGED


def _trust(signature: EmbeddedPdfSignature, status: PdfSignatureStatus, at: datetime | None) -> IssuerTrust:
    if status.trusted:
        return IssuerTrust.TRUSTED
    certificate = signature.signer_cert
    ended = at is not None and not certificate.not_valid_before <= at <= certificate.not_valid_after
    unfit = not is_for_signing(certificate)
    led = status.validation_path is not None
    return IssuerTrust.REFUSED if ended or unfit or led else IssuerTrust.UNKNOWN
