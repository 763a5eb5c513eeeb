# SPDX-License-Identifier: Apache-2.0
"""A report as tables for a screen of 80 columns and as an Excel workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from batch.errors import ReportFileError
from batch.report.indicators import IndicatorSheet
from batch.report.numbers import Numbers
from batch.report.outputs.workbook import add_indicators
from batch.report.report import DAY_FORMAT, Report
from batch.store.indicator_rows import ListedDossier
from batch.store.report_rows import Gap
from intake.dossier.deadline.local_time import LOCAL
from intake.dossier.state_words import state_word
from intake.dossier.states import State
from intake.settings.settings import UnitSettings
from intake.store.queue.standing import DossierStanding
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _, current_language
from templates.model.reports.indicators import half_up

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_PLAIN_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def counted(numbers: Numbers) -> list[tuple[str, int]]:
    """The counts with their labels, in the order people read them."""
    return [
        (_("Received"), numbers.received),
        (_("Of these entered twice"), numbers.doubles),
        (_("Papers"), numbers.papers),
        (_("Pages"), numbers.pages),
        (_("Pages that could not be read"), numbers.pages_failed),
        (_("Files refused"), numbers.refused),
        (_("Complete"), numbers.complete),
        (_("Incomplete"), numbers.incomplete),
        (_("Waiting for review"), numbers.waiting),
        (_("Not finished"), numbers.unfinished),
        (_("Packaged"), numbers.packaged),
        (_("Pushed"), numbers.pushed),
        (_("Accepted by the gateway"), numbers.accepted),
        (_("Returned"), numbers.returned),
        (_("Rejected"), numbers.rejected),
        (_("With component files"), numbers.with_components),
        (_("Digitised (component and result files)"), numbers.digitised),
    ]


def share_text(numbers: Numbers) -> str:
    """The digitisation rate as text; 0 of 0 is told, not shown as 0 %."""
    from babel.numbers import format_percent

    share = numbers.digitised_share
    if share is None:
        return _("none received")
    return format_percent(half_up(share, 3), "0.0%", locale=current_language())


def tables(report: Report) -> list[RenderableType]:
    """The numbers and, where there are any, the dossiers that are not at the gateway and those that lack
    their result file; if the report does not name all of them, how many more.
    """
    shown: list[RenderableType] = [_number_table(report)]
    if report.units:
        shown.append(_office_table(report.units))
    if report.not_there:
        left = report.not_there_total - len(report.not_there)
        shown += [_not_there_table(report.not_there), *_more(report, left)]
    if report.gaps:
        shown += [_gap_table(report.gaps), *_more(report, report.numbers.gaps - len(report.gaps))]
    return shown


def _more(report: Report, left: int) -> list[str]:
    if not left:
        return []
    told = _("{count} more; all of them: sohoa report {options}--all")
    return [told.format(count=left, options=report.subject.options())]


def _table(title: str) -> Table:
    from rich import box
    from rich.table import Table

    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)


def _number_table(report: Report) -> Table:
    table = _table(report.subject.title())
    table.add_column(_("What"))
    table.add_column(_("Count"), justify="right")
    for label, number in counted(report.numbers):
        table.add_row(label, str(number))
    table.add_row(_("Digitised, share of received once"), share_text(report.numbers))
    return table


def _office_table(units: Mapping[str, Numbers]) -> Table:
    table = _table(_("By office"))
    for place, label in enumerate(_office_labels()):
        table.add_column(label, justify="right" if place else "left", overflow="fold")
    for unit, numbers in units.items():
        table.add_row(*map(str, _office_cells(unit, numbers)))
    return table


def _office_labels() -> list[str]:
    return [_("Office"), _("Received"), _("Complete"), _("Pushed"), _("Returned"), _("Digitised")]


def _office_cells(unit: str, numbers: Numbers) -> list[str | int]:
    ends = (numbers.complete, numbers.pushed, numbers.returned, numbers.digitised)
    return [unit, numbers.received, *ends]


def _not_there_table(not_there: tuple[DossierStanding, ...]) -> Table:
    table = _table(_("Waiting for the gateway, or returned by it"))
    for label in _not_there_labels():
        table.add_column(label, overflow="fold")
    for one in not_there:
        table.add_row(*_not_there_cells(one))
    return table


def _not_there_labels() -> list[str]:
    return [_("Dossier"), _("State"), _("Why"), _("Waits until")]


def _not_there_cells(one: DossierStanding) -> list[str]:
    return [one.dossier, state_word(State(one.state)), one.why(load_catalogue), one.until()]


def _gap_table(gaps: tuple[Gap, ...]) -> Table:
    table = _table(_("Component files without a result file"))
    for label in _gap_labels():
        table.add_column(label, overflow="fold")
    for gap in gaps:
        table.add_row(*(str(cell) for cell in _gap_cells(gap)))
    return table


def _gap_labels() -> list[str]:
    return [_("Dossier"), _("Official number"), _("Received"), _("State"), _("Files")]


def _gap_cells(gap: Gap) -> list[str | int]:
    day = gap.received_at.astimezone(LOCAL).strftime(DAY_FORMAT)
    return [gap.dossier, gap.official_number, day, state_word(State(gap.state)), gap.components]


def write_xlsx(
    report: Report | None,
    path: Path,
    indicators: IndicatorSheet | None = None,
    office: UnitSettings | None = None,
    lists: Mapping[str, Sequence[ListedDossier]] | None = None,
) -> None:
    """Write the report as a workbook: a sheet of numbers and one for each list of the report, then one an
    indicator, with the dossiers behind it.

    Raises ReportFileError where ``path`` can't be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxFileError

    try:
        with Workbook(str(path), _PLAIN_TEXT) as book:
            if report is not None:
                _number_sheet(book, report)
                if report.units:
                    _office_sheet(book, report.units)
                _gap_sheet(book, report.gaps)
                _not_there_sheet(book, report.not_there)
                for sheet in book.worksheets():
                    _prints(sheet, report, office or UnitSettings())
            if indicators is not None:
                add_indicators(book, indicators, office or UnitSettings(), lists)
    except (XlsxFileError, OSError) as error:
        raise ReportFileError.at(path) from error


