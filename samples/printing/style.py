# SPDX-License-Identifier: Apache-2.0
"""How a paper is printed and filled: fonts, sizes, margins, leaders. Lengths in points."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from bench.scanning.fonts import find_font

_FACES = {
    "serif": ("LiberationSerif-{}.ttf", "DejaVuSerif-{}.ttf"),
    "sans": ("LiberationSans-{}.ttf", "DejaVuSans-{}.ttf"),
    "mono": ("LiberationMono-{}.ttf", "DejaVuSansMono-{}.ttf"),
    "wide": ("DejaVuSerif-{}.ttf",),
}
_VARIANTS = {"regular": ("Regular", ""), "bold": ("Bold",), "italic": ("Italic", "Oblique")}


@dataclass(frozen=True, slots=True)
class Style:
    """The look of one printed and filled page.

    ``dots`` is what happens to the leader under a value: ``through`` (it runs on), ``under`` (it gives way)
    or ``gone`` (the whole line has none). ``rise`` lifts the value above the baseline of the dots,
    ``overrun`` is how far it may run past a leader that ends at the margin. ``leader`` is a string to
    repeat, ``rule`` (a line), ``tab`` (dots on the page's grid) or empty. ``mark`` is how a box is ticked:
    ``cross``, ``check``, ``slash``.
    """

    face: str = "serif"
    size: float = 13
    leading: float = 16.2
    left: float = 77
    right: float = 51
    top: float = 48
    leader: str = "."
    value_face: str = "serif"
    value_variant: str = "regular"
    value_size: float = 13
    rise: float = 0.0
    indent: float = 3.0
    dots: str = "through"
    value_ink: tuple[float, float, float] = (0, 0, 0)
    overrun: float = 0.0
    mark: str = "cross"


def random_style(rng: random.Random) -> Style:
    """A look as offices and citizens produce them; the last print wins over the rules."""
    size = rng.choice((12, 12.5, 13, 13, 13, 14))
    return Style(
        face=rng.choices(("serif", "sans", "wide"), (8, 1, 1))[0] if size < 13.5 else "serif",
        size=size,
        leading=size * rng.uniform(1.2, 1.36),
        left=rng.uniform(56, 85),
        right=rng.uniform(40, 58),
        top=rng.uniform(36, 60),
        leader=rng.choices((".", "…", ". ", "tab", "_", "rule", ""), (14, 4, 2, 2, 2, 2, 1))[0],
        value_face=rng.choices(("serif", "sans", "mono", "wide"), (6, 2, 1, 1))[0],
        value_variant=rng.choices(("regular", "bold", "italic"), (7, 1, 1))[0],
        value_size=rng.choice((11, 12, 12, 13, 13, 14)),
        rise=rng.choices((0.0, 0.8, 2.0, 3.6, -1.0, -2.4), (12, 4, 2, 1, 2, 1))[0],
        indent=rng.choice((0.5, 2.0, 4.0, 9.0)),
        dots=rng.choices(("through", "under", "gone"), (7, 2, 1))[0],
        value_ink=rng.choice(((0, 0, 0), (0, 0, 0), (0.05, 0.1, 0.4))),
        overrun=rng.choice((0.0, 0.0, 0.0, 8.0)),
        mark=rng.choices(("cross", "check", "slash"), (6, 2, 1))[0],
    )


@cache
def font_name(face: str, variant: str = "regular") -> str:
    """The registered name of a font with all Vietnamese letters; FileNotFoundError if there is none."""
    names = []
    for pattern in _FACES[face]:
        for part in _VARIANTS[variant]:
            names.append(pattern.format(part) if part else pattern.replace("-{}", ""))
    path = find_font(*names, "DejaVuSerif.ttf", "DejaVuSans.ttf")
    if path is None:
        raise FileNotFoundError(
            "no font with Vietnamese letters: install fonts-dejavu-core and fonts-liberation2"
        )
    name = f"samples-{face}-{variant}"
    pdfmetrics.registerFont(TTFont(name, path))
    return name


def width_of(text: str, font: str, size: float) -> float:
    """The width of ``text`` in points."""
    return float(pdfmetrics.stringWidth(text, font, size))
