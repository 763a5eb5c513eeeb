# SPDX-License-Identifier: Apache-2.0
"""The portal copy: the same pages, small enough for the portal, still readable and still searchable.

Portals refuse files over a limit (2 MB on the national portal). Pages are recoded along a ladder of
resolutions and JPEG qualities, best first; the first rung at which the whole document fits is taken. Below
the last rung print becomes hard to read, so the document is split into parts instead, and a page that alone
is too large is reported, never sent oversize.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import cv2
import numpy as np
import pikepdf
from PIL import Image, ImageCms

from batch.package.manifest import TOO_LARGE
from batch.package.pdfa import Imprint, Leaf, image_of, plain
from batch.package.scan import Scan, wrap
from intake.capture.pdfium import picture_in

# A portal's "2 MB" may mean 10⁶ or 2²⁰: the smaller is right under both.
BYTES_PER_MB = 1_000_000
_SAMPLE = 3


@dataclass(frozen=True, slots=True)
class Rung:
    """How a page is recoded: at most ``dpi`` dots an inch, JPEG ``quality`` (Pillow's 1–95)."""

    dpi: int
    quality: int


# Every rung is smaller than the one before. 110 dpi at quality 45 is the floor at which 10-point print with
# its marks can still be read on a screen.
LADDER = (
    Rung(200, 80),
    Rung(200, 70),
    Rung(180, 66),
    Rung(160, 62),
    Rung(150, 58),
    Rung(140, 54),
    Rung(130, 50),
    Rung(120, 48),
    Rung(110, 45),
)


@dataclass(frozen=True, slots=True)
class PortalCopy:
    """``parts`` are PDFs in order, each within the limit unless ``finding`` says otherwise.

    ``rung`` is None where the scans went in as they were. ``finding`` is "" or ``portal-too-large``; then
    there are no parts.
    """

    parts: tuple[bytes, ...]
    pages: tuple[int, ...]
    rung: Rung | None
    finding: str = ""


def portal_copy(leaves: Sequence[Leaf], imprint: Imprint, limit_mb: float) -> PortalCopy:
    """The smallest loss that brings the pages under ``limit_mb``."""
    limit = int(limit_mb * BYTES_PER_MB)
    if sum(len(leaf.scan.image_pdf) for leaf in leaves) < limit:
        whole = plain(leaves, imprint)
        if len(whole) <= limit:
            return PortalCopy((whole,), (len(leaves),), None)

    for rung in LADDER[_likely(leaves, imprint, limit) :]:
        recoded = [_recoded(leaf, rung) for leaf in leaves]
        whole = plain(recoded, imprint)
        if len(whole) <= limit:
            return PortalCopy((whole,), (len(leaves),), rung)
    return _split(recoded, imprint, limit)


def _likely(leaves: Sequence[Leaf], imprint: Imprint, limit: int) -> int:
    """The step of the ladder to begin at: where a few pages, spread over the document, take their share.

    With few pages that is the best step that fits; recoding hundreds at every step would take minutes.
    """
    sample = leaves[:: max(1, len(leaves) // _SAMPLE)][:_SAMPLE]
    share = limit * len(sample) / len(leaves)
    found = _first(
        len(LADDER),
        lambda step: len(plain([_recoded(leaf, LADDER[step]) for leaf in sample], imprint)) <= share,
    )
    return len(LADDER) - 1 if found is None else found


def _first(count: int, fits: Callable[[int], bool]) -> int | None:
    """The first step that fits, sizes falling from step to step; None if the last does not."""
    if not fits(count - 1):
        return None
    low, high = 0, count - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle + 1, high)
    return low


def _split(leaves: Sequence[Leaf], imprint: Imprint, limit: int) -> PortalCopy:
    parts: list[bytes] = []
    pages: list[int] = []
    start = 0
    while start < len(leaves):
        count = _most_that_fit(leaves[start:], imprint, limit)
        if count == 0:
            return PortalCopy((), (), LADDER[-1], TOO_LARGE)
        parts.append(plain(leaves[start : start + count], imprint))
        pages.append(count)
        start += count
    return PortalCopy(tuple(parts), tuple(pages), LADDER[-1])


def _most_that_fit(leaves: Sequence[Leaf], imprint: Imprint, limit: int) -> int:
    low, high = 0, len(leaves)
    while low < high:
        middle = (low + high + 1) // 2
        fits = len(plain(leaves[:middle], imprint)) <= limit
        low, high = (middle, high) if fits else (low, middle - 1)
    return low


def _recoded(leaf: Leaf, rung: Rung) -> Leaf:
    """The page at ``rung``, or as it was where that is smaller; never more pixels than scanned."""
    scan = leaf.scan
    if scan.bilevel:
        return leaf
    picture = _decoded(scan)
    if picture is None:
        return leaf
    profile = picture.info.get("icc_profile")
    dpi = max(scan.width_px, scan.height_px) * 72 / max(scan.width_pt, scan.height_pt)
    if dpi > rung.dpi:
        scale = rung.dpi / dpi
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        # Averaging over areas, in OpenCV: as legible as Pillow's filters here and many times faster.
        picture = Image.fromarray(cv2.resize(np.asarray(picture), size, interpolation=cv2.INTER_AREA))
    out = io.BytesIO()
    picture = _in_srgb(picture, profile)
    picture.save(out, "JPEG", quality=rung.quality, optimize=True)
    smaller = wrap(out.getvalue())
    if len(smaller) >= len(scan.image_pdf):
        return leaf
    return replace(leaf, scan=_resized(scan, smaller, picture.size))


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """A recoded page carries no profile, so its colours are brought to those that are meant without one."""
    if profile and picture.mode == "RGB":
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            brought = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"))
            return brought or picture
    return picture


def _resized(scan: Scan, image_pdf: bytes, size: tuple[int, int]) -> Scan:
    return replace(scan, image_pdf=image_pdf, width_px=size[0], height_px=size[1])


def _decoded(scan: Scan) -> Image.Image | None:
    """The picture's pixels as gray or RGB, None where no decoder is at hand (it is then left as it is)."""
    picture: Image.Image | None
    with pikepdf.open(io.BytesIO(scan.image_pdf)) as pdf:
        try:
            picture = pikepdf.PdfImage(image_of(pdf)).as_pil_image()
        except (pikepdf.PikepdfError, NotImplementedError, OSError):  # JBIG2 wants a program of its own
            picture = picture_in(scan.image_pdf)
    if picture is None:
        return None
    wanted = "L" if picture.mode in ("L", "1") else "RGB"
    return picture if picture.mode == wanted else picture.convert(wanted)