def _prints(sheet: Worksheet, report: Report, office: UnitSettings) -> None:
    """On A4 as wide as it is, with the office and what it is about above each page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    about = f"{office.name or office.counter} – {report.subject.title()}"[:200]
    sheet.set_header("&L" + about.replace("&", "&&"))
    sheet.set_footer("&C&P/&N")


def _number_sheet(book: Workbook, report: Report) -> None:
    sheet = book.add_worksheet(_("Numbers"))
    sheet.write(0, 0, report.subject.title(), book.add_format({"bold": True}))
    cells = counted(report.numbers)
    for line, cell in enumerate(cells, start=2):
        sheet.write_row(line, 0, cell)
    share = report.numbers.digitised_share
    last = len(cells) + 2
    sheet.write(last, 0, _("Digitised, share of received once"))
    percent = book.add_format({"num_format": "0.0%"})
    sheet.write(last, 1, share_text(report.numbers) if share is None else share, percent)
    sheet.set_column(0, 0, 68)


def _office_sheet(book: Workbook, units: Mapping[str, Numbers]) -> None:
    sheet = book.add_worksheet(_("By office"))
    sheet.write_row(0, 0, _office_labels(), book.add_format({"bold": True}))
    for line, (unit, numbers) in enumerate(units.items(), start=1):
        sheet.write_row(line, 0, _office_cells(unit, numbers))
    sheet.set_column(0, 0, 24)


def _gap_sheet(book: Workbook, gaps: tuple[Gap, ...]) -> None:
    sheet = book.add_worksheet(_("Lacking a result"))
    sheet.write_row(0, 0, _gap_labels(), book.add_format({"bold": True}))
    for line, gap in enumerate(gaps, start=1):
        sheet.write_row(line, 0, _gap_cells(gap))
    sheet.set_column(0, 3, 18)


def _not_there_sheet(book: Workbook, not_there: tuple[DossierStanding, ...]) -> None:
    sheet = book.add_worksheet(_("Not at the gateway"))
    sheet.write_row(0, 0, _not_there_labels(), book.add_format({"bold": True}))
    for line, one in enumerate(not_there, start=1):
        sheet.write_row(line, 0, _not_there_cells(one))
    sheet.set_column(0, 3, 24)
