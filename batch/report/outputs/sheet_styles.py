# SPDX-License-Identifier: Apache-2.0
"""The formats of a report's workbook: letters, borders, and how numbers and days are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from templates.model.reports.indicators import Measure

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_FORMATS = {Measure.SHARE: "0.0%", Measure.AVERAGE: "0.0", Measure.COUNT: "#,##0"}


@dataclass(frozen=True)
class SheetStyles:
    """The formats of a workbook, each made once."""

    book: Workbook

    def _made(self, **more: object) -> Format:
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
        return self.book.add_format(base | more)

    @cached_property
    def plain(self) -> Format:
        return self._made()

    @cached_property
    def remark(self) -> Format:
        return self._made(text_wrap=True)

    @cached_property
    def title(self) -> Format:
        return self._made(bold=True, font_size=14)

    @cached_property
    def head(self) -> Format:
        return self._made(bold=True, border=1, text_wrap=True, align="center", bg_color="#E7EEF5")

    @cached_property
    def cell(self) -> Format:
        return self._made(border=1, text_wrap=True)

    @cached_property
    def day(self) -> Format:
        return self._made(border=1, num_format="dd/mm/yyyy", align="center")

    @cached_property
    def numbers(self) -> Mapping[Measure, Format]:
        return {kind: self._made(border=1, num_format=form) for kind, form in _FORMATS.items()}

    @cached_property
    def points(self) -> Format:
        return self._made(border=1, num_format="0.00")
