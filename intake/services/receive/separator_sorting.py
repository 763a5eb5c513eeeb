# SPDX-License-Identifier: Apache-2.0
"""Scans that come with cover sheets are led into their dossiers before anything else is done with them.

A file is parted at its cover sheets (``intake.services.receive.separator_sheet``). A file that is nothing
but a cover sheet leads the files after it, in the order of their names, up to the next cover sheet or
folder. Where this desk never printed a cover sheet, no page is looked at.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from intake.capture.opening import CountPages, count_pages, probe
from intake.capture.refusals import CaptureError
from intake.capture.sources import DossierSource
from intake.capture.split_scan import SplitTask, part_of
from intake.dossier.journal import What
from intake.errors import CoverSheetError
from intake.reading.one_apart import done_apart
from intake.reading.page_work import HowToRead
from intake.reading.workers import Workers
from intake.services.fill_and_check import PROGRAM
from intake.services.receive.separator_look import LookTask, codes_on
from intake.services.receive.separator_sheet import ScanPart, covers_of, merged, parts
from intake.store.dossier.journal import dossiers_with
from intake.store.objects import digest
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.messages import _
from templates.system import is_running

_PARTS = ".parts-"
Look = Callable[[LookTask], Sequence[str]]
Cut = Callable[[SplitTask], Path]
Unparted = Callable[[Path, CaptureError], None]


def _refused(_path: Path, error: CaptureError) -> None:
    raise error


@dataclass(frozen=True)
class _Hands:
    """What opens files: processes that look at pages and cut files apart, and what counts pages."""

    lookers: Workers[LookTask, Sequence[str]]
    cutters: Workers[SplitTask, Path]
    count: CountPages

    def close(self) -> None:
        self.lookers.close()
        self.cutters.close()


class Sorter:
    """Leads files into dossiers by their cover sheets; parts of files are written to ``folder``."""

    def __init__(
        self,
        store: Store,
        how: HowToRead,
        known: frozenset[str],
        folder: Path,
        hands: _Hands,
        unparted: Unparted,
    ) -> None:
        self._store, self._capture, self._known, self._folder = store, how.capture, known, folder
        self._hands, self._unparted = hands, unparted
        self._led = ""

    def sort(self, source: DossierSource) -> list[DossierSource]:
        """The source with each of its files where a cover sheet says; sources are given in their order."""
        if not self._known:
            return [source]
        alone = source.path in source.files
        self._led = self._led if alone else ""
        files: dict[str, list[Path]] = {"": []} if source.closed else {}
        for path in source.files:
            for dossier, file in self._files(path):
                files.setdefault(dossier, []).append(file)
        self._led = self._led if alone else ""
        return [
            replace(source, files=tuple(paths), closed=() if name else source.closed, dossier=name)
            for name, paths in files.items()
        ]

    def _files(self, path: Path) -> list[tuple[str, Path]]:
        """The file, or its parts, each with the dossier it belongs to ("" = not said)."""
        info = probe(path, self._capture, self._hands.count)
        found = () if info.refusal is not None or self._taken_whole(path) else self._parts(path, info.pages)
        if not any(part.dossier for part in found):
            return [(self._led, path)]
        before, self._led = self._led, "" if any(part.pages for part in found) else found[-1].dossier
        cut = [replace(part, dossier=part.dossier or before) for part in merged(found) if part.pages]
        try:
            files = [self._cut(path, info.media_type, part) for part in cut]
        except CaptureError as error:  # whole it would put the papers of several dossiers into one
            self._unparted(path, error)
            return []
        whole = self._store.keep(path)
        for part in cut:
            self._note(part, whole.sha256)
        return [(part.dossier, file) for part, file in zip(cut, files, strict=True)]

    def _cut(self, path: Path, media_type: str, part: ScanPart) -> Path:
        return done_apart(self._hands.cutters, SplitTask(path, media_type, part.pages, self._folder))

    def _note(self, part: ScanPart, sha256: str) -> None:
        """Say in the journal which pages of which kept file a paper was cut from."""
        if part.dossier:
            told = {"code": "scan-parted", "sha256": sha256, "pages": list(part.pages)}

            def say(session: Transaction) -> None:
                known_as = f"parted:{part.dossier}:{sha256[:32]}"
                self._store.note(
                    session, part.dossier, What.NOTED, who=PROGRAM, data=told, client_id=known_as
                )

            self._store.write(say)

    def _parts(self, path: Path, pages: int) -> tuple[ScanPart, ...]:
        """The pages are looked at in workers: one that ends its process costs only itself, and its failure is
        told when it is read.
        """
        tasks = (LookTask(str(path), number, self._capture) for number in range(1, pages + 1))
        codes = {outcome.task.page: outcome.value or () for outcome in self._hands.lookers.run(tasks)}
        return parts(covers_of(pages, codes.__getitem__, self._known.__contains__))

    def _taken_whole(self, path: Path) -> bool:
        """Whether this very file lies in a dossier already: then it bears no cover sheet."""
        with suppress(OSError), self._store.read() as session:
            return self._store.holds_file(session, digest(path).sha256)
        return False


@contextmanager
def sorter(
    store: Store,
    how: HowToRead,
    look: Look = codes_on,
    cut: Cut = part_of,
    count: CountPages = count_pages,
    unparted: Unparted = _refused,
) -> Iterator[Sorter]:
    """A sorter whose parts of files are gone in the end; what was taken in is kept by then. ``count`` counts
    the pages of each file, ``unparted`` is told of a file with cover sheets that can't be cut apart: nothing
    of it goes anywhere.
    """
    with store.read() as session:
        known = dossiers_with(session, What.COVER_PRINTED)
    hands = _Hands(
        Workers(look, how.workers, how.limits, lasting=True),
        Workers(cut, 1, how.limits, lasting=True),
        count,
    )
    if not known:
        yield Sorter(store, how, known, store.home, hands, unparted)
        return
    clear_left_overs(store.home)
    with tempfile.TemporaryDirectory(prefix=f"{_PARTS}{os.getpid()}-", dir=store.home) as folder:
        try:
            yield Sorter(store, how, known, Path(folder), hands, unparted)
        finally:
            hands.close()


def clear_left_overs(home: Path) -> None:
    """Remove the parts that processes which were killed left behind."""
    for folder in home.glob(f"{_PARTS}*"):
        owner = folder.name.removeprefix(_PARTS).partition("-")[0]
        if not (owner.isdigit() and is_running(int(owner))):
            shutil.rmtree(folder, ignore_errors=True)


def of_dossier(found: Sequence[DossierSource], dossier_id: str) -> list[Path]:
    """All files of sorted sources, for adding to one dossier.

    Raises ``CoverSheetError`` where one bears the cover sheet of another dossier.
    """
    others = sorted({source.dossier for source in found} - {"", dossier_id})
    if others:
        raise CoverSheetError(
            _("The scan bears the cover sheet of dossier {other}, not of {id}.").format(
                other=", ".join(others), id=dossier_id
            ),
            _("Add it there with: sohoa add {other} FILE…").format(other=others[0]),
        )
    return [file for source in found for file in source.files]
