# SPDX-License-Identifier: Apache-2.0
"""The programs that are compared, each behind one function: scans in, what they read and what it cost out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import img2pdf  # type: ignore[import-untyped]
import pikepdf
from pdf2image import convert_from_path
from PIL import Image, ImageOps, ImageSequence

from bench.measure import Measured, run
from bench.peers.label_search import read_text
from bench.peers.labels import Sheet
from bench.truth import PageId, ReadPage, load_reading

_TEXT_TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class Result:
    """What one program made of all pages."""

    name: str
    pages: dict[PageId, ReadPage]
    cost: Measured


class PeerFailedError(RuntimeError):
    """A compared program is missing or ended with an error."""


def read_with_sohoa(files: list[Path], work: Path, cores: int, before: Path | None = None) -> Result:
    """One call of ``sohoa read --json`` for all files; ``before``: with another version's program."""
    out, log = work / "sohoa.json", work / "sohoa.log"
    program = [str(before)] if before else [sys.executable, "-m", "sohoa"]
    home = work / ("home-before" if before else "home")  # neither meets the other's store
    command = [*program, "--home", str(home), "read", "--json", "--workers", str(cores)]
    with out.open("wb") as stream:
        # Elsewhere than in a checkout: a worker process would take that one's modules for its own.
        cost = run([*command, *map(str, files)], stream, log, cwd=work)
    if cost.status not in (0, 1):
        raise PeerFailedError(f"{program[0]} read ended with {cost.status}: {_last_words(log)}")
    return Result(
        "sohoa before" if before else "sohoa", load_reading(json.loads(out.read_text("utf-8"))), cost
    )


def read_with_ocrmypdf(files: list[Path], work: Path, cores: int, sheets: tuple[Sheet, ...]) -> Result:
    """OCRmyPDF on all pages as one PDF with all cores, text by pdftotext, values by label search."""
    joined, places = join_pages(files, work)
    out, log = work / "ocrmypdf-out.pdf", work / "ocrmypdf.log"
    flags = ["--deskew", "--rotate-pages", "-l", "vie", "--jobs", str(cores), "--quiet"]
    cost = run(["ocrmypdf", *flags, str(joined), str(out)], log=log)
    if not out.exists():
        raise PeerFailedError(f"ocrmypdf ended with {cost.status}: {_last_words(log)}")
    pages = {place: read_text(page_text(out, number), sheets) for number, place in enumerate(places, 1)}
    return Result("OCRmyPDF", pages, cost)


def read_with_tesseract(files: list[Path], work: Path, cores: int, sheets: tuple[Sheet, ...]) -> Result:
    """Plain Tesseract, one process a page and core, values by label search."""
    pictures = page_pictures(files, work)
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")

    def one(picture: Path) -> Measured:
        return run(["tesseract", str(picture), str(picture.with_suffix("")), "-l", "vie"])

    with ThreadPoolExecutor(cores) as pool:
        begun = os.times().elapsed
        costs = list(pool.map(one, [picture for _, picture in pictures]))
        wall = os.times().elapsed - begun
    if all(cost.status for cost in costs):
        raise PeerFailedError("tesseract failed on every page")
    texts = {place: picture.with_suffix(".txt") for place, picture in pictures}
    pages = {
        place: read_text(path.read_text("utf-8") if path.exists() else "", sheets)
        for place, path in texts.items()
    }
    return Result("Tesseract", pages, Measured(wall, max(cost.peak_mb for cost in costs), 0))


def _last_words(log: Path) -> str:
    """The end of what a program told; the file itself is gone with the run."""
    return log.read_text("utf-8", "replace")[-1000:].strip()


def page_text(pdf: Path, page: int) -> str:
    """The text of one page in its layout, as pdftotext gives it."""
    command = ["pdftotext", "-layout", "-f", str(page), "-l", str(page), str(pdf), "-"]
    found = subprocess.run(command, capture_output=True, check=True, timeout=_TEXT_TIMEOUT_S)
    return found.stdout.decode("utf-8", "replace")


def join_pages(files: list[Path], work: Path) -> tuple[Path, list[PageId]]:
    """All pages in one PDF, pictures embedded as they are, and which page is which."""
    places: list[PageId] = []
    joined = pikepdf.new()
    for number, file in enumerate(files):
        source = file
        if file.suffix.lower() != ".pdf":
            source = work / f"join-{number}.pdf"
            source.write_bytes(img2pdf.convert(str(file), rotation=img2pdf.Rotation.ifvalid))
        with pikepdf.open(source) as pdf:
            places += [(str(file), page) for page in range(1, len(pdf.pages) + 1)]
            joined.pages.extend(pdf.pages)
    target = work / "joined.pdf"
    joined.save(target)
    return target, places


def page_pictures(files: list[Path], work: Path) -> list[tuple[PageId, Path]]:
    """Every page as a PNG at the resolution of the scan."""
    pictures: list[tuple[PageId, Path]] = []
    for number, file in enumerate(files):
        for page, image in enumerate(_pages_of(file), 1):
            target = work / f"page-{number}-{page}.png"
            image.save(target, dpi=image.info.get("dpi", (300, 300)))
            pictures.append(((str(file), page), target))
    return pictures


def _pages_of(file: Path) -> list[Image.Image]:
    if file.suffix.lower() != ".pdf":
        with Image.open(file) as opened:
            frames = [frame.copy() for frame in ImageSequence.Iterator(opened)]
            return [ImageOps.exif_transpose(frame) for frame in frames]
    dpi = _scan_dpi(file)
    images = convert_from_path(str(file), dpi=dpi)
    for image in images:
        image.info["dpi"] = (dpi, dpi)
    return images


def _scan_dpi(pdf: Path) -> int:
    """The resolution of the widest picture of the first page."""
    with pikepdf.open(pdf) as opened:
        page = opened.pages[0]
        width_pt = float(page.mediabox[2]) - float(page.mediabox[0])
        widths = [int(image.get("/Width", 0)) for image in page.get_images().values()]
    return round(max(widths, default=0) / width_pt * 72) or 300
