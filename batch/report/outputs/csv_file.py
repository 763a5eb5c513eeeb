# SPDX-License-Identifier: Apache-2.0
"""The indicators as CSV: one line an indicator, UTF-8 with the mark by which Excel knows it."""

from __future__ import annotations

import csv
import io

from batch.report.indicators import IndicatorSheet
from batch.report.lines import lines_of_sheet
from templates.model.reports.indicators import half_up

COLUMNS = (
    *("number", "name", "unit", "period", "as_of", "counted", "out_of", "value", "points", "most_points"),
    *("before", "last_year", "why_none", "denominator"),
)


def csv_of(sheet: IndicatorSheet, unit: str = "") -> bytes:
    """The file; a share stands as a number 0…1, what has no value is empty and says why."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    as_of = sheet.as_of.isoformat() if sheet.as_of else ""
    for line in lines_of_sheet(sheet):
        numbers = (line.counted, line.out_of, line.value, line.points, line.most_points)
        told = map(_told, numbers)
        beside = (sheet.before.get(line.number), sheet.last_year.get(line.number))
        others = (_told(None if one is None else one.value) for one in beside)
        of = sheet.out_of.value
        writer.writerow(
            [line.number, line.name, unit, sheet.period.address, as_of, *told, *others, line.why, of]
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _told(number: float | None) -> str:
    """Whole numbers whole, others to six places; "" for none."""
    if number is None:
        return ""
    return str(number) if isinstance(number, int) else f"{half_up(number, 6).normalize():f}"
