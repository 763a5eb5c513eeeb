# SPDX-License-Identifier: Apache-2.0
"""The scanner at the desk: a stack is scanned behind its back, page by page, and told of as it comes.

There is one stack at a time, as there is one scanner; what a desk that was killed left of it the next one
finds in the inbox (``intake.services.receive.scanner.job``).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread
from typing import Any

from batch.web.faults import WebFault, answer_to
from intake.capture.scanning.troubles import Trouble
from intake.capture.scanning.wish import PaperSource, ScanWish
from intake.reading.page_work import how_to_open
from intake.services.receive.scanner.choice import as_offered, remember, scan_with, wish_for
from intake.services.receive.scanner.job import (
    ScanJob,
    begin_job,
    finish,
    go_on,
    look_for_unfinished,
    take_up,
    throw_away,
    unfinished,
)
from intake.services.receive.scanner.laying_in import LaidIn, for_next_run, into_its_dossier
from intake.settings.log import log_exception
from intake.settings.night import inbox_of
from intake.settings.settings import Settings
from intake.store.store import Store
from templates.errors import UsageError
from templates.language.messages import _, current_language, speaking

_ENDS_WITHIN_S = 3.0
"""So long a desk that is closed waits for the page that is scanned just now; its program ends by itself."""


@dataclass(frozen=True, slots=True)
class Scanning:
    """How far it is: whether it goes on, the ``job`` with its pages (None where nothing is unfinished), the
    ``trouble`` or ``fault`` that stopped it or whether a person ``stopped`` it, whether the pages come one by
    one from the ``glass``, and the dossier ``meant``, also where no page of the job came.
    """

    goes_on: bool = False
    job: ScanJob | None = None
    trouble: Trouble | None = None
    fault: WebFault | None = None
    glass: bool = False
    stopped: bool = False
    meant: str = ""

    @property
    def pages(self) -> int:
        if self.job is None:
            return 0
        return len(self.job.pages) + (0 if self.goes_on else self.job.left)


class DeskScanning:
    """Scans for one desk, in a thread that lasts as long as the scanner works."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._inbox = inbox_of(settings)
        self._changed = Condition()
        self._now = Scanning()
        self._stops = False

    def standing(self) -> Scanning:
        """How far it is; of a stack that an earlier desk left, or ``sohoa scan``, what is there."""
        with self._changed:
            if self._now.goes_on:
                return self._now
            try:
                job = look_for_unfinished(self._inbox)
            except UsageError as error:  # another program scans just now
                return Scanning(fault=answer_to(error))
            job = job if job and (job.pages or job.left) else None
            if job != self._now.job:  # another program went on with it, or finished it
                self._now = Scanning(job=job)
            return self._now

    def start(self, dossier: str, said: Mapping[str, Any]) -> None:
        """Begin a stack for a dossier (its whole id, "" for the next run), scanned as ``said``.

        Raises ``UsageError`` where another stack is unfinished, ``NoScannerError`` where it is not clear
        which scanner is meant.
        """
        with self._changed:
            self._refuse_two()
            wish = wish_for(self._settings.scan, self._store.home, said)
            self._run(begin_job(self._inbox, dossier, self._store.clock()), wish, said)

    def go_on(self, dossier: str, said: Mapping[str, Any]) -> None:
        """Scan what lies in the scanner now, after the pages there are of the dossier's stack; raises as
        ``start`` does, and ``UsageError`` where the stack is another's by now.
        """
        with self._changed:
            job = self._unfinished_of(dossier)
            wish = wish_for(self._settings.scan, self._store.home, said)
            self._run(take_up(job), wish, said)

    def stop(self) -> None:
        """End after the page that is scanned just now; the pages are kept."""
        self._stops = True

    def finish(self, dossier: str, who: str, *, anyhow: bool = False) -> LaidIn:
        """The stack is whole: into its dossier, whose pages nobody has read yet, or for the next run.

        Raises ``UsageError`` where the stack is not the ``dossier``'s by now, ``CoverSheetError`` for another
        dossier's cover sheet in it, unless ``anyhow``.
        """
        with self._changed:
            job = self._unfinished_of(dossier)
            laid = self._laid(job, who, anyhow=anyhow)
            self._now = Scanning()
            return laid

    def throw_away(self, mark: str) -> None:
        """A stack ends and its pages are gone; ``mark`` (``ScanJob.mark``) is that a person was asked about.

        Raises ``UsageError`` where it is another stack by now, and takes nothing then, and where its pages
        can't be deleted.
        """
        with self._changed:
            self._refuse_two()
            job = unfinished(self._inbox)
            if job is None or job.mark != mark:
                raise UsageError(
                    _("The stack is another one by now, so nothing was thrown away."),
                    _("Load the page again to see it, then do it once more if it still holds."),
                )
            throw_away(job)
            self._now = Scanning()

    def settle(self) -> None:
        """Return once nothing is scanned any more."""
        with self._changed:
            self._changed.wait_for(lambda: not self._now.goes_on)

    def close(self) -> None:
        """End; a page that the scanner is at is not waited for long."""
        self.stop()
        with self._changed:
            self._changed.wait_for(lambda: not self._now.goes_on, _ENDS_WITHIN_S)

    def _refuse_two(self) -> None:
        if self._now.goes_on:
            raise UsageError(_("The scanner is at work just now."), _("Wait for it, or stop it."))

    def _unfinished_of(self, dossier: str) -> ScanJob:
        """The stack that the dossier's page means: a page that was open for long may mean an earlier one."""
        self._refuse_two()
        job = unfinished(self._inbox)
        if job is None:
            raise UsageError(_("No scan was broken off."), _("Begin a new one."))
        if job.dossier != dossier:
            raise UsageError(
                _("The stack that is unfinished now is not of this page, so nothing was done with it."),
                _("Load the page again: it says what the stack is for."),
            )
        return job

    def _laid(self, job: ScanJob, who: str, *, anyhow: bool) -> LaidIn:
        if not job.dossier:
            return for_next_run(job)
        settings = self._settings
        return into_its_dossier(
            self._store,
            job,
            how_to_open(settings),
            who=who,
            commune=settings.unit.commune,
            read=False,
            anyhow=anyhow,
        )

    def _run(self, job: ScanJob, wish: ScanWish, said: Mapping[str, Any]) -> None:
        self._stops = False
        self._now = Scanning(True, job, glass=wish.source is PaperSource.GLASS, meant=job.dossier)
        arguments = (job, wish, said, current_language())
        Thread(target=self._scan, args=arguments, name="scanning", daemon=True).start()

    def _scan(self, job: ScanJob, wish: ScanWish, said: Mapping[str, Any], language: str) -> None:
        trouble, fault, glass = None, None, self._now.glass
        with speaking(language):
            try:
                possible = as_offered(self._settings.scan, wish)
                glass = possible.source is PaperSource.GLASS
                trouble = self._pages(go_on(job, scan_with(self._settings.scan, possible)))
                if job.pages:
                    remember(wish, self._store.home, said)
            except Exception as error:  # told on the page; the pages that came are kept
                fault = answer_to(error)
            left = None
            try:
                if job.pages:
                    left = job
                else:
                    finish(job)  # nothing to go on with
            except OSError as error:
                log_exception("inbox-away", error)
                fault = WebFault(
                    503,
                    _("The inbox can't be reached, so the scan was broken off."),
                    _("The pages that came are kept there and shown when it is back; then go on with them."),
                )
            except Exception as error:
                fault = fault or answer_to(error)
        with self._changed:
            self._now = Scanning(False, left, trouble, fault, glass, self._stops, job.dossier)
            self._changed.notify_all()

    def _pages(self, coming: Generator[Path | Trouble, None, None]) -> Trouble | None:
        with closing(coming) as pages:
            for one in pages:
                if isinstance(one, Trouble):
                    return one
                if self._stops:
                    break
        return None
