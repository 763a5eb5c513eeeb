# SPDX-License-Identifier: Apache-2.0
"""What the steps of a reading saw, as plain values for JSON and for a list beside the pictures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from ocr.debug.stage_pictures import last
from ocr.page.trace import Kinds, LayerJudged, Read, Stage, TracedMarks, Worded, Zones
from ocr.result import FieldReading, PageReading

_LIKELIEST = 6


def told(reading: PageReading, stages: Sequence[Stage]) -> dict[str, Any]:
    """Everything but the pixels: what came of it paper by paper, and before that attempts, kinds, labels,
    values with all their readings, marks.
    """
    kinds = last(stages, Kinds)
    layer = last(stages, LayerJudged)
    return {
        "page": reading.page,
        "kind": reading.kind,
        "edition": reading.print_edition,
        "rotation": reading.rotation,
        "skew_deg": reading.skew_deg,
        "notes": list(reading.notes),
        "papers": _papers(reading),
        "text_layer": {"verdict": layer.note, "letters": layer.letters} if layer else None,
        "attempts": [_attempt(stage) for stage in stages if isinstance(stage, Worded)],
        "kinds": _kinds(kinds) if kinds else [],
        "labels": [label for stage in stages if isinstance(stage, Zones) for label in _labels(stage)],
        "values": [_value(stage) for stage in stages if isinstance(stage, Read)],
        "marks": [_mark(stage) for stage in stages if isinstance(stage, TracedMarks)],
    }


def _papers(reading: PageReading) -> list[dict[str, Any]]:
    """The papers of the sheet; their values are numbered on, as in the picture of the result."""
    numbers = count(1)
    return [
        {
            "kind": paper.kind,
            "edition": paper.print_edition,
            "confidence": paper.kind_confidence,
            "fields": [{"number": next(numbers), **_field(field)} for field in paper.fields],
        }
        for paper in reading.papers()
    ]


def _field(field: FieldReading) -> dict[str, Any]:
    return {
        "field": field.key,
        "value": field.value,
        "confidence": field.confidence,
        "source": field.source.value,
        "box": field.box.as_list(),
        "proposals": [[p.text, p.source, round(p.score, 3)] for p in field.proposals],
    }


def _attempt(worded: Worded) -> dict[str, Any]:
    return {
        "by": worded.recogniser,
        "turn": worded.prepared.turn,
        "skew_deg": round(worded.prepared.skew_deg, 2),
        "letter_px": round(worded.prepared.letter_px, 1),
        "readable": round(worded.readable, 3),
        "lines": [line.text for line in worded.lines],
    }


def _kinds(kinds: Kinds) -> list[dict[str, Any]]:
    return [
        {
            "kind": match.paper.kind,
            "edition": match.edition.id if match.edition else "",
            "confidence": round(match.confidence, 3),
            "labels_found": round(match.alignment.coverage, 3),
            "weight": round(match.alignment.weight, 1),
        }
        for match in kinds.matches[:_LIKELIEST]
    ]


def _labels(zones: Zones) -> list[dict[str, Any]]:
    """Every label of the skeleton, with where it was found."""
    assert zones.match.edition is not None
    kind = zones.match.paper.kind
    found = {label.item: label for label in zones.match.alignment.labels}
    texts = {raw.key: raw.text for raw in zones.fields}
    return [
        {
            "kind": kind,
            "number": number + 1,
            "label": item.label,
            "field": item.field,
            "line": found[number].line + 1 if number in found else None,
            "similarity": round(found[number].similarity, 3) if number in found else 0.0,
            "after_it": texts.get(item.field, "") if item.field and number in found else "",
        }
        for number, item in enumerate(zones.match.edition.skeleton)
    ]


def _value(read: Read) -> dict[str, Any]:
    return {
        "field": read.value.key,
        "value": read.value.value,
        "raw": read.value.raw,
        "confidence": read.value.confidence,
        "source": read.value.source.value,
        "readings": [
            {by: [[w, round(s, 3)] for w, s in zip(r.words, r.sure, strict=True)] for by, r in line.items()}
            for line in read.readings
        ],
    }


def _mark(mark: TracedMarks) -> dict[str, Any]:
    return {
        "field": mark.value.key,
        "value": mark.value.value,
        "confidence": mark.value.confidence,
        "source": mark.value.source.value,
    }
