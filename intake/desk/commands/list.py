# SPDX-License-Identifier: Apache-2.0
"""``sohoa list``: the dossiers of this desk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import chain
from typing import Annotated, Any

import typer

from intake.desk.options import AllUnits
from intake.dossier.paging import PAGE_LENGTH, Paging
from intake.dossier.states import State
from templates.desk.options import AsJson, Everything, Length, Page
from templates.language.messages import _

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def register(app: typer.Typer) -> None:
    """Mount ``list``."""
    app.command("list")(list_dossiers)


def list_dossiers(
    state: Annotated[
        list[State] | None, typer.Option("--state", "-s", help=_("Only dossiers in this state (repeatable)."))
    ] = None,
    since: Annotated[
        datetime | None, typer.Option("--from", formats=DAY_FORMATS, help=_("First day of reception."))
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=DAY_FORMATS, help=_("Last day of reception."))
    ] = None,
    page: Page = 1,
    length: Length = PAGE_LENGTH,
    everything: Everything = False,
    all_units: AllUnits = False,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json_list
    from intake.desk.surroundings import reading_store
    from intake.services.dossier_list import dossier_list

    paging = Paging(page, length, everything)
    start, end = _start(since), _start(until, days=1)
    with (
        reading_store(all_units=all_units) as store,
        dossier_list(store, paging, states=state or [], since=start, until=end) as listed,
    ):
        if as_json:
            head = {"total": listed.total, "page": paging.page}
            print_json_list(head, "dossiers", chain.from_iterable(listed.parts))
        else:
            _show(listed.parts, listed.total, paging, offices=all_units)


def _start(day: datetime | None, *, days: int = 0) -> datetime | None:
    """The first moment of a day (or of ``days`` later) in Vietnam."""
    from intake.dossier.deadline.local_time import LOCAL

    if day is None:
        return None
    return datetime.combine(day.date() + timedelta(days=days), time.min, LOCAL)


def _show(parts: Iterator[Sequence[dict[str, Any]]], total: int, paging: Paging, *, offices: bool) -> None:
    """A table for each part: one table of all would hold the whole store in memory."""
    from intake.desk.console import say, show, show_table
    from intake.dossier.state_words import held_told
    from intake.store.queue.standing import remark

    columns = [_("Dossier"), _("Received"), _("For"), _("State"), _("Papers"), _("To review")]
    columns += [_("Office")] if offices else []
    for lines in chain([next(parts, ())], parts):
        cells = ((*_cells(line), line["unit"]) if offices else _cells(line) for line in lines)
        show_table(columns, cells, right=(4, 5), whole=(0, 1))
        for line in lines:
            if line["held"]:
                show(f"  {line['id']}  {held_told(line['id'], line['held'])}")
            if line["gateway"] and (told := remark(line["gateway"])):
                show(f"  {line['id']}  {told}")
    pages = paging.pages(total)
    say(_("Dossiers: {total}; page {page} of {pages}.").format(total=total, page=paging.page, pages=pages))
    if more := paging.more(total):
        say(more)


def _cells(line: dict[str, Any]) -> tuple[object, ...]:
    from intake.dossier.deadline.local_time import local_time
    from intake.dossier.state_words import state_word

    return (
        line["id"],
        local_time(line["received_at"])[:10],
        line["subject"] or line["requester"] or line["folder"],
        state_word(line["state"]),
        line["papers"],
        line["to_review"] or "",
    )
