"""A reader for tests of the plumbing: it opens the page for real and answers from the file's name."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from batch.page_work import PageTask
from intake.capture import load_page
from ocr.facts import Box, FieldReading, PageReading, Source


def fake_read(task: PageTask) -> PageReading:
    """Birth registration with two readings of the child's name; files named ``crash…`` kill the worker."""
    image = load_page(Path(task.path), task.page)
    if Path(task.path).name.startswith("crash"):
        os.kill(os.getpid(), signal.SIGSEGV)
    name = Path(task.path).stem.upper()
    fields = (
        FieldReading("child.full_name", name, name, 0.61239, Source.PRINT, Box(1, 2, 3, 4)),
        FieldReading("child.full_name", f"{name} QR", name, 0.98765, Source.QR, Box(5, 6, 7, 8)),
        FieldReading("child.sex", "Nam", "nam", 0.5, Source.HAND, Box(0, 0, 1, 1)),
    )
    return PageReading(task.page, "birth-registration", 1.0, 180, 0.0, image.width, image.height, fields)
