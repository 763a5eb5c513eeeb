# SPDX-License-Identifier: Apache-2.0
"""What an office does without sohoa: OCRmyPDF over each file, and a script that names it by its heading."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import img2pdf  # type: ignore[import-untyped]

from bench.measure import run
from bench.peers.readers import page_text

_FLAGS = ("--deskew", "--rotate-pages", "-l", "vie", "--quiet", "--output-type", "pdfa")
_HEADING = re.compile(r"^\s*((?:TỜ KHAI|GIẤY|ĐƠN|BẢN|THẺ|CĂN CƯỚC)[^\n]{0,80})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Beside:
    """How it went: processor seconds of all files together, the largest process in MB, files named."""

    cpu_s: float
    peak_mb: float
    named: int
    failed: int


def ocrmypdf_and_rename(files: Sequence[Path], out: Path, cores: int) -> Beside:
    """Each file made a PDF/A with text and named after the first heading in it.

    Raises FileNotFoundError where OCRmyPDF is not installed.
    """
    out.mkdir(parents=True, exist_ok=True)
    cpu_s = peak = 0.0
    named = failed = 0
    for number, file in enumerate(files, start=1):
        source, target = _as_pdf(file, out / f"{number:05}.in.pdf"), out / f"{number:05}.pdf"
        cost = run(["ocrmypdf", *_FLAGS, "--jobs", str(cores), str(source), str(target)], log=out / "log")
        cpu_s, peak = cpu_s + cost.cpu_s, max(peak, cost.peak_mb)
        if not target.exists():
            failed += 1
            continue
        before = _children_s()
        named += _renamed(target)
        cpu_s += _children_s() - before
    return Beside(cpu_s, peak, named, failed)


def _as_pdf(file: Path, target: Path) -> Path:
    if file.suffix.lower() == ".pdf":
        return file
    target.write_bytes(img2pdf.convert(str(file), rotation=img2pdf.Rotation.ifvalid) or b"")
    return target


def _renamed(pdf: Path) -> bool:
    try:
        found = _HEADING.search(page_text(pdf, 1))
    except subprocess.SubprocessError:
        return False
    if found is None:
        return False
    name = re.sub(r"[^\w ]", "", found[1]).strip()
    pdf.rename(pdf.with_name(f"{pdf.stem} {name}.pdf"))
    return True


def _children_s() -> float:
    told = os.times()
    return told.children_user + told.children_system
