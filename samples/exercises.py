# SPDX-License-Identifier: Apache-2.0
"""Make the papers of the practice desk's exercises, which the program brings along as scans.

    python -m samples.exercises [FOLDER]

Each exercise of ``batch/services/practice/exercises.yaml`` has a folder here by its name. Scanned in black
and white, as a copier does, they are small; the same call writes the same bytes.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

from bench.scanning.files import write_pdf
from bench.scanning.scan import Damage, scan
from samples.cases import COPY
from samples.families import cast, cast_other
from samples.printing import papers
from samples.printing.papers import Page
from samples.printing.press import page_image
from samples.printing.strokes import Pen

FOLDER = Path(__file__).parents[1] / "batch" / "services" / "practice" / "papers"
_DPI = 300
_CARD_DPI = 200
_COPIED = replace(COPY, specks=8)
_CARD = Damage(mode="gray", noise=1.5, blur_px=0.5, contrast=0.92, jpeg_quality=32, skew_deg=0.4)


@dataclass(frozen=True, slots=True)
class Stain:
    """Ink over what ``page`` says and ``without`` does not: nobody can read it any more."""

    page: Page
    without: Page


_Side = Page | Stain | None
"""A page, one with a stain, or a blank one."""


def exercises() -> Mapping[str, Mapping[str, tuple[_Side, ...]]]:
    """Exercise → file → pages; a file of cards alone is a JPEG."""
    return {
        "typed": {
            "1-to-khai.pdf": (papers.form(cast.DU),),
            "2-giay-chung-sinh.pdf": (papers.notice(cast.DU),),
            "3-can-cuoc-me.jpg": (papers.card(cast.DU.mother, scale=1.3),),
        },
        "tone-mark": {
            "1-to-khai.pdf": (papers.form(cast.MAU_THUAN, mother__full_name="Nguyễn Thị Nguyện"),),
            "2-giay-chung-sinh.pdf": (papers.notice(cast.MAU_THUAN),),
            "3-can-cuoc-me.jpg": (papers.card(cast.MAU_THUAN.mother, scale=1.3),),
        },
        "penned": {
            "1-to-khai.pdf": (papers.form(cast.VIET_TAY, pen=Pen(wild=0.5)),),
            "2-giay-chung-sinh.pdf": (papers.notice(cast.VIET_TAY),),
            "3-can-cuoc-me.jpg": (papers.card(cast.VIET_TAY.mother, scale=1.3),),
        },
        "stranger": {
            "1-to-khai.pdf": (papers.form(cast.LON_NGUOC, "2020"),),
            "2-giay-chung-sinh.pdf": (papers.notice(cast.LON_NGUOC),),
            "3-can-cuoc-me.jpg": (papers.card(cast.LON_NGUOC.mother, scale=1.3),),
            "4-can-cuoc.jpg": (papers.card(cast.NGHIENG.proxy or cast.NGHIENG.mother, scale=1.3),),
        },
        "missing": {
            "1-to-khai.pdf": (papers.form(cast.THIEU),),
            "2-can-cuoc-me.jpg": (papers.card(cast.THIEU.mother, scale=1.3),),
        },
        "pile": {
            "ca-tap.pdf": (
                papers.form(cast.CHUP_ANH),
                papers.notice(cast.CHUP_ANH),
                papers.form(cast.CHI_THE),
                papers.notice(cast.CHI_THE),
            ),
        },
        "procedure": {
            "1-to-khai.pdf": (papers.marriage_form(cast_other.KET_HON),),
            "2-can-cuoc-ben-nu.jpg": (papers.card(cast_other.KET_HON.bride, scale=1.3),),
            "3-can-cuoc-ben-nam.jpg": (papers.card(cast_other.KET_HON.groom, scale=1.3),),
        },
        "extra-pages": {
            "ho-so.pdf": (
                papers.form(cast.MOT_TAP, "2020"),
                None,
                papers.notice(cast.MOT_TAP),
                papers.other(cast.MOT_TAP),
            ),
        },
        "unreadable": {
            "1-to-khai.pdf": (
                Stain(papers.form(cast.NGHIENG), papers.form(cast.NGHIENG, child__hometown="")),
            ),
            "2-giay-chung-sinh.pdf": (papers.notice(cast.NGHIENG),),
            "3-uy-quyen.pdf": (papers.authorisation(cast.NGHIENG),),
            "4-can-cuoc.jpg": (papers.card(cast.NGHIENG.requester, scale=1.3),),
        },
        "death": {
            "1-to-khai.pdf": (papers.death_form(cast_other.KHAI_TU),),
            "2-giay-bao-tu.pdf": (papers.death_notice(cast_other.KHAI_TU),),
            "3-can-cuoc.jpg": (papers.card(cast_other.KHAI_TU.asker, scale=1.3),),
        },
    }


def make_all(folder: Path) -> list[Path]:
    """Write the papers of all exercises below ``folder``; returns the files written."""
    return [
        _written(folder / name / file, pages)
        for name, files in exercises().items()
        for file, pages in files.items()
    ]


def _written(path: Path, sides: tuple[_Side, ...]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    card = path.suffix == ".jpg"
    damage, dpi = (_CARD, _CARD_DPI) if card else (_COPIED, _DPI)
    pages = [
        _scanned(side, damage, dpi, f"{path.parent.name}/{path.name}/{number}")
        for number, side in enumerate(sides)
    ]
    if card:
        pages[0].save(path, "JPEG", quality=damage.jpeg_quality, dpi=(dpi, dpi))
    else:
        write_pdf(path, pages, damage, dpi)
    return path


def _scanned(side: _Side, damage: Damage, dpi: int, seed: str) -> Image.Image:
    rng = random.Random(seed)
    if side is None:
        blank = Image.new("RGB", (round(8.27 * dpi), round(11.69 * dpi)), "white")
        return scan(blank, damage, rng)
    page = side.page if isinstance(side, Stain) else side
    image = page_image(page.printed, dpi, rng, page.pen)
    if isinstance(side, Stain):
        _stain(image, page_image(side.without.printed, dpi, random.Random(seed)), rng)
    return scan(image, damage, rng)


def _stain(image: Image.Image, without: Image.Image, rng: random.Random) -> None:
    """Blots over where the two differ."""
    left, top, right, bottom = ImageChops.difference(image, without).getbbox() or (0, 0, 0, 0)
    blots, high = ImageDraw.Draw(image), bottom - top
    for x in range(left, right, high // 2):
        y, size = top + rng.randint(high // 4, high * 3 // 4), rng.randint(high // 4, high * 2 // 5)
        blots.ellipse((x - size, y - size, x + size, y + size), fill=(40, 40, 60))


def main() -> None:
    """Read the command line and make the papers."""
    parser = argparse.ArgumentParser(description="Make the papers of the practice desk's exercises")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    written = make_all(parser.parse_args().folder)
    total = sum(path.stat().st_size for path in written)
    print(f"{len(written)} files, {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
