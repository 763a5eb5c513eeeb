# SPDX-License-Identifier: Apache-2.0
"""What was read on the pages of a stack, kept whole: names, text and how sure each kind is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from intake.dossier.record_json import adapter, plain
from intake.form.autofill import PaperPage
from intake.reading.page_work import PageTask, limits_of, read_task
from intake.reading.workers import Workers
from intake.settings.settings import Settings
from ocr.result import PageReading

_PATIENCE_S = 3600.0


def pages_read(stack: Path, count: int, jobs: int, advance: Callable[[], None]) -> list[PaperPage]:
    """The pages of a stack as a dossier has them; read where nothing is kept yet."""
    kept = stack.with_suffix(".pages")
    kept.mkdir(exist_ok=True)
    missing = [page for page in range(1, count + 1) if not (kept / f"{page}.json").exists()]
    limits = replace(limits_of(Settings()), timeout_s=_PATIENCE_S)
    for outcome in Workers(read_task, jobs, limits).run(PageTask(str(stack), page) for page in missing):
        if outcome.value is None:
            raise SystemExit(f"page {outcome.task.page} of {stack.name} was not read: {outcome.failure}")
        target = kept / f"{outcome.task.page}.json"
        target.write_text(json.dumps(plain(outcome.value), ensure_ascii=False), "utf-8")
        advance()
    mark = sha256(stack.name.encode()).hexdigest()
    return [
        PaperPage(1, mark, paper, nth, page, text=" ".join(word.text for word in reading.words))
        for page in range(1, count + 1)
        for reading in [_kept(kept / f"{page}.json")]
        for nth, paper in enumerate(reading.papers())
    ]


def _kept(path: Path) -> PageReading:
    reading: PageReading = adapter(PageReading).validate_python(json.loads(path.read_text("utf-8")))
    return reading
