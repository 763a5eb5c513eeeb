# SPDX-License-Identifier: Apache-2.0
"""A night's work and what it leaves behind, as one value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from batch.gateway.doors import Doors
from batch.gateway.errors import GatewaySetupError
from batch.gateway.registry import OfficeDoors
from batch.night.context import Night
from batch.night.night import run_folder, run_open
from batch.night.remarks import Remark, RemarkCode
from batch.night.summary import DossierLine, attention, summary, waiting_besides
from batch.outbox.pace.rest import Rest
from batch.outbox.push import Pushed
from batch.report.keeping import bring_up_to_date
from batch.report.report import Report, report_run
from batch.sign.errors import SigningSetupError
from batch.sign.registry import OfficeSigner
from batch.slips.mail.round import Posted
from intake.errors import ObjectStoreError
from intake.settings.log import log_exception
from intake.settings.night import inbox_of
from intake.settings.settings import Settings, SigningSettings
from intake.store.backup.errors import BackupError
from intake.store.backup.make import BackupDone, BackupWish, make_backup
from intake.store.objects import ObjectStore
from intake.store.progress import Progress
from intake.store.queue.standing import DossierStanding
from intake.store.store_database import StoreDatabase
from templates.errors import SohoaError


@dataclass(frozen=True, slots=True)
class NightDone:
    """What a run did: its ``report``, a line a dossier, the ``others`` that wait for the gateway, inputs not
    taken in, remarks on those that were, what became of each dossier at the gateway, why papers kept
    elsewhere could not be had, why dossiers could not be signed, what became of the copy of the store (None
    where none was wished for), the doors that are left alone for a while (``rests``), and the
    mails ``mailed``.
    """

    report: Report
    dossiers: Sequence[DossierLine]
    others: Sequence[DossierStanding]
    untaken: Sequence[str]
    remarks: Sequence[Remark]
    pushed: Sequence[Pushed]
    away: Sequence[ObjectStoreError] = ()
    unsigned: Sequence[SohoaError] = ()
    copy: BackupDone | SohoaError | None = None
    rests: Sequence[Rest] = ()
    mailed: Sequence[Posted] = ()

    @property
    def needs_person(self) -> bool:
        """Whether a dossier or an input needs a person."""
        noted = any(remark.needs_person for remark in self.remarks) or any(one.trouble for one in self.others)
        undone = bool(self.untaken or self.unsigned)
        return attention(self.dossiers) or undone or noted or is_uncopied(self.copy)


def is_uncopied(copy: BackupDone | SohoaError | None) -> bool:
    """Whether a copy that was wished for is not there, or something is missing in it."""
    return isinstance(copy, SohoaError) or (copy is not None and bool(copy.touched))


def run_night(
    night: Night,
    folder: Path | None,
    *,
    most: int | None,
    backup: BackupWish | SohoaError | None = None,
    copied_home: bool = False,
) -> NightDone:
    """Work through ``folder``, None: all that is open, then copy the store as ``backup`` wishes (an error:
    why that can't even be wished for); at most ``most`` dossiers stand in each list of the report.
    ``copied_home``: the store counts as a copy, and a person should hear of it in the morning.

    Raises:
        UsageError: there is no such folder.
        StorageFullError, StoreError, RecogniserMissingError, WorkersError: every dossier would meet the same;
            started again, the run goes on where it stopped.
    """
    done = run_folder(night, folder) if folder else run_open(night, inbox_of(night.settings))
    bring_up_to_date(done.store, done.catalogue, done.progress)  # or the first report of the morning would
    dossiers = summary(done)
    copy = [Remark(RemarkCode.STORE_COPIED, str(done.store.home), "")] if copied_home else []
    return NightDone(
        report=report_run(done.store, done.run_id, most),
        dossiers=dossiers,
        others=waiting_besides(done, dossiers),
        untaken=tuple(done.untaken),
        remarks=(*copy, *done.remarks),
        pushed=tuple(done.pushed),
        away=tuple(done.away),
        unsigned=tuple(done.unsigned),
        rests=tuple(done.rests),
        mailed=tuple(done.mailed),
        copy=copied(
            done.store.database, done.store.objects, backup, now=done.store.clock, progress=done.progress
        ),
    )


def copied(
    database: StoreDatabase,
    objects: ObjectStore,
    wish: BackupWish | SohoaError | None,
    *,
    now: Callable[[], datetime],
    progress: Progress,
) -> BackupDone | SohoaError | None:
    """The copy, or why there is none: the night's work is done and told whatever becomes of it."""
    if wish is None or isinstance(wish, SohoaError):
        return wish
    try:
        return make_backup(database, objects, wish, now=now, progress=progress)
    except SohoaError as error:
        log_exception("no-copy", error)
        return error
    except Exception as error:  # also what nobody foresaw is told in the morning, with the night's numbers
        log_exception("no-copy", error)
        return BackupError.unforeseen()


def doors_for(settings: Settings, *, push: bool | None) -> tuple[Doors | None, GatewaySetupError | None]:
    """The doors to push by, and what is wrong with the first that can't be used: asked for, or (``push``
    None) set up. By the others the night pushes all the same.

    Raises:
        GatewaySetupError: pushing was asked for and one can't be used; else the night reads and packages.
    """
    doors = OfficeDoors(_at_night(settings))
    if not (doors.is_set_up if push is None else push):
        return None, None
    wrong = [error for name in doors.names if (error := doors.fault(name)) is not None]
    if wrong and push:
        raise wrong[0]
    usable = len(wrong) < len(doors.names)
    return (doors if usable else None), next(iter(wrong), None)


def _at_night(settings: Settings) -> Settings:
    """Where the office signs with a key that needs a person, the night sends nothing before that was done."""
    signing, signer = settings.signing, OfficeSigner(settings)
    try:
        waits = signer.is_set_up and signing.unsigned == "warn" and not signer.works_alone
    except SigningSetupError:  # told when somebody signs
        waits = True
    return settings.model_copy(update={"signing": _refusing(signing)}) if waits else settings


def _refusing(signing: SigningSettings) -> SigningSettings:
    return signing.model_copy(update={"unsigned": "refuse"})
