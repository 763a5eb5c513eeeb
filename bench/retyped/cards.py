# SPDX-License-Identifier: Apache-2.0
"""Copies of identity cards of 2016, 2021 and 2024, set anew: print elsewhere and in other sizes, lines broken
elsewhere, codes dead, of another person or with days written otherwise. Millimetres from the card's corner.
"""

from __future__ import annotations

import io
import random
from dataclasses import replace

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from bench.invented import people
from bench.invented.persons import invent_person
from bench.retyped.card_specs import NO_END, CardSpec, person_of
from bench.retyped.pages import RetypedPage
from samples.families.people import Person
from samples.printing.cards import CARD_H, CARD_W, Face, qr_text
from samples.printing.mrz import mrz_lines
from samples.printing.style import font_name, width_of


def card_copy(spec: CardSpec, rng: random.Random) -> RetypedPage:
    """The copy, and the values that stand on it in print or in its sound code."""
    person = person_of(spec, rng)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1)
    scale = rng.uniform(1.0, 1.6)
    left, top = rng.uniform(60, 120), rng.uniform(60, 140)
    if rng.random() < 0.3:
        canvas.setFont(font_name("serif"), 12)
        canvas.drawString(72, float(A4[1]) - 40, "BẢN SAO CĂN CƯỚC")
    fields: dict[str, str] = {}
    for place, side in enumerate(("front", "back") if spec.sides == "both" else (spec.sides,)):
        drop = place * (CARD_H * mm * scale + rng.uniform(20, 50))
        printer = _Printer(Face(canvas, left, top + drop, scale), person, spec, rng)
        fields |= printer.front() if side == "front" else printer.back()
    canvas.showPage()
    canvas.save()
    truth = {f"person.{key}": {"value": value, "hand": False} for key, value in fields.items()}
    return RetypedPage(buffer.getvalue(), truth, ())


