# SPDX-License-Identifier: Apache-2.0
"""Scans that come with cover sheets are led into their dossiers before anything else is done with them.

A file is parted at its cover sheets (``intake.services.receive.scan_parting``). A file that is nothing but a
cover sheet leads the files of its scan after it, up to the next cover sheet or folder
(``intake.services.receive.leading``). At each sheet that names only a procedure a new dossier begins
(``intake.services.receive.procedure_sheet``), except where a person means a dossier. Pages under a sheet that
another store printed are left where they are, and told of.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from intake.capture.opening import CountPages, count_pages, probe
from intake.capture.refusals import CaptureError
from intake.capture.sources import DossierSource, nfc_name
from intake.capture.split_scan import part_of
from intake.errors import CoverSheetError
from intake.reading.page_work import HowToRead
from intake.reading.workers import Workers
from intake.services.fill_and_check import PROGRAM
from intake.services.receive.leading import Leading, begin_leading, named, note_led
from intake.services.receive.procedure_sheet import begin_dossier, led_before, made_for, name_of_stack
from intake.services.receive.scan_parting import Cut, Hands, Look, ScanParting
from intake.services.receive.separator_look import codes_on
from intake.services.receive.separator_sheet import Cover, CoverOf, ScanPart, merged
from intake.services.receive.sorting_wish import TROUBLES, SheetFound, SheetTrouble, SortingWish
from intake.store.objects import StoredObject, digest
from intake.store.store import Store
from templates.system import is_running

_PARTS = ".parts-"
_SHEETS_ALONE = SortingWish()


class Sorter:
    """Leads files into dossiers by their cover sheets; ``covers`` are those found so far."""

    def __init__(
        self, store: Store, how: HowToRead, parting: ScanParting, count: CountPages, wish: SortingWish
    ) -> None:
        self.covers: list[Cover] = []
        self._store, self._capture, self._parting = store, how.capture, parting
        self._count, self._wish = count, wish
        self._leading: Leading | None = None

    def sort(self, source: DossierSource) -> list[DossierSource]:
        """The source with each of its files where a cover sheet says; sources are given in their order.
        Files under a sheet that is of no dossier of this store are left out.
        """
        alone = source.path in source.files
        if not alone:
            self.end()
        files: dict[str, list[Path]] = {"": []} if source.closed else {}
        for path in source.files:
            for dossier, file in self._files(path, source, alone=alone):
                files.setdefault(dossier, []).append(file)
        if not alone:
            self.end()
        return [
            replace(source, files=tuple(paths), closed=() if name else source.closed, dossier=name)
            for name, paths in files.items()
        ]

    def end(self) -> None:
        """The sheet before leads nothing more: note what it led, and say what a person has to know of it."""
        ended, self._leading = self._leading, None
        if ended is not None:
            self._say(ended)

    def _files(self, path: Path, source: DossierSource, *, alone: bool) -> list[tuple[str, Path]]:
        """The file, or its parts, each with the dossier it belongs to ("" = not said)."""
        info, sha256 = probe(path, self._capture, self._count), self._hash(path)
        whole = info.refusal is not None or self._taken_whole(sha256)
        try:
            found = () if whole else self._parting.found(path, info.pages)
        except CaptureError as error:
            self._wish.unparted(path, error)
            return []
        begins = bool(found) and found[0].cover is not None
        led = None if begins else self._led(path, sha256, source, alone=alone)
        covers = [part.cover for part in found if part.cover]
        if not covers:
            return self._whole(path, led)
        self.end()
        self._meet(path, sha256, found)
        under = [part if part.cover else replace(part, cover=led) for part in found]
        return self._parted(path, info.media_type, sha256, under)

    def _hash(self, path: Path) -> str:
        """The hash of the file; "" for one that can't be read, and for what takes a night or never ends: one
        larger than any scan, a pipe, a device.
        """
        with suppress(OSError):
            if path.is_file() and path.stat().st_size <= self._capture.max_file_mb * 1e6:
                return digest(path).sha256
        return ""

    def _led(self, path: Path, sha256: str, source: DossierSource, *, alone: bool) -> Cover | None:
        """The sheet that leads the file, or the pages of it before its own first sheet."""
        if self._leading is not None and self._leading.procedure and not self._wish.dossier:
            self._find_again(self._leading, sha256)
        leading = self._leading
        if leading is None:
            return None
        if alone:
            goes_on = leading.goes_on(self._store, path, sha256)
        else:
            goes_on = leading.goes_on_inside(sha256, lambda: map(self._hash, source.files))
        if goes_on:
            if leading.cover.of is CoverOf.PROCEDURE and not self._wish.dossier:
                if not sha256:  # nothing to know its dossier by
                    return None
                leading.cover = self._begun(leading.procedure, path, *_signs(leading, sha256))
            leading.follow(path, sha256)
            return leading.cover
        if leading.before is None:
            self.end()
        return None

    def _find_again(self, leading: Leading, sha256: str) -> None:
        """Lead into the dossier into which the sheet led the file (``sha256``) before: in an earlier run, or
        in one that was killed.
        """
        if sha256 in leading.led or (leading.before is not None and sha256 in leading.before):
            return
        found = led_before(self._store, leading.sha256, named(leading.sheet), sha256)
        if found is None and sha256 and leading.cover.of is CoverOf.PROCEDURE:
            found = made_for(self._store, name_of_stack(*_signs(leading, sha256)))
        if found is None or found == leading.cover.dossier:
            return
        if leading.led:
            self.end()
        again = self._begin(Cover(found), leading.sheet, leading.sha256)
        again.procedure = leading.procedure
        self._leading = again

    def _begun(self, procedure: str, path: Path, *signs: str | int) -> Cover:
        """The dossier that begins at a sheet of the procedure."""
        wish = self._wish
        made = begin_dossier(
            self._store,
            procedure,
            name_of_stack(*signs),
            folder=nfc_name(path),
            who=wish.who,
            otherwise=wish.procedure or procedure,
        )
        return Cover(made)

    def _meet(self, path: Path, sha256: str, found: Sequence[ScanPart]) -> None:
        """Begin to be led where the file is nothing but a sheet; say which sheets have no pages."""
        self.covers += [part.cover for part in found if part.cover]
        lone = [part.cover for part in found if part.cover and not part.pages]
        if not any(part.pages for part in found):
            self._leading = self._begin(lone.pop(), path, sha256)
        for cover in lone:
            self._say(self._begin(cover, path, sha256))

    def _begin(self, cover: Cover, path: Path, sha256: str) -> Leading:
        return begin_leading(self._store, cover, path, sha256, anew=bool(self._wish.dossier))

    def _say(self, ended: Leading) -> None:
        cover, names = ended.cover, (named(ended.sheet), *ended.led.values())
        if cover.of is CoverOf.PROCEDURE:
            self._say_alone(ended)
        elif cover.of is not CoverOf.HERE:
            self._wish.tell(SheetFound(TROUBLES[cover.of], cover.dossier, names))
        elif not self._wish.dossier and note_led(self._store, ended, who=PROGRAM) and not ended.led:
            self._wish.tell(SheetFound(SheetTrouble.ALONE, cover.dossier, names))

    def _say_alone(self, ended: Leading) -> None:
        """Say once that nothing came under a sheet of a procedure: its file is kept then."""
        if self._wish.dossier:
            return
        try:
            file = StoredObject(ended.sha256, ended.sheet.stat().st_size)
        except OSError:  # gone meanwhile, and nothing lies under it
            return
        if not self._store.objects.holds(file):
            of = (named(ended.sheet),)
            self._wish.tell(SheetFound(SheetTrouble.OF_PROCEDURE_ALONE, ended.procedure, of))
            self._store.keep(ended.sheet)

    def _whole(self, path: Path, led: Cover | None) -> list[tuple[str, Path]]:
        if led is None or led.of is CoverOf.PROCEDURE:
            return [("", path)]
        return [(led.dossier, path)] if led.of is CoverOf.HERE else []

    def _parted(
        self, path: Path, media_type: str, sha256: str, found: Sequence[ScanPart]
    ) -> list[tuple[str, Path]]:
        cut = [part for part in merged(found) if part.pages and self._may_come(part, path)]
        try:
            files = [self._parting.cut(path, media_type, part) for part in cut]
        except CaptureError as error:  # whole it would put the papers of several dossiers into one
            self._wish.unparted(path, error)
            return []
        named = [self._dossier_of(part.cover, path, sha256) for part in cut]
        if any(named):
            self._store.keep(path)
        for dossier, part in zip(named, cut, strict=True):
            if dossier:
                self._parting.note(dossier, part.pages, sha256)
        return list(zip(named, files, strict=True))

    def _dossier_of(self, cover: Cover | None, path: Path, sha256: str) -> str:
        if cover is None:
            return ""
        if cover.of is CoverOf.PROCEDURE and not self._wish.dossier:
            return self._begun(cover.procedure, path, sha256, cover.page).dossier
        return cover.dossier

    def _may_come(self, part: ScanPart, path: Path) -> bool:
        """Whether the pages may be taken in; says where they may not."""
        if part.cover is None or part.cover.of in (CoverOf.HERE, CoverOf.PROCEDURE):
            return True
        self._wish.tell(SheetFound(TROUBLES[part.cover.of], part.cover.dossier, (named(path),)))
        return False

    def _taken_whole(self, sha256: str) -> bool:
        """Whether this very file lies in a dossier already: then it bears no cover sheet."""
        with self._store.read() as session:
            return bool(sha256) and self._store.holds_file(session, sha256)


@contextmanager
def sorter(
    store: Store,
    how: HowToRead,
    wish: SortingWish = _SHEETS_ALONE,
    *,
    look: Look = codes_on,
    cut: Cut = part_of,
    count: CountPages = count_pages,
) -> Iterator[Sorter]:
    """A sorter whose parts of files are gone in the end; what was taken in is kept by then. ``count`` counts
    the pages of each file.
    """
    hands = Hands(
        Workers(look, how.workers, how.limits, lasting=True), Workers(cut, 1, how.limits, lasting=True)
    )
    clear_left_overs(store.home)
    with tempfile.TemporaryDirectory(prefix=f"{_PARTS}{os.getpid()}-", dir=store.home) as folder:
        try:
            parting = ScanParting(store, how, Path(folder), hands, wish.dossier)
            led = Sorter(store, how, parting, count, wish)
            yield led
            led.end()
        finally:
            hands.close()


def clear_left_overs(home: Path) -> None:
    """Remove the parts that processes which were killed left behind."""
    for folder in home.glob(f"{_PARTS}*"):
        owner = folder.name.removeprefix(_PARTS).partition("-")[0]
        if not (owner.isdigit() and is_running(int(owner))):
            shutil.rmtree(folder, ignore_errors=True)


def refuse_other_covers(covers: Iterable[Cover], dossier_id: str) -> None:
    """Raise ``CoverSheetError`` where a file to be added to the dossier bears the cover sheet of another."""
    for cover in covers:
        if cover.of is CoverOf.PROCEDURE:
            raise CoverSheetError.of_procedure(cover.procedure, dossier_id)
        if cover.of is CoverOf.ELSEWHERE:
            raise CoverSheetError.of_elsewhere(cover.dossier)
        if cover.dossier != dossier_id:
            raise CoverSheetError.of_another(cover.dossier, dossier_id)


def _signs(leading: Leading, first: str) -> tuple[str, ...]:
    """Which stack lies under a sheet in a file of its own; ``first``: the hash of the first file after it."""
    return leading.sha256, os.fsencode(leading.sheet.resolve()).hex(), first
