# SPDX-License-Identifier: Apache-2.0
"""Writing scanned pages as the files a desk has: JPEG, PNG, TIFF or image-only PDF."""

from __future__ import annotations

import random
from pathlib import Path

import img2pdf  # type: ignore[import-untyped]
from PIL import Image

from bench.scanning.scan import Damage, encode_bilevel, encode_jpeg


def encoded(page: Image.Image, damage: Damage, dpi: int) -> bytes:
    """One page as JPEG, or as group 4 TIFF if it has one bit."""
    return encode_bilevel(page, dpi) if page.mode == "1" else encode_jpeg(page, damage.jpeg_quality, dpi)


def write_pdf(path: Path, pages: list[Image.Image], damage: Damage, dpi: int) -> None:
    """An image-only PDF, byte for byte the same for the same pages."""
    images = [encoded(page, damage, dpi) for page in pages]
    # the other engine gives each file an identity by chance
    pdf = img2pdf.convert(images, engine=img2pdf.Engine.internal, nodate=True, producer="")
    path.write_bytes(pdf or b"")


def write_tiff(path: Path, pages: list[Image.Image], dpi: int) -> None:
    """A TIFF of one or more pages."""
    compression = "group4" if pages[0].mode == "1" else "jpeg"
    pages[0].save(
        path, "TIFF", compression=compression, dpi=(dpi, dpi), save_all=True, append_images=pages[1:]
    )


def write_scan(
    out: Path, stem: str, pages: list[Image.Image], damage: Damage, dpi: int, rng: random.Random
) -> str:
    """Write pages in a random fitting format; returns the file's name."""
    if pages[0].mode == "1":
        suffix = rng.choice((".tif", ".pdf", ".png") if len(pages) == 1 else (".tif", ".pdf"))
    else:
        suffix = rng.choice((".jpg", ".jpg", ".pdf", ".png") if len(pages) == 1 else (".pdf", ".tif"))
    path = out / (stem + suffix)
    if suffix == ".pdf":
        write_pdf(path, pages, damage, dpi)
    elif suffix == ".tif":
        write_tiff(path, pages, dpi)
    elif suffix == ".jpg":
        path.write_bytes(encode_jpeg(pages[0], damage.jpeg_quality, dpi))
    else:
        pages[0].save(path, "PNG", dpi=(dpi, dpi), compress_level=1)
    return path.name
