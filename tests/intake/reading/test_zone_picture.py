# SPDX-License-Identifier: Apache-2.0
"""Where a value stands, framed on its page, cut out as PNG, and as sixels that a terminal draws the same."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from intake.capture.pages import CaptureLimits
from intake.reading.page_picture import PictureTask
from intake.reading.sixel import sixels
from intake.reading.zone_picture import ZoneForm, ZoneTask, zone_task
from intake.store.objects import ObjectFolder

ZONE = (0.25, 0.5, 0.5, 0.1)
"""On a page of 800×1000: from (200, 500) to (600, 600)."""


@pytest.fixture
def page(tmp_path: Path) -> PictureTask:
    """A white page with a black bar in the zone."""
    scan = Image.new("RGB", (800, 1000), "white")
    ImageDraw.Draw(scan).rectangle((200, 500, 600, 600), fill="black")
    scan.save(tmp_path / "a.png")
    folder = ObjectFolder(tmp_path / "objects")
    kept = folder.keep(tmp_path / "a.png")
    return PictureTask(folder, kept.sha256, "a.png", 1, 0, 800, CaptureLimits())


def drawn(told: bytes) -> NDArray[np.uint8]:
    """What a terminal makes of sixels: shades of 0…255."""
    text = told.decode("ascii")
    width, height = map(int, re.match(r"\x1bPq\"1;1;(\d+);(\d+)", text).groups())  # type: ignore[union-attr]
    shades = {int(n): int(p) * 255 // 100 for n, p in re.findall(r"#(\d+);2;(\d+);", text)}
    body = re.sub(r"#\d+;2;\d+;\d+;\d+", "", text.removeprefix(f'\x1bPq"1;1;{width};{height}')[:-2])
    made = np.zeros((-(-height // 6) * 6, width), np.uint8)
    for band, line in enumerate(body.split("-")):
        for layer in line.split("$"):
            colour, signs = re.match(r"#(\d+)(.*)", layer).groups()  # type: ignore[union-attr]
            column = 0
            for count, sign in re.findall(r"(?:!(\d+))?([?-~])", signs):
                for row in range(6):
                    if (ord(sign) - 63) >> row & 1:
                        made[band * 6 + row, column : column + int(count or 1)] = shades[int(colour)]
                column += int(count or 1)
    return made[:height]


def test_the_frame_stands_round_the_zone_and_leaves_it_readable(page: PictureTask) -> None:
    made = np.asarray(Image.open(BytesIO(zone_task(ZoneTask(page, ZONE, ZoneForm.FRAMED)))).convert("RGB"))
    assert made.shape == (1000, 800, 3)
    red, green, blue = made[490, 400].astype(int)
    assert red > 150 and green < 130 and blue < 90
    assert made[550, 400].max() < 40
    assert made[100, 100].min() > 240


def test_a_whole_page_has_no_frame(page: PictureTask) -> None:
    made = np.asarray(Image.open(BytesIO(zone_task(ZoneTask(page, None, ZoneForm.FRAMED)))).convert("RGB"))
    assert made[490, 400].min() > 240


@pytest.mark.parametrize("width", [200, 424, 3000])
def test_the_strip_holds_the_zone_with_a_little_beside_it(page: PictureTask, width: int) -> None:
    strip = Image.open(BytesIO(zone_task(ZoneTask(page, ZONE, ZoneForm.PNG, width))))
    assert strip.width == min(width, 2 * 424)
    shades = np.asarray(strip)
    assert (shades[0, 0], shades[strip.height // 2, strip.width // 2]) == (255, 0)


def test_sixels_say_the_same_as_the_strip(page: PictureTask) -> None:
    png = np.asarray(Image.open(BytesIO(zone_task(ZoneTask(page, ZONE, ZoneForm.PNG, 300)))))
    told = drawn(zone_task(ZoneTask(page, ZONE, ZoneForm.SIXEL, 300)))
    assert told.shape == png.shape
    assert np.abs(told.astype(int) - png.astype(int)).max() <= 17


def test_any_shades_and_sizes_are_drawn_as_they_are() -> None:
    rng = np.random.default_rng(3)
    for height, width in ((1, 1), (6, 9), (7, 40), (23, 5)):
        grey = rng.integers(0, 256, (height, width)).astype(np.uint8)
        assert np.abs(drawn(sixels(grey)).astype(int) - grey).max() <= 17


def test_the_zone_of_a_whole_page_ends_at_its_edges(page: PictureTask) -> None:
    strip = Image.open(BytesIO(zone_task(ZoneTask(page, (0.9, 0.95, 0.5, 0.5), ZoneForm.PNG, 400))))
    assert strip.width > 0 and strip.height > 0
