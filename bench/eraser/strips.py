# SPDX-License-Identifier: Apache-2.0
"""Typed lines over leader dots, drawn twice – with and without the dots – and scanned with the same faults.

The pair teaches the eraser what a letter looks like once the dot that grew into it is gone. Everything
is drawn at random: fonts, sizes, words, the dots' size, pitch, shape and height, blur, noise,
resolution, threshold.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

LETTER_PX = 22
"""x-height of the finished strips, the reader's working size."""

_OVERSIZE = 3
_SYLLABLES = """
nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý thị văn đình hữu đức minh
quang thành ngọc thu hồng kim thanh xuân mai lan hương phượng nguyệt tuyết nhung yến oanh mỹ lệ diễm
thuý thủy thùy trâm quỳnh khánh bảo gia hưng thịnh phúc lộc thọ an bình hòa hoà tỉnh huyện xã phường
quận thành phố tổ khu ấp thôn xóm bản buôn đường số nhà căn cước công dân do cục cảnh sát cấp ngày
tháng năm bộ công an quản lý hành chính về trật tự hội việt nam kinh tày thái mường khmer nùng mông
dao gia-rai ê-đê ba na chăm hoa cơ-ho bệnh viện đa khoa phụ sản trung ương trạm y tế hà nội hải
phòng đà nẵng huế cần thơ sài gòn bắc ninh giang nghệ tĩnh quảng trị ngãi lai châu điện biên sơn la
lào cai yên bái tuyên cao bằng lạng ninh thuận bạc liêu cà mau vĩnh long đồng tháp tiền bến tre trà
vinh hậu sóc trăng kiên giang kon tum đắk lắk nông lâm hai nghìn không trăm mười một ba bốn tư lăm
sáu bảy tám chín linh lẻ mươi cha mẹ đẻ ông bà nội ngoại bác chú cô dì cậu chị em ruột ủy quyền giấy
chứng nhận kết hôn khai sinh tử trích lục đăng ký quyển thường trú tạm nam nữ vợ chồng độc thân
""".split()  # noqa: SIM905 – two hundred quotes would hide the words


@dataclass(frozen=True)
class Strip:
    """``dotted`` and ``clean`` (H×W, uint8, paper ≈ 250), the dots' centres (N×2: x, y), their diameter."""

    dotted: np.ndarray
    clean: np.ndarray
    centres: np.ndarray
    diameter: float


def draw_strip(rng: random.Random, fonts: Sequence[Path]) -> Strip:
    """One random typed line over a leader."""
    em = rng.uniform(0.85, 1.25) * LETTER_PX / 0.46 * _OVERSIZE
    font = _font(str(rng.choice(fonts)), round(em / 4) * 4)
    width, height = round(rng.uniform(400, 900)) * _OVERSIZE, 4 * LETTER_PX * _OVERSIZE
    base = 2.6 * LETTER_PX * _OVERSIZE
    clean = Image.new("L", (width, height), 255)
    tracking = rng.random() < 0.1
    text = _text(rng)
    if tracking:
        text = " ".join(text)
    ink = rng.randint(0, 70)
    ImageDraw.Draw(clean).text((rng.uniform(0, 60), base), text, font=font, fill=ink, anchor="ls")
    shift = rng.gauss(-0.16, 0.2) * LETTER_PX * _OVERSIZE  # dots stand on the line, typists miss it
    dots, centres, diameter = _leader(rng, (width, height), base + shift, rng.randint(0, 70))
    plain, dotted = np.asarray(clean), np.minimum(np.asarray(clean), dots)
    return _scanned(rng, plain, dotted, centres, diameter)


