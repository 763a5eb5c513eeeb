# SPDX-License-Identifier: Apache-2.0
"""A page stands upright with its zone where the value is, whatever way it was scanned."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from intake.capture.pages import DEFAULT_LIMITS
from intake.capture.refusals import CaptureError
from intake.reading import page_picture
from intake.reading.page_picture import PagePictures, PictureTask, picture_task
from intake.reading.worker_process import Limits
from intake.services.page_shown import Upright, picture_of
from intake.store.store import Store
from ocr.result import Box, PageReading
from tests.support.dossiers.led_dossiers import paper

WIDTH, HEIGHT = 400, 600
BOX = Box(40, 500, 120, 60)


def marked() -> np.ndarray:
    """A white page, black where the box lies."""
    pixels = np.full((HEIGHT, WIDTH), 255, np.uint8)
    pixels[BOX.y : BOX.y + BOX.h, BOX.x : BOX.x + BOX.w] = 0
    return pixels


def task(store: Store, folder: Path, pixels: np.ndarray, turn: int = 0, width: int = 5000) -> PictureTask:
    Image.fromarray(pixels).save(folder / "page.png")
    kept = store.keep(folder / "page.png")
    return PictureTask(store.objects, kept.sha256, "page.png", 1, turn, width, DEFAULT_LIMITS)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_zone_lies_on_the_picture_where_it_lay_on_the_page(
    turn: int, store: Store, tmp_path: Path
) -> None:
    picture = np.asarray(Image.open(BytesIO(picture_task(task(store, tmp_path, marked(), turn)))))
    zone = Upright(turn, WIDTH, HEIGHT).zone(BOX)
    assert zone is not None
    height, width = picture.shape
    left, top, wide, high = (
        round(share * side) for share, side in zip(zone, (width, height) * 2, strict=True)
    )
    assert picture[top + 2 : top + high - 2, left + 2 : left + wide - 2].max() < 40
    outside = picture.copy()
    outside[top - 4 : top + high + 4, left - 4 : left + wide + 4] = 255
    assert outside.min() > 215


def test_a_page_that_was_not_read_has_no_zone() -> None:
    assert Upright().zone(BOX) is None


@pytest.mark.parametrize(
    ("turn", "wanted", "size"), [(0, 200, (200, 300)), (90, 300, (300, 200)), (0, 900, (400, 600))]
)
def test_a_picture_is_never_wider_than_asked_for_nor_than_the_page(
    turn: int, wanted: int, size: tuple[int, int], store: Store, tmp_path: Path
) -> None:
    made = picture_task(task(store, tmp_path, marked(), turn, wanted))
    assert Image.open(BytesIO(made)).size == size


@pytest.mark.long
def test_pictures_are_made_once_and_a_broken_file_costs_only_itself(store: Store, tmp_path: Path) -> None:
    whole = task(store, tmp_path, marked())
    (tmp_path / "torn.png").write_bytes((tmp_path / "page.png").read_bytes()[:200])
    torn = replace(whole, sha256=store.keep(tmp_path / "torn.png").sha256, name="torn.png")
    pictures = PagePictures(Limits(60))
    try:
        first = pictures.picture(whole)
        with pytest.raises(CaptureError):
            pictures.picture(torn)
        assert pictures.picture(whole) is first
    finally:
        pictures.close()


def test_a_page_is_turned_by_what_was_read_on_it_and_only_pages_of_the_dossier_are_shown(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    Image.fromarray(marked()).save(tmp_path / "page.png")
    document = paper(store, dossier, "page.png", stored=store.keep(tmp_path / "page.png"))
    reading = PageReading(1, "birth-registration", 0.99, 180, 0.0, WIDTH, HEIGHT)
    with store.write() as session:
        store.save_page_reading(session, document, reading, reader="1")
    found = picture_of(store, dossier, document, 1, 300, DEFAULT_LIMITS)
    assert found is not None
    assert (found.turn, found.width, found.page) == (180, 300, 1)
    for wrong in ((document, 0), (document, 2), (document + 1, 1)):
        assert picture_of(store, dossier, *wrong, 300, DEFAULT_LIMITS) is None


def test_a_picture_that_others_crowd_out_is_made_again(
    monkeypatch: pytest.MonkeyPatch, store: Store, tmp_path: Path
) -> None:
    made = []

    def make(_workers: object, each: PictureTask) -> bytes:
        made.append(each.width)
        return bytes(60)

    monkeypatch.setattr(page_picture, "done_apart", make)
    monkeypatch.setattr(page_picture, "_KEPT_BYTES", 100)
    pictures, one = PagePictures(Limits(60)), task(store, tmp_path, marked())
    for width in (1, 1, 2, 1):
        pictures.picture(replace(one, width=width))
    assert made == [1, 2, 1]
