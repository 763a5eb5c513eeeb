# SPDX-License-Identifier: Apache-2.0
"""Pages with pale ink on them, and sheets on which nothing is written, as a scanner gives them (200 dpi)."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image

from tests.support.pages.drawn_forms import write

HEIGHT, WIDTH = 2339, 1654
_MM = 200 / 25.4

PAPERS = (
    "white",
    "noisy",
    "coarse JPEG",
    "rough paper",
    "gray paper",
    "dust",
    "holes",
    "staple",
    "fold",
    "dark edges",
)


def typed(lines: int) -> np.ndarray:
    """So many lines of black print on white, H×W."""
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    for n in range(lines):
        write(page, 150, 240 + 60 * n, "Họ, chữ đệm, tên: LÊ THỊ GIẢ ĐỊNH, sinh ngày 03/04/1991", 34)
    return np.asarray(page)


def signature() -> np.ndarray:
    """Loops of a pen, black on white."""
    page = np.full((HEIGHT, WIDTH), 255, np.uint8)
    t = np.linspace(0, 6 * np.pi, 300)
    points = np.column_stack([700 + 22 * t + 40 * np.cos(t), 1500 + 60 * np.sin(1.3 * t)])
    cv2.polylines(page, [points.astype(np.int32)], False, 0, 3, cv2.LINE_AA)
    return page


def seal() -> np.ndarray:
    """A round seal of 34 mm with its words, black on white, pressed softly."""
    page = np.full((HEIGHT, WIDTH), 255, np.uint8)
    for radius_mm, wide in ((17, 9), (11, 4)):
        cv2.circle(page, (1000, 1500), round(radius_mm * _MM), 0, wide, cv2.LINE_AA)
    cv2.putText(page, "UBND", (945, 1515), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 4, cv2.LINE_AA)
    return cv2.GaussianBlur(page, (0, 0), 2.0)


def page_of(
    drawn: np.ndarray,
    contrast: float,
    ink: tuple[int, int, int] = (0, 0, 0),
    paper: tuple[int, int, int] = (255, 255, 255),
) -> np.ndarray:
    """``drawn`` (H×W, 0 where ink) with so much of an ink's contrast on a paper, scanned: H×W×3."""
    cover = (255 - drawn.astype(np.float32))[..., None] / 255
    lost = 1 - np.asarray(ink, np.float32) / 255
    return scanned(np.asarray(paper, np.float32) * (1 - contrast * cover * lost))


def scanned(levels: np.ndarray, noise: float = 2.0, quality: int = 80) -> np.ndarray:
    """The scanner's softness, noise and JPEG."""
    chance = np.random.default_rng(7)
    soft = cv2.GaussianBlur(levels.astype(np.float32), (0, 0), 0.4) - 4
    soft += chance.normal(0, noise, levels.shape)
    coded = cv2.imencode(".jpg", np.clip(soft, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])[
        1
    ]
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_UNCHANGED))


def nothing_written(paper: str) -> np.ndarray:
    """A sheet with nothing of anybody's hand, H×W."""
    sheet = np.full((HEIGHT, WIDTH), 255, np.uint8)
    chance = np.random.default_rng(3)
    match paper:
        case "white":
            return sheet
        case "noisy":
            return scanned(sheet, noise=10.0)
        case "coarse JPEG":
            return scanned(sheet, noise=6.0, quality=30)
        case "rough paper":
            grain = cv2.GaussianBlur(chance.normal(0, 1, sheet.shape).astype(np.float32), (0, 0), 2)
            return scanned(sheet - 6 + 6 * grain / grain.std())
        case "gray paper":
            return scanned(np.full_like(sheet, 150))
        case "dust":
            for x, y, r in chance.uniform((0, 0, 1), (WIDTH, HEIGHT, 2.5), (120, 3)):
                cv2.circle(sheet, (round(x), round(y)), round(r), 90, -1)
        case "holes":
            for y in (1170 - 40 * _MM, 1170 + 40 * _MM):
                cv2.circle(sheet, (round(12 * _MM), round(y)), round(3 * _MM), 40, -1, cv2.LINE_AA)
        case "staple":
            cv2.line(sheet, (80, 72), (170, 62), 110, 5, cv2.LINE_AA)
        case "fold":
            sheet[HEIGHT // 2 :] = 244
            sheet[HEIGHT // 2 - 2 : HEIGHT // 2 + 2] = 205
        case "dark edges":
            sheet[:24], sheet[:, -30:] = 30, 60
    return scanned(sheet)
