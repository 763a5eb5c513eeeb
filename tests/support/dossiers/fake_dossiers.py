# SPDX-License-Identifier: Apache-2.0
"""Invented birth registrations as pictures of a few pixels, and a reader that knows what each of them says.

The first pixel of a page names the paper, the second the dossier, the third what is odd about it. So a whole
night can be run, killed and run again in seconds, through everything but the recogniser.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from intake.capture.opening import load_page
from intake.reading.page_work import PageTask
from ocr.result import Box, FieldReading, PageReading, Source, Word

FORM, NOTICE = 10, 20
FINE, OTHER_MOTHER, PENNED = 0, 50, 100
SIZE = (160, 120)
FAMILY = ("AN", "BÌNH", "CHI", "DŨNG", "GIANG", "HÀ", "KHÁNH", "LAN", "MAI", "NAM", "OANH", "PHÚC", "QUÂN")


def dossier(folder: Path, number: int, papers: tuple[int, ...] = (FORM, NOTICE), odd: int = FINE) -> Path:
    """A folder of scans for the child ``number``; what is odd stands on the last paper."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, paper in enumerate(papers, start=1):
        last = place == len(papers)
        pixels = np.full(SIZE, 255, np.uint8)
        pixels[0, :3] = (paper, number, odd if last else FINE)
        Image.fromarray(pixels).save(folder / f"{place}.png", dpi=(300, 300))
    return folder


def read_known(task: PageTask) -> PageReading:
    """Answer for a page that ``dossier`` made; it is opened for real."""
    page = load_page(Path(task.path), task.page)
    paper, number, odd = (int(shade) for shade in page.image[0, :3])
    kind, values = ("birth-registration", form(number)) if paper == FORM else ("birth-notice", notice(number))
    if odd == OTHER_MOTHER:
        values |= {"mother.full_name": "LÝ THỊ KHÁC"}
    source = Source.HAND if odd == PENNED else Source.PRINT
    sure = 0.4 if odd == PENNED else 0.995
    fields = tuple(
        FieldReading(key, value, value, sure, source, Box(5, 5 + 3 * row, 60, 3))
        for row, (key, value) in enumerate(values.items())
    )
    words = tuple(word(value, row) for row, value in enumerate(values.values()))
    return PageReading(task.page, kind, 0.99, 0, 0.0, page.width, page.height, fields, words, "2024")


def reads_one_value_badly(task: PageTask) -> PageReading:
    """As ``read_known``, but the requester's relation is in doubt."""
    reading = read_known(task)
    sure = {"requester.relation": 0.4}
    fields = tuple(replace(field, confidence=sure.get(field.key, 0.995)) for field in reading.fields)
    return replace(reading, fields=fields)


COUPLE, FOREIGNER = 7, 8


def read_mixed(task: PageTask) -> PageReading:
    """As ``read_known``, but the form of number COUPLE is that of a marriage, the father of FOREIGNER no
    Vietnamese.
    """
    reading = read_known(task)
    number = int(load_page(Path(task.path), task.page).image[0, 1])
    if number == COUPLE and reading.kind == "birth-registration":
        return replace(reading, kind="marriage-registration", fields=())
    if number == FOREIGNER and reading.kind == "birth-registration":
        said = replace(reading.fields[0], key="father.nationality", value="Lào", raw="Lào")
        return replace(reading, fields=(*reading.fields, said))
    return reading


def fails_on_chi(task: PageTask) -> PageReading:
    """As ``read_known``, but the program breaks on the papers of the child called CHI."""
    reading = read_known(task)
    if reading.fields[0].value.endswith("CHI"):
        raise RuntimeError("a fault in the program")
    return reading


def word(text: str, line: int) -> Word:
    top, bottom = 5.0 + 3 * line, 7.5 + 3 * line
    return Word(text, 0.99, ((5.0, top), (65.0, top), (65.0, bottom), (5.0, bottom)), line)


def child(number: int) -> str:
    return f"LÊ {FAMILY[number % len(FAMILY)]} {FAMILY[(number // len(FAMILY)) % len(FAMILY)]}"


def mother_number(number: int) -> str:
    """No two differ in one digit alone, as if one of them was misread."""
    return f"001190{number * 70_001 % 1_000_000:06d}"


def form(number: int) -> dict[str, str]:
    mother = f"TRẦN THỊ {FAMILY[number % len(FAMILY)]}"
    number_of_mother = mother_number(number)
    return {
        "requester.full_name": mother,
        "requester.birth_date": "05/03/1990",
        "requester.residence": "Thôn Một, xã An Bình, tỉnh Ninh Bình",
        "requester.id_document": f"Căn cước số {number_of_mother}",
        "requester.relation": "Mẹ",
        "child.full_name": child(number),
        "child.birth_date": "02/11/2026",
        "child.birth_date_words": "Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu",
        "child.sex": "Nam",
        "child.ethnicity": "Kinh",
        "child.nationality": "Việt Nam",
        "child.birth_place": "Bệnh viện Sản Nhi, phường Hoa Lư, tỉnh Ninh Bình",
        "child.hometown": "Xã An Bình, tỉnh Ninh Bình",
        "mother.full_name": mother,
        "mother.birth_date": "05/03/1990",
        "mother.ethnicity": "Kinh",
        "mother.nationality": "Việt Nam",
        "mother.residence": "Thôn Một, xã An Bình, tỉnh Ninh Bình",
        "mother.id_document": f"Căn cước số {number_of_mother}",
        "made.place": "An Bình",
        "made.date": "10/11/2026",
        "copies.wanted": "Có",
        "copies.count": "2",
    }


def notice(number: int) -> dict[str, str]:
    written = form(number)
    same = ("mother.full_name", "mother.birth_date", "mother.ethnicity", "mother.residence")
    return {
        "number": f"{number:05d}",
        **{key: written[key] for key in same},
        "mother.personal_id": mother_number(number),
        "child.birth_date": written["child.birth_date"],
        "child.birth_place": written["child.birth_place"],
        "child.sex": written["child.sex"],
        "issued_date": "03/11/2026",
    }
