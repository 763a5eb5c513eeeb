# SPDX-License-Identifier: Apache-2.0
"""Identity cards photocopied onto A4: the CCCD of 2021 and the căn cước of 2024, front above back.

Lengths on a card are millimetres from its top left corner; ``scale`` is the copier's enlargement.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from samples.families.answers import day
from samples.families.people import Person
from samples.printing.mrz import mrz_lines
from samples.printing.style import font_name, width_of
from samples.printing.typeset import HEIGHT, WIDTH, Printed

CARD_W, CARD_H = 85.6, 53.98
_RED, _DARK, _LABEL = (0.72, 0.08, 0.1), (0.08, 0.08, 0.1), (0.2, 0.24, 0.3)


def qr_text(person: Person) -> str:
    """What the card's code says; the newer card ends in four empty fields."""
    fields = [
        person.number,
        person.old_id,
        person.name,
        person.born.strftime("%d%m%Y"),
        person.sex,
        person.home,
        person.issued.strftime("%d%m%Y"),
    ]
    return "|".join([*fields, *[""] * (4 if person.card == "2024" else 0)])


@dataclass(frozen=True, slots=True)
class Face:
    """One side of a card on the page; ``x`` and ``y`` are its top left corner in points from the page's."""

    canvas: Canvas
    x: float
    y: float
    scale: float

    def at(self, right: float, down: float) -> tuple[float, float]:
        return self.x + right * mm * self.scale, HEIGHT - self.y - down * mm * self.scale

    def text(
        self,
        words: str,
        right: float,
        down: float,
        size: float,
        *,
        bold: bool = False,
        ink: tuple[float, ...] = _DARK,
    ) -> float:
        """Write; ``size`` in points on the real card. Returns where the words end, in millimetres."""
        font = font_name("sans", "bold" if bold else "regular")
        self.canvas.setFillColorRGB(*ink)
        self.canvas.setFont(font, size * self.scale)
        self.canvas.drawString(*self.at(right, down), words)
        return right + width_of(words, font, size) / float(mm)

    def label(self, vietnamese: str, english: str, right: float, down: float) -> float:
        end = self.text(f"{vietnamese} / ", right, down, 5.2, ink=_LABEL)
        return self.text(f"{english}:", end, down, 4.6, ink=_LABEL) + 1.2

    def ground(self, tint: tuple[float, float, float]) -> None:
        """The card itself with a few of its fine lines."""
        x, y = self.at(0, CARD_H)
        wide, high = CARD_W * mm * self.scale, CARD_H * mm * self.scale
        self.canvas.setFillColorRGB(*tint)
        self.canvas.setStrokeColorRGB(0.6, 0.6, 0.6)
        self.canvas.setLineWidth(0.5)
        self.canvas.roundRect(x, y, wide, high, 8, stroke=1, fill=1)
        self.canvas.setStrokeColorRGB(*(c * 0.96 for c in tint))
        for step in range(6, 54, 4):
            self.canvas.bezier(
                x,
                y + step * high / 60,
                x + wide / 3,
                y + high,
                x + wide / 2,
                y,
                x + wide,
                y + step * high / 60,
            )

    def code(self, text: str, right: float, down: float, side: float) -> None:
        """A QR code of ``side`` millimetres."""
        modules = [list(row) for row in segno.make(text, error="m", micro=False, encoding="utf-8").matrix]
        pitch = side / len(modules)
        x0, y0 = self.at(right - 1, down + side + 1)
        self.canvas.setFillColorRGB(1, 1, 1)
        self.canvas.rect(x0, y0, (side + 2) * mm * self.scale, (side + 2) * mm * self.scale, stroke=0, fill=1)
        self.canvas.setFillColorRGB(0, 0, 0)
        for row, cells in enumerate(modules):
            for column, dark in enumerate(cells):
                if dark:
                    x, y = self.at(right + column * pitch, down + (row + 1) * pitch)
                    self.canvas.rect(x, y, pitch * mm * self.scale, pitch * mm * self.scale, stroke=0, fill=1)

    def portrait(self, right: float, down: float, wide: float, high: float) -> None:
        """A head without a face."""
        x, y = self.at(right, down + high)
        w, h = wide * mm * self.scale, high * mm * self.scale
        self.canvas.setFillColorRGB(0.78, 0.84, 0.9)
        self.canvas.rect(x, y, w, h, stroke=0, fill=1)
        self.canvas.setFillColorRGB(0.45, 0.4, 0.38)
        self.canvas.ellipse(x + w * 0.28, y + h * 0.4, x + w * 0.72, y + h * 0.9, stroke=0, fill=1)
        self.canvas.ellipse(x + w * 0.1, y + h * 0.02, x + w * 0.9, y + h * 0.38, stroke=0, fill=1)

    def machine_lines(self, person: Person, down: float) -> None:
        self.canvas.setFillColorRGB(*_DARK)
        font = font_name("mono")
        size = 76 * mm / 30 / 0.6
        for number, line in enumerate(mrz_lines(person)):
            self.canvas.setFont(font, size * self.scale)
            self.canvas.drawString(*self.at(4.6, down + number * 4.9), line)


