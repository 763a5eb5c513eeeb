# SPDX-License-Identifier: Apache-2.0
"""The indicators as an Excel workbook: a summary, and a sheet an indicator whose numbers are formulas over
its procedures, so that whoever opens it sees what each was made of and can go on reckoning.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from batch.report.indicators import Counted, IndicatorSheet
from batch.report.lines import IndicatorLine, lines_of_sheet, remarks_on
from batch.report.outputs.sheet_styles import SheetStyles
from batch.report.returns.unit_return import OTHERS
from batch.store.indicator_rows import ListedDossier
from intake.dossier.deadline.local_time import local_day
from intake.settings.settings import UnitSettings
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _, current_language
from templates.model.reports.indicators import Measure, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
_HEAD = 7
"""The line (from 0) of a sheet's headings; above stand office, title, period and formula."""
_WIDTHS = (9, 40, 10, 10, 10, 9, 9, 12, 12, 60)
"""The columns of the summary, in letters."""
_LINE = 16.5
"""The height of a line of these letters, in points."""


def workbook_of(
    sheet: IndicatorSheet, office: UnitSettings, lists: Mapping[str, Sequence[ListedDossier]] | None = None
) -> bytes:
    """The workbook; ``lists`` are the dossiers behind numbers, by number, to stand on their sheets."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, _PLAIN) as book:
        book.set_properties({"title": _title(sheet), "created": datetime(2000, 1, 1)})  # noqa: DTZ001
        add_indicators(book, sheet, office, lists)
    return out.getvalue()


def add_indicators(
    book: Workbook,
    sheet: IndicatorSheet,
    office: UnitSettings,
    lists: Mapping[str, Sequence[ListedDossier]] | None = None,
) -> None:
    """Add the summary and the sheets of all indicators to a workbook."""
    styles = SheetStyles(book)
    summary = book.add_worksheet(_("Indicators"))
    by_number = {one.indicator.number: one for one in sheet.counted}
    _summary(summary, sheet, office, styles)
    if len(sheet.units) > 1 or sheet.returns is not None:
        _units(book, book.add_worksheet(_("Units")), sheet, office, styles)
    for line in lines_of_sheet(sheet):
        if line.value is not None or not line.why or by_number[line.number].indicator.undecided is None:
            one = by_number[line.number]
            own = book.add_worksheet(line.number)
            _indicator(book, own, sheet, office, one, line, styles)
            total = one.out_of if line.measure is Measure.AVERAGE else one.counted
            _listed(own, sheet, (lists or {}).get(line.number, ()), total or 0, styles)


def _title(sheet: IndicatorSheet) -> str:
    return _("Indicators of QĐ 766/QĐ-TTg, {period}").format(period=sheet.period.title())


def _top(
    page: Worksheet, sheet: IndicatorSheet, office: UnitSettings, title: str, styles: SheetStyles
) -> None:
    """Office and period in the head, and how it prints."""
    page.write_string(0, 0, office.name or office.counter, styles.plain)
    page.write_string(1, 0, title, styles.title)
    page.write_string(2, 0, _("Period: {period}").format(period=sheet.period.title()), styles.plain)
    made = f"{local_day(sheet.made_at):%d/%m/%Y}"
    as_of = f"{sheet.as_of:%d/%m/%Y}" if sheet.as_of else made
    page.write_string(3, 0, _("Figures as of {day}").format(day=as_of), styles.plain)
    for row in range(6):
        page.set_row(row, None, None)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P/&N")


def _summary(page: Worksheet, sheet: IndicatorSheet, office: UnitSettings, styles: SheetStyles) -> None:
    _top(page, sheet, office, _title(sheet), styles)
    remarks = " ".join(remarks_on(sheet))
    page.merge_range(4, 0, 4, 9, remarks, styles.remark)
    page.set_row(4, _height(remarks, sum(_WIDTHS)))
    heads = (
        *(_("No."), _("Indicator"), _("Counted"), _("Out of"), _("Value"), _("Points"), _("Most")),
        *(_("Period before"), _("Last year"), _("Why there is none, or what is left out")),
    )
    page.write_row(_HEAD - 1, 0, heads, styles.head)
    page.repeat_rows(_HEAD - 1)
    page.freeze_panes(_HEAD, 2)
    for at, width in enumerate(_WIDTHS):
        page.set_column(at, at, width)
    for row, line in enumerate(lines_of_sheet(sheet), start=_HEAD):
        _summary_line(page, row, line, sheet, styles)
    page.print_area(0, 0, _HEAD + len(sheet.counted) - 1, 9)


def _units(
    book: Workbook, page: Worksheet, sheet: IndicatorSheet, office: UnitSettings, styles: SheetStyles
) -> None:
    """A line a unit, a column an indicator; a unit that sent nothing has its line, and no numbers in it."""
    _top(page, sheet, office, _title(sheet), styles)
    lines = [line for line in lines_of_sheet(sheet) if line.counted is not None]
    page.write_row(_HEAD - 1, 0, (_("Unit"), *(f"{line.number} {line.name}" for line in lines)), styles.head)
    page.repeat_rows(_HEAD - 1)
    page.freeze_panes(_HEAD, 1)
    page.set_column(0, 0, 24)
    page.set_column(1, len(lines), 14)
    for row, (unit, told) in enumerate(sheet.units.items(), start=_HEAD):
        page.write_string(row, 0, unit, styles.cell)
        values = {one.indicator.number: one.value for one in told}
        for column, line in enumerate(lines, start=1):
            value = values[line.number]
            if value is None:
                page.write_blank(row, column, None, styles.cell)
            else:
                page.write_number(row, column, value, styles.numbers[line.measure])
    _unit_charts(book, page, sheet, lines)
    lacking = sheet.returns.lacking if sheet.returns else ()
    for row, unit in enumerate(lacking, start=_HEAD + len(sheet.units)):
        page.write_string(row, 0, unit, styles.cell)
        page.write_string(row, 1, _("sent nothing"), styles.cell)
    charts = _CHART_ROWS if sheet.units else 0
    page.print_area(0, 0, _HEAD + len(sheet.units) + len(lacking) - 1 + charts, len(lines))


_CHARTED = ("2.1", "4.2")
_CHART_ROWS = 18
"""So many lines a picture takes below a table, with the gap before it."""


def _unit_charts(
    book: Workbook, page: Worksheet, sheet: IndicatorSheet, lines: Sequence[IndicatorLine]
) -> None:
    """The shares on time and digitised of each unit, below the table."""
    last, below = _HEAD + len(sheet.units) - 1, _HEAD + len(sheet.units) + 2
    below += len(sheet.returns.lacking) if sheet.returns else 0
    for place, line in enumerate(lines, start=1):
        if line.number in _CHARTED and sheet.units:
            chart = book.add_chart({"type": "bar"})
            chart.add_series(
                {
                    "name": line.name,
                    "categories": [page.get_name(), _HEAD, 0, last, 0],
                    "values": [page.get_name(), _HEAD, place, last, place],
                }
            )
            chart.set_legend({"none": True})
            chart.set_title({"name": f"{line.number} {line.name}", "name_font": {"size": 11}})
            page.insert_chart(below, 0 if line.number == _CHARTED[0] else 6, chart)


def _summary_line(
    page: Worksheet, row: int, line: IndicatorLine, sheet: IndicatorSheet, styles: SheetStyles
) -> None:
    number = styles.numbers[line.measure]
    whole = styles.numbers[Measure.COUNT]
    page.write_string(row, 0, line.number, styles.cell)
    page.write_string(row, 1, line.name, styles.cell)
    for column in range(2, 9):
        page.write_blank(row, column, None, styles.cell)
    if line.counted is not None:  # else the data can't decide it: empty, never a zero
        total, name = _total_row(sheet), f"'{line.number}'"
        page.write_formula(row, 2, f"={name}!B{total}", whole, line.counted)
        if line.out_of is not None:
            page.write_formula(row, 3, f"={name}!C{total}", whole, line.out_of)
        page.write_formula(row, 4, f"={name}!D{total}", number, "" if line.value is None else line.value)
    indicator = sheet.find(line.number).indicator
    if line.points is not None and indicator.points is not None:
        scale = indicator.points
        formula = f"=ROUND({scale.most:g}*MIN(1,E{row + 1}/{scale.full_at:g}),2)"
        page.write_formula(row, 5, formula, styles.points, line.points)
    if line.most_points is not None:
        page.write_number(row, 6, line.most_points, styles.points)
    for column, told in ((7, sheet.before.get(line.number)), (8, sheet.last_year.get(line.number))):
        if told is not None and told.value is not None:
            page.write_number(row, column, told.value, number)
    left = "; ".join(f"{dossiers} {reason}" for reason, dossiers in line.excluded if dossiers)
    page.write_string(row, 9, line.why or left, styles.cell)
    page.set_row(row, max(_height(line.why or left, _WIDTHS[-1]), _height(line.name, _WIDTHS[1])))


def _height(text: str, width: int) -> float:
    """How high a row must be for a text in so wide a column: LibreOffice makes none higher by itself."""
    return _LINE * max(1, -(-len(text) * 9 // (10 * width)))


def _parts(sheet: IndicatorSheet, number: str) -> list[tuple[str, Counted]]:
    """What each procedure brings to an indicator."""
    catalogue, language = load_catalogue(), current_language()
    found = []
    for procedure, told in sheet.procedures.items():
        known = catalogue.procedures.get(procedure)
        name = f"{procedure} {known.name['en' if language == 'en' else 'vi']}" if known else procedure
        name = _("Procedures of a few dossiers") if procedure == OTHERS else name
        found.append((name, next(one for one in told if one.indicator.number == number)))
    return found


def _total_row(sheet: IndicatorSheet) -> int:
    """The line (from 1) with the sum over all procedures, the same on each sheet."""
    return _HEAD + max(len(sheet.procedures), 1) + 1


def _indicator(
    book: Workbook,
    page: Worksheet,
    sheet: IndicatorSheet,
    office: UnitSettings,
    one: Counted,
    line: IndicatorLine,
    styles: SheetStyles,
) -> None:
    """Numerator, denominator and value of each procedure, their sums as formulas, and a picture."""
    _top(page, sheet, office, f"{line.number} – {line.name}", styles)
    page.write_string(4, 0, spoken(one.indicator.formula), styles.plain)
    page.write_string(
        5, 0, _("Decided by: {what}").format(what=spoken(one.indicator.decided_by)), styles.plain
    )
    counted = _("Days") if line.measure is Measure.AVERAGE else _("Counted")
    page.write_row(_HEAD - 1, 0, (_("Procedure"), counted, _("Out of"), _("Value")), styles.head)
    page.freeze_panes(_HEAD, 0)
    for column, wide in enumerate((60, 12, 12, 12, 14, 14, 14)):
        page.set_column(column, column, wide)
    whole, number = styles.numbers[Measure.COUNT], styles.numbers[line.measure]
    parts = _parts(sheet, line.number)
    for row, (name, part) in enumerate(parts, start=_HEAD):
        page.write_string(row, 0, name, styles.cell)
        page.write_number(row, 1, part.counted or 0, whole)
        page.write_blank(row, 2, None, whole)
        if part.out_of is not None:
            page.write_number(row, 2, part.out_of, whole)
        page.write_formula(
            row, 3, _value(row, line.measure), number, "" if part.value is None else part.value
        )
    total = _total_row(sheet) - 1
    span = f"{_HEAD + 1}:{{}}{total}"
    page.write_string(total, 0, _("All"), styles.head)
    page.write_formula(total, 1, f"=SUM(B{span.format('B')})", whole, line.counted or 0)
    page.write_blank(total, 2, None, whole)
    if line.out_of is not None:
        page.write_formula(total, 2, f"=SUM(C{span.format('C')})", whole, line.out_of)
    page.write_formula(
        total, 3, _value(total, line.measure), number, "" if line.value is None else line.value
    )
    _reasons(page, total + 2, line, styles)
    if parts:
        _chart(book, page, line, total)


def _value(row: int, measure: Measure) -> str:
    if measure is Measure.COUNT:
        return f"=B{row + 1}"
    return f'=IF(C{row + 1}=0,"",B{row + 1}/C{row + 1})'


def _reasons(page: Worksheet, row: int, line: IndicatorLine, styles: SheetStyles) -> None:
    for heading, parts in ((_("Left out"), line.excluded), (_("Told beside"), line.beside)):
        for reason, dossiers in parts:
            page.write_string(row, 0, f"{heading}: {reason}", styles.cell)
            page.write_number(row, 1, dossiers, styles.numbers[Measure.COUNT])
            row += 1


def _chart(book: Workbook, page: Worksheet, line: IndicatorLine, total: int) -> None:
    chart = book.add_chart({"type": "bar"})
    column = 1 if line.measure is Measure.COUNT else 3
    chart.add_series(
        {
            "name": line.name,
            "categories": [line.number, _HEAD, 0, total - 1, 0],
            "values": [line.number, _HEAD, column, total - 1, column],
        }
    )
    chart.set_legend({"none": True})
    chart.set_title({"name": line.name, "name_font": {"size": 11}})
    if line.measure is Measure.SHARE:
        chart.set_x_axis({"min": 0, "max": 1, "num_format": "0%", "major_gridlines": {"visible": True}})
    # Beside the table and above the list, so that it is printed with them.
    chart.set_size({"width": 420, "height": 20 * (total - _HEAD + 8)})
    page.insert_chart(_HEAD - 1, 4, chart, {"x_offset": 10})


def _listed(
    page: Worksheet, sheet: IndicatorSheet, dossiers: Sequence[ListedDossier], total: int, styles: SheetStyles
) -> None:
    """The dossiers behind the number, below it; how many there are where they are not all."""
    row = _total_row(sheet) + 8
    if dossiers:
        heads = (_("Dossier"), _("Official number"), _("Procedure"), _("Received"), _("Due"), _("Ended"))
        page.write_row(row, 0, heads, styles.head)
        page.repeat_rows(row)  # what goes on on a further page is this list
    for line, one in enumerate(dossiers, start=row + 1):
        page.write_string(line, 0, one.dossier or one.register, styles.cell)
        page.write_string(line, 1, one.official_number, styles.cell)
        page.write_string(line, 2, one.procedure, styles.cell)
        for column, day in ((3, one.received_on), (4, one.due_on), (5, one.ended_on)):
            if day is not None:
                page.write_datetime(line, column, _midnight(day), styles.day)
            else:
                page.write_blank(line, column, None, styles.cell)
    if 0 < len(dossiers) < total:
        told = _("{shown} of {total} dossiers; sohoa report --xlsx with --all names all.")
        page.write_string(
            row + len(dossiers) + 1, 0, told.format(shown=len(dossiers), total=total), styles.plain
        )
    page.print_area(0, 0, row + len(dossiers) + 1, 8)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001
