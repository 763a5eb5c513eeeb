# SPDX-License-Identifier: Apache-2.0
"""The conditions in which pages come to a desk, by name: each turns a clean drawing into a scan.

python -m bench.conditions OUT [--seed 1]      # one page in each condition, to be looked at
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from bench.scanning import wear
from bench.scanning.glass import cut_at_edge, laid_askew
from bench.scanning.photo import photograph
from bench.scanning.scan import Damage, Pixels, scan
from bench.scanning.seals import seal_over_edge, seal_over_text, signature_over_text

Wear = Callable[[Pixels, float, random.Random], Pixels]

_COLOURED = ((255, 222, 226), (255, 246, 190), (212, 238, 214), (208, 226, 246), (238, 224, 196))
_BEDS = ((255, 255, 255), (248, 248, 248), (150, 150, 150), (38, 38, 40))


@dataclass(frozen=True, slots=True)
class Condition:
    """Wear of the sheet, then how it is scanned.

    ``dpi`` are resolutions to choose from, ``turns`` quarter turns clockwise, ``skew`` the bounds in degrees
    of a sheet laid askew on a bed larger than itself (0: it lies straight but for a degree or so).
    """

    wears: tuple[Wear, ...] = ()
    dpi: tuple[int, ...] = (200, 200, 240, 300, 300)
    modes: tuple[str, ...] = ("gray", "gray", "colour")
    papers: tuple[tuple[int, int, int], ...] = ((255, 255, 255), (251, 251, 248))
    turns: tuple[int, ...] = (0,)
    skew: tuple[float, float] = (0.0, 0.0)
    photo: bool = False
    verso: bool = False


CONDITIONS: Mapping[str, Condition] = {
    "plain": Condition(),
    "150 dpi": Condition(dpi=(150,)),
    "600 dpi": Condition(dpi=(600,), modes=("gray",)),
    "one bit": Condition(dpi=(200, 300), modes=("bilevel",), papers=((255, 255, 255),)),
    "skewed": Condition(skew=(3.0, 15.0)),
    "turned": Condition(turns=(90, 180, 270)),
    "photo": Condition(photo=True, dpi=(200, 240, 280), modes=("colour",)),
    "photo, turned": Condition(photo=True, dpi=(240,), modes=("colour",), turns=(90, 180, 270)),
    "seal": Condition((seal_over_text,), modes=("colour", "gray")),
    "seal on the edge": Condition((seal_over_edge,), modes=("colour", "gray")),
    "signature over text": Condition((signature_over_text,)),
    "holes and staple": Condition((wear.punch_holes, wear.staple)),
    "folded": Condition((wear.folds,)),
    "shadow": Condition((wear.gutter,)),
    "faded": Condition((wear.fade,)),
    "coloured paper": Condition(papers=_COLOURED, modes=("colour", "gray")),
    "bundle marks": Condition((wear.bundle_marks,)),
    "cut at the edge": Condition((cut_at_edge,)),
    "bleed-through": Condition(verso=True),
}


@dataclass(frozen=True, slots=True)
class Scanned:
    """A page in its condition: the picture, what was done (for writing the file) and its resolution."""

    image: Image.Image
    damage: Damage
    dpi: int


def apply(
    name: str,
    draw: Callable[[int], Image.Image],
    rng: random.Random,
    verso: Image.Image | None = None,
    dpi: int | None = None,
) -> Scanned:
    """The page that ``draw(dpi)`` gives (clean, upright, RGB) in the condition ``name``.

    ``verso`` is what stands on its back (without one, the page itself is taken), ``dpi`` a resolution other
    than the condition's own.
    """
    condition = CONDITIONS[name]
    dpi = dpi or rng.choice(condition.dpi)
    drawn = np.asarray(draw(dpi).convert("RGB"), dtype=np.uint8)
    px = dpi / 72
    pixels = drawn
    if condition.verso:
        back = drawn if verso is None else np.asarray(verso.convert("RGB"), dtype=np.uint8)
        pixels = wear.bleed_through(pixels, back, px, rng)
    for worn in condition.wears:
        pixels = worn(pixels, px, rng)
    damage = _damage(condition, rng)
    if condition.photo:
        return Scanned(_photo(pixels, damage, rng), damage, dpi)
    if condition.skew[1]:
        angle = rng.uniform(*condition.skew) * rng.choice((-1, 1))
        pixels = laid_askew(pixels, angle, rng.choice(_BEDS))
    return Scanned(scan(Image.fromarray(pixels), damage, rng), damage, dpi)


def _damage(condition: Condition, rng: random.Random) -> Damage:
    """The scanner's own part: mild, so that a condition stands alone."""
    mode = rng.choice(condition.modes)
    plain = Damage(
        turn=rng.choice(condition.turns),
        skew_deg=0.0 if condition.skew[1] or condition.photo else max(-2.0, min(2.0, rng.gauss(0, 0.7))),
        noise=rng.choice((1.0, 2.0, 4.0)),
        blur_px=rng.choice((0.0, 0.4, 0.6)),
        contrast=rng.uniform(0.8, 1.0),
        paper=rng.choice(condition.papers),
        jpeg_quality=rng.choice((60, 75, 85)),
        threshold=rng.choice((150, 170, 190)),
        specks=rng.choice((0, 20, 60)) if mode == "bilevel" else 0,
    )
    return replace(plain, mode="bilevel" if mode == "bilevel" else "colour" if mode == "colour" else "gray")


def _photo(pixels: Pixels, damage: Damage, rng: random.Random) -> Image.Image:
    seen = photograph(pixels, rng)
    return Image.fromarray(np.ascontiguousarray(np.rot90(seen, -damage.turn // 90)))


def main() -> None:
    """One page in each condition."""
    from bench.blanks.drawn import paper_page

    parser = argparse.ArgumentParser(description="One page in each condition, as PNG")
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], choices=sorted(CONDITIONS), metavar="CONDITION")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for name in args.only or CONDITIONS:
        rng = random.Random(f"conditions/{args.seed}/{name}")
        page = paper_page("birth-registration-2024", "over leaders", rng)
        target = args.out / f"{name.replace(' ', '-').replace(',', '')}.png"
        apply(name, page.draw, rng).image.save(target)
        print(target)


if __name__ == "__main__":
    main()
