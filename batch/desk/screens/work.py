# SPDX-License-Identifier: Apache-2.0
"""The work of a desk, and lists to be worked off, on a screen of 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from batch.report.gaps import gap_words
from batch.report.work import WorkReport
from batch.store.gap_rows import GapKind, GapLine
from batch.store.work_rows import WorkCount
from intake.dossier.state_words import state_word
from intake.dossier.states import State
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _, ngettext
from templates.model.reports.indicators import half_up, spoken

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table


def work_tables(report: WorkReport) -> list[RenderableType]:
    """A table a way of counting; what is empty is left out."""
    known = load_catalogue().procedures
    over, today, week = report.due
    due = _("Due: {over} overdue, {today} today, {week} more this week.")
    named = [
        WorkCount(
            f"{one.name} {spoken(known[one.name].name)}" if one.name in known else one.name,
            one.dossiers,
            pages=one.pages,
        )
        for one in report.procedures
    ]
    waiting = [WorkCount(state_word(State(one.name)), one.dossiers, one.oldest) for one in report.waiting]
    parts = (
        (_("Received by day"), [replace(one, name=_day(one.name)) for one in report.days]),
        (_("Received by week"), report.weeks),
        (_("Received by procedure"), named),
        (_("Received by clerk"), report.clerks),
        (_("Received by hour"), report.hours),
        (_("How they ended"), [WorkCount(ended_word(one.name), one.dossiers) for one in report.ended]),
        (_("Waiting now"), waiting),
        (_("Files refused"), report.refused),
    )
    shown: list[RenderableType] = [_("Work, {period}").format(period=report.period.title())]
    shown += [_counts(title, counts) for title, counts in parts if counts]
    shown.append(due.format(over=over, today=today, week=week))
    if (sent := report.until_sent).median is not None and sent.nine_of_ten is not None:
        told = ngettext(
            "Sent to the gateway ({count} dossier): half within {median}, nine of ten within {most}.",
            "Sent to the gateway ({count} dossiers): half within {median}, nine of ten within {most}.",
            sent.dossiers,
        )
        median, most = map(_duration, (sent.median, sent.nine_of_ten))
        shown.append(told.format(count=sent.dossiers, median=median, most=most))
    if (station := report.at_station).median is not None and station.nine_of_ten is not None:
        told = ngettext(
            "At the station ({count} dossier): half within {median}, nine of ten within {most}.",
            "At the station ({count} dossiers): half within {median}, nine of ten within {most}.",
            station.dossiers,
        )
        median, most = map(_seconds, (station.median, station.nine_of_ten))
        shown.append(told.format(count=station.dossiers, median=median, most=most))
    if report.fields:
        shown.append(_fields(report))
    return shown


def _seconds(seconds: int) -> str:
    return _("{seconds} s").format(seconds=seconds) if seconds < 180 else _duration(-(-seconds // 60))


def _duration(minutes: int) -> str:
    if minutes < 60:
        return _("{minutes} min").format(minutes=minutes)
    if minutes < 48 * 60:
        return _("{hours} h").format(hours=-(-minutes // 60))
    return _("{days} days").format(days=-(-minutes // (24 * 60)))


def _day(name: str) -> str:
    return f"{date.fromisoformat(name):%d/%m/%Y}"


def ended_word(ended: str) -> str:
    """How a dossier ended, in words of the current language."""
    words = {
        "result": _("with a result"),
        "refused": _("refused"),
        "withdrawn": _("withdrawn"),
        "stopped": _("stopped"),
        "double": _("as a double"),
        "sorted": _("all pages sorted"),
        "anew": _("begun anew"),
        "unknown": _("not said how"),
    }
    return words.get(ended, ended)


def _counts(title: str, counts: Sequence[WorkCount]) -> Table:
    table = _table(title)
    table.add_column("", overflow="fold")
    table.add_column(_("Count"), justify="right")
    if any(one.oldest for one in counts) and title == _("Waiting now"):
        table.add_column(_("Oldest"), justify="right")
    waiting, paged = len(table.columns) > 2, any(one.pages for one in counts)
    if paged:
        table.add_column(_("Pages"), justify="right")
    for one in counts:
        oldest = [f"{one.oldest:%d/%m/%Y}" if one.oldest else ""] if waiting else []
        table.add_row(one.name, str(one.dossiers), *oldest, *([str(one.pages)] if paged else []))
    return table


def _fields(report: WorkReport) -> Table:
    table, catalogue = _table(_("Fields that people corrected")), load_catalogue()
    for place, label in enumerate((_("Form"), _("Field"), _("Corrected"), _("Confirmed"), _("Wrong"))):
        table.add_column(label, justify="left" if place < 2 else "right", overflow="fold")
    for one in report.fields:
        share = f"{half_up(100 * one.share, 0)}%"
        table.add_row(
            catalogue.paper_name(one.form),
            catalogue.field_name(one.field),
            str(one.corrected),
            str(one.confirmed),
            share,
        )
    return table


def gap_table(kind: GapKind, lines: Sequence[GapLine], total: int) -> list[RenderableType]:
    """One list to be worked off; what to do stands below."""
    title, todo = gap_words(kind)
    if not total:
        return [f"{title}: 0"]
    table = _table(f"{title}: {total}")
    for label in (_("Dossier"), _("Procedure"), _("Clerk"), _("Received"), _("State")):
        table.add_column(label, overflow="fold")
    for one in lines:
        day = f"{one.received_on:%d/%m/%Y}"
        table.add_row(one.dossier, one.procedure, one.clerk, day, state_word(State(one.state)))
    return [table, todo]


def _table(title: str) -> Table:
    from rich import box
    from rich.table import Table

    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
