# SPDX-License-Identifier: Apache-2.0
"""Small forms drawn for the tests: labels, leaders and typed values, with known places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont


def _vietnamese_font() -> Path:
    """A Times-like font with all Vietnamese letters; older packages of the same name lack most of them."""
    wanted = ("LiberationSerif-Regular.ttf", "DejaVuSerif.ttf")
    for path in (path for name in wanted for path in sorted(Path("/usr/share/fonts").rglob(name))):
        letters = ImageFont.truetype(str(path), 40)
        if bytes(letters.getmask("ữ")) != bytes(letters.getmask("\uffff")):
            return path
    raise FileNotFoundError("no font with Vietnamese letters")


FONT = _vietnamese_font()
EM_PX = 50
"""12 pt at 300 dpi."""

PITCH_PX = 12.5


def font(size: int = EM_PX) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def blank(width: int = 2000, height: int = 400) -> Image.Image:
    return Image.new("L", (width, height), 255)


def write(page: Image.Image, x: float, baseline: float, text: str, size: int = EM_PX) -> float:
    """Write ``text`` on ``baseline`` and return where it ends."""
    pen = ImageDraw.Draw(page)
    pen.text((x, baseline), text, font=font(size), fill=20, anchor="ls")
    return x + pen.textlength(text, font=font(size))


def leader(page: Image.Image, x0: float, x1: float, baseline: float, pitch: float = PITCH_PX) -> None:
    """Full stops from ``x0`` to ``x1``, standing on ``baseline``."""
    pen = ImageDraw.Draw(page)
    for x in np.arange(x0, x1, pitch):
        pen.ellipse((x - 2.5, baseline - 5, x + 2.5, baseline), fill=20)


def form(rows: Sequence[Sequence[tuple[str, str]]], width: int = 2000, pitch: int = 66) -> np.ndarray:
    """A page of labelled leaders: each row is (label, value) pairs sharing one line. Gray, uint8."""
    page = blank(width, 200 + pitch * len(rows))
    for number, row in enumerate(rows):
        baseline = 140 + pitch * number
        share = (width - 240) / max(1, len(row))
        for column, (label, value) in enumerate(row):
            x = 120 + column * share
            end = write(page, x, baseline, label)
            if value is not None and label.endswith(":"):
                leader(page, end + 8, 120 + (column + 1) * share - 10, baseline)
                write(page, end + 12, baseline, value)
    return np.asarray(page)


def birth_rows(child: str) -> list[list[tuple[str, str]]]:
    """The rows of a birth form of that child, as ``form`` draws them: label and value."""
    return [
        [("TỜ KHAI ĐĂNG KÝ KHAI SINH", "")],
        [("Kính gửi:", "UBND xã Mỹ Hiệp")],
        [("Họ, chữ đệm, tên người yêu cầu:", "Trần Thị Mộng")],
        [("Ngày, tháng, năm sinh:", "12/03/1985")],
        [("Quan hệ với người được khai sinh:", "Mẹ đẻ")],
        [("Đề nghị cơ quan đăng ký khai sinh cho người dưới đây", "")],
        [("Họ, chữ đệm, tên:", child)],
        [("Giới tính:", "Nữ"), ("Dân tộc:", "Kinh"), ("Quốc tịch:", "Việt Nam")],
        [("Quê quán:", "xã Mỹ Hiệp, tỉnh Đồng Tháp")],
        [("Họ, chữ đệm, tên người mẹ:", "Trần Thị Mộng")],
        [("Họ, chữ đệm, tên người cha:", "Phạm Đại Lộc")],
        [("Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật", "")],
    ]