def _state(face: Face, right: float) -> None:
    face.text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", right, 5, 6.2, bold=True)
    face.text("Độc lập - Tự do - Hạnh phúc", right + 9, 8, 5.6, bold=True)
    face.text("SOCIALIST REPUBLIC OF VIET NAM", right + 6, 10.8, 4.8)
    face.text("Independence - Freedom - Happiness", right + 7, 13.2, 4.6)


def front_2021(face: Face, person: Person) -> None:
    """The front of the chip CCCD: QR top right, home at the foot."""
    face.ground((0.93, 0.96, 0.93))
    _state(face, 20)
    face.text("CĂN CƯỚC CÔNG DÂN", 30, 18, 8.6, bold=True, ink=_RED)
    face.text("Citizen Identity Card", 35, 20.8, 5, ink=_RED)
    face.code(qr_text(person), 69.5, 3.5, 13.2)
    face.portrait(3.5, 20, 19.5, 25.5)
    end = face.label("Số", "No.", 27, 25)
    face.text(person.number, end, 25, 9, bold=True)
    face.label("Họ và tên", "Full name", 27, 28.4)
    face.text(person.name.upper(), 27, 32, 7.4, bold=True)
    end = face.label("Ngày sinh", "Date of birth", 27, 35.4)
    face.text(day(person.born), end, 35.4, 6.4)
    end = face.label("Giới tính", "Sex", 27, 38.6)
    end = face.text(person.sex, end, 38.6, 6.4) + 3
    end = face.label("Quốc tịch", "Nationality", end, 38.6)
    face.text("Việt Nam", end, 38.6, 6.4)
    face.label("Quê quán", "Place of origin", 27, 41.8)
    face.text(person.hometown, 27, 44.8, 6)
    end = face.label("Nơi thường trú", "Place of residence", 27, 47.8)
    first, rest = _halves(person.home)
    face.text(first, end, 47.8, 6)
    face.text(rest, 27, 51.2, 6)
    face.text("Có giá trị đến:", 3.5, 48.4, 4.8, ink=_LABEL)
    face.text("Date of expiry", 3.5, 50.4, 4.2, ink=_LABEL)
    face.text(day(person.expiry), 3.5, 52.8, 5.6)


def _halves(home: str) -> tuple[str, str]:
    first, _, rest = home.partition(", ")
    return first + ",", rest


def back_2021(face: Face, person: Person) -> None:
    """The back: features, day of issue, authority, fingerprints, machine-readable zone."""
    face.ground((0.94, 0.95, 0.92))
    end = face.label("Đặc điểm nhân dạng", "Personal identification", 5, 6)
    face.text("Nốt ruồi C: 1cm dưới sau đuôi mắt trái", 5, 9, 5.6)
    end = face.label("Ngày, tháng, năm", "Date, month, year", 5, 13)
    face.text(day(person.issued), end, 13, 6)
    face.text("CỤC TRƯỞNG CỤC CẢNH SÁT", 12, 17, 5.4, bold=True)
    face.text("QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI", 5, 19.6, 5.4, bold=True)
    face.text("DIRECTOR GENERAL OF THE POLICE DEPARTMENT", 5, 22, 3.9)
    face.text("FOR ADMINISTRATIVE MANAGEMENT OF SOCIAL ORDER", 5, 24, 3.9)
    for right, vietnamese, english in (
        (57, "Ngón trỏ trái", "Left index finger"),
        (71, "Ngón trỏ phải", "Right index finger"),
    ):
        face.text(vietnamese, right, 5, 4.6)
        face.text(english, right, 7, 3.9)
        _fingerprint(face, right + 5, 16)
    face.machine_lines(person, 40.5)


