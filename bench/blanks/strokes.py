# SPDX-License-Identifier: Apache-2.0
"""Filling a form with real pen strokes: lines of an ink folder pasted over the leaders.

The folder holds JPEG images of handwritten lines and ``labels.json`` (file name → text). It is given by the
user and never becomes part of the project.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from PIL import Image, ImageChops

from bench.blanks.slots import Piece

if TYPE_CHECKING:
    from bench.blanks.fill import Blank


@dataclass(frozen=True, slots=True)
class InkBox:
    """The lines of an ink folder that are really there, in order of file name."""

    lines: tuple[tuple[Path, str], ...]

    def for_field(self, _kind: str, _key: str, rng: random.Random) -> tuple[Path, str] | None:
        """Any line, whatever the field ``key`` of a form of ``kind``; None where nothing is to be written."""
        return rng.choice(self.lines)

    @staticmethod
    def load(folder: Path) -> InkBox:
        """All lines of ``folder``; ValueError if there is none."""
        labels: dict[str, str] = json.loads((folder / "labels.json").read_text("utf-8"))
        lines = tuple(
            (folder / name, text) for name, text in sorted(labels.items()) if (folder / name).exists()
        )
        if not lines:
            raise ValueError(f"{folder}: labels.json names no image that is there")
        return InkBox(lines)

    @staticmethod
    def load_unseen(folder: Path) -> InkBox:
        """The lines no recogniser was trained on: each fourth picture of the folder, as ``bench/line_reader``
        leaves them out.
        """
        unseen = set(sorted(folder.glob("*.jpg"))[::4])
        return InkBox(tuple(line for line in InkBox.load(folder).lines if line[0] in unseen))


def stroke_image(path: Path, height: int) -> Image.Image:
    """A pen line on pure white, ``height`` pixels high over its ink."""
    gray = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if gray is None:
        raise ValueError(f"{path}: not an image")
    paper = cv2.medianBlur(gray, 61)
    flat = np.clip(255.0 * gray / np.maximum(paper, 1), 0, 255)
    flat = np.where(flat > 215, 255, flat).astype(np.uint8)
    rows, columns = np.where(flat < 160)
    if rows.size:
        flat = flat[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    scale = height / flat.shape[0]
    size = (max(1, round(flat.shape[1] * scale)), height)
    return Image.fromarray(cv2.resize(flat, size, interpolation=cv2.INTER_AREA))


def write_form(
    blank: Blank, page: Image.Image, dpi: int, rng: random.Random, ink: InkBox
) -> dict[str, dict[str, Any]]:
    """Paste a pen line over the leaders of every field long enough to hold one; returns the truth."""
    px, truth = dpi / 72, {}
    for key, leaders in blank.leaders.items():
        if ":" in key or leaders[0].x1 - leaders[0].x0 < 55 or rng.random() < 0.08:
            continue
        line = ink.for_field(blank.kind, key, rng)
        if line is None:
            continue
        path, text = line
        strokes = stroke_image(path, round(rng.uniform(15, 20) * px))
        count = _paste(page, strokes, leaders, px, text)
        truth[key] = {"value": " ".join(text.split()[:count]) if count else text, "hand": True}
    return truth


def _paste(page: Image.Image, strokes: Image.Image, leaders: list[Piece], px: float, text: str) -> int:
    """Paste as much as the leaders hold; returns how many words that is (0: all)."""
    room = [round((leader.x1 - leader.x0) * px) for leader in leaders]
    done = 0
    for leader, width in zip(leaders, room, strict=True):
        if done >= strokes.width:
            break
        end = min(strokes.width, _gap_before(strokes, done, done + width))
        crop = strokes.crop((done, 0, end, strokes.height))
        at = (round(leader.x0 * px), round(leader.base * px - strokes.height * 0.8))
        _multiply(page, crop, at)
        done = end
    if done >= strokes.width:
        return 0
    return max(1, round(len(text.split()) * done / strokes.width))


def _gap_before(strokes: Image.Image, start: int, limit: int) -> int:
    """The last blank column before ``limit``, so that no letter is cut."""
    if limit >= strokes.width:
        return strokes.width
    columns = np.asarray(strokes)[:, start:limit].min(axis=0) > 180
    blank = np.flatnonzero(columns[columns.size // 3 :])
    return start + columns.size // 3 + int(blank[-1]) if blank.size else limit


def _multiply(page: Image.Image, ink: Image.Image, at: tuple[int, int]) -> None:
    box = (at[0], at[1], at[0] + ink.width, at[1] + ink.height)
    coloured = Image.merge("RGB", [ink.point(lambda v, c=c: c + v * (255 - c) // 255) for c in (20, 30, 110)])
    page.paste(ImageChops.multiply(page.crop(box), coloured), box)
