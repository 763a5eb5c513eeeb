# SPDX-License-Identifier: Apache-2.0
"""A network scanner (eSCL) by sane-airscan, over this computer's own address."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from intake.capture.scanning import sane
from intake.capture.scanning.troubles import Trouble, TroubleCode
from intake.capture.scanning.wish import Colour, PaperSource, ScanWish
from tests.support.servers.escl_scanner import EsclFeeder, escl_scanner, sane_settings

pytestmark = pytest.mark.skipif(
    not (any(Path("/usr/lib").glob("*/sane/libsane-airscan.so.1")) or os.environ.get("CI")),
    reason="sane-airscan is missing",
)
WISH = ScanWish("airscan:e0:Copier", dpi=150, colour=Colour.GRAY)


@pytest.fixture
def feeder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EsclFeeder]:
    """A scanner that SANE knows, with three pages in its feeder."""
    made = EsclFeeder()
    made.lay_in(*(Image.new("L", (210, 297), shade) for shade in (50, 150, 250)))
    with escl_scanner(made) as address:
        monkeypatch.setenv("SANE_CONFIG_DIR", str(sane_settings(tmp_path / "sane", address)))
        yield made


def test_its_pages_come_as_they_lie_and_a_jam_loses_none(feeder: EsclFeeder, tmp_path: Path) -> None:
    assert [one.device for one in sane.scanners()] == [WISH.device]
    assert sane.fitted(WISH) == WISH and not sane.fitted(ScanWish(WISH.device, duplex=True)).duplex
    feeder.jams_after = 2
    *pages, trouble = sane.scan(WISH, tmp_path, 1)
    assert len(pages) == 2 and isinstance(trouble, Trouble) and trouble.code is TroubleCode.JAM
    feeder.mended()
    assert list(sane.scan(WISH, tmp_path, 3)) == [tmp_path / "0003.jpg"]
    shades = []
    for number in (1, 2, 3):
        with Image.open(tmp_path / f"{number:04}.jpg") as page:
            shades.append(page.convert("L").getpixel((100, 100)))
    assert [round(float(shade) / 10) for shade in shades if isinstance(shade, int)] == [5, 15, 25]
    assert all("<pwg:InputSource>Feeder<" in job and "Grayscale8" in job for job in feeder.settings)


def test_an_open_cover_and_an_empty_feeder_are_told(feeder: EsclFeeder, tmp_path: Path) -> None:
    feeder.opened_after = 0
    (trouble,) = sane.scan(WISH, tmp_path, 1)
    assert isinstance(trouble, Trouble) and trouble.code is TroubleCode.COVER_OPEN
    feeder.mended()
    feeder.pages.clear()
    (trouble,) = sane.scan(WISH, tmp_path, 1)
    assert isinstance(trouble, Trouble) and trouble.code is TroubleCode.EMPTY
    assert [page for page in tmp_path.iterdir() if page.suffix == ".jpg"] == []


def test_its_glass_gives_a_page(feeder: EsclFeeder, tmp_path: Path) -> None:
    wish = ScanWish(WISH.device, PaperSource.GLASS, dpi=150)
    assert list(sane.scan(wish, tmp_path, 1)) == [tmp_path / "0001.jpg"]
    assert "<pwg:InputSource>Platen<" in feeder.settings[0]
