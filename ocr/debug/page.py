# SPDX-License-Identifier: Apache-2.0
"""The HTML page of ``sohoa read --debug``: what was read, and how each step came to it."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from templates.language.messages import _
from templates.language.outside_text import clean

RESULT = "result.png"
"""The picture of what came of a page; those of the steps are numbered."""

_STYLE = """
body{font:15px sans-serif;margin:1.5em;max-width:1200px}table{border-collapse:collapse;margin:1em 0}
td,th{border:1px solid #bbb;padding:.2em .5em;text-align:left;vertical-align:top}
img.page{width:100%;border:1px solid #888}img.cut{max-height:60px}.warn{background:#fdd;padding:.5em}
"""


def page_of(facts: Mapping[str, Any], names: Sequence[str], cuts: Sequence[bytes]) -> str:
    """``facts`` as :func:`ocr.debug.stage_words.told` tells them, ``names`` the files of the steps'
    pictures, ``cuts`` a PNG of each value.
    """
    title = f"{facts['kind']} {facts['edition']}".strip()
    parts = [
        f"<!doctype html><meta charset=utf-8><title>{escape(title)}</title><style>{_STYLE}</style>",
        f"<h1>{escape(title)}</h1><p class=warn>{escape(privacy_warning())}</p>",
        *(f"<p>{escape(note)}</p>" for note in _notes(facts)),
        *map(_paper, facts["papers"]),
        f"<img class=page src={RESULT}>",
        _section(_("How each value was read"), _value_heads(), _value_rows(facts["values"], cuts)),
        _section(_("Pen and ticks"), _result_heads()[:-1], _numbered(facts["marks"])),
        _section(_("Attempts at the words"), _attempt_heads(), map(_attempt_row, facts["attempts"])),
        _section(_("Kinds of paper"), _kind_heads(), [_cells(kind.values()) for kind in facts["kinds"]]),
        _section(_("Labels"), _label_heads(), [_cells(label.values()) for label in facts["labels"]]),
        *(f"<h2>{escape(name)}</h2><img class=page loading=lazy src='{escape(name)}'>" for name in names),
    ]
    return clean("\n".join(parts))


def _notes(facts: Mapping[str, Any]) -> list[str]:
    layer = facts["text_layer"]
    text = [_("Text of the file: {verdict}").format(verdict=layer["verdict"])] if layer else []
    return text + [note for note in facts["notes"] if not layer or note != layer["verdict"]]


def _paper(paper: Mapping[str, Any]) -> str:
    """The values of one paper of the sheet, by the numbers of the picture of the result."""
    title = f"{paper['kind']} {paper['edition']} ({paper['confidence']})"
    return _section(title, _result_heads(), [_result_row(field) for field in paper["fields"]])


def _result_row(field: Mapping[str, Any]) -> str:
    proposed = "; ".join(f"{text} ({source}, {score})" for text, source, score in field["proposals"])
    return _cells([*(field[key] for key in ("number", "field", "value", "confidence", "source")), proposed])


def privacy_warning() -> str:
    return _("These pictures hold personal data. Delete them when you have looked at them.")


def _section(title: str, heads: Sequence[str], rows: Iterable[str]) -> str:
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    head = "".join(f"<th>{escape(text)}" for text in heads)
    return f"<h2>{escape(title)}</h2><table><tr>{head}</tr>{body}</table>" if body else ""


def _result_heads() -> list[str]:
    return [_("No."), _("Field"), _("Value"), _("Sure"), _("Source"), _("Proposals")]


def _value_heads() -> list[str]:
    return [*_result_heads()[:-1], _("On the page, and look by look")]


def _attempt_heads() -> list[str]:
    return [_("Recogniser"), _("Turn"), _("Skew"), _("Letters (px)"), _("Readable")]


def _kind_heads() -> list[str]:
    return [_("Kind"), _("Print"), _("Sure"), _("Labels found"), _("Weight")]


def _label_heads() -> list[str]:
    return [_("Kind"), _("No."), _("Label"), _("Field"), _("Line"), _("Alike"), _("After it")]


def _cells(values: Any) -> str:
    return "".join(f"<td>{escape('' if value is None else str(value))}" for value in values)


def _attempt_row(attempt: Mapping[str, Any]) -> str:
    return _cells([attempt[key] for key in ("by", "turn", "skew_deg", "letter_px", "readable")])


def _numbered(marks: Sequence[Mapping[str, Any]]) -> list[str]:
    return [_cells([number, *mark.values()]) for number, mark in enumerate(marks, 1)]


def _value_rows(values: Sequence[Mapping[str, Any]], cuts: Sequence[bytes]) -> list[str]:
    rows = []
    for number, (value, cut) in enumerate(zip(values, cuts, strict=True), 1):
        picture = f"<img class=cut src='data:image/png;base64,{base64.b64encode(cut).decode()}'>"
        main = _cells([number, value["field"], value["value"], value["confidence"], value["source"]])
        rows.append(f"{main}<td>{picture}<br>{_readings(value['readings'])}")
    return rows


def _readings(lines: Sequence[Mapping[str, Sequence[tuple[str, float]]]]) -> str:
    """Each look at each line of a value, its words with their confidence."""
    looks = []
    for line in lines:
        for by, words in line.items():
            said = " ".join(f"{word}<sub>{int(100 * sure)}</sub>" for word, sure in _escaped(words))
            looks.append(f"<i>{escape(by)}</i> {said}")
    return "<br>".join(looks)


def _escaped(words: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    return [(escape(word), sure) for word, sure in words]
