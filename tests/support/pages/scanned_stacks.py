# SPDX-License-Identifier: Apache-2.0
"""Stacks of papers scanned under cover sheets, and where they go."""

from __future__ import annotations

import os
from pathlib import Path

import img2pdf
import pikepdf
import segno
from PIL import Image, ImageDraw

from intake.capture.sources import plan
from intake.dossier.journal import What
from intake.reading.page_work import HowToRead
from intake.services.receive.separator_sheet import cover_text, mark_of
from intake.services.receive.separator_sorting import sorter
from intake.services.receive.sorting_wish import SheetFound, SortingWish
from intake.store.dossier.journal import born_as
from intake.store.store import Store
from tests.support.desks.intake_desk import PROCEDURE


def sheet(text: str = "", *, code: str = "") -> Image.Image:
    """A page at 100 dpi with a text, and a code an inch wide where one is given."""
    page = Image.new("L", (827, 1169), 255)
    ImageDraw.Draw(page).text((300, 600), text, fill=0)
    if code:
        symbol = segno.make(code, error="m")
        rows = [[255 if not cell else 0 for cell in row] for row in symbol.matrix_iter(border=4)]
        image = Image.new("L", (len(rows[0]), len(rows)))
        image.putdata([cell for row in rows for cell in row])
        page.paste(image.resize((110, 110), Image.Resampling.NEAREST), (60, 60))
    return page


def save_pdf(path: Path, *pages: Image.Image, at: float | None = None) -> Path:
    """A scan of these pages, written ``at`` (POSIX time)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pictures = []
    for number, page in enumerate(pages):
        picture = path.with_name(f".{path.stem}{number}.png")
        page.save(picture, dpi=(100, 100))
        pictures.append(picture)
    path.write_bytes(img2pdf.convert([str(picture) for picture in pictures]))
    for picture in pictures:
        picture.unlink()
    if at is not None:
        os.utime(path, (at, at))
    return path


def with_cover(store: Store) -> str:
    """A dossier whose cover sheet was printed."""
    with store.write() as session:
        made = store.create_dossier(session, procedure=PROCEDURE, who="lan").id
        store.note(session, made, What.COVER_PRINTED, who="lan")
    return made


def code_of(store: Store, dossier: str) -> str:
    """What the code on the dossier's cover sheet says."""
    with store.read() as session:
        return cover_text(dossier, mark_of(born_as(session, dossier) or ""))


def cover(store: Store, dossier: str) -> Image.Image:
    return sheet("cover", code=code_of(store, dossier))


def sorted_pages(
    store: Store, folder: Path, told: list[SheetFound] | None = None
) -> list[tuple[str, list[int]]]:
    """Where the files of a folder go: dossier and the number of pages of each file; what is ``told``."""
    wish = SortingWish(tell=(told if told is not None else []).append)
    with sorter(store, HowToRead(), wish) as led:
        found = [part for source in plan(folder) for part in led.sort(source)]
        return [(part.dossier, [len(pikepdf.open(file).pages) for file in part.files]) for part in found]
