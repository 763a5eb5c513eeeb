"""Page readings to and from plain JSON, as the store keeps them.

A word is written as ``[text, confidence, line, x1, y1, … x4, y4]``: a page has hundreds.
"""

from __future__ import annotations

from typing import Any

from intake.dossier.records import proposal_json
from ocr.result import Box, FieldReading, PageReading, Proposal, Source, Word

_PLAIN = (
    "page",
    "kind",
    "kind_confidence",
    "rotation",
    "skew_deg",
    "width",
    "height",
    "print_edition",
    "blank",
)


def to_json(reading: PageReading) -> dict[str, Any]:
    """``reading`` as JSON values; ``from_json`` gives an equal one back."""
    plain: dict[str, Any] = {name: getattr(reading, name) for name in _PLAIN}
    plain["notes"] = list(reading.notes)
    plain["fields"] = [field_to_json(field) for field in reading.fields]
    plain["words"] = [_word_to_json(word) for word in reading.words]
    if reading.others:
        plain["others"] = [to_json(other) for other in reading.others]
    return plain


def from_json(plain: dict[str, Any]) -> PageReading:
    """The page reading that ``to_json`` wrote."""
    return PageReading(
        **{name: plain[name] for name in _PLAIN},
        notes=tuple(plain["notes"]),
        fields=tuple(field_from_json(field) for field in plain["fields"]),
        words=tuple(_word_from_json(word) for word in plain["words"]),
        others=tuple(from_json(other) for other in plain.get("others", ())),
    )


def field_to_json(field: FieldReading) -> dict[str, Any]:
    """One field reading as JSON values."""
    return {
        "key": field.key,
        "value": field.value,
        "raw": field.raw,
        "confidence": field.confidence,
        "source": field.source.value,
        "box": field.box.as_list(),
        **({"proposals": [proposal_json(each) for each in field.proposals]} if field.proposals else {}),
    }


def field_from_json(plain: dict[str, Any]) -> FieldReading:
    """The field reading that ``field_to_json`` wrote."""
    return FieldReading(
        key=plain["key"],
        value=plain["value"],
        raw=plain["raw"],
        confidence=plain["confidence"],
        source=Source(plain["source"]),
        box=Box(*plain["box"]),
        # Readings stored before there were proposals have none.
        proposals=tuple(Proposal(**each) for each in plain.get("proposals", ())),
    )


def _word_to_json(word: Word) -> list[Any]:
    corners = [round(coordinate, 1) for corner in word.quad for coordinate in corner]
    return [word.text, round(word.confidence, 4), word.line, *corners]


def _word_from_json(plain: list[Any]) -> Word:
    text, confidence, line, *c = plain
    quad = ((c[0], c[1]), (c[2], c[3]), (c[4], c[5]), (c[6], c[7]))
    return Word(text=text, confidence=confidence, quad=quad, line=line)
