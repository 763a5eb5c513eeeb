# SPDX-License-Identifier: Apache-2.0
"""The work of one worker: make the files of one dossier's package. Knows no database.

What is needed to make them (Pillow, pikepdf, OpenCV) is loaded in the worker only: papers are strangers'
files, which no other process opens.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from batch.package.manifest import PackageManifest
from intake.capture.pages import DEFAULT_LIMITS, CaptureLimits
from intake.reading.page_work import limits_of
from intake.reading.worker_process import DEFAULT_WORK_LIMITS, Limits
from intake.store.objects import ObjectStore
from ocr.result import PageReading
from templates.system import is_running

if TYPE_CHECKING:
    from intake.settings.settings import Settings

DEFAULT_NAME = "{dossier}_{nn}_{component}.pdf"
SIGNATURE_ROOM_MB = 0.1
"""So much a signature adds to a file at most: 0.01 with the certificates of its issuers, twice that with a
time-stamp, up to 0.07 for a seal.
"""


@dataclass(frozen=True, slots=True)
class PagePlan:
    """One page: the kept file (its hash, and the ``name`` of the paper), the page in it from 1, and what was
    read there; ``size`` is that of the file in bytes.
    """

    sha256: str
    name: str
    page: int
    reading: PageReading
    size: int = 0


@dataclass(frozen=True, slots=True)
class ComponentPlan:
    """All pages of one kind of paper. ``code`` is "" where the procedure names none."""

    code: str
    kind: str
    name: str
    pages: tuple[PagePlan, ...]


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """One dossier's package to be; everything a worker needs, and no database.

    ``basis`` says what it is made of (``batch.outbox.package_basis``).
    """

    dossier: str
    procedure: str
    official_number: str
    received_at: datetime
    components: tuple[ComponentPlan, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class PackageSettings:
    """What a unit may choose: the portal's limit in MB (10⁶ bytes), how files are called, and how large pages
    may be. ``must_be_signed``: a package waits for its signature before it may be sent.
    """

    portal_limit_mb: float = 2.0
    name_template: str = DEFAULT_NAME
    capture: CaptureLimits = DEFAULT_LIMITS
    must_be_signed: bool = False

    @classmethod
    def of(cls, settings: Settings) -> PackageSettings:
        """What the program's settings say."""
        signing = settings.signing
        room = SIGNATURE_ROOM_MB if signing.signer else 0
        limit = max(settings.portal_limit_mb - room, settings.portal_limit_mb / 2)
        return cls(limit, settings.package_name, settings.capture_limits, signing.unsigned == "refuse")


@dataclass(frozen=True, slots=True)
class PackagePlace:
    """Where a package's papers come from and its files go: into ``folder``, and into ``objects`` where other
    computers are to have them. ``here`` False leaves the folder out then, as nobody is to look at it.
    """

    folder: Path
    objects: ObjectStore
    here: bool = True


@dataclass(frozen=True, slots=True)
class BuiltPackage:
    """A package whose files are in place: in ``folder``, unless they lie elsewhere and nobody asked for it;
    ``basis`` is the plan's.
    """

    folder: Path
    manifest: PackageManifest
    basis: str


@dataclass(frozen=True, slots=True)
class PackTask:
    """One dossier's files to make: everything a worker needs."""

    plan: PackagePlan
    place: PackagePlace
    settings: PackageSettings


def pack_task(task: PackTask) -> BuiltPackage:
    """Make the files; raises as ``build_package`` does."""
    from batch.package.package import build_package

    return build_package(task.plan, task.place, task.settings)


def clear_parts(packages: Path, dossier: str) -> None:
    """Remove what processes that were ended left half-made of a dossier's package ("*": of any's)."""
    for left in packages.glob(f".{dossier}.*.part"):
        if not is_running(int(left.name.split(".")[-2])):
            shutil.rmtree(left, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class HowToPack:
    """What the unit chose, within which limits a worker keeps, and on how many processes.

    ``limits`` are those of a page; a dossier may take longer and hold more (``batch.package.apart``).
    ``commune`` is the office's own, by which a dossier is judged before. ``work`` is the work of one worker,
    another one only in tests.
    """

    wishes: PackageSettings = PackageSettings()
    limits: Limits = DEFAULT_WORK_LIMITS
    workers: int = 1
    work: Callable[[PackTask], BuiltPackage] = pack_task
    commune: str = ""


def how_to_pack(settings: Settings, workers: int | None = None) -> HowToPack:
    """Packaging as the settings ask for it; ``workers`` is what a person asked for instead."""
    return HowToPack(
        PackageSettings.of(settings),
        limits_of(settings),
        workers or settings.worker_count,
        commune=settings.unit.commune,
    )
