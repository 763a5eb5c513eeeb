# SPDX-License-Identifier: Apache-2.0
"""The labels of each kind of paper in order, for finding values in plain text.

This is what a careful person would write by hand for a program that only gives text; the reader under test
has its own description of the papers and shares nothing with this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.blanks.form_keys import KEYS, keys_of
from bench.blanks.slots import slots_of, words_of
from bench.pages import CARD, SHARES
from samples.printing.layout import Blank, Mark, Text, Tick, paper_text, parse
from samples.printing.layout_files import kind_of


@dataclass(frozen=True, slots=True)
class Step:
    """A label and the key of the value after it; ``key`` is None where it only ends the value before."""

    label: str
    key: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One print of a paper: its kind, its title and its labels in order."""

    kind: str
    title: str
    steps: tuple[Step, ...]


_LAYOUTS = {
    "birth-registration-2024": ("birth-registration", "TỜ KHAI ĐĂNG KÝ KHAI SINH"),
    "birth-registration-2020": ("birth-registration", "TỜ KHAI ĐĂNG KÝ KHAI SINH"),
    "birth-registration-2015": ("birth-registration", "TỜ KHAI ĐĂNG KÝ KHAI SINH"),
    "birth-notice": ("birth-notice", "GIẤY CHỨNG SINH"),
    "marriage-certificate": ("marriage-certificate", "GIẤY CHỨNG NHẬN KẾT HÔN"),
    "authorisation": ("authorisation", "VĂN BẢN ỦY QUYỀN"),
}
_TITLES = {
    "death-registration": "TỜ KHAI ĐĂNG KÝ KHAI TỬ",
    "extract-copy": "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH",
    "guardianship": "TỜ KHAI ĐĂNG KÝ GIÁM HỘ",
    "guardianship-end": "TỜ KHAI ĐĂNG KÝ CHẤM DỨT GIÁM HỘ",
    "guardianship-supervision": "TỜ KHAI ĐĂNG KÝ GIÁM SÁT VIỆC GIÁM HỘ",
    "marital-status": "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
    "parent-child": "TỜ KHAI ĐĂNG KÝ NHẬN CHA, MẸ, CON",
    "re-registration-birth": "TỜ KHAI ĐĂNG KÝ LẠI KHAI SINH",
    "re-registration-death": "TỜ KHAI ĐĂNG KÝ LẠI KHAI TỬ",
    "re-registration-marriage": "TỜ KHAI ĐĂNG KÝ LẠI KẾT HÔN",
}
_CARD = Sheet(
    "id-card",
    "CĂN CƯỚC CÔNG DÂN",
    (
        Step("No.:", "person.personal_id"),
        Step("Full name:", "person.full_name"),
        Step("Date of birth:", "person.birth_date"),
        Step("Giới tính / Sex:", "person.sex"),
        Step("Quốc tịch / Nationality:", "person.nationality"),
        Step("Quê quán / Place of origin:", "person.hometown"),
        Step("Nơi thường trú / Place of residence:", "person.residence"),
        Step("Date of expiry", "person.expiry_date"),
        Step("Personal identification:", None),
        Step("Date, month, year:", "person.issued_date"),
        Step("CỤC TRƯỞNG", "person.issuer"),
        Step("DIRECTOR GENERAL", None),
    ),
)
_NEW_CARD = Sheet(
    "id-card",
    "CĂN CƯỚC IDENTITY CARD",
    (
        Step("Personal identification number:", "person.personal_id"),
        Step("Full name:", "person.full_name"),
        Step("Date of birth:", "person.birth_date"),
        Step("Giới tính / Sex:", "person.sex"),
        Step("Quốc tịch / Nationality:", "person.nationality"),
        Step("Nơi cư trú / Place of residence:", "person.residence"),
        Step("Nơi đăng ký khai sinh / Place of birth:", None),
        Step("Date of issue:", "person.issued_date"),
        Step("Date of expiry:", "person.expiry_date"),
        Step("MINISTRY OF PUBLIC SECURITY", None),
    ),
)


@cache
def known_sheets() -> tuple[Sheet, ...]:
    """The papers of all layouts; those whose title is no heading of its own are named in ``_LAYOUTS``."""
    sheets = [Sheet(kind, title, layout_steps(name)) for name, (kind, title) in _LAYOUTS.items()]
    others = [name for name in SHARES if name not in _LAYOUTS and name not in (CARD, "other")]
    sheets += [Sheet(kind_of(name), _title_of(name), layout_steps(name)) for name in others]
    return (*sheets, _CARD, _NEW_CARD)


def _title_of(name: str) -> str:
    """The words of the title lines of a layout."""
    return " ".join(line.text for line in parse(paper_text(name)) if line.command == "title")


def layout_steps(name: str) -> tuple[Step, ...]:
    """The labels of a layout: the printed words before each blank; lines without one end what is before."""
    steps: list[Step] = []
    for line in parse(paper_text(name)):
        if line.command in ("gap", "rule", "page-number", "stamp", "photos"):
            continue
        for column in line.columns:
            steps += _column_steps(column)
    return tuple(step for step in steps if step.label)


def _column_steps(column: tuple[object, ...]) -> list[Step]:
    steps: list[Step] = []
    label = ""
    for token in column:
        if isinstance(token, Text):
            label += token.text
        elif isinstance(token, Blank | Tick):
            steps.append(Step(label.strip(" ,"), token.key if isinstance(token, Blank) else None))
            label = ""
        elif not isinstance(token, Mark):
            label = ""
    return [*steps, Step(label.strip(), None)] if label.strip(" .,)") else steps


def blank_sheets(folder: Path) -> tuple[Sheet, ...]:
    """The forms of a folder of official blanks, as far as titles and keys are known here."""
    sheets = []
    for form in sorted(KEYS):
        path = folder / f"{form}.pdf"
        if path.exists() and form in _TITLES:
            slots = slots_of(words_of(path, 1))
            pairs = zip(slots, keys_of(form), strict=True)
            steps = [
                Step(_tail(slot.label), None if key == "-" else key) for slot, key in pairs if key != "+"
            ]
            sheets.append(Sheet(form, _TITLES[form], tuple(step for step in steps if step.label)))
    return tuple(sheets)


def _tail(label: str) -> str:
    """The last printed line of a label, without its footnote mark."""
    words = [word for word in label.split() if not word.strip("()").isdigit()]
    return " ".join(words[-7:])
