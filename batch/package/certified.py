# SPDX-License-Identifier: Apache-2.0
"""An electronic certified copy: the original's pages as they were scanned and behind them the page of the
certification, as PDF/A-1b. Made in a worker process, like packages.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from pikepdf import Pdf

from batch.package.pdfa import Imprint, Leaf, master
from batch.package.scan import scan_of
from intake.capture.opening import probe
from intake.capture.pages import DEFAULT_LIMITS, CaptureLimits
from intake.capture.refusals import CaptureError
from intake.reading.worker_process import Limits
from intake.reading.workers import Workers, start_forkserver
from ocr.result import PageReading

_PRELOAD = ("intake.reading.worker_process", "batch.package.certified")
_SECONDS_A_FILE = 60.0


@dataclass(frozen=True, slots=True)
class CopyTask:
    """``scans`` are files in the order of the original's pages, ``closing`` is a PDF of the certification."""

    scans: tuple[Path, ...]
    closing: bytes
    imprint: Imprint
    limits: CaptureLimits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class CopyMade:
    """The copy, and how many pages the original has in it."""

    data: bytes
    pages: int


def certified_copy(task: CopyTask) -> CopyMade:
    """The copy of the original.

    Raises:
        CaptureError: a scan can't be opened.
        PackageError: the written file does not pass as PDF/A-1b.
    """
    leaves = [
        Leaf(scan_of(path, page, task.limits), PageReading(page, "", 0.0, 0, 0.0, 1, 1))
        for path in task.scans
        for page in range(1, _page_count(path, task.limits) + 1)
    ]
    with Pdf.open(io.BytesIO(task.closing)) as closing:
        return CopyMade(master(leaves, task.imprint, closing), len(leaves))


def copy_apart(task: CopyTask, limits: Limits) -> CopyMade | str:
    """The same in another process; else in words why it made none."""
    start_forkserver(_PRELOAD)
    workers = Workers(
        certified_copy, 1, limits, timeout_s=lambda t: limits.timeout_s + _SECONDS_A_FILE * len(t.scans)
    )
    (outcome,) = workers.run([task])
    if outcome.value is not None:
        return outcome.value
    assert outcome.failure is not None
    return " ".join(outcome.failure.told) if outcome.failure.told else outcome.failure.reason


def _page_count(path: Path, limits: CaptureLimits) -> int:
    found = probe(path, limits)
    if found.refusal is not None:
        raise CaptureError(found.refusal.code)
    return found.pages
