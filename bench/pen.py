# SPDX-License-Identifier: Apache-2.0
"""Measure the reader of handwriting on a folder of lines: ``python -m bench.pen FOLDER``.

    python -m bench.pen FOLDER [--lexicon addresses] [--apart | --untouched] [--peers none|tesseract]
                        [--weights FILE] [--json OUT]

FOLDER holds pictures and ``labels.tsv`` (file, text and, where known, writer and type: of which type the
field is that the line stands in, such as name or date; what the program knows of such fields is used then).
``--apart``: only the lines that nothing was learnt from, where the folder is the one that was trained on. OUT
gets what was read of each line.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein
from rich.console import Console

from bench.pen_reader.lines import PenLine, kept_apart, pen_lines, untouched
from bench.tables import Table, percent
from ocr.pen.beam import Weights
from ocr.pen.knowledge import Knowledge, knowledge_of
from ocr.pen.network import PenNetwork
from ocr.pen.reader import WEIGHTS, network, read_strip
from ocr.recognise.tesseract import words
from templates.model.document_types import FieldType

SURE = 0.9
_ONE_LINE = 7
"""Tesseract's page segmentation mode for a picture of one line."""
LEXICONS = {"addresses": FieldType.ADDRESS}
"""What ``--lexicon`` may name."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What a reader made of a line: freely, with the lexicon, how sure (0…1), and what else it may be."""

    file: str
    text: str
    lexicon_text: str = ""
    confidence: float = 0.0
    alternatives: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reader:
    """The network, and what it knows of the desk's words."""

    network: PenNetwork
    knowledge: Knowledge | None
    weights: Weights = WEIGHTS

    def read(self, line: PenLine) -> ReadLine:
        """What stands on the line, as the program reads it."""
        known = knowledge_of(line.kind) if line.kind else self.knowledge
        read = read_strip(self.network, line.strip(), known, self.weights)
        return ReadLine(_name(line), read.free, read.known, read.confidence, list(read.others))


def by_tesseract(line: PenLine) -> ReadLine:
    """What Tesseract makes of the line."""
    gray = cv2.imread(str(line.path), cv2.IMREAD_GRAYSCALE)
    text = " ".join(word.text for word in words(np.asarray(gray), psm=_ONE_LINE))
    return ReadLine(_name(line), text, text)


def _name(line: PenLine) -> str:
    return f"{line.path.parent.name}/{line.path.name}"


def main(asked: Sequence[str] | None = None) -> None:
    """Read, tell, write."""
    parser = argparse.ArgumentParser(description="Measure the reader of handwriting.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lexicon", choices=sorted(LEXICONS))
    parser.add_argument("--apart", action="store_true", help="only lines that nothing was learnt from")
    parser.add_argument("--untouched", action="store_true", help="of these those nothing was tuned on")
    parser.add_argument("--peers", choices=["none", "tesseract"], default="tesseract")
    parser.add_argument("--weights", type=Path, help="pen_reader.onnx of a training, else the one shipped")
    parser.add_argument("--language-weight", type=float, default=WEIGHTS.language)
    parser.add_argument("--length-weight", type=float, default=WEIGHTS.length)
    parser.add_argument("--most", type=int, help="only so many lines")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args(asked)
    try:
        lines = pen_lines(args.folder)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    lines = (untouched(lines) if args.untouched else kept_apart(lines) if args.apart else lines)[: args.most]
    known = knowledge_of(LEXICONS[args.lexicon]) if args.lexicon else None
    net = PenNetwork.of(args.weights.read_bytes()) if args.weights else network()
    reader = Reader(net, known, Weights(args.language_weight, args.length_weight))
    begun = time.process_time()
    read = [reader.read(line) for line in lines]
    seconds = (time.process_time() - begun) / max(1, len(lines))
    rows = [*_rows("sohoa", lines, read, lexicon=False)]
    if known:
        rows += _rows(f"sohoa, {args.lexicon}", *_of_kind(lines, read, None), lexicon=True)
    for kind in sorted({line.kind for line in lines if line.kind}):
        rows += _rows(f"sohoa, {kind}", *_of_kind(lines, read, kind), lexicon=True)
    if args.peers == "tesseract":
        rows += _rows("Tesseract vie", lines, [by_tesseract(line) for line in lines], lexicon=False)
    console = Console()
    console.print(Table(f"{len(lines)} lines of pen, {1000 * seconds:.0f} ms a line", _HEADINGS, rows).rich())
    if args.json:
        args.json.write_text(
            json.dumps({"lines": [asdict(one) for one in read]}, ensure_ascii=False, indent=1)
        )


_HEADINGS = (
    "read by",
    "lines",
    "characters wrong",
    "without case and signs",
    "words wrong",
    "right",
    "sure",
    "sure and wrong",
)


def _of_kind(
    lines: Sequence[PenLine], read: Sequence[ReadLine], kind: FieldType | None
) -> tuple[list[PenLine], list[ReadLine]]:
    """The lines in fields of ``kind`` (None: of which that isn't known), and what was read of them."""
    some = [(line, one) for line, one in zip(lines, read, strict=True) if line.kind == kind]
    return [line for line, _one in some], [one for _line, one in some]


def _rows(
    name: str, lines: Sequence[PenLine], read: Sequence[ReadLine], *, lexicon: bool
) -> list[tuple[str, ...]]:
    """Of lines with their whole text, and of loose ones."""
    found = []
    for loose in (False, True):
        pairs = [
            (line.text, one.lexicon_text if lexicon else one.text, one.confidence)
            for line, one in zip(lines, read, strict=True)
            if line.loose == loose
        ]
        if pairs:
            found.append((f"{name}{', rows' if loose else ''}", str(len(pairs)), *_figures(pairs, loose)))
    return found


def _figures(pairs: Sequence[tuple[str, str, float]], loose: bool) -> tuple[str, ...]:
    folded = [(_folded(true), _folded(said)) for true, said, _sure in pairs]
    right = [one == other for one, other in (folded if loose else [(true, said) for true, said, _ in pairs])]
    sure = [ok for ok, (_true, _said, confidence) in zip(right, pairs, strict=True) if confidence >= SURE]
    return (
        percent(_wrong([(list(true), list(said)) for true, said, _ in pairs])),
        percent(_wrong([(list(true), list(said)) for true, said in folded])),
        percent(_wrong([(true.split(), said.split()) for true, said in folded])),
        percent(sum(right) / len(right)),
        str(len(sure)),
        str(sure.count(False)),
    )


def _wrong(pairs: Sequence[tuple[list[str], list[str]]]) -> float:
    """Edits over the length of what is right."""
    return sum(Levenshtein.distance(true, said) for true, said in pairs) / max(
        1, sum(len(true) for true, _ in pairs)
    )


def _folded(text: str) -> str:
    """Small letters and digits, single blanks."""
    return " ".join("".join(char if char.isalnum() else " " for char in text.lower()).split())


if __name__ == "__main__":
    main()
