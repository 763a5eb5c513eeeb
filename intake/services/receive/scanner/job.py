# SPDX-License-Identifier: Apache-2.0
"""A stack on its way from the scanner into inbox or dossier: pages kept as they come, whatever happens.

A job's pages lie in a hidden folder of the inbox, which no run takes for a dossier, until it is finished:
then the folder gets its name and the next run finds it, or its pages are laid into their dossier. A job that
was broken off stays and is gone on with, after the last page that came; one without a page bars nobody.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from intake.capture.scanning.other_program import bring_left, whole_left
from intake.capture.scanning.troubles import Trouble, TroubleCode
from intake.dossier.deadline.local_time import LOCAL
from intake.settings.log import log, log_exception
from intake.store.queue.lease_owner import lives_here, new_owner
from intake.store.store import Store
from templates.errors import UsageError
from templates.language.messages import _

_UNFINISHED, _ASIDE = ".scanning-", ".scan-refused-"
_TOLD = "job.json"
_QUIET_S = 900.0
"""So long without a change, and a job of another computer (the inbox may lie on a share) is broken off."""
_BUSY_TRIES, _BUSY_PAUSE_S = 4, 5.0
"""Feeders are busy for seconds after a job, and when they change to the glass."""

Scan = Callable[[Path, int], Iterator[Path | Trouble]]
"""Scans into a folder, naming pages from a number on."""


@dataclass(frozen=True, slots=True)
class ScanJob:
    """One stack: its ``folder``, and the ``dossier`` it is for, "" where covers or forms will tell."""

    folder: Path
    dossier: str

    @property
    def pages(self) -> list[Path]:
        """The pages so far, in their order."""
        return sorted(path for path in self.folder.iterdir() if path.stem.isdigit() and path.stat().st_size)

    @property
    def left(self) -> int:
        """How many whole pages another program left that are not brought among them yet."""
        return len(whole_left(self.folder))

    @property
    def mark(self) -> str:
        """Tells this stack, as far as it has come, from every other one of as many pages. Sizes and times
        stay when pages are brought among the others.
        """
        files = [page.stat() for page in (*self.pages, *whole_left(self.folder))]
        told = [self.name, self.dossier, *sorted((file.st_size, file.st_mtime_ns) for file in files)]
        return sha256(json.dumps(told).encode()).hexdigest()[:16]

    @property
    def name(self) -> str:
        return self.folder.name.removeprefix(_UNFINISHED)


def dossier_meant(store: Store, typed: str) -> str:
    """The whole id of the dossier that a person means; raises as ``Store.find`` does."""
    with store.read() as session:
        return store.find(session, typed).id


def begin_job(inbox: Path, dossier: str, now: datetime) -> ScanJob:
    """A new job; raises ``UsageError`` where one is unfinished: its pages would be forgotten."""
    inbox.mkdir(parents=True, exist_ok=True)
    left = unfinished(inbox)
    if left is not None and left.pages:
        raise UsageError(
            _("The scan of {name} is not finished; {count} pages of it are kept.").format(
                name=left.name, count=len(left.pages)
            ),
            _("Go on with it: sohoa scan --go-on. Leave it as it is: sohoa scan --finish"),
        )
    stamp = f"{now.astimezone(LOCAL):%Y-%m-%d_%H.%M.%S}"
    folder = inbox / f"{_UNFINISHED}{stamp}"
    if left is None:
        folder.mkdir(mode=0o700)
    else:
        left.folder.rename(folder)
    _tell(folder, dossier)
    return ScanJob(folder, dossier)


def unfinished(inbox: Path) -> ScanJob | None:
    """The job that was broken off, with every page that the scanner's program still had, for who goes on with
    it or ends it; raises ``UsageError`` where another program scans just now.
    """
    job = look_for_unfinished(inbox)
    if job is not None:
        bring_left(job.folder, _next(job))
    return job


def look_for_unfinished(inbox: Path) -> ScanJob | None:
    """The same, and nothing is moved: to be told of."""
    for folder in sorted(inbox.glob(f"{_UNFINISHED}*")) if inbox.is_dir() else ():
        told: dict[str, object] = {}
        with suppress(OSError, ValueError):
            told = json.loads((folder / _TOLD).read_text("utf-8"))
        if _scans_now(folder, str(told.get("owner", ""))):
            raise UsageError(_("Another program scans just now."), _("Wait for it, or end it."))
        return ScanJob(folder, str(told.get("dossier", "")))
    return None


def take_up(job: ScanJob) -> ScanJob:
    """The broken off job is this process's now."""
    _tell(job.folder, job.dossier)
    return job


