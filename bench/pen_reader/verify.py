# SPDX-License-Identifier: Apache-2.0
"""How well the strokes tell a right candidate from a near one: ``python -m bench.pen_reader.verify FOLDER``.

Of each line that nothing was learnt from, and of runs of two to five of its words, what stands there is a
candidate, and so are texts near to it: one tone or mark changed, one figure, one consonant, a letter dropped
or added, another word, a name's syllable that looks like it, another line. ``--fonts`` adds names, dates and
numbers in script fonts that nothing was learnt from.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein
from rich.console import Console

from bench.line_reader import words
from bench.pen_reader.damage import damaged
from bench.pen_reader.lines import PenLine, kept_apart, pen_lines, tuned_on, untouched
from bench.pen_reader.pieces import columns
from bench.pen_reader.scripts import fonts_kept_apart, script_fonts, written
from bench.pen_reader.texts import person, personal_id
from bench.tables import Table, percent
from ocr.pen.candidates import instead, judged
from ocr.pen.network import PenNetwork
from ocr.pen.reader import network
from ocr.pen.scores import caseless, without_pauses
from ocr.pen.standing import Standing, Weighed
from ocr.pen.strip import STRIDE
from ocr.pen.strokes import Strokes
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import FieldType

_SCRIPTED = 150
_LONG = 4
"""Letters from which on a name that differs by two is still alike."""
_CONSONANTS = "bcdghklmnpqrstvx"


@dataclass(frozen=True, slots=True)
class Held:
    """A value in strokes: where it is from, what it says."""

    origin: str
    strokes: Strokes
    text: str
    kind: FieldType = FieldType.TEXT


def of_lines(lines: Sequence[PenLine], net: PenNetwork, rng: random.Random) -> Iterator[Held]:
    """Whole lines, and one run of words of each."""
    for line in lines:
        scores = net.log_probs(line.strip())
        text = " ".join(line.text.split())
        yield Held("lines", Strokes(without_pauses(scores), net.alphabet), text)
        run = _run(scores, net, text, rng)
        if run is not None:
            yield Held("two to five words", *run)


def _run(scores: np.ndarray, net: PenNetwork, text: str, rng: random.Random) -> tuple[Strokes, str] | None:
    """Some of a line's words, its steps cut where the best path has the blanks between them."""
    text = "".join(char for char in text if char in net.alphabet)
    small, (classes,) = caseless(scores, net.alphabet, [text])
    at = columns(small, classes, len(scores) * STRIDE)
    if at is None or text.count(" ") < 2:
        return None
    parts = text.split(" ")
    first = rng.randrange(len(parts) - 1)
    last = min(len(parts), first + rng.randint(2, 5))
    start = len(" ".join(parts[:first])) + (first > 0)
    end = start + len(" ".join(parts[first:last]))
    a = 0 if first == 0 else round(at[start - 1] / STRIDE)
    b = len(scores) if end == len(text) else round(at[end] / STRIDE) + 3
    return Strokes(without_pauses(scores[a:b]), net.alphabet), text[start:end]


def of_fonts(fonts: tuple[Path, ...], net: PenNetwork, rng: random.Random) -> Iterator[Held]:
    """Names, dates and personal numbers as a font writes them, damaged like lines that are learnt from."""
    dice = np.random.default_rng(rng.getrandbits(63))
    for _ in range(_SCRIPTED):
        for origin, text, kind in (
            ("names, script", person(rng), FieldType.NAME),
            (
                "dates, script",
                f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{rng.randint(1940, 2025)}",
                FieldType.DATE,
            ),
            ("personal numbers, script", personal_id(rng), FieldType.PERSONAL_ID),
        ):
            strip = damaged(written(text, fonts, dice), dice)
            yield Held(origin, Strokes(without_pauses(net.log_probs(strip)), net.alphabet), text, kind)


