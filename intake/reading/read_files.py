# SPDX-License-Identifier: Apache-2.0
"""Read files and say what stands on them, without a dossier or a database: the work behind ``sohoa read``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from intake.capture.opening import probe
from intake.capture.pages import DocumentInfo
from intake.capture.refusals import Refusal
from intake.dossier.record_json import plain
from intake.reading.counting_apart import counting_apart
from intake.reading.page_work import HowToRead, PageTask
from intake.reading.worker_process import Failure
from intake.reading.workers import TaskOutcome, Workers
from ocr.debug.files import folder_of
from ocr.result import CARD_DIFFERS, FieldReading, PageReading

PageEntry = dict[str, Any]
"""One page as ``sohoa read --json`` prints it; a page that failed has no fields and an ``error``."""

WHOLE_FILE = 0
"""The page number of an entry that speaks for a file none of whose pages could be opened."""


def plan(paths: Iterable[str], how: HowToRead) -> dict[str, DocumentInfo]:
    """What each file is, in the order given; a file given twice is read once."""
    with counting_apart(how) as count:
        return {path: probe(Path(path), how.capture, count) for path in dict.fromkeys(paths)}


def read_files(
    files: dict[str, DocumentInfo],
    how: HowToRead,
    debug: Path | None = None,
) -> Iterator[tuple[str, PageEntry]]:
    """Each page's path and entry, in the order of completion; refused files first.

    ``debug``: the folder for pictures of the steps of each page.
    """
    for path, info in files.items():
        if info.refusal:
            yield path, refused_entry(WHOLE_FILE, info.refusal)
    tasks = (
        PageTask(path, page, how.capture, how.by, str(folder_of(debug, number, path, page)) if debug else "")
        for number, (path, info) in enumerate(files.items(), 1)
        for page in range(1, info.pages + 1)
    )
    for outcome in Workers(how.work, how.workers, how.limits).run(tasks):
        yield outcome.task.path, entry_of(outcome)


def collect(files: Iterable[str], entries: Iterable[tuple[str, PageEntry]]) -> dict[str, list[PageEntry]]:
    """Entries by file as given and by page number."""
    found: dict[str, list[PageEntry]] = {path: [] for path in files}
    for path, entry in entries:
        found[path].append(entry)
    for pages in found.values():
        pages.sort(key=lambda entry: int(entry["page"]))
    return found


def has_failures(result: dict[str, list[PageEntry]]) -> bool:
    """Whether any page or file could not be read."""
    return any("error" in entry for pages in result.values() for entry in pages)


def entry_of(outcome: TaskOutcome[PageTask, PageReading]) -> PageEntry:
    if outcome.value is not None:
        return reading_entry(outcome.value)
    assert outcome.failure is not None
    return failed_entry(outcome.task.page, outcome.failure)


def reading_entry(reading: PageReading) -> PageEntry:
    """One page's entry; of several readings of a key the most trusted one; other papers of the sheet under
    ``others``; under ``notes`` what a person must know of the paper as a whole.
    """
    keys = dict.fromkeys(found.key for found in reading.fields)
    best = {key: reading.value(key) for key in keys}
    return {
        "page": reading.page,
        "kind": reading.kind,
        "rotation": reading.rotation,
        "fields": {key: field_entry(found) for key, found in best.items() if found},
        **({"notes": [CARD_DIFFERS]} if CARD_DIFFERS in reading.notes else {}),
        **({"others": [reading_entry(other) for other in reading.others]} if reading.others else {}),
    }


def field_entry(found: FieldReading) -> dict[str, Any]:
    return {
        "value": found.value,
        "raw": found.raw,
        "confidence": round(found.confidence, 3),
        "source": str(found.source),
        "box": found.box.as_list(),
        **({"proposals": plain(found.proposals)} if found.proposals else {}),
    }


def failed_entry(page: int, failure: Failure) -> PageEntry:
    told = (failure.sentence, failure.advice) if failure.told else (failure.sentence,)
    return _without_fields(page, failure.reason, " ".join(told))


def refused_entry(page: int, refusal: Refusal) -> PageEntry:
    return _without_fields(page, str(refusal.code), refusal.sentence)


def _without_fields(page: int, code: str, message: str) -> PageEntry:
    error = {"code": code, "message": message}
    return {"page": page, "kind": "other", "rotation": 0, "fields": {}, "error": error}
