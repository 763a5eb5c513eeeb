# SPDX-License-Identifier: Apache-2.0
"""Times of day as forms print them, in digits or in words."""

from __future__ import annotations

import re

from ocr.text.folding import fold
from ocr.values.date_words import small_number
from ocr.values.digits import repair_digits, repair_penalty
from ocr.values.normalised import EMPTY, Normalised, clean

_DIGITS = re.compile(
    r"(?<!\d)(?P<h>\d\s?\d|\d)\s*(?:gi[o0]|[hg:.])\s*(?P<m>\d\s?\d|\d)?\s*(?:phut|p|')?(?!\d)"
)
_SAID = re.compile(
    r"^(?:.*\bluc )?(?P<h>[\w ]+?)\s*gio\b"
    r"\s*(?P<less>kem\s+)?(?P<half>ruoi\b)?\s*(?P<m>[\w ]+?)?\s*(?:phut)?$"
)

_PART_OF_DAY = re.compile(r"\s*\b(?:buoi )?(sang|trua|chieu|toi|dem|khuya)\b")
_NIGHT = {21: 21, 22: 22, 23: 23, 0: 0, 9: 21, 10: 22, 11: 23, 12: 0, 1: 1, 2: 2, 3: 3}
_MEANT: dict[str, dict[int, int]] = {
    "sang": {hour: hour for hour in range(12)},
    "trua": {10: 10, 11: 11, 12: 12, 13: 13, 14: 14, 1: 13, 2: 14},
    "chieu": {hour: 12 + hour % 12 for hour in (*range(1, 7), *range(12, 19))},
    "toi": {hour: 12 + hour % 12 for hour in (*range(5, 12), *range(17, 24))},
    "dem": _NIGHT,
    "khuya": _NIGHT,
}
"""The hour of the day that an hour as said means with a word for the part of the day."""


def normalise_time(raw: str) -> Normalised:
    """``HH:MM`` (``7 giờ 05 phút``, ``07:05``, ``7h05``, ``bảy giờ rưỡi``, ``8 giờ kém 15``, ``3 giờ
    chiều``).

    What the part of the day makes of an hour as said is the usage of speakers, no rule of an office.
    """
    cleaned = clean(raw)
    if not cleaned:
        return EMPTY
    repaired, repairs = repair_digits(cleaned)
    text = fold(repaired)
    part = _PART_OF_DAY.search(text)
    if part is None:
        return _clock(text, repairs)
    return _in_part(_clock(text[: part.start()] + text[part.end() :], repairs), part[1])


def _in_part(said: Normalised, part: str) -> Normalised:
    """``said`` with the hour meant in that part of the day: 3 giờ chiều is 15:00."""
    if not said.value:
        return said
    hour, minute = said.value.split(":")
    meant = _MEANT[part].get(int(hour))
    if meant is None:
        return Normalised(said.value, 0.2 * said.plausibility, "not an hour of that part of the day")
    if meant == int(hour):
        return said
    return Normalised(f"{meant:02d}:{minute}", 0.9 * said.plausibility, "hour by the part of the day")


def _clock(text: str, repairs: int) -> Normalised:
    """The time as the hours and minutes of ``text`` (folded) say it."""
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