def nearly(text: str, rng: random.Random) -> dict[str, str]:
    """Candidates that are wrong, by what is wrong with them."""
    found = {}
    figures = [at for at, char in enumerate(text) if char.isdigit()]
    letters = [at for at, char in enumerate(text) if not char.isdigit() and instead(char.lower())]
    for what, places in (("a figure changed", figures), ("a tone or mark changed", letters)):
        if places:
            at = rng.choice(places)
            found[what] = text[:at] + rng.choice(instead(text[at].lower())) + text[at + 1 :]
    places = [at for at, char in enumerate(text) if char.isalpha()]
    consonants = [at for at in places if text[at].lower() in _CONSONANTS]
    if consonants:
        at = rng.choice(consonants)
        found["a consonant changed"] = (
            text[:at] + rng.choice(_CONSONANTS.replace(text[at].lower(), "")) + text[at + 1 :]
        )
    if len(places) > 1:
        at = rng.choice(places)
        found["a letter dropped"] = text[:at] + text[at + 1 :]
        at = rng.choice(places)
        found["a letter added"] = text[:at] + rng.choice(_CONSONANTS) + text[at:]
    parts = text.split(" ")
    if len(parts) > 1:
        at = rng.randrange(len(parts))
        other = words.coined(rng).capitalize()
        if other.lower() != parts[at].lower():
            found["a word changed"] = " ".join([*parts[:at], other, *parts[at + 1 :]])
    alike = [(at, like) for at, part in enumerate(parts) for like in _alike(part.lower())]
    if alike:
        at, like = rng.choice(alike)
        found["a like name"] = " ".join([*parts[:at], like, *parts[at + 1 :]])
    return found


@cache
def _alike(word: str) -> tuple[str, ...]:
    """The syllables of people's names that differ from ``word`` by one letter or two."""
    lexicons = load_catalogue().lexicons
    known = dict.fromkeys(lexicons["family-names"].entries + lexicons["middle-names"].entries)
    least = 1 if len(word) < _LONG else 2
    return tuple(name for name in known if 0 < Levenshtein.distance(name.lower(), word) <= least)


def tried(held: Sequence[Held], rng: random.Random) -> list[tuple[str, str, Weighed]]:
    """Of each value where it is from, what the candidate is, what was found."""
    found = []
    for one in held:
        other = rng.choice([two.text for two in held if two.origin == one.origin])
        candidates = {"right": one.text, **nearly(one.text, rng)}
        if other.lower() != one.text.lower():
            candidates["another value"] = other
        verdicts = judged(one.strokes, list(candidates.values()), one.kind)
        found += [(one.origin, what, verdict) for what, verdict in zip(candidates, verdicts, strict=True)]
    return found


def main(asked: Sequence[str] | None = None) -> None:
    """Try, tell."""
    parser = argparse.ArgumentParser(description="Hold candidates against lines of pen.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=["tuned", "untouched", "both"], default="untouched")
    parser.add_argument("--weights", type=Path, help="pen_reader.onnx of a training, else the one shipped")
    parser.add_argument("--fonts", type=Path, help="folder of script fonts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verdicts", type=Path, help="write what each lacks, to choose limits by")
    args = parser.parse_args(asked)
    lines, rng = pen_lines(args.folder), random.Random(args.seed)
    lines = {"tuned": tuned_on, "untouched": untouched, "both": kept_apart}[args.half](lines)
    net = PenNetwork.of(args.weights.read_bytes()) if args.weights else network()
    held = list(of_lines(lines, net, rng))
    if args.fonts:
        held += of_fonts(fonts_kept_apart(script_fonts(args.fonts)), net, rng)
    found = tried(held, rng)
    if args.verdicts:
        rows = [
            f"{a}\t{b}\t{one.lead:.4f}\t{one.lack:.4f}\t{one.clear:.4f}\t{one.letters:.4f}\n"
            for a, b, one in found
        ]
        args.verdicts.write_text("".join(rows), encoding="utf-8")
    Console().print(Table("Candidates", _HEADINGS, list(_rows(found))).rich())


_HEADINGS = ("strokes", "candidate", "number", "confirmed", "open", "another text")


def _rows(found: Sequence[tuple[str, str, Weighed]]) -> Iterator[tuple[str, ...]]:
    counts = Counter((origin, what, verdict.standing) for origin, what, verdict in found)
    for origin, what in dict.fromkeys((origin, what) for origin, what, _verdict in found):
        each = [counts[origin, what, standing] for standing in Standing]
        yield (origin, what, str(sum(each)), *(percent(one / sum(each)) for one in each))


if __name__ == "__main__":
    main()
