# SPDX-License-Identifier: Apache-2.0
"""Words and figures cut out of lines of real pen, and lines put together from them that nobody wrote.

Real lines are addresses; names, dates and numbers have other words in another order, and far more figures. A
network that reads lines already says at which column each letter of a known text stands (the best path of
CTC); where the paper between two of them is empty, the line can be cut.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein

from bench.pen_reader.lines import PenLine
from ocr.pen.network import PenNetwork
from ocr.pen.scores import caseless
from ocr.pen.strip import HEIGHT, STRIDE

_FIGURES = frozenset("0123456789/")
_NEVER = -1e30
_LIKELY = -0.7
"""The least log probability a letter on the best path, of a line that is cut."""

_INK, _TOUCHING = 90, 3
"""So many dark pixels in a column, and the letters beside it touch."""

_NUMBERS = 0.6
_SHOWN_PX = 160
_EDGE = 8


@dataclass(frozen=True, slots=True)
class CutPiece:
    """A word, or one figure, of a line: its strip (48×W, uint8), and whether its case is not known."""

    ink: np.ndarray
    text: str
    loose: bool


@dataclass(frozen=True, slots=True)
class Pieces:
    """What was cut out of one line."""

    words: tuple[CutPiece, ...]
    figures: tuple[CutPiece, ...]


def cut(line: PenLine, net: PenNetwork) -> Pieces:
    """The words and figures of ``line`` that stand by themselves."""
    ink = line.strip()
    text = "".join(char for char in line.text if char in net.alphabet)
    scores, (classes,) = caseless(net.log_probs(ink), net.alphabet, [text])
    at = columns(scores, classes, ink.shape[1])
    if at is None or len(text) != len(classes):
        return Pieces((), ())
    borders = [_border(ink, a, b) for a, b in zip([0, *at], [*at, ink.shape[1]], strict=True)]
    words, figures, start = [], [], 0
    for number, char in enumerate([*text, " "]):
        if char in _FIGURES:
            figures += _between(ink, borders[number], borders[number + 1], char, line.loose)
        if char == " ":
            if number > start and not text[start:number].isdigit():
                left = borders[start] if start == 0 else _border(ink, at[start - 2], at[start])
                right = (
                    borders[number] if number == len(text) else _border(ink, at[number - 1], at[number + 1])
                )
                words += _between(ink, left, right, text[start:number], line.loose)
            start = number + 1
    return Pieces(tuple(_read_so(words, net)), tuple(_read_so(figures, net)))


def _read_so(pieces: Sequence[CutPiece], net: PenNetwork) -> Iterator[CutPiece]:
    """Those that the network reads as their text says, but for a third of a word's letters: of the others
    too many are cut in the wrong place. It has learnt from lines, so it is shown several of a piece in a row.
    """
    for piece in pieces:
        times = 1 + _SHOWN_PX // piece.ink.shape[1]
        wide = 3 if len(piece.text) == 1 else 14
        line = np.pad(piece.ink, ((0, 0), (wide, wide)))
        best = net.log_probs(np.hstack([line] * times)).argmax(1)
        read = "".join(
            net.alphabet[one - 1]
            for one, before in zip(best, [0, *best], strict=False)
            if one not in (0, before)
        ).replace(" ", "")
        if Levenshtein.distance(read.lower(), piece.text.lower() * times) <= times * len(piece.text) // 3:
            yield piece


def composed(pools: Sequence[Pieces], rng: random.Random) -> CutPiece | None:
    """A line put together from the pieces of several lines: figures as dates and numbers have them, or two to
    six words; None where the lines have too few.
    """
    if rng.random() < _NUMBERS:
        figures = _alike([piece for pool in rng.choices(pools, k=16) for piece in pool.figures])
        return joined(_as_numbers(figures, rng), rng, rng.uniform(0, 7)) if len(figures) > 2 else None
    words = _alike([piece for pool in rng.choices(pools, k=rng.choice([1, 2, 3])) for piece in pool.words])
    if not words:
        return None
    picked = rng.choices(words, k=rng.choice([2, 3, 3, 4, 4, 5, 6]))
    return joined([part for piece in picked for part in (None, piece)][1:], rng, rng.uniform(0, 2))


def _alike(pieces: list[CutPiece]) -> list[CutPiece]:
    """Those of one kind of picture."""
    return [piece for piece in pieces if piece.loose == pieces[0].loose]


def _as_numbers(figures: list[CutPiece], rng: random.Random) -> list[CutPiece | None]:
    digits = [piece for piece in figures if piece.text != "/"] or figures
    strokes = [piece for piece in figures if piece.text == "/"]
    if strokes and rng.random() < 0.5:
        parts: list[CutPiece | None] = []
        for number, count in enumerate(rng.choice([(2, 2, 4), (2, 2, 4), (1, 2, 4), (1, 1, 4), (3, 4)])):
            parts += [rng.choice(strokes)] if number else []
            parts += rng.choices(digits, k=count)
        return parts
    return list(rng.choices(digits, k=rng.choice([2, 4, 4, 8, 9, 10, 12, 12, 12])))


def joined(parts: Sequence[CutPiece | None], rng: random.Random, room: float) -> CutPiece:
    """The pieces side by side, None a gap between words."""
    strips, text = [np.zeros((HEIGHT, rng.randint(2, 20)), np.uint8)], ""
    for part in parts:
        wide = rng.randint(8, 24) if part is None else max(0, round(rng.gauss(room, 1)))
        strips += [np.zeros((HEIGHT, wide), np.uint8)] + ([part.ink] if part else [])
        text += part.text if part else " "
    strips.append(np.zeros((HEIGHT, rng.randint(2, 20)), np.uint8))
    loose = any(part.loose for part in parts if part)
    return CutPiece(np.hstack(strips), text, loose)


def _between(ink: np.ndarray, left: int | None, right: int | None, text: str, loose: bool) -> list[CutPiece]:
    if left is None or right is None or not 3 <= right - left <= 26 * len(text) + 12:
        return []
    return [CutPiece(ink[:, left:right].copy(), text, loose)]


def _border(ink: np.ndarray, left: int, right: int) -> int | None:
    """The emptiest column between two letters, the middle one of several; None where strokes cross it."""
    if right - left < 2:
        return None
    dark = (ink[:, left:right] > _INK).sum(0)
    # Rules above and under a row cross every column and part nothing.
    usual = np.minimum((ink > _INK).mean(1) > 0.6, 1).sum()
    if dark.min() > usual + _TOUCHING - 1:
        return None
    emptiest = np.flatnonzero(dark == dark.min())
    return left + int(emptiest[len(emptiest) // 2])


def columns(scores: np.ndarray, classes: Sequence[int], width: int) -> list[int] | None:
    """The column of each letter on the best path of CTC; None where the network doubts the text."""
    wanted = np.zeros(2 * len(classes) + 1, int)
    wanted[1::2] = classes
    if len(scores) < len(wanted) // 2 + 1 or not classes:
        return None
    skip = np.zeros(len(wanted), bool)
    skip[3::2] = wanted[3::2] != wanted[1:-2:2]
    best = np.full(len(wanted), _NEVER)
    best[:2] = scores[0, wanted[:2]]
    came = np.zeros((len(scores), len(wanted)), np.int8)
    for step in range(1, len(scores)):
        ways = np.full((3, len(wanted)), _NEVER)
        ways[0], ways[1, 1:] = best, best[:-1]
        ways[2, 2:] = np.where(skip[2:], best[:-2], _NEVER)
        came[step] = ways.argmax(0)
        best = ways.max(0) + scores[step, wanted]
    state = len(wanted) - 1 if best[-1] > best[-2] else len(wanted) - 2
    if best[state] / len(classes) < _LIKELY:
        return None
    path = [state]
    for step in range(len(scores) - 1, 0, -1):
        path.append(path[-1] - int(came[step, path[-1]]))
    path.reverse()
    states = np.array(path)
    middles = [np.flatnonzero(states == 2 * n + 1).mean() for n in range(len(classes))]
    return [min(max(0, round(middle * STRIDE + STRIDE / 2 - _EDGE)), width - 1) for middle in middles]
