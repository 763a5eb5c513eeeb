# SPDX-License-Identifier: Apache-2.0
"""Official blanks filled in by pen, read as pages: ``python -m bench.blanks.penned OUT …``.

    python -m bench.blanks.penned OUT --blanks FOLDER --lines FOLDER --values FOLDER [--pages 20] [--seed 1]

Into each field goes pen of its own type: a name, date or personal number of ``--values``
(``bench.pen_reader.values``), into places the scanned lines of ``--lines`` that nothing was learnt from, as
far as the leaders hold them. Fields of other types stay empty. Read with ``[reading] pen = "pen-reader"``; by
type of field: found at all, given exactly as it stands there (case, commas and stops aside), given so or
among what is proposed, given at 0.9 and wrong.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.blanks import strokes
from bench.blanks.fill import fill_one, load_blank
from bench.blanks.form_keys import FORMS
from bench.pen import SURE
from bench.pen_reader.lines import PenLine, kept_apart, pen_lines
from bench.tables import Table, percent
from intake.reading.page_work import PageTask, how_to_read, read_task
from intake.reading.read_files import entry_of, plan
from intake.reading.workers import Workers
from intake.settings.settings import Settings
from ocr.text.folding import text_key
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import FieldType

_TRUTH = "truth.json"
_PATIENCE_S = 3600.0
_HEADINGS = ("fields", "number", "found", "exact", "exact or proposed", "at ≥ 0.9", "wrong at ≥ 0.9")


@dataclass(frozen=True, slots=True)
class TypedInk(strokes.InkBox):
    """Lines of pen by the type of field that they are written in."""

    by_type: Mapping[FieldType, tuple[tuple[Path, str], ...]] = field(default_factory=dict)

    @staticmethod
    def of(values: Sequence[PenLine], lines: Sequence[PenLine]) -> TypedInk:
        """Scanned ones only: a photographed row has its rules with it."""
        found: dict[FieldType, list[tuple[Path, str]]] = defaultdict(list)
        for line in (*values, *lines):
            if not line.loose:
                found[line.kind or FieldType.ADDRESS].append((line.path, line.text))
        return TypedInk((), {kind: tuple(each) for kind, each in found.items()})

    def for_field(self, kind: str, key: str, rng: random.Random) -> tuple[Path, str] | None:
        of_type = self.by_type.get(load_catalogue().document_types[kind].fields()[key], ())
        return rng.choice(of_type) if of_type else None


@dataclass(frozen=True, slots=True)
class Seen:
    """A penned field: what stands there, what was given (None: not found) and proposed, how sure."""

    kind: FieldType
    true: str
    given: str | None
    proposed: tuple[str, ...]
    confidence: float

    @property
    def exact(self) -> bool:
        return self.given is not None and _folded(self.given) == _folded(self.true)

    @property
    def offered(self) -> bool:
        return self.exact or _folded(self.true) in map(_folded, self.proposed)


def _folded(text: str) -> str:
    return text_key("".join(char if char.isalnum() else " " for char in text))


def make(out: Path, blanks: Path, ink: TypedInk, count: int, seed: int) -> dict[str, Any]:
    """``count`` pages in ``out`` and what stands on them, by name of file."""
    loaded = [load_blank(pdf) for form in sorted(FORMS) if (pdf := blanks / f"{form}.pdf").exists()]
    out.mkdir(parents=True, exist_ok=True)
    truth = {}
    for number in range(count):
        blank = loaded[number % len(loaded)]
        image, fields, dpi, _damage = fill_one(blank, random.Random(f"{seed}/{number}"), ink)
        name = f"{number:03}-{blank.kind}.png"
        image.save(out / name, dpi=(dpi, dpi))
        truth[name] = {"kind": blank.kind, "fields": {key: one["value"] for key, one in fields.items()}}
    (out / _TRUTH).write_text(json.dumps(truth, ensure_ascii=False, indent=1), "utf-8")
    return truth


def read(files: Sequence[Path], jobs: int) -> dict[str, dict[str, Any]]:
    """Of each file the fields that were read on its page."""
    settings = Settings()
    settings = settings.model_copy(
        update={"reading": settings.reading.model_copy(update={"pen": "pen-reader"})}
    )
    how = how_to_read(settings)
    tasks = [PageTask(path, 1, recognisers=how.by) for path in plan(map(str, files), how)]
    outcomes = Workers(read_task, jobs, replace(how.limits, timeout_s=_PATIENCE_S)).run(tasks)
    return {Path(one.task.path).name: entry_of(one).get("fields") or {} for one in outcomes}


def seen(truth: Mapping[str, Any], found: Mapping[str, Mapping[str, Any]]) -> list[Seen]:
    """Each penned field of each page."""
    each = []
    for name, page in truth.items():
        types = load_catalogue().document_types[page["kind"]].fields()
        for key, true in page["fields"].items():
            given = found.get(name, {}).get(key)
            proposed = tuple(one["text"] for one in (given or {}).get("proposals") or ())
            value = given["value"] if given else None
            each.append(Seen(types[key], true, value, proposed, given["confidence"] if given else 0.0))
    return each


def rows(each: Sequence[Seen]) -> list[tuple[str, ...]]:
    """A row of figures for each type of field, and one for all."""
    kinds = sorted({one.kind for one in each})
    return [_row(kind, [one for one in each if one.kind is kind]) for kind in kinds] + [_row("all", each)]


def _row(name: str, each: Sequence[Seen]) -> tuple[str, ...]:
    sure = [one for one in each if one.confidence >= SURE]
    shares = (
        [one.given is not None for one in each],
        [one.exact for one in each],
        [one.offered for one in each],
    )
    return (
        name,
        str(len(each)),
        *(percent(sum(share) / max(1, len(share))) for share in shares),
        str(len(sure)),
        str(sum(not one.exact for one in sure)),
    )


def main(words: Sequence[str] | None = None) -> None:
    """Fill, read, tell."""
    parser = argparse.ArgumentParser(description="Read official blanks filled in by pen.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--blanks", type=Path, required=True, help="folder of official blanks (PDF)")
    parser.add_argument("--lines", type=Path, required=True, help="folder of pen lines with labels.tsv")
    parser.add_argument("--values", type=Path, required=True, help="what bench.pen_reader.values made")
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args(words)
    ink = TypedInk.of(pen_lines(asked.values), kept_apart(pen_lines(asked.lines)))
    truth = make(asked.out, asked.blanks, ink, asked.pages, asked.seed)
    each = seen(truth, read([asked.out / name for name in truth], asked.jobs))
    told = [vars_of(one) for one in each]
    (asked.out / "seen.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    Console().print(Table(f"{asked.pages} official blanks by pen", _HEADINGS, rows(each)).rich())


def vars_of(one: Seen) -> dict[str, Any]:
    """For a file."""
    return {
        "type": one.kind,
        "true": one.true,
        "given": one.given,
        "proposed": one.proposed,
        "confidence": one.confidence,
    }


if __name__ == "__main__":
    main()
