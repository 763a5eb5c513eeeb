"""``sohoa read --debug``: what each step of reading saw, written as pictures, JSON and a page to look at.

The pictures show personal data, so files are made for their owner only (0600, folders 0700).
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from templates.messages import _

if TYPE_CHECKING:
    import numpy as np

    from ocr.facts import PageReading
    from ocr.trace import Stage

_STYLE = """
body{font:15px sans-serif;margin:1.5em;max-width:1200px}table{border-collapse:collapse;margin:1em 0}
td,th{border:1px solid #bbb;padding:.2em .5em;text-align:left;vertical-align:top}
img.page{width:100%;border:1px solid #888}img.cut{max-height:60px}.warn{background:#fdd;padding:.5em}
"""


def folder_of(base: Path, number: int, file: str, page: int) -> Path:
    """Where the pictures of a page go; ``number`` tells files of one name apart."""
    stem = re.sub(r"[^\w.-]+", "_", Path(file).stem)[:60]
    return base / f"{number:03d}-{stem}-{page:04d}"


def write_debug(folder: Path, reading: PageReading, stages: Sequence[Stage]) -> None:
    """Write the numbered pictures, ``reading.json`` and ``index.html``; what is there is replaced."""
    from ocr.stage_pictures import pictures
    from ocr.stage_words import told

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = []
    for number, (name, picture) in enumerate(pictures(stages), 1):
        names.append(f"{number:02d}-{name}.png")
        _write(folder / names[-1], _png(picture))
    facts = told(reading, stages)
    _write(folder / "reading.json", json.dumps(facts, ensure_ascii=False, indent=1).encode())
    _write(folder / "index.html", _html(facts, names, _cuts(stages)).encode())


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and for nobody else to read."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)


def _png(picture: np.ndarray) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "PNG", compress_level=3)
    return stream.getvalue()


def _cuts(stages: Sequence[Stage]) -> list[bytes]:
    """A picture of each value, in the order of the list of values."""
    from ocr.stage_pictures import cut_out, last
    from ocr.trace import Read, Zones

    zones = last(stages, Zones)
    reads = [stage for stage in stages if isinstance(stage, Read)]
    return [_png(cut_out(zones.prepared, read.raw.box)) for read in reads] if zones else []


def _html(facts: Mapping[str, Any], names: Sequence[str], cuts: Sequence[bytes]) -> str:
    title = f"{facts['kind']} {facts['edition']}"
    parts = [
        f"<!doctype html><meta charset=utf-8><title>{escape(title)}</title><style>{_STYLE}</style>",
        f"<h1>{escape(title)}</h1><p class=warn>{escape(privacy_warning())}</p>",
        _verdict(facts["text_layer"]),
        _section(_("Attempts at the words"), [_attempt_row(attempt) for attempt in facts["attempts"]]),
        _section(_("Kinds of paper"), [_cells(kind.values()) for kind in facts["kinds"]]),
        _section(_("Values"), _value_rows(facts["values"], cuts)),
        _section(_("Pen and ticks"), _numbered(facts["marks"])),
        _section(_("Labels"), [_cells(label.values()) for label in facts["labels"]]),
        *(f"<h2>{escape(name)}</h2><img class=page loading=lazy src='{escape(name)}'>" for name in names),
    ]
    return "\n".join(parts)


def _verdict(layer: Mapping[str, Any] | None) -> str:
    text = _("Text of the file: {verdict}").format(verdict=layer["verdict"]) if layer else ""
    return f"<p>{escape(text)}</p>"


def privacy_warning() -> str:
    return _("These pictures hold personal data. Delete them when you have looked at them.")


def _section(title: str, rows: Sequence[str]) -> str:
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<h2>{escape(title)}</h2><table>{body}</table>" if rows else ""


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
