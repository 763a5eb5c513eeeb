# SPDX-License-Identifier: Apache-2.0
"""A reader for tests of the plumbing: it opens the page for real and answers from the shade of its corner."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from threading import Event

from PIL import Image

from intake.capture.opening import load_page
from intake.reading.page_work import PageTask
from ocr.result import Box, FieldReading, PageReading, Source

CRASH = 13
"""The shade of a page that kills its worker."""


def fake_read(task: PageTask) -> PageReading:
    """Birth registration with two readings of the child's name, which is the shade of the page's corner."""
    page = load_page(Path(task.path), task.page, limits=task.capture)
    shade = int(page.image.flat[0])
    if shade == CRASH:
        os.kill(os.getpid(), signal.SIGSEGV)
    name = f"MÀU {shade}"
    fields = (
        FieldReading("child.full_name", name, name, 0.61239, Source.PRINT, Box(1, 2, 3, 4)),
        FieldReading("child.full_name", f"{name} QR", name, 0.98765, Source.QR, Box(5, 6, 7, 8)),
        FieldReading("child.sex", "Nam", "nam", 0.5, Source.HAND, Box(0, 0, 1, 1)),
    )
    return PageReading(task.page, "birth-registration", 1.0, 180, 0.0, page.width, page.height, fields)


def hangs_first_time(task: PageTask) -> PageReading:
    """As ``fake_read``, but the first reader of each kept file never comes to an end; a file beside it tells
    that it hangs.
    """
    told = Path(task.path).with_name(".hangs")
    if not told.exists():
        told.touch()
        Event().wait()
    return fake_read(task)


def say(what: PageReading | Exception, _task: PageTask) -> PageReading:
    """The work of a worker that says what it was told to."""
    if isinstance(what, Exception):
        raise what
    return what


def broken(task: PageTask) -> PageReading:
    """The work of a worker in which the program breaks."""
    raise ValueError(task.page)


def form_page(values: dict[str, str], confidence: float = 0.97) -> PageReading:
    """A page of the birth form with these values, all printed and read alike."""
    fields = tuple(
        FieldReading(k, v, v, confidence, Source.PRINT, Box(1, 2, 3, 4)) for k, v in values.items()
    )
    return PageReading(1, "birth-registration", 0.99, 0, 0.0, 120, 160, fields)


def shaded(path: Path, shade: int = 255, pages: int = 1) -> Path:
    """A small scan whose pages have the corner shades ``shade``, ``shade`` - 1, …"""
    path.parent.mkdir(parents=True, exist_ok=True)
    images = [Image.new("L", (40, 60), shade - number) for number in range(pages)]
    images[0].save(path, save_all=True, append_images=images[1:])
    return path
