# SPDX-License-Identifier: Apache-2.0
"""Values of fields by pen: ``python -m bench.pen_reader.values OUT --lines FOLDER``, then ``bench.pen OUT``.

The lines of real pen are addresses. Names, dates and personal numbers are put together from words and figures
of those that nothing was learnt from; each is of one kind of picture, but not of one hand. The pieces are
those that the network mostly reads as what they are (``pieces.cut``), which favours the figures.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np

from bench.pen_reader.lines import LABELS, kept_apart, pen_lines
from bench.pen_reader.pieces import CutPiece, Pieces, cut, joined
from bench.pen_reader.texts import personal_id
from ocr.pen.reader import network
from ocr.pen.strip import HEIGHT
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import FieldType

_EACH = 100
_PAPER_ROWS = 6
"""White rows over and under a strip, so that it is found in its picture as it was."""


def values(
    pools: Sequence[Pieces], rng: random.Random, each: int = _EACH
) -> Iterator[tuple[FieldType, CutPiece]]:
    """``each`` of names, dates and personal numbers, or as many as the pieces give, each text once."""
    for loose in (False, True):
        words, figures = _sorted(pools, loose)
        for kind, texts in (
            (FieldType.NAME, _names(words, rng)),
            (FieldType.DATE, _dates(rng)),
            (FieldType.PERSONAL_ID, iter(lambda: personal_id(rng).replace(" ", ""), "")),
        ):
            made: dict[str, CutPiece] = {}
            for _try in range(20 * each):
                text = next(texts, "")
                parts = _parts(text, words if kind is FieldType.NAME else figures, rng)
                if parts and text not in made:
                    made[text] = joined(parts, rng, 0.0 if kind is FieldType.NAME else rng.uniform(0, 5))
                if len(made) == each // 2:
                    break
            yield from ((kind, one) for one in made.values())


def _sorted(
    pools: Sequence[Pieces], loose: bool
) -> tuple[Mapping[str, list[CutPiece]], Mapping[str, list[CutPiece]]]:
    """Words and figures by their text, of one kind of picture."""
    words: dict[str, list[CutPiece]] = defaultdict(list)
    figures: dict[str, list[CutPiece]] = defaultdict(list)
    for pool in pools:
        for pieces, kept in ((pool.words, words), (pool.figures, figures)):
            for piece in pieces:
                if piece.loose == loose:
                    kept[piece.text].append(piece)
    # Between figures a stroke mostly touches: of the scans nearly none could be cut out.
    figures["/"] = figures["/"] or [CutPiece(_stroke(), "/", loose)]
    return words, figures


def _stroke() -> np.ndarray:
    """A stroke as dates have it (48×W, uint8)."""
    ink = np.zeros((HEIGHT, 18), np.uint8)
    return cv2.GaussianBlur(cv2.line(ink, (3, HEIGHT - 8), (14, 8), 235, 2, cv2.LINE_AA), (3, 3), 0)


def _names(words: Mapping[str, list[CutPiece]], rng: random.Random) -> Iterator[str]:
    """Family name, perhaps one between, given name, of syllables that somebody wrote."""
    lexicons = load_catalogue().lexicons
    family = sorted({*lexicons["family-names"].entries} & words.keys())
    others = sorted({*lexicons["middle-names"].entries} & words.keys())
    while family and others:
        yield " ".join([rng.choice(family), *rng.choices(others, k=rng.choice([1, 2, 2, 3]))])


def _dates(rng: random.Random) -> Iterator[str]:
    while True:
        yield f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{rng.randint(1940, 2026)}"


def _parts(text: str, pieces: Mapping[str, list[CutPiece]], rng: random.Random) -> list[CutPiece | None]:
    """A piece for each word, a gap before each but the first, or for each figure; none where one lacks."""
    split = text.split(" ") if " " in text else list(text)
    if not all(pieces.get(part) for part in split):
        return []
    gap = [None] if " " in text else []
    return [part for one in split for part in (*gap, rng.choice(pieces[one]))][len(gap) :]


def main(words: Sequence[str] | None = None) -> None:
    """Put values together, write their pictures and ``labels.tsv``."""
    parser = argparse.ArgumentParser(description="Put names, dates and numbers together from real pen.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--lines", type=Path, required=True, help="folder of pen lines with labels.tsv")
    parser.add_argument("--each", type=int, default=_EACH)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    net = network()
    pools = [pieces for line in kept_apart(pen_lines(asked.lines)) if (pieces := cut(line, net)).words]
    asked.out.mkdir(parents=True, exist_ok=True)
    rows = ["file\ttext\twriter\ttype"]
    for number, (kind, one) in enumerate(values(pools, random.Random(asked.seed), asked.each)):
        picture = cv2.copyMakeBorder(
            255 - one.ink, _PAPER_ROWS, _PAPER_ROWS, 0, 0, cv2.BORDER_CONSTANT, value=255
        )
        cv2.imwrite(str(asked.out / f"{number:04}.png"), picture)
        rows.append(f"{number:04}.png\t{one.text}\t{'row' if one.loose else ''}\t{kind}")
    (asked.out / LABELS).write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows) - 1} values in {asked.out}")


if __name__ == "__main__":
    main()
