"""Scans that come with cover sheets are led into their dossiers before anything else is done with them.

A file is parted at its cover sheets (``intake.cover``). A file that is nothing but a cover sheet leads the
files after it, in the order of their names, up to the next cover sheet or folder. Where this desk never
printed a cover sheet, no page is looked at.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from sqlalchemy import select

from intake.capture import load_page, probe
from intake.cover import Part, covers_of, merged, parts
from intake.errors import CoverSheetError
from intake.journal import What
from intake.model import Document, Event
from intake.objects import digest
from intake.pages import CaptureLimits
from intake.parting import part_of
from intake.processes import is_running
from intake.refusals import CaptureError
from intake.sources import DossierSource
from intake.steps import PROGRAM
from intake.store import Store
from templates.messages import _

LOOK_DPI = 150
"""The code of a cover sheet is an inch wide: fewer pixels than for reading are enough to find it."""
_A4_INCHES = 11.7
_PARTS = ".parts-"


class Sorter:
    """Leads files into dossiers by their cover sheets; parts of files are written to ``folder``."""

    def __init__(self, store: Store, limits: CaptureLimits, known: frozenset[str], folder: Path) -> None:
        self._store, self._limits, self._known, self._folder = store, limits, known, folder
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
        info = probe(path, self._limits)
        found = () if info.refusal is not None or self._taken_whole(path) else self._parts(path, info.pages)
        if not any(part.dossier for part in found):
            return [(self._led, path)]
        before, self._led = self._led, "" if any(part.pages for part in found) else found[-1].dossier
        whole = self._store.keep(path)
        cut = [replace(part, dossier=part.dossier or before) for part in merged(found) if part.pages]
        for part in cut:
            self._note(part, whole.sha256)
        return [(part.dossier, part_of(path, info.media_type, part.pages, self._folder)) for part in cut]

    def _note(self, part: Part, sha256: str) -> None:
        """Say in the journal which pages of which kept file a paper was cut from."""
        if part.dossier:
            told = {"code": "scan-parted", "sha256": sha256, "pages": list(part.pages)}
            with self._store.write() as session:
                known_as = f"parted:{part.dossier}:{sha256[:32]}"
                self._store.note(
                    session, part.dossier, What.NOTED, who=PROGRAM, data=told, client_id=known_as
                )

    def _parts(self, path: Path, pages: int) -> tuple[Part, ...]:
        return parts(covers_of(pages, partial(self._codes, path), self._known.__contains__))

    def _taken_whole(self, path: Path) -> bool:
        """Whether this very file lies in a dossier already: then it bears no cover sheet."""
        with suppress(OSError), self._store.read() as session:
            known = select(Document.id).where(Document.sha256 == digest(path).sha256).limit(1)
            return session.scalar(known) is not None
        return False

    def _codes(self, path: Path, page: int) -> Sequence[str]:
        # Only here: the image libraries take long to import.
        from ocr.codes import read_codes

        try:
            image = load_page(path, page, target_dpi=LOOK_DPI, limits=self._limits).image
        except CaptureError:  # told when the page is read
            return ()
        return [code.text for code in read_codes(_small(image), budget_s=0.0)]


@contextmanager
def sorter(store: Store, limits: CaptureLimits) -> Iterator[Sorter]:
    """A sorter whose parts of files are gone in the end; what was taken in is kept by then."""
    query = select(Event.dossier_id).where(Event.what == What.COVER_PRINTED.value).distinct()
    with store.read() as session:
        known = frozenset(session.scalars(query))
    if not known:
        yield Sorter(store, limits, known, store.home)
        return
    clear_left_overs(store.home)
    with tempfile.TemporaryDirectory(prefix=f"{_PARTS}{os.getpid()}-", dir=store.home) as folder:
        yield Sorter(store, limits, known, Path(folder))


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


def _small(image: np.ndarray) -> np.ndarray:
    import cv2

    factor = LOOK_DPI * _A4_INCHES / max(image.shape)
    if factor >= 1:
        return image
    return cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
