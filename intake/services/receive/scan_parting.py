# SPDX-License-Identifier: Apache-2.0
"""One file of a scan: which cover sheets lie in it, and the file cut apart at them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from intake.capture.refusals import CaptureError, RefusalCode
from intake.capture.split_scan import SplitTask
from intake.dossier.journal import What
from intake.reading.one_apart import done_apart
from intake.reading.page_work import HowToRead
from intake.reading.time_spent import TimeSpent
from intake.reading.workers import Workers
from intake.services.fill_and_check import PROGRAM
from intake.services.receive.procedure_sheet import prints_sheets, procedure_named
from intake.services.receive.separator_look import LookTask
from intake.services.receive.separator_sheet import (
    Cover,
    CoverOf,
    ScanPart,
    cover_code,
    covers_of,
    mark_of,
    parts,
)
from intake.store.dossier.journal import born_as, ever_happened
from intake.store.store import Store
from intake.store.transaction import Transaction

Look = Callable[[LookTask], Sequence[str]]
Cut = Callable[[SplitTask], Path]


@dataclass(frozen=True)
class Hands:
    """What opens files: processes that look at pages and cut files apart."""

    lookers: Workers[LookTask, Sequence[str]]
    cutters: Workers[SplitTask, Path]

    def close(self) -> None:
        self.lookers.close()
        self.cutters.close()


class ScanParting:
    """Finds cover sheets and cuts files apart into ``folder``; ``meant``: the dossier that a person means,
    whose sheets of earlier versions count too.
    """

    def __init__(self, store: Store, how: HowToRead, folder: Path, hands: Hands, meant: str) -> None:
        self._store, self._capture, self._folder = store, how.capture, folder
        self._most_s = how.dossier_s
        self._hands, self._meant = hands, meant
        with store.read() as session:
            self._printed = ever_happened(session, What.COVER_PRINTED) or prints_sheets(store)

    def found(self, path: Path, pages: int) -> tuple[ScanPart, ...]:
        """How the file falls apart; () where it was not looked through. Raises ``CaptureError`` where looking
        takes longer than one file may: taken in unseen it might join the papers of several people.

        Where this store never printed a sheet only a stack that begins with one is: it is of another desk,
        and may hold the papers of several people.
        """
        if not self._printed and (pages < 2 or not any(self._covers(path, 1))):
            return ()
        return parts(self._covers(path, pages))

    def cut(self, path: Path, media_type: str, part: ScanPart) -> Path:
        """A file with the pages of the part. Raises ``CaptureError``."""
        return done_apart(self._hands.cutters, SplitTask(path, media_type, part.pages, self._folder))

    def note(self, dossier: str, pages: Sequence[int], sha256: str) -> None:
        """Say in the journal which pages of which kept file a paper was cut from."""
        told = {"code": "scan-parted", "sha256": sha256, "pages": list(pages)}

        def say(session: Transaction) -> None:
            known_as = f"parted:{dossier}:{sha256[:32]}"
            self._store.note(session, dossier, What.NOTED, who=PROGRAM, data=told, client_id=known_as)

        self._store.write(say)

    def _covers(self, path: Path, pages: int) -> list[Cover | None]:
        """Of the first pages. They are looked at in workers: one that ends its process costs only itself, and
        its failure is told when it is read.
        """
        tasks = (LookTask(str(path), number, self._capture) for number in range(1, pages + 1))
        codes, spent = dict[int, Sequence[str]](), TimeSpent(self._most_s)
        with closing(self._hands.lookers.run(tasks)) as outcomes:
            for outcome in outcomes:
                codes[outcome.task.page] = outcome.value or ()
                if len(codes) < pages and spent.is_over(str(path)):
                    raise CaptureError(RefusalCode.TOO_SLOW)
        return covers_of(pages, codes.__getitem__, self._cover)

    def _cover(self, text: str) -> Cover | None:
        """The cover sheet that a code is of."""
        if procedure := procedure_named(text):
            return Cover("", CoverOf.PROCEDURE, procedure)
        code = cover_code(text)
        if code is None:
            return None
        with self._store.read() as session:
            born = born_as(session, code.dossier)
        if born is None:
            return Cover(code.dossier, CoverOf.ELSEWHERE)
        if not code.mark:
            return Cover(code.dossier, CoverOf.HERE if code.dossier == self._meant else CoverOf.UNSAID)
        return Cover(code.dossier, CoverOf.HERE if code.mark == mark_of(born) else CoverOf.ELSEWHERE)
