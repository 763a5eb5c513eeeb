# SPDX-License-Identifier: Apache-2.0
"""The work of one worker: open one page of one file and read it. Knows no database.

A worker loads this module besides what its forkserver has loaded (``warm``); with the store and SQLAlchemy it
would start in a third of a second instead of at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from intake.capture.pages import DEFAULT_LIMITS, CaptureLimits
from intake.reading.worker_process import DEFAULT_WORK_LIMITS, Limits
from intake.store.objects import Papers
from ocr.page.told import UNTOLD, Told
from ocr.recognise.choice import BUILT_IN, Chosen
from ocr.recognise.presence import of_those_here
from ocr.result import SIGNED, PageReading

if TYPE_CHECKING:
    from intake.settings.settings import Settings

READ_MEGAPIXELS = 40.0
"""A larger page is read smaller: A4 at 600 dpi has 35, and letters gain nothing from more."""


@dataclass(frozen=True, slots=True)
class PageTask:
    """Page ``page`` (1-based) of the file at ``path``, to be read by ``recognisers``.

    ``debug``: the folder for pictures of the steps, empty for none. ``told``: what a person says the page is.
    """

    path: str
    page: int
    capture: CaptureLimits = DEFAULT_LIMITS
    recognisers: Chosen = BUILT_IN
    debug: str = ""
    told: Told = UNTOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPage(PageTask):
    """A page to read, and the document of the store (``name``: its file's) it belongs to.

    Its ``path`` is known to the worker alone, who opens the file in ``objects``.
    """

    path: str = ""
    objects: Papers

    dossier_id: str
    document_id: int
    name: str
    sha256: str


def read_task(task: PageTask) -> PageReading:
    """Read one page; raises the capture room's errors for what can't be opened."""
    from intake.capture.opening import load_page
    from intake.capture.signature_marks import bears_signature
    from ocr.debug.files import write_debug
    from ocr.page.reading import read_page
    from ocr.page.trace import UNTRACED, Recording
    from ocr.recognise.registry import recognisers
    from templates.catalogue.loading import load_catalogue

    loaded = load_page(Path(task.path), task.page, limits=task.capture, most_megapixels=READ_MEGAPIXELS)
    recording = Recording() if task.debug else None
    reading = read_page(
        loaded.image,
        load_catalogue(),
        page=task.page,
        dpi=loaded.dpi,
        layer=loaded.text,
        by=recognisers(task.recognisers),
        tracer=recording or UNTRACED,
        told=task.told,
    )
    if task.page == 1 and bears_signature(Path(task.path)):
        reading = replace(reading, notes=(*reading.notes, SIGNED))
    if recording:
        write_debug(Path(task.debug), loaded.image, reading, recording.stages)
    return reading


def read_checked(work: Callable[[PageTask], PageReading], page: DossierPage) -> PageReading:
    """A reading belongs to the bytes that came: another picture under their name is not even opened."""
    with page.objects.opened(page.sha256, page.name) as path:
        return work(replace(page, path=str(path)))


@dataclass(frozen=True, slots=True)
class HowToRead:
    """What is taken on, by which recognisers, within which limits, and on how many processes; ``cluster``:
    the address where others read instead, on a network that nobody else reaches if it is ``plain``.

    ``dossier_s`` is how long a run is at one dossier, or at one file for cover sheets, before it leaves the
    rest. ``work`` is the work of one worker, another one only in tests.
    """

    capture: CaptureLimits = DEFAULT_LIMITS
    by: Chosen = BUILT_IN
    limits: Limits = DEFAULT_WORK_LIMITS
    workers: int = 1
    cluster: str = ""
    plain: bool = False
    dossier_s: float = 3600.0
    work: Callable[[PageTask], PageReading] = read_task


def how_to_read(settings: Settings, workers: int | None = None) -> HowToRead:
    """Reading as the settings ask for it; ``workers`` is what a person asked for instead.

    Raises:
        TemplateError: a form's file is broken, and no page could be told from it.
    """
    from templates.catalogue.loading import load_catalogue

    load_catalogue().whole()
    return HowToRead(
        settings.capture_limits,
        of_those_here(settings.recognisers),
        limits_of(settings),
        workers or settings.worker_count,
        plain=settings.reading.plain_cluster,
        dossier_s=60.0 * settings.reading.dossier_minutes,
    )


def how_to_open(settings: Settings) -> HowToRead:
    """As the settings ask for it, one file at a time and by the built-in recognisers."""
    return HowToRead(settings.capture_limits, limits=limits_of(settings))


def limits_of(settings: Settings) -> Limits:
    """What a worker may use for one page: the time to open it and to read it, and memory."""
    return Limits(settings.page_timeout_s + settings.ocr_timeout_s, settings.reading.page_memory_mb)
