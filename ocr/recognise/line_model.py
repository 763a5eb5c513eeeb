# SPDX-License-Identifier: Apache-2.0
"""Read one typed line with its leader dots still in it: sohoa's own recogniser, the second opinion.

A convolutional network (about 1.2 million weights, CTC) trained on lines drawn in many fonts with dots, rules
and noise through them (``bench/line_reader``). It sees the scan itself, not the copy whose dots were taken
off, so its mistakes are others than Tesseract's. Runs in ONNX Runtime on one core.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import cv2
import numpy as np
import onnxruntime

from ocr.weights import LINE_READER, load_weights

HEIGHT, BASE, LETTER = 48, 34, 14
"""Rows of the network's input, the row the letters stand on, and their x-height."""

STRIDE = 4
"""Columns of the input for one step of the output."""

PEN_SIGN = "✎"
"""What the network writes for a stretch of handwriting, which it does not read."""

_PAPER = 250
_EDGE = 4


@dataclass(frozen=True, slots=True)
class Strip:
    """A line cut out of a page: ``pixels`` (48×W, uint8), its left edge on the page and pixels of the page
    for one of the strip.
    """

    pixels: np.ndarray
    left: float
    scale: float


@dataclass(frozen=True, slots=True)
class Char:
    """A character read: its probability (0…1) and its middle in pixels of the page."""

    text: str
    sure: float
    x: float


def in_words(chars: Sequence[Char]) -> list[tuple[Char, ...]]:
    """``chars`` cut at the blanks."""
    return [tuple(group) for blank, group in groupby(chars, lambda char: char.text == " ") if not blank]


def text_of(chars: Sequence[Char]) -> str:
    return "".join(char.text for char in chars)


def least_sure(chars: Sequence[Char]) -> float:
    """The probability of the least sure character, 0 where there is none."""
    return min((char.sure for char in chars), default=0.0)


def cut_strip(gray: np.ndarray, x0: float, x1: float, base: float, letter_px: float) -> Strip:
    """The line whose letters stand at height ``base`` of ``gray`` (H×W, uint8, paper ≈ 250), from ``x0`` to
    ``x1``.
    """
    scale = letter_px / LETTER
    width = max(8, round((x1 - x0) / scale))
    top, bottom = round(base - BASE * scale), round(base + (HEIGHT - BASE) * scale)
    left, right = round(x0), max(round(x0) + 1, round(x1))
    crop = gray[max(0, top) : max(1, bottom), max(0, left) : max(1, right)]
    padding = (max(0, -top), max(0, bottom - gray.shape[0]), max(0, -left), max(0, right - gray.shape[1]))
    if any(padding):
        crop = cv2.copyMakeBorder(crop, *padding, cv2.BORDER_CONSTANT, value=_PAPER)
    pixels = cv2.resize(crop, (width, HEIGHT), interpolation=cv2.INTER_AREA if scale > 1 else cv2.INTER_CUBIC)
    return Strip(np.minimum(pixels, _PAPER), float(left), scale)


def read_strips(strips: Sequence[Strip]) -> list[tuple[Char, ...]]:
    """The characters on each strip, left to right."""
    return [_read(strip) for strip in strips]


def _read(strip: Strip) -> tuple[Char, ...]:
    width = (strip.pixels.shape[1] + 2 * _EDGE + 7) // 8 * 8
    ink = np.zeros((1, 1, HEIGHT, width), np.float32)
    ink[0, 0, :, _EDGE : _EDGE + strip.pixels.shape[1]] = (_PAPER - strip.pixels.astype(np.float32)) / _PAPER
    scores = _session().run(None, {"ink": ink})[0][0].T
    log_probs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    return tuple(_chars(log_probs, strip))


def _chars(log_probs: np.ndarray, strip: Strip) -> list[Char]:
    """The best class of each step, repeats and blanks folded (greedy CTC)."""
    best = log_probs.argmax(axis=1)
    found, at = [], 0
    for cls, run in groupby(best):
        length = len(list(run))
        if cls:
            sure = float(np.exp(log_probs[at : at + length, cls].max()))
            middle = (at + (length - 1) / 2 + 0.5) * STRIDE - _EDGE
            found.append(Char(alphabet()[cls - 1], sure, strip.left + middle * strip.scale))
        at += length
    return found


@cache
def alphabet() -> str:
    """The characters the network can write; ``alphabet()[n]`` is class n + 1."""
    return str(json.loads(_session().get_modelmeta().custom_metadata_map["alphabet"]))


@cache
def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # one process a core beats threads inside one
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        load_weights(LINE_READER), options, providers=["CPUExecutionProvider"]
    )
