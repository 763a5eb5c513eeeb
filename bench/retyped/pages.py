# SPDX-License-Identifier: Apache-2.0
"""One retyped form, filled in: the skeleton of a print becomes lines, a table or columns on a page."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pdf2image import convert_from_bytes
from PIL import Image, ImageDraw

from bench.blanks.marks import draw_signature, draw_stamp
from bench.invented.people import unit
from bench.invented.values import Typed
from bench.retyped.layout import COLUMNS, TABLE, Layout, rows_of
from bench.retyped.setting import WIDTH, Flow, PageFullError, Span, label_font, value_font
from bench.retyped.values import values_for
from templates.model.document_types import FieldType, LabelSpec

_LEAST_SIZE = 8.0
_SIGNED = re.compile(
    r"^\(?(Người yêu cầu|Ký[, ]|NGƯỜI KÝ|Người (thân|làm)|Thủ trưởng|Cha, mẹ hoặc|Bên nữ Bên nam$)"
)
_DAY = re.compile(r"(?:^|\b)ngày$", re.IGNORECASE)
_SHOWN_STOPS = frozenset({"bản", "gam"})


@dataclass(frozen=True)
class RetypedPage:
    """A page before it is scanned, with its truth and where it was signed (points)."""

    pdf: bytes
    fields: dict[str, dict[str, Any]]
    signed: tuple[tuple[float, float], ...]

    def draw(self, dpi: int, rng: random.Random, crossed: bool) -> Image.Image:
        """The page upright in RGB; ``crossed``: a signature or a seal lies over a text."""
        page = convert_from_bytes(self.pdf, dpi=dpi, first_page=1, last_page=1, timeout=60)[0].convert("RGB")
        px = dpi / 72
        for x, y in self.signed:
            draw_signature(ImageDraw.Draw(page), (x * px, y * px), 80 * px, rng)
            if crossed:
                draw_stamp(page, ((x - 45) * px, (y - rng.uniform(0, 60)) * px), 40 * px, rng)
        return page


def page_of(layout: Layout, rng: random.Random) -> RetypedPage:
    """The form filled in; letters shrink until it fits on the page."""
    values = values_for(layout, rng)
    wording = rng.getrandbits(32)
    style = layout.style
    while True:
        try:
            return _Setting(replace(layout, style=style), values, random.Random(wording)).page()
        except PageFullError:
            size = style.size * 0.94
            if size < _LEAST_SIZE:
                raise
            style = replace(
                style,
                size=size,
                value_size=min(style.value_size, size + 0.5),
                leading=min(style.leading * 0.92, size * 1.4),
            )


class _Setting:
    """One attempt at a page."""

    def __init__(self, layout: Layout, values: dict[str, Typed], rng: random.Random) -> None:
        self._layout, self._values, self._rng = layout, values, rng
        self._flow = Flow(layout.style)
        self._left, self._right = layout.style.left, WIDTH - layout.style.right
        self._placed: set[str] = set()
        self._signed: list[tuple[float, float]] = []
        self._count = 0

    def page(self) -> RetypedPage:
        self._head()
        titled = any(self._is_title(item) for item in self._layout.labels)
        if not titled:
            self._title()
        rows = list(rows_of(self._layout, self._rng))
        people = self._columns() if self._layout.mode == COLUMNS else frozenset()
        for row in rows:
            if row[0].field in people:
                continue
            self._row(row)
            if self._closed(row):
                break
            if people and self._starts_columns(row, rows):
                self._beside()
        truth = {
            key: {"value": value.truth, "hand": False}
            for key, value in self._values.items()
            if key in self._placed and value.truth
        }
        return RetypedPage(self._flow.finish(), truth, tuple(self._signed))

    # the head

    def _head(self) -> None:
        flow, style = self._flow, self._layout.style
        bold, plain = label_font(style, True), label_font(style, False)
        size = min(style.size, 11.5)
        middle = (self._left + self._right) / 2
        if not self._layout.letterhead:
            flow.centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold, size, self._left, self._right)
            flow.centred("Độc lập - Tự do - Hạnh phúc", bold, size, self._left, self._right)
        else:
            top, place = flow.y, unit(self._rng).split(", ")[0]
            office = self._rng.choice(
                (f"ỦY BAN NHÂN DÂN {place.upper()}", f"SỞ Y TẾ {place.upper()}", f"UBND {place.upper()}")
            )
            flow.centred(office, plain, size * 0.9, self._left, middle - 10)
            foot = flow.y
            flow.y = top
            flow.centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold, size * 0.9, middle - 20, self._right)
            flow.centred("Độc lập - Tự do - Hạnh phúc", bold, size * 0.9, middle - 20, self._right)
            flow.y = max(foot, flow.y)
        flow.down(8)

    def _is_title(self, item: LabelSpec) -> bool:
        return not item.field and item.label.isupper() and item.label in self._layout.paper.titles

    def _title(self) -> None:
        style = self._layout.style
        title = self._rng.choice(self._layout.paper.titles[:2])
        self._flow.down(4)
        self._flow.centred(title, label_font(style, True), style.size + 1.5, self._left, self._right)
        self._flow.down(4)

    # rows

    def _row(self, row: list[LabelSpec]) -> None:
        head = row[0]
        self._person_heading(head)
        if self._is_title(head):
            self._title()
        elif not head.field and head.label.startswith("Thông tin Bên"):
            return
        elif head.field and head.label.startswith("Đề nghị Quý cơ quan"):
            self._line([head.model_copy(update={"field": None})])
            self._line([head.model_copy(update={"label": ""}), *row[1:]])
        elif head.below:
            self._signature(head, self._typed(head))
        elif not head.field and (_SIGNED.match(head.label) or head.closes):
            self._signature(head, "")
        elif (
            self._layout.mode == TABLE
            and head.field
            and not any(i.type is FieldType.YES_NO or i.inline for i in row)
        ):
            self._cells(row)
        else:
            self._line(row)

    def _person_heading(self, item: LabelSpec) -> None:
        """ "BÊN NỮ" over the first thing that is asked of her, where the two stand under each other."""
        columns = self._layout.edition.columns
        if not columns or not columns.table or self._layout.mode == COLUMNS:
            return
        for heading, first in zip((columns.left, columns.right), self._pairs()[:1][0], strict=True):
            if item.field == first.field:
                style = self._layout.style
                span = Span(heading.upper(), label_font(style, True), style.size)
                self._flow.run([span], self._left, self._right, leader=False)
                self._flow.down(style.leading)

    @staticmethod
    def _closed(row: list[LabelSpec]) -> bool:
        return any(item.closes for item in row)

    def _line(self, row: list[LabelSpec]) -> None:
        flow, share = self._flow, (self._right - self._left) / len(row)
        x = self._left
        inline = any(item.inline for item in row)
        for n, item in enumerate(row):
            last = n == len(row) - 1
            end = self._right if last or inline else max(x, self._left + (n + 1) * share - 4)
            spans = [*self._label(item, n), *self._value(item)]
            wide = sum(len(s.text) * s.size * 0.5 for s in spans[:1])
            if not last and x + wide > end:
                end = self._right
            x = flow.run(spans, self._left, self._right if spans[-1].key else end, x, leader=False)
            x = self._leader(x, self._right if last else min(end, x + 60) if inline else end, item)
            if x > self._right - 60 and not last and not inline:
                flow.down(flow.style.leading)
                x = self._left
        flow.down(flow.style.leading)

    def _leader(self, x: float, end: float, item: LabelSpec) -> float:
        if item.field and item.type is not FieldType.YES_NO and not _DAY.search(item.label) and x < end - 10:
            self._flow.run([], x, end)
            return end + 3
        return x

    def _cells(self, row: list[LabelSpec]) -> None:
        for item in row:
            edge = self._left + (self._right - self._left) * 0.36
            self._flow.cells(
                [self._label(item, 0), self._value(item)], [self._left, edge, self._right], self._layout.ruled
            )
        self._flow.down(3)

    def _label(self, item: LabelSpec, place: int) -> list[Span]:
        layout, style = self._layout, self._layout.style
        bold = self._rng.random() < layout.bold_labels or (
            item.type is FieldType.NAME and self._rng.random() < 0.3
        )
        text = item.label.upper() if layout.shout and item.field and not item.inline else item.label
        if place == 0 and layout.numbered and item.field and not item.inline:
            self._count += 1
            text = (f"{self._count}. " if layout.numbered == "1. " else layout.numbered) + text
        mark = (
            f" ({self._rng.randint(1, 5)})"
            if layout.marks and item.field and self._rng.random() < 0.2
            else ""
        )
        tail = (
            ""
            if item.inline or _DAY.search(item.label)
            else layout.punctuation or ("" if item.field else ":")
        )
        if not item.field and item.label.startswith(("Tôi ", "Chúng tôi", "chịu trách", "Đề nghị Quý")):
            tail = "."
        if text.startswith("(") or not text:
            tail = ""
        return [Span(text + mark + tail, label_font(style, bold), style.size)]

    def _value(self, item: LabelSpec) -> list[Span]:
        style, typed = self._layout.style, self._typed(item)
        if item.type is FieldType.YES_NO:
            return list(self._boxes(typed))
        font, plain = value_font(style), label_font(style, False)
        key = item.field or ""
        if item.type is FieldType.DATE and _DAY.search(item.label) and item.field:
            whole = self._values[key].truth if typed else ""
            if whole.count("/") != 2:  # there is no room for a day that is known in part
                self._placed.discard(key)
                typed = ""
            day, month, year = whole.split("/") if typed else ("......", "......", "........")
            parts = ((day, "tháng"), (month, "năm"), (year, ""))
            return [
                span
                for text, word in parts
                for span in (
                    Span(text, font, style.value_size, key if typed else ""),
                    Span(word, plain, style.size),
                )
                if span.text
            ]
        if item.type is FieldType.TIME and typed.count(":") == 1:
            typed = "{} giờ {} phút".format(*typed.split(":"))
        stops = [word for word in item.stop_words if word in _SHOWN_STOPS]
        spans = [Span(typed, font, style.value_size, key)] if typed else []
        return [*spans, *(Span(("" if typed else "....... ") + word, plain, style.size) for word in stops)]

    def _boxes(self, typed: str) -> Iterator[Span]:
        style = self._layout.style
        plain = label_font(style, False)
        for answer in ("Có", "Không"):
            yield Span(answer, plain, style.size)
            yield Span("", plain, style.size, box=style.mark if typed == answer else "-")

    def _typed(self, item: LabelSpec) -> str:
        if not item.field or item.field not in self._values:
            return ""
        self._placed.add(item.field)
        return self._values[item.field].typed

    def _signature(self, item: LabelSpec, name: str) -> None:
        style, flow = self._layout.style, self._flow
        middle = (self._left + self._right) / 2
        flow.centred(
            item.label, label_font(style, not item.label.startswith("(")), style.size, middle, self._right
        )
        if name or (item.label.startswith("(") and not self._signed):
            self._signed.append(((middle + self._right) / 2, flow.y + 10))
            flow.down(34)
            if name:
                flow.centred(name, value_font(style), style.value_size, middle, self._right)

    # two people beside each other

    def _columns(self) -> frozenset[str]:
        return frozenset(key for pair in self._pairs() for item in pair if (key := item.field))

    def _pairs(self) -> list[tuple[LabelSpec, LabelSpec]]:
        """The items of the two people, in step: what the first and the second are asked alike."""
        roles: dict[str, list[LabelSpec]] = {}
        for item in self._layout.labels:
            if item.field and "." in item.field:
                roles.setdefault(item.field.split(".")[0], []).append(item)
        pairs = [role for role in roles if role in ("bride", "groom", "wife", "husband")]
        if len(pairs) != 2:
            return []
        first, second = (roles[role] for role in pairs)
        return list(zip(first, second, strict=False))

    def _starts_columns(self, row: list[LabelSpec], rows: list[list[LabelSpec]]) -> bool:
        keys = self._columns()
        at = rows.index(row)
        return (
            at + 1 < len(rows)
            and rows[at + 1][0].field in keys
            and row[0].field not in keys
            and not self._placed & keys
        )

    def _beside(self) -> None:
        """Both people: a table with one label a row, or two cells with labels in each, as the form has it."""
        columns, flow, style = self._layout.edition.columns, self._flow, self._layout.style
        left, right = self._left, self._right
        bold = label_font(style, True)
        flow.down(2)
        if columns and columns.table:
            edges = [left, left + (right - left) * 0.26, left + (right - left) * 0.63, right]
            flow.cells(
                [
                    [Span("Thông tin", bold, style.size)],
                    [Span(columns.left, bold, style.size)],
                    [Span(columns.right, bold, style.size)],
                ],
                edges,
                self._layout.ruled,
            )
            for one, other in self._pairs():
                flow.cells(
                    [self._label(one, 0), self._value(one), self._value(other)], edges, self._layout.ruled
                )
        else:
            edges = [left, (left + right) / 2, right]
            for pair in self._pairs():
                flow.cells([[*self._label(item, 1), *self._value(item)] for item in pair], edges, False)
        flow.down(style.leading)
