# SPDX-License-Identifier: Apache-2.0
"""What lies in the inbox in the evening: a folder a dossier, scanned as desks scan."""

from __future__ import annotations

import random
from pathlib import Path

from bench.piles.families import dossiers
from bench.scanning.files import write_scan
from bench.scanning.scan import random_damage, scan
from samples.printing.press import page_image

_DPI = 200
_FEW_FILES = 0.5
"""So many dossiers come as one file; of the others each page is one."""


def lay_inbox(inbox: Path, count: int, seed: int) -> list[Path]:
    """``count`` dossiers of families, marriages, deaths … as folders of PDF, TIFF, JPEG and PNG, each scanned
    with a damage of its own; one in sixteen askew, a few turned. Gives their files in order.
    """
    rng = random.Random(f"night/{seed}")
    files = []
    for number, pages in enumerate(dossiers(rng, count), start=1):
        folder = inbox / f"{number:04}"
        folder.mkdir(parents=True)
        damage = random_damage(rng)
        images = [scan(page_image(page.printed, _DPI, rng, page.pen), damage, rng) for page in pages]
        together = rng.random() < _FEW_FILES
        for nth, those in enumerate([images] if together else [[image] for image in images], start=1):
            files.append(folder / write_scan(folder, f"scan{nth:02}", those, damage, _DPI, rng))
    return files