def _fingerprint(face: Face, right: float, down: float) -> None:
    face.canvas.setStrokeColorRGB(0.35, 0.33, 0.36)
    face.canvas.setLineWidth(0.5)
    x, y = face.at(right, down)
    for ring in range(1, 8):
        r = ring * 0.75 * mm * face.scale
        face.canvas.ellipse(x - r * 0.8, y - r, x + r * 0.8, y + r * 1.05)


def front_2024(face: Face, person: Person) -> None:
    """The front of the căn cước card: no home, no QR."""
    face.ground((0.95, 0.96, 0.9))
    _state(face, 24)
    face.text("CĂN CƯỚC", 42, 18, 9, bold=True, ink=_RED)
    face.text("IDENTITY CARD", 43, 21, 5.4, ink=_RED)
    face.portrait(4, 19, 21, 28)
    face.label("Số định danh cá nhân", "Personal identification number", 29, 25.4)
    face.text(person.number, 29, 29.6, 9.4, bold=True)
    face.label("Họ, chữ đệm và tên khai sinh", "Full name", 29, 33.2)
    face.text(person.name.upper(), 29, 36.8, 7.6, bold=True)
    face.label("Ngày, tháng, năm sinh", "Date of birth", 29, 40.2)
    face.text(day(person.born), 29, 43.4, 6.6)
    end = face.label("Giới tính", "Sex", 59, 40.2)
    face.text(person.sex, 59, 43.4, 6.6)
    end = face.label("Quốc tịch", "Nationality", 29, 47)
    face.text("Việt Nam", end, 47, 6.6)


def back_2024(face: Face, person: Person) -> None:
    """The back: home, place of birth registration, dates, ministry, QR, machine-readable zone."""
    face.ground((0.95, 0.95, 0.92))
    face.label("Nơi cư trú", "Place of residence", 5, 5.6)
    first, rest = _halves(person.home)
    face.text(f"{first} {rest}", 5, 8.8, 5.8)
    face.label("Nơi đăng ký khai sinh", "Place of birth", 5, 12.6)
    face.text(person.hometown, 5, 15.8, 5.8)
    end = face.label("Ngày, tháng, năm cấp", "Date of issue", 5, 20)
    face.text(day(person.issued), end, 20, 6)
    end = face.label("Ngày, tháng, năm hết hạn", "Date of expiry", 5, 24)
    face.text(day(person.expiry), end, 24, 6)
    face.text("BỘ CÔNG AN", 22, 29, 7, bold=True)
    face.text("MINISTRY OF PUBLIC SECURITY", 18.5, 31.8, 4.4)
    face.code(qr_text(person), 67, 14, 14)
    face.machine_lines(person, 40.5)


def card_page(person: Person, scale: float = 1.5, sides: str = "both", left: float | None = None) -> Printed:
    """An A4 copy of a card; ``sides`` is ``both``, ``front`` or ``back``."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    x = (WIDTH - CARD_W * mm * scale) / 2 if left is None else left
    faces = {"2021": (front_2021, back_2021), "2024": (front_2024, back_2024)}[person.card]
    drawn = [draw for side, draw in zip(("front", "back"), faces, strict=True) if sides in ("both", side)]
    for place, draw in enumerate(drawn):
        draw(Face(canvas, x, 70 + place * (CARD_H * mm * scale + 46), scale), person)
    canvas.showPage()
    canvas.save()
    return Printed(buffer.getvalue(), card_keys(person, sides), (), (), ())


def card_keys(person: Person, sides: str) -> frozenset[str]:
    """Which values a reader can find on these sides, code and machine lines included."""
    both = {"personal_id", "full_name", "birth_date", "sex"}
    front = both | {"nationality"}
    back = both | {"issued_date", "expiry_date", "issuer"}
    if person.card == "2021":
        front |= {"hometown", "residence", "expiry_date", "issued_date"} | (
            {"old_id"} if person.old_id else set()
        )
    else:
        back |= {"residence"} | ({"old_id"} if person.old_id else set())
    found = {"front": front, "back": back, "both": front | back}[sides]
    return frozenset(f"person.{key}" for key in found)


def card_values(person: Person) -> dict[str, str]:
    """The truth of a card."""
    return {
        "person.personal_id": person.number,
        "person.old_id": person.old_id,
        "person.full_name": person.name,
        "person.birth_date": day(person.born),
        "person.sex": person.sex,
        "person.nationality": "Việt Nam",
        "person.hometown": person.hometown,
        "person.residence": person.home,
        "person.issued_date": day(person.issued),
        "person.expiry_date": day(person.expiry),
        "person.issuer": person.issuer,
    }
