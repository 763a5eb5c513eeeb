# SPDX-License-Identifier: Apache-2.0
"""Is this computer fit for the work: one small check for each thing that sohoa leans on.

A check returns a ``Diagnosis`` and never raises; what a check needs from outside (programs, clock, disk)
comes in as arguments, so that a test can show it a sick computer.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from batch.services.doctor.clock_diagnoses import check_clock, received_in_days_to_come
from batch.services.doctor.health import Diagnosis, Fitness
from batch.services.doctor.office_diagnoses import check_communes, check_offices, check_own_fees
from batch.services.doctor.package_diagnoses import check_names, check_packages
from batch.services.doctor.queue_diagnoses import check_queues
from batch.services.doctor.register_diagnosis import check_registers
from batch.services.doctor.store_diagnoses import (
    check_copies,
    check_database,
    check_home,
    check_kept,
)
from intake.settings.secrets import database_server
from intake.settings.settings import Settings
from intake.store.home_database import DATABASE
from ocr.recognise.choice import TESSERACT
from ocr.recognise.presence import tesseract_program
from templates.catalogue.loading import load_catalogue
from templates.errors import SohoaError
from templates.language.messages import _, ngettext

PROGRAM_TIMEOUT_S = 20
# ``vie`` of Tesseract 4 and 5 is the same file, but version 4 misses the layout fixes our figures rest on.
MIN_TESSERACT = (5, 0)
MIN_POPPLER = (20, 9)
DISK_LOW_BYTES, DISK_FULL_BYTES = 2_000_000_000, 200_000_000


Runner = Callable[[list[str]], str | None]


def run_program(command: list[str]) -> str | None:
    """What a program prints (both streams), None if it is not there or does not answer."""
    name, *rest = command
    program = tesseract_program() if name == "tesseract" else name
    try:
        done = subprocess.run(
            [program or name, *rest],
            capture_output=True,
            text=True,
            timeout=PROGRAM_TIMEOUT_S,
            check=False,
            errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout + done.stderr


def examine(
    settings: Settings,
    now: datetime,
    run: Runner = run_program,
    *,
    full: bool = False,
    config: Path | None = None,
) -> Iterator[Diagnosis]:
    """All checks, in the order in which they are best mended; ``full`` reads the whole store. ``config`` is
    the file of the settings.
    """
    needed = TESSERACT in (settings.reading.recogniser, settings.reading.pen)
    yield check_tesseract(run, needed=needed)
    yield check_language(run, needed=needed)
    yield check_poppler(run)
    yield check_packages()
    yield check_names()
    yield check_weights()
    yield check_font()
    yield from check_offices(settings, config)
    yield from check_communes(settings, config)
    yield from check_own_fees(settings, config)
    yield check_home(settings.home)
    yield check_disk(settings.home)
    server = database_server(settings.store)
    to_come = received_in_days_to_come(settings.home, server, now)
    yield check_clock(now, _last_use(settings.home), to_come)
    yield check_database(settings.home, server, full=full)
    yield from check_kept(settings, server, full=full)
    yield check_registers(settings.home, server, full=full)
    yield check_queues(settings.home, server)
    yield check_copies(settings.home, now)
    yield from check_own_forms()


def _version(text: str | None) -> tuple[int, int] | None:
    match = re.search(r"(\d+)\.(\d+)", text or "")
    return (int(match[1]), int(match[2])) if match else None


def _program(
    name: str, found: tuple[int, int] | None, least: tuple[int, int], mend: str, lost: str
) -> Diagnosis:
    """``lost``: what is not done without it, "" where nothing is done then."""
    if found is None:
        return _absent(name, mend, lost)
    health = Fitness.OK if found >= least else Fitness.OLD
    return Diagnosis(name, health, ".".join(map(str, found)), "" if health is Fitness.OK else mend)


def _absent(name: str, mend: str, lost: str) -> Diagnosis:
    return Diagnosis(
        name, Fitness.SPARED if lost else Fitness.MISSING, _("not found"), f"{lost} {mend}".strip()
    )


def _without_tesseract() -> str:
    return _("Without it nobody looks at doubtful values a second time, so more of them wait for a person.")


def check_tesseract(run: Runner, *, needed: bool = False) -> Diagnosis:
    """The second recogniser, version 5 or newer. ``needed``: it was chosen to read alone."""
    mend = _("Debian/Ubuntu: sudo apt install tesseract-ocr. Windows: install Tesseract 5 (UB Mannheim).")
    found = _version(run(["tesseract", "--version"]))
    return _program("tesseract", found, MIN_TESSERACT, mend, "" if needed else _without_tesseract())


def check_language(run: Runner, *, needed: bool = False) -> Diagnosis:
    """Its knowledge of Vietnamese. ``needed``: it was chosen to read alone."""
    if "vie" in (run(["tesseract", "--list-langs"]) or "").split():
        return Diagnosis("tesseract vie", Fitness.OK, _("present"))
    mend = _("Debian/Ubuntu: sudo apt install tesseract-ocr-vie. Windows: tick Vietnamese in its setup.")
    return _absent("tesseract vie", mend, "" if needed else _without_tesseract())


def check_poppler(run: Runner) -> Diagnosis:
    """pdftoppm, which draws PDF pages in a process of its own."""
    mend = _(
        "Debian/Ubuntu: sudo apt install poppler-utils. Windows: unpack Poppler and put its bin in PATH."
    )
    lost = _("Without it PDF pages are drawn by PDFium, and a page that hangs ends with its reader only.")
    return _program("poppler", _version(run(["pdftoppm", "-v"])), MIN_POPPLER, mend, lost)


def check_own_forms() -> Iterator[Diagnosis]:
    """The office's own forms, if it has any: how many are in use, and what is not and why."""
    from templates.catalogue.own_outcome import own_forms_lines

    try:
        own = load_catalogue().own
    except SohoaError as error:
        yield Diagnosis("forms", Fitness.BROKEN, error.sentence, error.advice)
        return
    if own is None:
        return
    count = len(own.papers) + len(own.procedures)
    found = ngettext(
        "{count} own form or procedure in use", "{count} own forms and procedures in use", count
    ).format(count=count)
    told = list(own_forms_lines(own))
    wanting = bool(own.complaints or any(one.is_stale for one in own.replaced))
    health = Fitness.LOOK if wanting else Fitness.OK
    mend = _("See: sohoa forms check") if wanting else ""
    yield Diagnosis("own forms", health, "; ".join([found, *told]), mend)


