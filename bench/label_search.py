"""Finding values in the plain text of a page by its labels: what a peer needs to be compared fairly.

Labels are looked for in order and fuzzily, without tones and case; what stands between a label and the next one
found is its value, freed of leaders and footnote marks; dates are brought into one notation.
"""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz import fuzz

from bench.labels import Sheet, Step
from bench.truth import ReadPage, ReadValue

_ENOUGH = 82.0
_ENOUGH_SHORT = 95.0
_SHORT = 5
_WINDOW = 700
_TITLE_ENOUGH = 85.0
_MOST_LINES = 3
_LEADERS = re.compile(r"[.…_·•]{2,}|(?<=\s)[.…_](?=\s)|\s[.…]+(?=\S)")
_MARKS = re.compile(r"^\s*\(?[(\[{]?\d[)\]}]\s*|^\s*[:;.]+\s*")
_DATE = re.compile(
    r"(?:ng[aà]y\s*)?(\d{1,2})\s*(?:[/.\-]|th[aá]ng)\s*(\d{1,2})\s*(?:[/.\-]|n[aă]m)\s*(\d{4})", re.I
)


def folded(text: str) -> str:
    """Lower case without tones, letter by letter, so that places in it are places in ``text``."""
    bare = (unicodedata.normalize("NFD", letter)[0] for letter in text)
    return "".join(bare).replace("đ", "d").replace("Đ", "d").lower()


def read_text(text: str, sheets: tuple[Sheet, ...]) -> ReadPage:
    """Kind and values of a page from its text; the print with the most labels found wins."""
    text = unicodedata.normalize("NFC", text)
    flat = folded(text)
    titled = [(fuzz.partial_ratio(folded(sheet.title), flat), sheet) for sheet in sheets]
    best = max((score for score, _ in titled), default=0.0)
    candidates = [sheet for score, sheet in titled if score >= max(_TITLE_ENOUGH, best - 1)]
    if not candidates:
        return ReadPage("other", None)
    longest = max(len(sheet.title) for sheet in candidates)
    candidates = [sheet for sheet in candidates if len(sheet.title) >= longest - 3 or sheet.kind == "id-card"]
    readings = [(found_labels(flat, sheet.steps), sheet) for sheet in candidates]
    found, sheet = max(readings, key=lambda reading: len(reading[0]) / max(1, len(reading[1].steps)))
    return ReadPage(sheet.kind, None, values_between(text, found))


def found_labels(flat: str, steps: tuple[Step, ...]) -> list[tuple[Step, int, int]]:
    """The labels that were found, each with start and end; a label is looked for after the one before."""
    found, at = [], 0
    for step in steps:
        label = folded(step.label)
        short = len(label) <= _SHORT
        window = flat[at : at + (90 if short and at else _WINDOW if at else len(flat))]
        match = fuzz.partial_ratio_alignment(label, window, score_cutoff=_ENOUGH_SHORT if short else _ENOUGH)
        if match is None or len(window) < len(label):
            continue
        found.append((step, at + match.dest_start, at + match.dest_end))
        at += match.dest_end
    return found


def values_between(text: str, found: list[tuple[Step, int, int]]) -> dict[str, ReadValue]:
    """The values after the labels; parts of a date are put together."""
    parts: dict[str, dict[str, str]] = {}
    values: dict[str, ReadValue] = {}
    ends = [start for _, start, _ in found[1:]] + [len(text)]
    for (step, _, start), end in zip(found, ends, strict=True):
        if step.key is None:
            continue
        value = cleaned(text[start:end])
        name, _, part = step.key.partition(":")
        if part and value:
            parts.setdefault(name, {})[part] = value
        elif value:
            values[name] = ReadValue(one_notation(name, value))
    for name, given in parts.items():
        if joined := joined_parts(given):
            values[name] = ReadValue(joined)
    return values


def cleaned(text: str) -> str:
    """A value without leaders, footnote marks and what follows a gap of empty lines."""
    lines = [line for line in text.split("\n\n\n")[0].splitlines() if line.strip()][:_MOST_LINES]
    joined = _LEADERS.sub(" ", f" {' '.join(lines)} ")
    return " ".join(_MARKS.sub("", joined.strip()).strip(" .,:;_…-|").split())


def one_notation(key: str, value: str) -> str:
    """Dates as DD/MM/YYYY where the field is one."""
    if key.endswith("date") and (found := _DATE.search(value)):
        return f"{int(found[1]):02d}/{int(found[2]):02d}/{found[3]}"
    return value


def joined_parts(parts: dict[str, str]) -> str:
    """Day, month and year (or hour and minute) as one value; empty if one is no number."""
    wanted = "dmy" if "y" in parts else "HM"
    digits = [re.sub(r"\D", "", parts.get(part, "")) for part in wanted]
    if not all(digits):
        return ""
    if wanted == "HM":
        return ":".join(d.zfill(2) for d in digits)
    return f"{digits[0].zfill(2)}/{digits[1].zfill(2)}/{digits[2]}"
