# SPDX-License-Identifier: Apache-2.0
"""Every condition: the same seed, the same scan; the text stays legible; it does what its name says."""

from __future__ import annotations

import random

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from bench.conditions import CONDITIONS, apply
from bench.scanning import wear
from bench.scanning.glass import cut_at_edge, laid_askew, side_by_side
from bench.scanning.photo import photograph
from bench.scanning.seals import seal_over_text

_DPI = 72


def _draw(dpi: int) -> Image.Image:
    """An A4 page with bars for lines of text."""
    px = dpi / 72
    page = Image.new("RGB", (round(595 * px), round(842 * px)), "white")
    pen = ImageDraw.Draw(page)
    for line in range(30):
        top = (70 + 24 * line) * px
        pen.rectangle((80 * px, top, 520 * px, top + 6 * px), fill="black")
    return page


def _gray(image: Image.Image) -> NDArray[np.int16]:
    return np.asarray(image.convert("L"), dtype=np.int16)


def _page() -> NDArray[np.uint8]:
    return np.asarray(_draw(_DPI), dtype=np.uint8)


@pytest.mark.parametrize("name", sorted(set(CONDITIONS) - {"600 dpi"}))
def test_a_condition_is_the_same_for_the_same_seed_and_leaves_the_text_dark_on_light(name: str) -> None:
    first, second = (apply(name, _draw, random.Random(5), dpi=_DPI) for _ in range(2))
    assert first.image.tobytes() == second.image.tobytes()
    levels = _gray(first.image)
    middle = levels[
        levels.shape[0] // 4 : -levels.shape[0] // 4, levels.shape[1] // 4 : -levels.shape[1] // 4
    ]
    light, dark = np.percentile(middle, (90, 5))
    assert light - dark > 55


@pytest.mark.parametrize(("name", "dpi"), [("150 dpi", 150), ("600 dpi", 600)])
def test_a_condition_named_after_a_resolution_has_it(name: str, dpi: int) -> None:
    scanned = apply(name, lambda asked: Image.new("RGB", (asked, asked), "white"), random.Random(1))
    assert (scanned.dpi, scanned.image.width) == (dpi, dpi)


def test_a_turned_page_says_by_how_much() -> None:
    scanned = apply("turned", _draw, random.Random(3), dpi=_DPI)
    assert scanned.damage.turn in (90, 180, 270)
    assert (scanned.image.width > scanned.image.height) == (scanned.damage.turn != 180)


def test_a_sheet_laid_askew_loses_nothing_and_turns_clockwise() -> None:
    page = _page()
    askew = laid_askew(page, 10.0, (255, 255, 255))
    ink = (255 - page.astype(np.float64)).sum()
    assert (255 - askew.astype(np.float64)).sum() == pytest.approx(ink, rel=0.02)
    rows = [np.nonzero(askew[:, x, 0] < 128)[0].min() for x in (250, 500)]
    assert rows[1] > rows[0] + 20


def test_a_cut_takes_margins_and_heading_only() -> None:
    page = _page()
    for seed in range(8):
        cut = cut_at_edge(page, 1.0, random.Random(seed))
        assert cut.shape != page.shape
        lines = (cut[:, cut.shape[1] // 2, 0] < 128).sum()
        assert lines >= 29 * 6


def test_fading_pales_the_ink_and_leaves_the_paper() -> None:
    faded = wear.fade(_page(), 1.0, random.Random(2))
    ink = _page()[..., 0] < 10
    assert faded[ink].mean() > 90
    assert faded[~ink].min() > 240


def test_what_bleeds_through_is_mirrored_and_pale() -> None:
    verso = np.full_like(_page(), 255)
    verso[100:400, 60:160] = 0
    seen = wear.bleed_through(np.full_like(verso, 255), verso, 1.0, random.Random(1))[..., 0]
    columns = np.nonzero(seen.min(axis=0) < 235)[0]
    assert columns.mean() == pytest.approx(595 - 110, abs=12)
    assert seen.min() > 160


def test_a_seal_is_red_and_lets_the_text_be_read_through_it() -> None:
    page = _page()
    sealed = seal_over_text(page, 1.0, random.Random(4))
    changed = (sealed != page).any(axis=2)
    assert 2000 < changed.sum() < 12000
    red, green = sealed[changed][:, 0].mean(), sealed[changed][:, 1].mean()
    assert red > green + 30
    assert (sealed[page[..., 0] < 10] < 60).all()


def test_holes_are_eight_centimetres_apart() -> None:
    holes = wear.punch_holes(np.full((842, 595, 3), 255, np.uint8), 1.0, random.Random(1))
    rows = np.nonzero((holes[..., 0] < 252).any(axis=1))[0]
    gaps = np.flatnonzero(np.diff(rows) > 1)
    assert len(gaps) == 1
    middles = [part.mean() for part in np.split(rows, gaps + 1)]
    assert middles[1] - middles[0] == pytest.approx(80 / 25.4 * 72, abs=2)


@pytest.mark.long
def test_a_photograph_shows_the_table_around_the_whole_sheet() -> None:
    page = np.full((842, 595, 3), 255, np.uint8)
    for seed in range(4):
        seen = photograph(page, random.Random(seed))
        assert seen.shape[0] > 842 and seen.shape[1] > 595
        assert seen[2:8, 2:8].mean() < 170
        assert seen[400:440, 280:320].mean() > 120


def test_two_papers_lie_beside_each_other_without_touching() -> None:
    sheet = side_by_side(_page(), _page(), 0.7, random.Random(1))
    columns = (sheet[..., 0] < 128).any(axis=0)
    middle = slice(sheet.shape[1] // 2 - 5, sheet.shape[1] // 2 + 5)
    assert columns[: sheet.shape[1] // 2].any() and columns[sheet.shape[1] // 2 :].any()
    assert not columns[middle].any()