def check_weights() -> Diagnosis:
    """The weights of our own networks, byte for byte those released."""
    from ocr.errors import DamagedModelError
    from ocr.weights import WEIGHT_FILES, load_weights

    for name in WEIGHT_FILES:
        try:
            load_weights(name)
        except DamagedModelError as error:
            return Diagnosis("networks", Fitness.BROKEN, name, f"{error.sentence} {error.advice}")
    return Diagnosis("networks", Fitness.OK, _("complete"))


def check_font() -> Diagnosis:
    """The typeface of slips; without it everything else still works."""
    from batch.slips.errors import FontError
    from batch.slips.typeset.fonts import find_typeface

    try:
        return Diagnosis("font", Fitness.OK, find_typeface().regular.name)
    except FontError as error:
        return Diagnosis("font", Fitness.LOOK, _("not found"), error.advice)


def check_disk(home: Path, free_bytes: int | None = None) -> Diagnosis:
    """Room on the disk of the store; a day's scans take some hundred megabytes."""
    folder = next((p for p in (home, *home.parents) if _is_there(p)), Path.cwd())
    try:
        free = shutil.disk_usage(folder).free if free_bytes is None else free_bytes
    except OSError:  # a network folder that does not answer
        return Diagnosis("disk", Fitness.UNKNOWN, _("how much is free can't be told"))
    found = _("{size} GB free").format(size=f"{free / 1e9:.1f}")
    mend = _("Make room on the disk of {folder}, or move the store with SOHOA_HOME.").format(folder=home)
    if free < DISK_FULL_BYTES:
        return Diagnosis("disk", Fitness.BROKEN, found, mend)
    if free < DISK_LOW_BYTES:
        return Diagnosis("disk", Fitness.LOW, found, mend)
    return Diagnosis("disk", Fitness.OK, found)


def _last_use(home: Path) -> datetime | None:
    path = home / DATABASE
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) if _is_there(path) else None


def _is_there(path: Path) -> bool:
    """Whether a path is there for all that this account may know."""
    try:
        return path.exists()
    except PermissionError:
        return False
