# SPDX-License-Identifier: Apache-2.0
"""How an office signs, made of its settings: what each signature bears besides the signer's own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from batch.sign.errors import SigningSetupError
from batch.sign.pdf import Marks, Proofs
from intake.settings.settings import Settings
from intake.settings.signing import Profile, SigningSettings
from intake.settings.units import section_of

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.timestamps import TimeStamper
    from pyhanko.stamp import BaseStampStyle

_SEAL_PX = 150
"""The longer side of a seal's picture in a file; on 35 mm that is 110 dpi."""


@dataclass(frozen=True, slots=True)
class HowToSign:
    """At which level, with which marks, and how large the portal lets a file be (MB, 10⁶ bytes)."""

    profile: Profile
    marks: Marks
    portal_limit_mb: float
    timestamp_url: str = ""

    @classmethod
    def of(cls, settings: Settings) -> HowToSign:
        """As the settings have it; raises SigningSetupError where one of them is missing or wrong."""
        signing, keys = settings.signing, f"{section_of(settings)}signing."
        stamper = None if signing.profile == "B-B" else _stamper(signing, keys)
        proofs = _proofs(signing, keys) if signing.profile == "B-LT" else None
        seal = _seal(Path(signing.seal).expanduser(), f"{keys}seal") if signing.seal else None
        marks = Marks(stamper, seal, proofs)
        return cls(signing.profile, marks, settings.portal_limit_mb, signing.timestamp_url)


def roots_of(signing: SigningSettings) -> Sequence[Certificate]:
    """The certificates that the settings trust; raises SigningSetupError where a file holds none."""
    return [one for path in signing.roots for one in _certificates(Path(path).expanduser())]


def _stamper(signing: SigningSettings, keys: str) -> TimeStamper:
    from pyhanko.sign.timestamps import HTTPTimeStamper

    # Plain http is usual for time-stamps, and safe: a hash goes there, and what comes back is signed.
    if not signing.timestamp_url.strip():
        raise SigningSetupError.missing(f"{keys}timestamp_url")
    return HTTPTimeStamper(signing.timestamp_url.strip(), timeout=signing.timeout_s)


def _proofs(signing: SigningSettings, keys: str) -> Proofs:
    if not signing.roots:
        raise SigningSetupError.missing(f"{keys}roots")
    return Proofs(roots_of(signing), signing.timeout_s)


def _seal(path: Path, setting: str) -> BaseStampStyle:
    from PIL import Image
    from pyhanko.pdf_utils.images import PdfImage
    from pyhanko.stamp import StaticStampStyle

    try:
        data = path.read_bytes()
    except OSError as error:
        raise SigningSetupError.no_file(str(path), setting) from error
    try:
        picture = Image.open(io.BytesIO(data)).convert("RGBA")
    except (OSError, ValueError) as error:
        raise SigningSetupError.no_picture(str(path)) from error
    picture.thumbnail((_SEAL_PX, _SEAL_PX))
    # PDF/A-1 knows no transparency: what shines through is paper.
    flat = Image.new("RGBA", picture.size, "white")
    flat.alpha_composite(picture)
    return StaticStampStyle(border_width=0, background=PdfImage(flat.convert("RGB")), background_opacity=1)


def _certificates(path: Path) -> list[Certificate]:
    from asn1crypto import pem, x509

    try:
        data = path.read_bytes()
    except OSError as error:
        raise SigningSetupError.no_file(str(path), "signing.roots") from error
    try:
        parts = (
            [der for _type, _headers, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
        )
        found = [x509.Certificate.load(der, strict=True) for der in parts]
        for one in found:
            _ = one.subject.native
    except (ValueError, TypeError) as error:
        raise SigningSetupError.no_certificates(str(path)) from error
    return found
