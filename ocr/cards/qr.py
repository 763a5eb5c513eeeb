# SPDX-License-Identifier: Apache-2.0
"""What the QR code of a Vietnamese identity card says.

Fields divided by ``|``: personal number, old identity number (may be empty), full name, birth date
(ddMMyyyy), sex, address, date of issue (ddMMyyyy). The căn cước of 2024 appends empty fields. Cards of
children append others, which are not read because their meaning is uncertain (unverified). The layout is
observed, not published.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from ocr.text.folding import nfc

# Scanners put the symbology before the content: "]Q3" is a QR code.
_SYMBOLOGY = re.compile(r"^\]Q\d")
_START = re.compile(r"(?<!\d)\d{12}\|")
_KEYS = ("personal_id", "old_id", "full_name", "birth_date", "sex", "residence", "issued_date")
_FEWEST_FIELDS = 6
_SEXES = {"nam": "Nam", "nữ": "Nữ"}


def parse_card_qr(text: str) -> dict[str, str]:
    """``person.*`` values, normalised; empty where ``text`` is not the content of a card's code.

    A byte order mark or another prefix is passed over. A field that does not have its shape is left out.
    """
    content = _SYMBOLOGY.sub("", nfc(text))
    start = _START.search(content)
    if not start:
        return {}
    parts = [part.strip() for part in content[start.start() :].split("|")]
    if len(parts) < _FEWEST_FIELDS:
        return {}
    found = {key: _value(key, part) for key, part in zip(_KEYS, parts, strict=False)}
    if not found["full_name"] or not (found["birth_date"] or found["sex"]):
        return {}
    return {f"person.{key}": value for key, value in found.items() if value}


def _value(key: str, part: str) -> str:
    match key:
        case "birth_date" | "issued_date":
            return _date(part)
        case "sex":
            return _SEXES.get(part.lower(), "")
        case "old_id":
            return part if re.fullmatch(r"\d{9}|\d{12}", part) else ""
        case "full_name":
            return part if part and not any(c.isdigit() for c in part) else ""
        case "residence":  # a day where a field is missing
            return part if any(c.isalpha() for c in part) else ""
    return part


def _date(part: str) -> str:
    """``ddMMyyyy`` as ``DD/MM/YYYY``; a day or month of 00 means that the card gives no more. Codes of other
    makers part the pieces, or begin with the year: whichever reading is a day of our times is meant.
    """
    for pattern in _DATES:
        match = re.fullmatch(pattern, part)
        written = _written(match["day"], match["month"], match["year"]) if match else ""
        if written:
            return written
    return ""


_DATES = (
    r"(?P<day>\d\d)([/.-]?)(?P<month>\d\d)\2(?P<year>\d{4})",
    r"(?P<year>\d{4})([/.-]?)(?P<month>\d\d)\2(?P<day>\d\d)",
)
_FIRST_YEAR = 1880


def _written(day: str, month: str, year: str) -> str:
    kept = [piece for piece in (day, month) if piece != "00"]
    try:
        date(int(year), int(month) or 1, int(day) or 1)
    except ValueError:
        return ""
    if not _FIRST_YEAR <= int(year) <= datetime.now(tz=UTC).year:
        return ""
    return "/".join([*kept, year]) if month != "00" else year
