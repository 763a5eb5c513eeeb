# SPDX-License-Identifier: Apache-2.0
"""Lists of the one-stop system on a screen of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from batch.desk.screens.work import ended_word
from batch.report.one_stop.reading import ListRead
from batch.report.one_stop.taking_in import ListTaken
from batch.store.counted.lists import OneStopList
from intake.dossier.deadline.local_time import local_time
from templates.language.messages import _, ngettext
from templates.model.reports.denominators import OneStopColumn
from templates.model.reports.one_stop import load_one_stop_columns

if TYPE_CHECKING:
    from rich.console import RenderableType

MOST_WORDS = 20
"""So many different words of a column are named on a screen; JSON has all."""


def taken_lines(taken: ListTaken, file: str) -> list[str]:
    """What was taken in, what a person should know of it, and what comes next."""
    columns, read = load_one_stop_columns(), taken.read
    told = ngettext("{count} dossier in {file}.", "{count} dossiers in {file}.", len(read.lines))
    shown = [told.format(count=len(read.lines), file=file)]
    shown += [_("Columns:")] + [
        f"  {columns.name(column)} ← {heading}" for column, heading in read.headings.items()
    ]
    for count, text in (
        (taken.earlier, _("{count} of them were received before the period.")),
        (read.repeated, _("{count} lines name a dossier once more; it counts once.")),
        (taken.without_day, _("{count} ended on a day that the list does not say.")),
        (
            read.not_ended,
            _("{count} have a day of end, but a state of work that goes on: not counted as ended."),
        ),
        (read.to_come, _("{count} have a day of end that has not come yet: the day is not counted.")),
        (
            taken.unknown_outcome,
            _("{count} ended, not said how: left out where only results count."),
        ),
        (read.foreign - taken.left_out, _("{count} are of procedures unknown here, and are counted.")),
        (taken.left_out, _("{count} are of procedures unknown here, and are left out.")),
    ):
        if count:
            shown.append(text.format(count=count))
    shown += _words_told(read)
    if taken.replaces is not None:
        replaced = _("It takes the place of list {number} ({file}).")
        shown.append(replaced.format(number=taken.replaces.id, file=taken.replaces.file))
    if taken.id is None:
        return [*shown, _("Nothing was kept (--dry-run).")]
    command = f"sohoa report --period {taken.period.address} --out-of one-stop"
    return [
        *shown,
        _("Taken in as list {number}; count out of it: {command}").format(number=taken.id, command=command),
        _("Take it back: {command}").format(command=f"sohoa report lists --undo {taken.id}"),
    ]


def _words_told(read: ListRead) -> Iterator[str]:
    """The words that nobody understood, and those that were understood in part: all, for each is an error."""
    for column, words in read.strange.items():
        text = (
            _("Not understood in “{column}”: {words}; ended if a day says so, not said how.")
            if column is OneStopColumn.STATE
            else _("Not understood in “{column}”: {words}; it counts as not said.")
        )
        these = [f"“{word}” ({count})" for word, count in words.most_common()]
        yield text.format(column=read.headings[column], words=_first(these))
    if read.in_part:
        text = _("Understood in part in “{column}”, ended by its day: {words}.")
        parts = [
            f"“{word}” → {ended_word(means)} ({count})" for (word, means), count in read.in_part.most_common()
        ]
        yield text.format(column=read.headings[OneStopColumn.STATE], words=_first(parts))


def _first(words: Sequence[str]) -> str:
    more = len(words) - MOST_WORDS
    rest = _(" and {count} more").format(count=more) if more > 0 else ""
    return ", ".join(words[:MOST_WORDS]) + rest


def taken_as_json(taken: ListTaken) -> dict[str, Any]:
    """The same for programs."""
    read = taken.read
    return {
        "list": taken.id,
        "period": taken.period.address,
        "dossiers": taken.dossiers,
        "left_out": taken.left_out,
        "received_before": taken.earlier,
        "repeated": read.repeated,
        "ended_without_day": taken.without_day,
        "ended_unknown_how": taken.unknown_outcome,
        "denied_ends": read.not_ended,
        "ends_to_come": read.to_come,
        "unknown_procedures": read.foreign,
        "columns": {column.value: heading for column, heading in read.headings.items()},
        "not_understood": {column.value: dict(words) for column, words in read.strange.items()},
        "understood_in_part": [
            {"state": word, "ended": means, "dossiers": count}
            for (word, means), count in read.in_part.items()
        ],
        "replaces": taken.replaces.id if taken.replaces else None,
    }


def list_table(found: Sequence[OneStopList]) -> list[RenderableType]:
    """Every list, the newest first, and whether it counts."""
    from rich import box
    from rich.table import Table

    if not found:
        return [_("No list of the one-stop system was taken in.")]
    table = Table(
        title=_("Lists of the one-stop system"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False
    )
    for label in (_("No."), _("Days"), _("Dossiers"), _("File"), _("Taken in"), _("Counts")):
        table.add_column(label, overflow="fold")
    for one in found:
        days = f"{one.since:%d/%m/%Y} – {one.until:%d/%m/%Y}"
        table.add_row(
            str(one.id),
            days,
            str(one.dossiers),
            one.file,
            f"{local_time(one.added_at)} {one.who}",
            _counts(one),
        )
    return [table]


def _counts(one: OneStopList) -> str:
    if one.ended_at is None:
        return _("yes")
    if one.replaced_by is not None:
        return _("no, list {number} does").format(number=one.replaced_by)
    return _("no, taken back")
