# SPDX-License-Identifier: Apache-2.0
"""A page far larger than paper is read in bounded memory, or costs only itself."""

from __future__ import annotations

import resource
from pathlib import Path

import img2pdf
import numpy as np
import pytest
from PIL import Image

from intake.capture.colour import eight_bits
from intake.capture.opening import load_page
from intake.capture.pages import CaptureLimits
from intake.reading.page_work import READ_MEGAPIXELS, PageTask
from intake.reading.worker_process import FailureCode, Limits
from intake.reading.workers import Workers

pytestmark = pytest.mark.long

SIDE = 9000
LIMIT_MIB = 1024


def _large(path: Path, mode: str = "RGB", **options: object) -> Path:
    """White, with a black upper left quarter."""
    picture = Image.new("L", (SIDE, SIDE), "white")
    picture.paste("black", (0, 0, SIDE // 2, SIDE // 2))
    picture.convert("RGB").convert(mode).save(path, dpi=(800, 800), **options)
    return path


def _in_pdf(picture: Path) -> Path:
    pdf = picture.with_suffix(".pdf")
    pdf.write_bytes(img2pdf.convert(picture.read_bytes()) or b"")
    return pdf


def open_and_weigh(task: PageTask) -> tuple[int, int, list[int], float]:
    """Shape and two pixels of the page as it is read, and the most memory (MiB) this process or a program it
    started has held."""
    page = load_page(Path(task.path), task.page, most_megapixels=READ_MEGAPIXELS)
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    most = max(resource.getrusage(one).ru_maxrss for one in whose) / 1024
    corner, middle = page.image[10, 10], page.image[-10, -10]
    return page.width, page.height, [int(np.max(corner)), int(np.min(middle))], most


MAKERS = {
    "jpeg": lambda folder: _large(folder / "p.jpg", quality=85),
    "progressive": lambda folder: _large(folder / "p.jpg", quality=85, progressive=True),
    "cmyk": lambda folder: _large(folder / "p.jpg", "CMYK", quality=85),
    "png": lambda folder: _large(folder / "p.png", compress_level=1),
    "transparent": lambda folder: _large(folder / "p.png", "RGBA", compress_level=1),
    "tiff": lambda folder: _large(folder / "p.tif", compression="tiff_lzw"),
    "one-bit": lambda folder: _large(folder / "p.tif", "1", compression="group4"),
    "jpeg-2000": lambda folder: _large(folder / "p.jp2", quality_mode="rates", quality_layers=[50]),
    "pdf": lambda folder: _in_pdf(_large(folder / "p.jpg", quality=85)),
    "pdf-lossless": lambda folder: _in_pdf(_large(folder / "p.png", compress_level=1)),
}


SLOW_TO_MAKE = ("jpeg-2000", "pdf-lossless", "transparent", "cmyk", "tiff", "progressive", "pdf")
KINDS = [pytest.param(kind, marks=[pytest.mark.slow] * (kind in SLOW_TO_MAKE)) for kind in MAKERS]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_9000_by_9000_pixels_opens_within_a_gibibyte(tmp_path: Path, kind: str) -> None:
    task = PageTask(str(MAKERS[kind](tmp_path)), 1)
    (outcome,) = Workers(open_and_weigh, 1, Limits(memory_mb=LIMIT_MIB)).run([task])
    assert outcome.value is not None, outcome.failure
    width, height, (corner, middle), most_mib = outcome.value
    assert width == height and 4500 <= width <= 6400
    assert corner < 40 and middle > 215
    assert most_mib <= LIMIT_MIB


def test_a_page_of_paper_size_keeps_every_pixel_of_its_600_dpi(tmp_path: Path) -> None:
    path = tmp_path / "a4.png"
    Image.new("L", (4960, 7016), 255).save(path, dpi=(600, 600))
    page = load_page(path, most_megapixels=READ_MEGAPIXELS)
    assert (page.width, page.height, page.dpi) == (4960, 7016, 600.0)


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_a_page_read_smaller_says_its_true_resolution(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"p.{kind}"
    Image.new("L", (2000, 3000), 255).save(path, dpi=(600, 600))
    page = load_page(path, most_megapixels=2)
    assert (page.width, page.height, page.dpi) == (1000, 1500, 300.0)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16"])
def test_a_page_made_smaller_looks_the_same(mode: str) -> None:
    shades = Image.fromarray(np.tile(np.linspace(0, 255, 601).astype(np.uint8), (1201, 1)))
    picture = shades.convert("RGB").convert(mode) if mode != "I;16" else _deep(shades)
    whole, half = eight_bits(picture), eight_bits(picture, 2)
    assert half.shape[:2] == (601, 301) and half.ndim == whole.ndim
    wanted = whole[:1200, :600].reshape(600, 2, 300, 2, *whole.shape[2:]).mean(axis=(1, 3))
    assert np.abs(half[:600, :300] - wanted).max() <= 1.0


def _deep(shades: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(shades).astype(np.uint16) * 256)


def eat(task: PageTask) -> float:
    """Take memory and touch it, as much as there is; says at last how much (MiB) it was."""
    held = []
    try:
        while True:
            held.append(b"x" * (16 << 20))
    except MemoryError:
        if not task.debug:
            raise
        held.clear()
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_a_page_that_eats_memory_is_stopped_at_the_limit_and_costs_only_itself() -> None:
    tasks = [PageTask("", 1), PageTask("", 2, debug="tell")]
    outcomes = {o.task.page: o for o in Workers(eat, 1, Limits(memory_mb=LIMIT_MIB)).run(tasks)}
    failure, held_mib = outcomes[1].failure, outcomes[2].value
    assert failure is not None and failure.code is FailureCode.MEMORY
    # Libraries that lie in memory count among what is held, and not in the limit.
    assert held_mib is not None and LIMIT_MIB / 2 < held_mib <= 1.05 * LIMIT_MIB


def decode(path: str) -> str:
    try:
        load_page(Path(path), limits=CaptureLimits(max_megapixels=200))
    except MemoryError:
        return "memory"
    return "opened"


@pytest.mark.slow
def test_a_decoder_without_memory_is_not_taken_for_a_cut_off_file(tmp_path: Path) -> None:
    path = tmp_path / "p.jpg"
    Image.new("RGB", (12000, 12000), "white").save(path, progressive=True, subsampling=0)
    (outcome,) = Workers(decode, 1, Limits(memory_mb=512)).run([str(path)])
    assert outcome.value == "memory"
