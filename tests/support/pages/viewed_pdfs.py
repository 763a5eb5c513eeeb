# SPDX-License-Identifier: Apache-2.0
"""PDFs as a person sees them: what a viewer draws, and the text it finds."""

from __future__ import annotations

import io
import subprocess
from datetime import UTC, datetime

from PIL import Image, ImageChops

from batch.package.pdfa import Imprint

IMPRINT = Imprint("260115-0001 KQ004389", "sohoa", datetime(2026, 1, 15, 2, 30, tzinfo=UTC))


def text_of(pdf: bytes) -> list[str]:
    """The lines that a reader of PDF text finds, in its own order."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return [" ".join(line.split()) for line in done.stdout.decode().splitlines() if line.strip()]


def seen(pdf: bytes, dpi: int = 50) -> Image.Image:
    """The first page as a viewer shows it."""
    command = ["pdftoppm", "-r", str(dpi), "-png", "-singlefile", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout)).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of the pixels, 0 to 255."""
    other = other.convert("RGB").resize(one.size, Image.Resampling.BOX)
    gray = ImageChops.difference(one.convert("L"), other.convert("L"))
    return sum(i * n for i, n in enumerate(gray.histogram())) / (gray.width * gray.height)