def go_on(
    job: ScanJob, scan: Scan, pause: Callable[[float], None] = time.sleep
) -> Generator[Path | Trouble, None, None]:
    """Scan what lies in the scanner, after the pages there are; a scanner that is busy is asked again."""
    for attempt in range(1, _BUSY_TRIES + 1):
        trouble = None
        for one in scan(job.folder, _next(job)):
            if isinstance(one, Trouble):
                trouble = one
            else:
                yield one
        if trouble is None or trouble.code is not TroubleCode.BUSY or attempt == _BUSY_TRIES:
            break
        pause(_BUSY_PAUSE_S)
    if trouble is not None:
        log().warning("scan-stopped", code=trouble.code.value, said=trouble.said[:300], pages=len(job.pages))
        yield trouble


def finish(job: ScanJob) -> Path | None:
    """Give the job's folder its name, by which the next run takes it in; None where no page came."""
    bring_left(job.folder, _next(job))
    (job.folder / _TOLD).unlink(missing_ok=True)
    if not job.pages:
        shutil.rmtree(job.folder, ignore_errors=True)
        return None
    return job.folder.rename(_free(job.folder.with_name(job.name)))


def drop(job: ScanJob) -> None:
    """The job's pages are kept in their dossier: what is left of it can go."""
    shutil.rmtree(job.folder, ignore_errors=True)


def throw_away(job: ScanJob) -> None:
    """The job's pages are gone; raises ``UsageError`` where some can't be deleted: these stay its pages."""
    pages = job.pages
    try:
        for page in pages:
            page.unlink()
        shutil.rmtree(job.folder)
    except OSError as error:
        log_exception("stack-not-deleted", error)
        raise UsageError(
            _("The stack could not be deleted; what is left of it ({count} pages) is kept.").format(
                count=sum(page.exists() for page in pages)
            ),
            _("Another program may have it open: close that, then throw the stack away again."),
        ) from error


def set_aside(job: ScanJob, names: Collection[str]) -> Path:
    """The job ends; of its pages, those of these names could not be opened and no dossier has them: they are
    kept beside the stacks in a folder of their own, which no run takes in.
    """
    aside = _free(job.folder.with_name(f"{_ASIDE}{job.name}"))
    aside.mkdir(mode=0o700)
    for page in job.pages:
        if page.name in names:
            page.rename(aside / page.name)
    drop(job)
    return aside


def _next(job: ScanJob) -> int:
    return max((int(page.stem) for page in job.pages), default=0) + 1


def _scans_now(folder: Path, owner: str) -> bool:
    """Whether another process than this one has the job in hand. A bare number would not do: after a restart
    another program has it.
    """
    ours = new_owner()
    if not owner or owner.rpartition("/")[0] == ours.rpartition("/")[0]:
        return False
    if owner.partition(":")[0] == ours.partition(":")[0]:
        return lives_here(owner)
    changed = 0.0
    for path in (folder, *folder.iterdir()):
        with suppress(OSError):  # it got its name just now
            changed = max(changed, path.stat().st_mtime)
    return time.time() - changed < _QUIET_S


def _free(path: Path) -> Path:
    number, found = 2, path
    while found.exists():
        found = path.with_name(f"{path.name}-{number}")
        number += 1
    return found


def _tell(folder: Path, dossier: str) -> None:
    told = json.dumps({"dossier": dossier, "owner": new_owner()})
    (folder / _TOLD).write_text(told, "utf-8")
