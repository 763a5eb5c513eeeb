# SPDX-License-Identifier: Apache-2.0
"""Make the invented form of ``docs/new-form.md``: the registration of a dog, blank and filled in.

    python -m samples.new_form [FOLDER]

There is no such form; its layout is ``layouts/dog-registration.txt``.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from bench.scanning.scan import encode_jpeg
from samples.cases import GRAY
from samples.printing.papers import MACHINE, Page
from samples.printing.press import set_paper

FOLDER = Path(__file__).parent / "new-form"
_LAYOUT, _DPI = "dog-registration", 200
_FILLED = {
    "authority": "UBND xã Hồng Quang",
    "keeper.full_name": "Phạm Văn Ví Dụ",
    "keeper.birth_date": "12/03/1985",
    "keeper.id_document": "033085001234",
    "keeper.residence": "Thôn Đông, xã Hồng Quang, tỉnh Hưng Yên",
    "dog.name": "Vàng",
    "dog.colour": "vàng sẫm",
    "dog.breed": "chó ta",
    "dog.vaccination_date": "05/10/2026",
    "made.place": "Hồng Quang",
    "made.date": "23/11/2026",
}


def make(folder: Path) -> list[Path]:
    """Write the blank form as PDF and a filled one as scan; returns them."""
    folder.mkdir(parents=True, exist_ok=True)
    blank, filled = folder / "to-khai.pdf", folder / "da-dien.jpg"
    blank.write_bytes(set_paper(_LAYOUT, {}, MACHINE).pdf)
    page = Page(_LAYOUT, set_paper(_LAYOUT, _FILLED, MACHINE), _FILLED)
    damage = replace(GRAY, jpeg_quality=40)
    filled.write_bytes(encode_jpeg(page.scanned(damage, _DPI, _LAYOUT), damage.jpeg_quality, _DPI))
    return [blank, filled]


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        print(path)
