"""The work of one worker: open one page of one file and read it. Knows no dossier and no database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ocr.facts import PageReading


@dataclass(frozen=True, slots=True)
class PageTask:
    """Page ``page`` (1-based) of the file at ``path``."""

    path: str
    page: int


def read_task(task: PageTask) -> PageReading:
    """Read one page; raises the capture room's errors for what can't be opened."""
    from ocr.page import read_page
    from templates.catalogue import load_catalogue

    from intake.capture import load_page

    image = load_page(Path(task.path), task.page)
    return read_page(image.image, load_catalogue(), page=task.page, dpi=image.dpi)
