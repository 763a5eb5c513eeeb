# SPDX-License-Identifier: Apache-2.0
"""What every step of a run is handed, and how one bad dossier is kept from stopping the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from batch.errors import PackagingStoppedError
from batch.gateway.doors import Doors
from batch.night.hours import Hours
from batch.night.in_hand import InHand
from batch.night.remarks import Remark
from batch.outbox.fatal import stops_the_run
from batch.outbox.pace.rest import Rest
from batch.outbox.push import Pushed
from batch.package.pack_work import BuiltPackage, HowToPack, PackTask, how_to_pack, pack_task
from batch.sign.registry import OfficeSigner
from batch.slips.mail.round import Posted
from batch.store import runs
from intake.dossier.journal import What
from intake.errors import ObjectStoreError
from intake.reading.page_work import HowToRead, PageTask, how_to_read, read_task
from intake.settings.log import log_exception
from intake.settings.settings import Settings
from intake.store.progress import Progress, unseen
from intake.store.store import Store
from intake.store.transaction import Transaction
from ocr.result import PageReading
from templates.catalogue.loading import Catalogue
from templates.errors import SohoaError

STEP_FAILED = "step-failed"


@dataclass(frozen=True)
class Night:
    """One run: the store and settings it works with, and in whose name.

    ``procedure_open``: nobody said the ``procedure`` of what is taken in, its papers are to tell.
    ``run_id`` is 0 before the run has its row; without ``doors`` nothing is pushed. ``read`` and
    ``pack`` are the work of a worker that reads or packages, others only in tests, ``cluster`` the address
    where pages are read, "" for this computer. ``untaken`` gathers the names of inputs that could not be
    taken in, ``remarks`` what is to be said of those that were, ``pushed`` what became of each dossier at the
    gateway, ``away`` what kept steps from the papers that are kept elsewhere, ``unsigned`` what kept the
    office's ``signer`` from signing, ``rests`` the doors that are left alone for a while, ``mailed`` what
    became of each mail. ``until``: from that moment on nothing more is begun; ``hours``: those in which
    anything is sent, None for all of them; ``pause`` waits for so many seconds.
    """

    store: Store
    catalogue: Catalogue
    settings: Settings
    who: str
    procedure: str
    procedure_open: bool = False
    run_id: int = 0
    workers: int = 1
    cluster: str = ""
    doors: Doors | None = None
    signer: OfficeSigner | None = None
    read: Callable[[PageTask], PageReading] = read_task
    pack: Callable[[PackTask], BuiltPackage] = pack_task
    untaken: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    pushed: list[Pushed] = field(default_factory=list)
    away: list[ObjectStoreError] = field(default_factory=list)
    unsigned: list[SohoaError] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    mailed: list[Posted] = field(default_factory=list)
    until: datetime | None = None
    hours: Hours | None = None
    pause: Callable[[float], None] = time.sleep
    progress: Progress = unseen

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be begun."""
        return self.until is not None and self.store.clock() >= self.until

    @property
    def sends_now(self) -> bool:
        """Whether anything may be sent at this moment."""
        return not self.is_over and (self.hours is None or self.hours.hold(self.store.clock()))

    @property
    def how_to_read(self) -> HowToRead:
        """Reading as the settings ask for it, by this run's workers or on its cluster."""
        return replace(how_to_read(self.settings, self.workers), work=self.read, cluster=self.cluster)

    @property
    def how_to_pack(self) -> HowToPack:
        """Packaging as the settings ask for it, by this run's workers."""
        return replace(how_to_pack(self.settings, self.workers), work=self.pack)


@contextmanager
def one_dossier(night: Night, ours: InHand, dossier_id: str, step: str) -> Iterator[None]:
    """A step on one dossier: what goes wrong with it is logged and noted, and the run goes on. A dossier on
    which it goes wrong night after night is left alone.

    What would go wrong with every dossier (no room on the disk, no recogniser, a broken data
    file, a locked store) is passed on.
    """
    try:
        yield
    except Exception as error:
        if stops_the_run(error):
            raise
        log_exception("dossier-failed", error, dossier=dossier_id, run=night.run_id, operation=step)
        reason = error.reason if isinstance(error, PackagingStoppedError) else ""
        _note_trouble(night, ours, dossier_id, step, reason)


@contextmanager
def papers_at_hand(night: Night, step: str) -> Iterator[None]:
    """A step that needs papers: where they are kept elsewhere and can't be had, it ends, and the run goes on
    with what needs none.
    """
    try:
        yield
    except ObjectStoreError as error:
        log_exception("objects-away", error, run=night.run_id, operation=step)
        night.away.append(error)


def note_left(night: Night, ours: InHand, dossier_id: str) -> None:
    """Remember with the run that it left the dossier alone, if it did."""
    step, _colon, reason = ours.left.get(dossier_id, "").partition(":")
    if step:

        def note(session: Transaction) -> None:
            runs.include(session, night.run_id, dossier_id)
            runs.note_trouble(session, night.run_id, dossier_id, step, reason)

        night.store.write(note)


def _note_trouble(night: Night, ours: InHand, dossier_id: str, step: str, reason: str) -> None:
    """Remember with the run and in the dossier's journal that ``step`` failed on it."""
    told = {"code": STEP_FAILED, "step": step, "run": night.run_id}
    trouble = f"{step}:{reason}" if reason else step

    def note(session: Transaction) -> None:
        seen = night.store.get(session, dossier_id).version
        runs.include(session, night.run_id, dossier_id)  # or nobody would hear of it in the morning
        runs.note_trouble(session, night.run_id, dossier_id, step, reason)
        night.store.note(
            session,
            dossier_id,
            What.NOTED,
            who=night.who,
            data=told,
            client_id=f"run-{night.run_id}-{step}-{dossier_id}",
        )
        ours.failed(session, dossier_id, trouble, seen)

    night.store.write(note)
    ours.leave(dossier_id, trouble)
