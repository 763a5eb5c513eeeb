# SPDX-License-Identifier: Apache-2.0
"""Scans whose words are known exactly: dark bars where words stand, and the reading that belongs to them."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from ocr.result import PageReading, Word

WIDTH, HEIGHT = 827, 1169  # A4 at 100 dpi
LETTER_PX, LINE_PX, WORD_PX = 9, 38, 20
LINES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Họ, chữ đệm, tên: NGUYỄN ĐẠI PHƯỢC",
    "Giới tính: Nam@ Dân tộc: Ê-đê@ Quốc tịch: Việt Nam",
    "Nơi cư trú: Thôn Hạnh Phúc, xã Ea Đar, tỉnh Đắk Lắk",
    "Ghi bằng chữ: Ngày mười lăm tháng ba năm hai nghìn không trăm hai mươi sáu",
)
"""``@`` stands for a dotted leader: a wide gap that belongs to the line."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Drawn:
    """A page as stored, and what a perfect reader would say of it."""

    image: Image.Image
    reading: PageReading

    @property
    def lines(self) -> list[str]:
        """The text in reading order."""
        return [line.replace("@", "") for line in LINES]


def drawn(
    turn: int = 0, skew: float = 0.0, kind: str = "birth-notice", page: int = 1, mark: int = 0
) -> Drawn:
    """A page that needs a clockwise ``turn`` to be upright and then lies ``skew`` degrees askew."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((5, 5, 15 + mark, 15), fill="navy")
    boxes: list[tuple[str, list[Point], int]] = []
    for number, line in enumerate(LINES):
        x, y = 60.0, 120.0 + number * LINE_PX
        for text in line.split():
            word = text.replace("@", "")
            right = x + LETTER_PX * len(word)
            pen.rectangle((x, y + 5, right, y + 16), fill="black")
            boxes.append((word, [(x, y), (right, y), (right, y + 22), (x, y + 22)], number))
            x = right + (90 if "@" in text else 8)
    image = image.rotate(-skew, resample=Image.Resampling.BICUBIC, fillcolor="white").rotate(
        turn, expand=True
    )
    words = tuple(
        Word(text, 0.95, tuple(_stored(_skewed(c, skew), turn) for c in corners), line)  # type: ignore[arg-type]
        for text, corners, line in boxes
    )
    reading = PageReading(page, kind, 0.99, turn, skew, image.width, image.height, words=words)
    return Drawn(image, reading)


def _skewed(point: Point, skew: float) -> Point:
    angle = math.radians(skew)
    x, y = point[0] - WIDTH / 2, point[1] - HEIGHT / 2
    return (
        WIDTH / 2 + x * math.cos(angle) - y * math.sin(angle),
        HEIGHT / 2 + x * math.sin(angle) + y * math.cos(angle),
    )


def _stored(point: Point, turn: int) -> Point:
    x, y = point
    return {0: (x, y), 90: (y, WIDTH - x), 180: (WIDTH - x, HEIGHT - y), 270: (HEIGHT - y, x)}[turn]


def saved(image: Image.Image, path: Path, **options: Any) -> Path:
    """The picture as a file at 100 dpi."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, dpi=(100, 100), **options)
    return path


def jpeg(image: Image.Image, quality: int = 85) -> bytes:
    """The picture as JPEG."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, dpi=(100, 100))
    return out.getvalue()
