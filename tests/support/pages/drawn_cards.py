# SPDX-License-Identifier: Apache-2.0
"""Identity cards of invented people, drawn here so that no real card is ever needed for a test.

The layout follows the cards of 2021 and 2024 as far as reading them is concerned: label positions, two-line
values, the photo's column, the code, the machine-readable lines, a patterned ground.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import segno
from PIL import Image, ImageDraw, ImageFont

CARD_MM = (85.6, 53.98)
WEIGHTS = (7, 3, 1)


@dataclass(frozen=True)
class Person:
    """An invented holder of a card."""

    personal_id: str = "079185001234"
    old_id: str = "023456789"
    full_name: str = "NGUYỄN THỊ THUỲ DƯƠNG"
    birth_date: str = "15/03/1985"
    sex: str = "Nữ"
    hometown: tuple[str, str] = ("Xã Quảng Phú", "Quảng Điền, Thừa Thiên Huế")
    residence: tuple[str, str] = ("12 Đường số 5", "Phường Bình Thuận, Quận 7, TP. Hồ Chí Minh")
    issued_date: str = "10/05/2021"
    expiry_date: str = "15/03/2045"
    mrz_name: str = "NGUYEN<<THI<THUY<DUONG"

    def qr(self, *, tail: str = "") -> str:
        """The content of the card's code."""
        dates = ["".join(date.split("/")) for date in (self.birth_date, self.issued_date)]
        fields = (self.personal_id, self.old_id, self.full_name, dates[0], self.sex)
        return "|".join((*fields, ", ".join(self.residence), dates[1])) + tail

    def mrz(self) -> tuple[str, str, str]:
        """Three lines of thirty characters, check digits reckoned here."""
        short = self.personal_id[3:]
        first = f"IDVNM{short}{check(short)}{self.personal_id}<<{check(self.personal_id)}"
        birth, expiry = _yymmdd(self.birth_date), _yymmdd(self.expiry_date)
        sex = "F" if self.sex == "Nữ" else "M"
        second = f"{birth}{check(birth)}{sex}{expiry}{check(expiry)}VNM{'<' * 11}"
        whole = check(first[5:30] + second[0:7] + second[8:15] + second[18:29])
        return first, second + whole, self.mrz_name.ljust(30, "<")


MAN = Person(
    personal_id="001088012345",
    old_id="",
    full_name="TRẦN QUỐC VIỆT",
    birth_date="02/09/1988",
    sex="Nam",
    hometown=("Xã Hải Đường", "Hải Hậu, Nam Định"),
    residence=("Tổ 4, Thôn Đoài", "Xã Kim Chung, Đông Anh, Hà Nội"),
    issued_date="20/08/2022",
    expiry_date="02/09/2028",
    mrz_name="TRAN<<QUOC<VIET",
)


