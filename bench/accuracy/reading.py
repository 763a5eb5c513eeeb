# SPDX-License-Identifier: Apache-2.0
"""Reading the pages of a run through the same workers as ``sohoa read``; what was read is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from intake.reading.page_work import PageTask, how_to_read, limits_of, read_task
from intake.reading.read_files import entry_of, plan
from intake.reading.workers import Workers
from intake.settings.settings import Settings

READ = "read"

_PATIENCE_S = 3600.0
"""A page is read to its end however busy the computer: what is measured is the reading, not the clock."""


def read_missing(files: list[Path], out: Path, jobs: int, advance: Callable[[], None]) -> None:
    """Read the files that have no reading in ``out`` yet; each is kept as soon as its last page is read."""
    out.mkdir(parents=True, exist_ok=True)
    missing = [file for file in files if not reading_of(file, out).exists()]
    infos = plan((str(file) for file in missing), how_to_read(Settings()))
    waiting = {path: info.pages for path, info in infos.items()}
    found: dict[str, list[dict[str, Any]]] = {path: [] for path in infos}
    tasks = (PageTask(path, page) for path, info in infos.items() for page in range(1, info.pages + 1))
    limits = replace(limits_of(Settings()), timeout_s=_PATIENCE_S)
    for outcome in Workers(read_task, jobs, limits).run(tasks):
        path = outcome.task.path
        found[path].append(entry_of(outcome) | {"seconds": round(outcome.seconds, 3)})
        if len(found[path]) == waiting[path]:
            _keep(reading_of(Path(path), out), sorted(found[path], key=lambda entry: int(entry["page"])))
            advance()


def reading_of(file: Path, out: Path) -> Path:
    """Where the reading of a file is kept."""
    return out / f"{file.name}.json"


def _keep(target: Path, entries: list[dict[str, Any]]) -> None:
    draft = target.with_suffix(".part")
    draft.write_text(json.dumps(entries, ensure_ascii=False, indent=1), "utf-8")
    draft.replace(target)
