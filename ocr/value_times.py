"""Times of day as forms print them, in digits or in words."""

from __future__ import annotations

import re

from ocr.date_words import small_number
from ocr.digits import repair_digits, repair_penalty
from ocr.folding import fold
from ocr.normalised import EMPTY, Normalised, clean

_DIGITS = re.compile(
    r"(?<!\d)(?P<h>\d\s?\d|\d)\s*(?:gi[o0]|[hg:.])\s*(?P<m>\d\s?\d|\d)?\s*(?:phut|p|')?(?!\d)"
)
_SAID = re.compile(
    r"(?:^|luc )(?P<h>[\w ]+?)\s*gio\b\s*(?P<less>kem\s+)?(?P<half>ruoi\b)?\s*(?P<m>[\w ]+?)?\s*(?:phut)?$"
)


def normalise_time(raw: str) -> Normalised:
    """``HH:MM`` (``7 giờ 05 phút``, ``07:05``, ``7h05``, ``bảy giờ rưỡi``, ``8 giờ kém 15``)."""
    cleaned = clean(raw)
    if not cleaned:
        return EMPTY
    repaired, repairs = repair_digits(cleaned)
    text = fold(repaired)
    if found := _said(text):
        return found
    if match := _DIGITS.search(text):
        hour, minute = (int((match[name] or "0").replace(" ", "")) for name in ("h", "m"))
        plausibility = (1.0 if match["m"] else 0.7) * repair_penalty(repairs)
        return _told(hour, minute, plausibility, "" if match["m"] else "minutes missing")
    return Normalised(None, 0.0, "no time of day")


def _said(text: str) -> Normalised | None:
    """A time with words in it; None where only digits stand or no hour is told."""
    match = _SAID.search(text)
    hour = small_number(match["h"]) if match else None
    if match is None or hour is None:
        return None
    minute = 30 if match["half"] else small_number(match["m"]) if match["m"] else 0
    if minute is None or (match["less"] and not 0 < minute < 60):
        return None
    if match["less"]:
        return _told(hour - 1 if hour else 23, 60 - minute, 0.9, "in words")
    in_digits = match["h"].replace(" ", "").isdigit() and not match["half"]
    return None if in_digits else _told(hour, minute, 0.9 if match["m"] or match["half"] else 0.7, "in words")


def _told(hour: int, minute: int, plausibility: float, note: str) -> Normalised:
    value = f"{hour:02d}:{minute:02d}"
    if hour > 23 or minute > 59:
        return Normalised(value, 0.05, "no such time")
    return Normalised(value, plausibility, note)