def check(text: str) -> str:
    """ICAO 9303 check digit, written apart from the code under test."""
    values = ["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<".index(c) % 36 for c in text]
    return str(sum(value * WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)


def _yymmdd(date: str) -> str:
    day, month, year = date.split("/")
    return year[2:] + month + day


REGULAR, BOLD, FIXED = "regular", "bold", "fixed"
# Liberation 1 lacks the Vietnamese letters, and both versions carry the same file names.
_FACES = {
    REGULAR: (
        "liberation2/LiberationSans-Regular.ttf",
        "liberation/LiberationSans-Regular.ttf",
        "dejavu/DejaVuSans.ttf",
    ),
    BOLD: (
        "liberation2/LiberationSans-Bold.ttf",
        "liberation/LiberationSans-Bold.ttf",
        "dejavu/DejaVuSans-Bold.ttf",
    ),
    FIXED: (
        "liberation2/LiberationMono-Bold.ttf",
        "liberation/LiberationMono-Bold.ttf",
        "dejavu/DejaVuSansMono.ttf",
    ),
}


@cache
def _font_path(face: str) -> str:
    folder = Path("/usr/share/fonts/truetype")
    for name in _FACES[face]:
        path = folder / name
        if path.exists() and (face == FIXED or _draws_vietnamese(path)):
            return str(path)
    raise FileNotFoundError("no font with Vietnamese letters: install fonts-dejavu-core or fonts-liberation2")


def _draws_vietnamese(path: Path) -> bool:
    font = ImageFont.truetype(str(path), 40)
    return bytes(font.getmask("ộ")) != bytes(font.getmask("\uffff"))


class _Canvas:
    """A card's ground on which text is put at millimetres."""

    def __init__(self, dpi: int) -> None:
        self.scale = dpi / 25.4
        width, height = (round(side * self.scale) for side in CARD_MM)
        self.image = Image.fromarray(_ground(width, height))
        self.draw = ImageDraw.Draw(self.image)

    def text(self, x: float, y: float, text: str, size_mm: float, face: str = REGULAR) -> None:
        font = ImageFont.truetype(_font_path(face), max(6, round(size_mm * self.scale)))
        self.draw.text((x * self.scale, y * self.scale), text, fill=(25, 25, 35), font=font)

    def code(self, x: float, y: float, side_mm: float, content: str) -> None:
        matrix = np.array([list(row) for row in segno.make_qr(content, error="m", encoding="utf-8").matrix])
        side = round(side_mm * self.scale)
        pixels = cv2.resize(((1 - matrix) * 255).astype(np.uint8), (side, side), interpolation=cv2.INTER_AREA)
        quiet = cv2.copyMakeBorder(pixels, 6, 6, 6, 6, cv2.BORDER_CONSTANT, value=255)
        self.image.paste(
            Image.fromarray(quiet).convert("RGB"), (round(x * self.scale), round(y * self.scale))
        )

    def photo(self, x: float, y: float, width: float, height: float) -> None:
        box = [n * self.scale for n in (x, y, x + width, y + height)]
        self.draw.rectangle(box, fill=(150, 160, 175))
        self.draw.ellipse([box[0] + 30, box[1] + 30, box[2] - 30, box[3] - 60], fill=(205, 180, 165))

    def pixels(self) -> np.ndarray:
        return np.asarray(self.image)


def _ground(width: int, height: int) -> np.ndarray:
    ys, xs = np.mgrid[0:height, 0:width]
    wave = np.sin(xs / 17 + 3 * np.sin(ys / 41)) + np.sin(ys / 13 + 2 * np.sin(xs / 37))
    base = np.stack([222 + 7 * wave, 234 + 6 * wave, 228 + 6 * wave], axis=-1)
    return np.clip(base, 0, 255).astype(np.uint8)


def front_2021(person: Person, dpi: int = 300, *, code: bool = True) -> np.ndarray:
    """The face of a CCCD with chip, H×W×3 uint8 RGB."""
    card = _Canvas(dpi)
    card.text(28, 2, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 2.4, BOLD)
    card.text(33, 4.8, "Độc lập - Tự do - Hạnh phúc", 2.1)
    card.text(30, 10, "CĂN CƯỚC CÔNG DÂN", 3.6, BOLD)
    card.text(36, 14.4, "Citizen Identity Card", 2.0)
    if code:
        card.code(69, 2, 13, person.qr())
    card.photo(3, 18, 21, 28)
    card.text(28, 18, "Số / No.:", 2.3)
    card.text(40, 17.4, person.personal_id, 3.6, BOLD)
    card.text(28, 22.5, "Họ và tên / Full name:", 2.1)
    card.text(28, 25, person.full_name, 3.0, BOLD)
    card.text(28, 29.2, "Ngày sinh / Date of birth:", 2.1)
    card.text(54, 29, person.birth_date, 2.6)
    card.text(28, 32.4, "Giới tính / Sex:", 2.1)
    card.text(43, 32.2, person.sex, 2.6)
    card.text(51, 32.4, "Quốc tịch / Nationality:", 2.1)
    card.text(73, 32.2, "Việt Nam", 2.6)
    card.text(28, 35.6, "Quê quán / Place of origin:", 2.1)
    card.text(54, 35.4, person.hometown[0], 2.6)
    card.text(28, 38.4, person.hometown[1], 2.6)
    card.text(28, 42.4, "Nơi thường trú / Place of residence:", 2.1)
    card.text(62, 42.2, person.residence[0], 2.6)
    card.text(28, 45.4, person.residence[1], 2.6)
    card.text(3, 47.2, "Có giá trị đến:", 1.9)
    card.text(3, 49.6, "Date of expiry", 1.9)
    card.text(15.5, 47, person.expiry_date, 2.1)
    return card.pixels()


def back_2021(person: Person, dpi: int = 300) -> np.ndarray:
    """The back of a CCCD with chip."""
    card = _Canvas(dpi)
    card.text(4, 3, "Đặc điểm nhân dạng / Personal identification:", 2.1)
    card.text(4, 6, "Nốt ruồi C: 2cm sau đuôi mắt trái", 2.6)
    card.text(30, 11, "Ngày, tháng, năm / Date, month, year:", 2.1)
    card.text(66, 10.8, person.issued_date, 2.6)
    card.text(32, 14.5, "CỤC TRƯỞNG CỤC CẢNH SÁT", 2.3, BOLD)
    card.text(24, 17.2, "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI", 2.3, BOLD)
    card.text(20, 20, "DIRECTOR GENERAL OF THE POLICE DEPARTMENT", 1.6)
    card.text(5, 30, "Ngón trỏ trái", 1.9)
    card.text(5, 32.4, "Left index finger", 1.7)
    _mrz(card, person)
    return card.pixels()


def front_2024(person: Person, dpi: int = 300) -> np.ndarray:
    """The face of a căn cước of the Law on Identity 2023."""
    card = _Canvas(dpi)
    card.text(28, 2, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 2.4, BOLD)
    card.text(36, 10, "CĂN CƯỚC", 3.6, BOLD)
    card.text(38, 14.2, "IDENTITY CARD", 2.0)
    card.photo(3, 18, 21, 28)
    card.text(28, 18.5, "Số định danh cá nhân / Personal identification number:", 2.0)
    card.text(28, 21.2, person.personal_id, 3.6, BOLD)
    card.text(28, 26, "Họ, chữ đệm và tên khai sinh / Full name:", 2.1)
    card.text(28, 28.7, person.full_name, 3.0, BOLD)
    card.text(28, 33.5, "Ngày, tháng, năm sinh / Date of birth:", 2.1)
    card.text(28, 36.2, person.birth_date, 2.6)
    card.text(64, 33.5, "Giới tính / Sex:", 2.1)
    card.text(64, 36.2, person.sex, 2.6)
    card.text(28, 40.5, "Quốc tịch / Nationality:", 2.1)
    card.text(28, 43.2, "Việt Nam", 2.6)
    return card.pixels()


def back_2024(person: Person, dpi: int = 300) -> np.ndarray:
    """The back of a căn cước: residence, dates, code and machine-readable lines."""
    card = _Canvas(dpi)
    card.text(4, 2.5, "Nơi cư trú / Place of residence:", 2.0)
    card.text(4, 5, person.residence[0], 2.5)
    card.text(4, 7.7, person.residence[1], 2.5)
    card.text(4, 11.5, "Nơi đăng ký khai sinh / Place of birth:", 2.0)
    card.text(4, 14, ", ".join(person.hometown), 2.5)
    card.text(4, 18.5, "Ngày, tháng, năm cấp / Date of issue:", 2.0)
    card.text(42, 18.3, person.issued_date, 2.5)
    card.text(4, 22, "Ngày, tháng, năm hết hạn / Date of expiry:", 2.0)
    card.text(46, 21.8, person.expiry_date, 2.5)
    card.text(8, 26.5, "BỘ CÔNG AN", 2.6, BOLD)
    card.text(4, 29.5, "MINISTRY OF PUBLIC SECURITY", 1.8)
    card.code(69, 16, 14, person.qr(tail="||||"))
    _mrz(card, person)
    return card.pixels()


def _mrz(card: _Canvas, person: Person) -> None:
    for number, line in enumerate(person.mrz()):
        card.text(4, 36.5 + 5 * number, line, 4.25, FIXED)


def sheet(
    *cards: tuple[np.ndarray, int, int], dpi: int = 300, tilt_deg: float = 0.0, seed: int = 1
) -> np.ndarray:
    """An A4 page with cards laid at (x, y) pixels, then "scanned": tilt, slight blur, noise. RGB uint8."""
    page = np.full((round(297 / 25.4 * dpi), round(210 / 25.4 * dpi), 3), 252, np.uint8)
    for card, x, y in cards:
        page[y : y + card.shape[0], x : x + card.shape[1]] = card
    height, width = page.shape[:2]
    if tilt_deg:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt_deg, 1.0)
        page = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(252,) * 3)
    return cv2.add(cv2.GaussianBlur(page, (0, 0), 0.6), _noise(height, width, seed), dtype=cv2.CV_8U)


@cache  # drawing the noise takes longer than a reading of the page
def _noise(height: int, width: int, seed: int) -> np.ndarray:
    """The same on all three channels, height × width × 3, int16."""
    noise = np.random.default_rng(seed).normal(0, 4, (height, width)).round().astype(np.int16)
    return np.repeat(noise[..., None], 3, axis=2)
