# SPDX-License-Identifier: Apache-2.0
"""Reading truth files and readings into plain records, whoever made them.

A truth is ``{"<file>": [{"page": 1, "kind": …, "rotation": 0, "fields": {key: {"value": …, "hand": …}}}]}``
in one ``truth.json`` a folder, or the list of pages alone in ``<stem>.json`` beside each file. A field may
also be a plain string. A reading is what ``sohoa read --json`` prints.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SCANS = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff"})


@dataclass(frozen=True, slots=True)
class TrueValue:
    """What stands on the paper; ``hand`` if it is penned."""

    value: str
    hand: bool = False


@dataclass(frozen=True, slots=True)
class TruePage:
    """The truth of one page; ``kind`` is empty where it is not to be scored."""

    kind: str
    rotation: int | None
    fields: dict[str, TrueValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A value as a program gave it; programs that give no confidence have None, no source an empty one."""

    value: str
    confidence: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a program made of one page."""

    kind: str
    rotation: int | None
    fields: dict[str, ReadValue] = field(default_factory=dict)


PageId = tuple[str, int]


def true_page(raw: dict[str, Any]) -> TruePage:
    """One page of a truth file; a page of notes has no kind of its own to be found."""
    fields = {key: _true_value(given) for key, given in (raw.get("fields") or {}).items()}
    return TruePage("" if raw.get("notes") else raw.get("kind") or "", raw.get("rotation"), fields)


def _true_value(given: Any) -> TrueValue:
    if isinstance(given, str):
        return TrueValue(given)
    return TrueValue(str(given["value"]), bool(given.get("hand", False)))


def load_truth(folder: Path) -> dict[PageId, TruePage]:
    """The truth of every page under ``folder`` (or of one truth file), by relative path and page number."""
    if folder.is_file():
        return _pages(json.loads(folder.read_text("utf-8")), "")
    found: dict[PageId, TruePage] = {}
    for path in sorted(folder.rglob("*.json")):
        prefix = path.parent.relative_to(folder).as_posix()
        prefix = "" if prefix == "." else prefix + "/"
        raw = json.loads(path.read_text("utf-8"))
        if path.name == "truth.json":
            found |= _pages(raw.get("files", raw), prefix)
        else:
            found |= _pages_beside(path, raw, prefix)
    return found


def _pages(raw: dict[str, Any], prefix: str) -> dict[PageId, TruePage]:
    return {
        (prefix + name, int(page.get("page", 1))): true_page(page)
        for name, pages in raw.items()
        for page in pages
    }


def _pages_beside(path: Path, raw: Any, prefix: str) -> dict[PageId, TruePage]:
    scan = next(
        (p for p in sorted(path.parent.iterdir()) if p.stem == path.stem and p.suffix.lower() in SCANS), None
    )
    if scan is None:
        return {}
    if isinstance(raw, dict):
        raw = raw.get("files", raw)
        raw = raw.get(scan.name, raw)
    pages = raw if isinstance(raw, list) else raw.get("pages", [raw])
    return _pages({scan.name: pages}, prefix)


def load_reading(raw: dict[str, Any]) -> dict[PageId, ReadPage]:
    """Pages of the JSON that ``sohoa read --json`` prints, by path as given and page number."""
    return {
        (path, int(page.get("page", 1))): read_page(page)
        for path, pages in raw.items()
        for page in pages or []
    }


def read_page(raw: dict[str, Any]) -> ReadPage:
    """One page's entry of that JSON."""
    fields = {}
    for key, given in (raw.get("fields") or {}).items():
        fields[key] = ReadValue(str(given["value"]), given.get("confidence"), given.get("source", ""))
    return ReadPage(raw.get("kind") or "", raw.get("rotation"), fields)


def paired(
    truth: dict[PageId, TruePage], read: dict[PageId, ReadPage]
) -> dict[PageId, tuple[TruePage, ReadPage | None]]:
    """Each true page with what was read of it; paths agree by their end or by a unique name."""
    known: dict[PageId, list[PageId]] = {}
    for path, page in read:
        known.setdefault((Path(path).name, page), []).append((path, page))
    same_name = Counter((Path(path).name, page) for path, page in truth)
    pairs: dict[PageId, tuple[TruePage, ReadPage | None]] = {}
    for (path, page), true in truth.items():
        name = (Path(path).name, page)
        named = known.get(name, [])
        home = next((place for place in named if f"/{place[0]}".endswith(f"/{path}")), None)
        if home is None and len(named) == same_name[name] == 1:
            home = named[0]
        pairs[path, page] = (true, read[home] if home else None)
    return pairs