def _text(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.22:
        day, month, year = rng.randint(1, 31), rng.randint(1, 12), rng.randint(1940, 2027)
        form = rng.choice(
            ["{:02}/{:02}/{}", "{}/{}/{}", "{:02}-{:02}-{}", "{:02}.{:02}.{}", "{:02} tháng {:02} năm {}"]
        )
        return "   ".join(form.format(day, month, year) for _ in range(rng.randint(1, 4)))
    if kind < 0.42:
        return " ".join(
            "".join(rng.choices("0123456789", k=rng.choice([2, 4, 9, 12, 12])))
            for _ in range(rng.randint(1, 4))
        )
    words = rng.choices(_SYLLABLES, k=rng.randint(2, 12))
    style = rng.random()
    if style < 0.3:
        words = [word.upper() for word in words]
    elif style < 0.8:
        words = [word.capitalize() if rng.random() < 0.7 else word for word in words]
    words = [word + rng.choice(["", "", "", "", ",", ".", ":"]) for word in words]
    if rng.random() < 0.3:
        words.insert(
            rng.randrange(len(words)), rng.choice(["CCCD", "CMND", "UBND", "QLHC", "TTXH", "số", "TP.", "KP"])
        )
        words.insert(
            rng.randrange(len(words)), "".join(rng.choices("0123456789", k=rng.choice([1, 2, 3, 12])))
        )
    return " ".join(words)


def _leader(
    rng: random.Random, size: tuple[int, int], y: float, ink: int
) -> tuple[np.ndarray, np.ndarray, float]:
    diameter = rng.uniform(0.17, 0.36) * LETTER_PX * _OVERSIZE
    pitch = max(1.5 * diameter, rng.uniform(0.4, 1.0) * LETTER_PX * _OVERSIZE)
    picture = Image.new("L", size, 255)
    pen = ImageDraw.Draw(picture)
    x = np.arange(rng.uniform(0, pitch), size[0], pitch)
    for centre in x:
        box = (centre - diameter / 2, y - diameter / 2, centre + diameter / 2, y + diameter / 2)
        if diameter / LETTER_PX / _OVERSIZE < 0.24 and pitch % 2 < 0.6:
            pen.rectangle(box, fill=ink)
        else:
            pen.ellipse(box, fill=ink)
    return np.asarray(picture), np.column_stack([x, np.full(len(x), y)]), diameter


def _scanned(
    rng: random.Random, plain: np.ndarray, dotted: np.ndarray, centres: np.ndarray, diameter: float
) -> Strip:
    """Both drawings through one scanner: sampled, blurred, speckled, perhaps thresholded or compressed."""
    resolution = rng.choice([0.55, 0.7, 0.8, 1.0, 1.0, 1.0, 1.35])
    factor = resolution / _OVERSIZE
    blur, sharpness = rng.uniform(0.2, 0.75), rng.uniform(-3, 3)
    grain = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.choice([0, 3, 7, 14]), plain.shape)
    noise = cv2.resize(grain, None, fx=factor, fy=factor, interpolation=cv2.INTER_NEAREST)
    threshold, quality = rng.random() < 0.2, rng.choice([None, 45, 70, 90])
    level, angle = rng.uniform(110, 190), rng.gauss(0, 0.25)

    def scan(picture: np.ndarray) -> np.ndarray:
        turned = _turned(picture, angle)
        grown = turned if abs(sharpness) < 2 else _thickened(turned, sharpness > 0)
        small = cv2.resize(grown, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        small = cv2.GaussianBlur(small, (0, 0), blur + 0.15)
        small = np.clip(small.astype(float) * 0.98 + noise[: small.shape[0], : small.shape[1]], 0, 255)
        if threshold:
            small = np.where(small < level, 0.0, 255.0)
        pixels = small.astype(np.uint8)
        if quality and not threshold:
            packed = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
            pixels = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
        back = 1 / resolution
        kind = cv2.INTER_AREA if back < 1 else cv2.INTER_CUBIC
        return np.minimum(cv2.resize(pixels, None, fx=back, fy=back, interpolation=kind), 250)

    matrix = _turn(plain.shape, angle)
    moved = centres @ matrix[:, :2].T + matrix[:, 2]
    return Strip(scan(dotted), scan(plain), moved / _OVERSIZE, diameter / _OVERSIZE)


def _turn(shape: tuple[int, ...], angle: float) -> np.ndarray:
    return cv2.getRotationMatrix2D((shape[1] / 2, shape[0] / 2), angle, 1.0)


def _turned(picture: np.ndarray, angle: float) -> np.ndarray:
    size = (picture.shape[1], picture.shape[0])
    return cv2.warpAffine(picture, _turn(picture.shape, angle), size, borderValue=255)


def _thickened(picture: np.ndarray, thicker: bool) -> np.ndarray:
    return cv2.erode(picture, np.ones((3, 3))) if thicker else cv2.dilate(picture, np.ones((2, 2)))


@lru_cache(maxsize=400)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)
