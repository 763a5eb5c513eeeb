# SPDX-License-Identifier: Apache-2.0
"""Finding values in the plain text of a page by its labels: what a peer needs to be compared fairly.

Labels are looked for fuzzily, without tones and case, and must stand in the paper's order; what stands
between a label and the next one found is its value, freed of leaders and footnote marks; dates come into one
notation.
"""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz import fuzz

from bench.peers.labels import Sheet, Step
from bench.truth import ReadPage, ReadValue

_ENOUGH = 82.0
_SHORT = 5
_NEAR = 90
_TITLE_ENOUGH = 85.0
_MOST_LINES = 3
_LEADERS = re.compile(r"(?:[-–—.:_·…~=•]\s?){3,}|[.…_·•]{2,}")
_DOT_IN_WORDS = re.compile(r"(?<=[^\W\d])[.·](?=[^\W\d])")
_MARKS = re.compile(r"^[^\w]*(?:[(\[{'\"°]?\s?\d?\s?[)\]}]|®|°)?[^\w]*")
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
    found, sheet = max(readings, key=lambda reading: len(reading[0]))
    return ReadPage(sheet.kind, None, values_between(text, found))


Found = tuple[Step, int, int]


def found_labels(flat: str, steps: tuple[Step, ...]) -> list[Found]:
    """The labels that were found, with start and end: the weightiest chain in the order of the paper."""
    places = [
        (number, start, end)
        for number, step in enumerate(steps)
        for start, end in _places(folded(step.label), flat)
    ]
    places.sort(key=lambda place: (place[1], place[0]))
    best: list[tuple[float, int]] = []
    for at, (number, start, end) in enumerate(places):
        weight, before = 0.0, -1
        for earlier in range(at):
            other = places[earlier]
            if other[0] < number and other[2] <= start and best[earlier][0] > weight:
                if _short(steps[number]) and (other[0] < number - 1 or start - other[2] > _NEAR):
                    continue
                weight, before = best[earlier][0], earlier
        alone = 0.0 if _short(steps[number]) and before < 0 else 0.5 + min(end - start, 30) / 30
        best.append((weight + alone, before))
    return _chain(best, places, steps)


def _chain(
    best: list[tuple[float, int]], places: list[tuple[int, int, int]], steps: tuple[Step, ...]
) -> list[Found]:
    chain: list[Found] = []
    at = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    while at >= 0:
        number, start, end = places[at]
        chain.append((steps[number], start, end))
        at = best[at][1]
    return chain[::-1]


def _short(step: Step) -> bool:
    return len(step.label) <= _SHORT


def _places(label: str, flat: str) -> list[tuple[int, int]]:
    """Where a label stands in the text; short words must be there to the letter."""
    if len(label) <= _SHORT:
        whole = re.finditer(rf"(?<!\w){re.escape(label.rstrip(':'))}(?!\w)", flat)
        return [found.span() for found in whole]
    return sorted(_fuzzy_places(label, flat, 0, len(flat)))


def _fuzzy_places(label: str, flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """The best place between two ends, then those left and right of it."""
    if end - start < len(label) - 2:
        return []
    match = fuzz.partial_ratio_alignment(label, flat[start:end], score_cutoff=_ENOUGH)
    if match is None or match.dest_end <= match.dest_start:
        return []
    a, b = start + match.dest_start, start + match.dest_end
    return [(a, b), *_fuzzy_places(label, flat, start, a), *_fuzzy_places(label, flat, b, end)]


def values_between(text: str, found: list[Found]) -> dict[str, ReadValue]:
    """The values after the labels; parts of a date are put together."""
    parts: dict[str, dict[str, str]] = {}
    values: dict[str, ReadValue] = {}
    ends = [start for _, start, _ in found[1:]] + [len(text)] if found else []
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
    """A value without leaders, footnote marks, what is read from a leader, and what follows empty lines."""
    lines = [line for line in text.split("\n\n\n")[0].splitlines() if line.strip()][:_MOST_LINES]
    bare = [
        _MARKS.sub("", _best_part(line)) if place == 0 else _best_part(line)
        for place, line in enumerate(lines)
    ]
    joined = _DOT_IN_WORDS.sub(" ", " ".join(bare))
    return " ".join(_MARKS.sub("", joined).strip(" .,:;_…-|").split())


def _best_part(line: str) -> str:
    """The first stretch of a line, between runs of leader, that holds more than a sign or two."""
    parts = [part.strip() for part in _LEADERS.split(line)]
    worth = [part for part in parts if sum(letter.isalnum() for letter in _MARKS.sub("", part)) >= 1]
    return worth[0] if worth else ""


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