class _Printer:
    """The sides of one card."""

    def __init__(self, face: Face, person: Person, spec: CardSpec, rng: random.Random) -> None:
        self._face, self._person, self._spec, self._rng = face, person, spec, rng
        self._fields: dict[str, str] = {}
        self._small = rng.uniform(4.6, 5.4)
        self._big = rng.uniform(5.6, 6.8)
        self._stretch = rng.uniform(0.97, 1.04)

    def front(self) -> dict[str, str]:
        """Number, name, birth, sex, nationality, and on the older prints the places and the last day."""
        face, person, year = self._face, self._person, self._spec.print
        face.ground(self._rng.choice(((0.93, 0.96, 0.93), (0.97, 0.97, 0.95), (0.9, 0.95, 0.97))))
        face.text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 22, 5, 6, bold=True)
        face.text("Độc lập - Tự do - Hạnh phúc", 31, 8, 5.4, bold=True)
        title = {"2016": "CĂN CƯỚC CÔNG DÂN", "2021": "CĂN CƯỚC CÔNG DÂN", "2024": "CĂN CƯỚC"}[year]
        face.text(title, 33 if year != "2024" else 42, 16.5, 8.4, bold=True, ink=(0.72, 0.08, 0.1))
        if year != "2016":
            face.text("Citizen Identity Card" if year == "2021" else "IDENTITY CARD", 36, 19.4, 5)
        face.portrait(3.5, 20, 19.5, 24.5)
        if year == "2021":
            self._code(69.5, 3.5, 13)
        if year == "2024":
            y = self._labelled(
                "Số định danh cá nhân",
                "Personal identification number",
                28,
                24.5,
                person.number,
                "personal_id",
                True,
            )
            y = self._labelled(
                "Họ, chữ đệm và tên khai sinh", "Full name", 28, y + 4, person.name.upper(), "full_name", True
            )
            y = self._labelled(
                "Ngày, tháng, năm sinh",
                "Date of birth",
                28,
                y + 3.6,
                f"{person.born:%d/%m/%Y}",
                "birth_date",
                True,
            )
            self._labelled("Giới tính", "Sex", 60, y - 3.2, person.sex, "sex", True)
            self._labelled("Quốc tịch", "Nationality", 28, y + 3.8, "Việt Nam", "nationality", False)
            return self._fields
        english = year == "2021"
        y = self._labelled("Số", "No." if english else "", 27, 23.6, person.number, "personal_id", False, 8.6)
        y = self._labelled(
            "Họ và tên",
            "Full name" if english else "",
            27,
            y + 3.8,
            person.name.upper(),
            "full_name",
            True,
            7,
        )
        born = "Ngày sinh" if english else "Ngày, tháng, năm sinh"
        y = self._labelled(
            born,
            "Date of birth" if english else "",
            27,
            y + 3.6,
            f"{person.born:%d/%m/%Y}",
            "birth_date",
            False,
        )
        self._labelled("Giới tính", "Sex" if english else "", 27, y + 3.3, person.sex, "sex", False)
        y = self._labelled(
            "Quốc tịch",
            "Nationality" if english else "",
            50 if english else 47,
            y + 3.3,
            "Việt Nam",
            "nationality",
            False,
        )
        y = self._labelled(
            "Quê quán",
            "Place of origin" if english else "",
            27,
            y + 3.4,
            person.hometown,
            "hometown",
            self._rng.random() < 0.6,
        )
        y = self._labelled(
            "Nơi thường trú",
            "Place of residence" if english else "",
            27,
            y + 3.3,
            person.home,
            "residence",
            False,
        )
        end = self._last_day()
        face.text("Có giá trị đến:", 3.5, 48, 4.6)
        if english:
            face.text("Date of expiry", 3.5, 50, 4.1)
        face.text(end, 3.5, 52.6 if english else 51, 5.4)
        return self._fields

    def back(self) -> dict[str, str]:
        """Features, days, issuer, and the machine-readable lines of the newer prints."""
        face, person, year = self._face, self._person, self._spec.print
        face.ground((0.95, 0.95, 0.92))
        if year == "2024":
            y = self._labelled("Nơi cư trú", "Place of residence", 5, 5.6, person.home, "residence", True)
            y = self._labelled(
                "Nơi đăng ký khai sinh", "Place of birth", 5, y + 3.6, person.hometown, "", True
            )
            y = self._labelled(
                "Ngày, tháng, năm cấp",
                "Date of issue",
                5,
                y + 4.4,
                f"{person.issued:%d/%m/%Y}",
                "issued_date",
                False,
            )
            self._labelled(
                "Ngày, tháng, năm hết hạn", "Date of expiry", 5, y + 4, self._last_day(), "", False
            )
            face.text("BỘ CÔNG AN", 20, 32, 6.8, bold=True)
            face.text("MINISTRY OF PUBLIC SECURITY", 14, 35, 4.2)
            self._fields["issuer"] = "BỘ CÔNG AN"
            self._code(64, 14, 15)
        else:
            self._labelled(
                "Đặc điểm nhân dạng" if year == "2021" else "Đặc điểm nhận dạng",
                "Personal identification" if year == "2021" else "",
                5,
                6,
                "Sẹo chấm cách 2cm trên sau đuôi mày phải",
                "",
                True,
            )
            if year == "2021":
                self._labelled(
                    "Ngày, tháng, năm",
                    "Date, month, year",
                    5,
                    13.5,
                    f"{person.issued:%d/%m/%Y}",
                    "issued_date",
                    False,
                )
                lines = ("CỤC TRƯỞNG CỤC CẢNH SÁT", "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI")
                self._fields["issuer"] = "Cục Cảnh sát quản lý hành chính về trật tự xã hội"
            else:
                face.text(
                    f"Ngày {person.issued:%d} tháng {person.issued:%m} năm {person.issued:%Y}", 30, 18, 5.4
                )
                lines = ("CỤC TRƯỞNG CỤC CẢNH SÁT", "ĐKQL CƯ TRÚ VÀ DLQG VỀ DÂN CƯ")
                self._fields["issued_date"] = f"{person.issued:%d/%m/%Y}"
                self._fields["issuer"] = "Cục Cảnh sát ĐKQL cư trú và DLQG về dân cư"
            for n, line in enumerate(lines):
                face.text(
                    line,
                    8 if year == "2021" else 28,
                    18 + n * 2.6 + (3 if year == "2016" else 0),
                    5.2,
                    bold=True,
                )
            for right, words in ((57, "Ngón trỏ trái"), (71, "Ngón trỏ phải")):
                face.text(words, right, 5 if year == "2021" else 36, 4.5)
        if year != "2016":
            ended = replace(self._person)
            face.canvas.setFillColorRGB(0.08, 0.08, 0.1)
            size = 76 * float(mm) / 30 / 0.6
            for number, line in enumerate(mrz_lines(ended)):
                face.canvas.setFont(font_name("mono"), size * face.scale)
                face.canvas.drawString(*face.at(4.6, 41 + number * 4.8), line)
            self._fields |= {
                "personal_id": person.number,
                "birth_date": f"{person.born:%d/%m/%Y}",
                "sex": person.sex,
                "nationality": "Việt Nam",
                "expiry_date": f"{person.expiry:%d/%m/%Y}",
            }
        return self._fields

    def _last_day(self) -> str:
        """The zone has no word for cards without an end, so only a card of 2016 is drawn without one."""
        endless = self._spec.endless and self._spec.print == "2016"
        self._fields["expiry_date"] = NO_END if endless else f"{self._person.expiry:%d/%m/%Y}"
        return self._fields["expiry_date"]

    def _labelled(
        self,
        vietnamese: str,
        english: str,
        x: float,
        y: float,
        value: str,
        key: str,
        below: bool,
        size: float = 0.0,
    ) -> float:
        """A label and its value, beside or below, broken where the card ends; the last line's baseline."""
        face, size = self._face, size or self._big
        words = f"{vietnamese} / {english}:" if english else f"{vietnamese}:"
        end = face.text(words, x, y, self._small, ink=(0.2, 0.24, 0.3)) + 1.2
        font = font_name("sans", "bold" if size > 7 else "regular")
        at, down = (x, y + 3.2 * self._stretch) if below else (end, y)
        line: list[str] = []
        for word in value.split():
            room = (CARD_W - 2.5 - at) * float(mm)
            if line and width_of(" ".join([*line, word]), font, size) > room:
                face.text(" ".join(line), at, down, size, bold=size > 7)
                line, at, down = [], x, down + 3.1 * self._stretch
            line.append(word)
        face.text(" ".join(line), at, down, size, bold=size > 7)
        if key:
            self._fields[key] = value
        return down

    def _code(self, right: float, down: float, side: float) -> None:
        person, state = self._person, self._spec.code
        if state == "none":
            return
        if state == "another's":
            other = invent_person(self._rng, "father")
            person = replace(
                person,
                name=other.name,
                number=people.personal_id(self._rng, other.sex, other.born.year),
                born=other.born.replace(day=min(other.born.day, 28)),
                sex=other.sex,
                home=other.home,
            )
        text = qr_text(person)
        if state == "other days":
            for day in {person.born, person.issued}:
                text = text.replace(
                    day.strftime("|%d%m%Y"),
                    day.strftime(self._rng.choice(("|%Y-%m-%d", "|%d-%m-%Y", "|%d.%m.%Y", "|%Y%m%d"))),
                )
        self._face.code(text, right, down, side)
        if state in ("fine", "other days"):
            self._fields |= {"residence": person.home, "issued_date": f"{person.issued:%d/%m/%Y}"}
            self._fields |= {"old_id": person.old_id} if person.old_id else {}
            self._fields |= {"full_name": person.name.upper(), "sex": person.sex}
        if state == "dead":
            x, y = self._face.at(right + side * 0.1, down + side * 0.55)
            self._face.canvas.setFillColorRGB(0.9, 0.9, 0.88)
            self._face.canvas.rect(
                x,
                y,
                side * 0.8 * float(mm) * self._face.scale,
                side * 0.42 * float(mm) * self._face.scale,
                stroke=0,
                fill=1,
            )
