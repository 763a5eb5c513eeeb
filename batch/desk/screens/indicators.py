# SPDX-License-Identifier: Apache-2.0
"""The indicators of a period, and the list behind a number, on a screen of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from batch.report.indicators import IndicatorSheet, value_told
from batch.report.lines import IndicatorLine, lines_of_sheet, remarks_on
from batch.report.lists import listed_state, reasons_of
from batch.report.returns.merge import MergedReturns
from batch.store.indicator_rows import ListedDossier
from intake.dossier.deadline.local_time import local_day
from templates.language.messages import _, ngettext
from templates.model.reports.indicators import Indicator, load_indicators, spoken

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table


def indicator_tables(sheet: IndicatorSheet) -> list[RenderableType]:
    """The indicators that have a value, what was left out of them, and those that the data can't decide."""
    lines = lines_of_sheet(sheet)
    shown: list[RenderableType] = [_table(sheet, [line for line in lines if line.counted is not None])]
    shown += remarks_on(sheet)
    if left_out := list(_left_out(lines)):
        shown += ["", _("Left out:"), *left_out]
    undecided = [f"  {line.number} {line.name}: {line.why}" for line in lines if line.counted is None]
    if undecided:
        shown += ["", _("What this store can't decide:"), *undecided]
    unverified = [
        one.number if one.official else spoken(one.name)
        for one in load_indicators().indicators
        if one.unverified and not one.undecided
    ]
    told = _("Not compared with the published text in part: {numbers}.")
    shown += ["", told.format(numbers=", ".join(unverified))]
    if sheet.returns is None:
        shown.append(
            _("The dossiers behind a number: sohoa report --period {period} --list 4.2").format(
                period=sheet.period.address if sheet.period.since or sheet.period.until else "2026"
            )
        )
    return shown


_OF_A_UNIT = ("received", "2.1", "overdue", "4.1", "4.2")
"""What a table of units shows of each."""


def unit_table(made: MergedReturns) -> list[RenderableType]:
    """What each unit sent, whose key signed it, and its main indicators."""
    table = _empty(_("What the units sent"))
    by_number = {line.number: line for line in lines_of_sheet(made.sheet)}
    table.add_column(_("Unit"), overflow="fold", min_width=8)
    table.add_column(_("Made on"), no_wrap=True)
    for label in (_("Signed by"), *(by_number[one].name for one in _OF_A_UNIT)):
        table.add_column(label, overflow="fold")
    remarks = []
    for one in made.units:
        if one.made_at is None:
            table.add_row(one.unit, _("sent nothing"), *[""] * (1 + len(_OF_A_UNIT)))
            continue
        values = {each.indicator.number: value_told(each) for each in made.sheet.units[one.unit]}
        signer = one.signer or (_("another key") if one.key else _("not signed"))
        cells = (values[number] or "–" for number in _OF_A_UNIT)
        table.add_row(f"{one.unit} {one.office}".strip(), _day(local_day(one.made_at)), signer, *cells)
        if one.key and not one.signer:
            remarks.append(
                _("{unit}: signed with the key {key}, which is not its own trusted one.").format(
                    unit=one.unit, key=one.key
                )
            )
        if one.early:
            remarks.append(_("{unit}: made before the period had ended.").format(unit=one.unit))
        if one.others:
            told = ngettext(
                "{unit}: {count} other return is not counted.",
                "{unit}: {count} other returns are not counted.",
                one.others,
            )
            remarks.append(told.format(unit=one.unit, count=one.others))
    return [table, *remarks, ""]


def _table(sheet: IndicatorSheet, lines: Sequence[IndicatorLine]) -> Table:
    title = _("Indicators of QĐ 766/QĐ-TTg, {period}").format(period=sheet.period.title())
    table = _empty(title)
    heads = (_("No."), _("Indicator"), _("Parts"), _("Value"), _("Before"), _("Last year"), _("Points"))
    for place, label in enumerate(heads):
        table.add_column(label, justify="left" if place < 2 else "right", overflow="fold")
    group = ""
    for line in lines:
        if group and line.group != group:
            table.add_section()
        group = line.group
        points = line.points_told
        cells = (line.number, line.name, line.parts, line.told or "–", line.before, line.last_year, points)
        table.add_row(*cells)
    return table


def _left_out(lines: Sequence[IndicatorLine]) -> Iterator[str]:
    """By reason, which indicators left how many dossiers out, and what is told beside."""
    by_reason: dict[str, list[str]] = {}
    for line in lines:
        for reason, dossiers in (*line.excluded, *line.beside):
            if dossiers:
                by_reason.setdefault(reason, []).append(f"{line.number} ({dossiers})")
    for reason, where in by_reason.items():
        yield f"  {reason}: {', '.join(where)}"


def reason_lines(one: Indicator) -> list[str]:
    """Why an indicator leaves dossiers out or tells them beside, by the number that --apart takes."""
    reasons = [f"  {at} {spoken(each.reason)}" for at, (each, _beside) in enumerate(reasons_of(one), 1)]
    return ["", _("Left out or told beside (--apart):"), *reasons] if reasons else []


def list_tables(title: str, dossiers: Sequence[ListedDossier], total: int) -> list[RenderableType]:
    """The dossiers behind a number."""
    table = _empty(title)
    for label in (_("Dossier"), _("Procedure"), _("Received"), _("Due"), _("Ended"), _("State")):
        table.add_column(label, overflow="fold")
    for one in dossiers:
        days = map(_day, (one.received_on, one.due_on, one.ended_on))
        table.add_row(
            one.dossier or one.official_number or one.register, one.procedure, *days, listed_state(one)
        )
    counted = ngettext("{count} dossier", "{count} dossiers", total).format(count=total)
    more = total - len(dossiers)
    rest = [_("{count} more; all of them with --all").format(count=more)] if more > 0 else []
    return [table, counted, *rest] if dossiers else [title, counted]


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"


def _empty(title: str) -> Table:
    from rich import box
    from rich.table import Table

    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
