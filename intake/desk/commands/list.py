# SPDX-License-Identifier: Apache-2.0
"""``sohoa list``: the dossiers of this desk, all or those looked for."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated

import typer

from intake.desk.completion import state_words
from intake.desk.options import AllUnits
from intake.dossier.paging import PAGE_LENGTH, Paging
from templates.desk.completion import procedure_codes
from templates.desk.options import AsJson, Everything, Length, Page
from templates.language.messages import _

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def register(app: typer.Typer) -> None:
    """Mount ``list``."""
    app.command("list")(list_dossiers)


def list_dossiers(
    find: Annotated[
        str,
        typer.Option(
            "--find",
            "-f",
            metavar="TEXT",
            help=_(
                "Part of a name of anybody in the dossier (“nguyen van a”), its number, a telephone or"
                " identity number, its folder, its procedure, or its due day (02/12)."
            ),
        ),
    ] = "",
    state: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            "-s",
            metavar="STATE",
            help=_("Only dossiers in this state, by its word or part of it (repeatable)."),
            autocompletion=state_words,
        ),
    ] = None,
    procedure: Annotated[
        list[str] | None,
        typer.Option(
            "--procedure",
            metavar="CODE",
            help=_("Only dossiers of this procedure (repeatable)."),
            autocompletion=procedure_codes,
        ),
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help=_("Only what is due today, and what is overdue; the oldest first."))
    ] = False,
    week: Annotated[
        bool, typer.Option("--due-week", help=_("As --due, and what is due until Sunday."))
    ] = False,
    left: Annotated[
        bool, typer.Option("--left", help=_("Only what waits for a person, for instance after a night."))
    ] = False,
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
    from intake.desk.progress import progress
    from intake.desk.screens.dossier_list import print_list, show_list
    from intake.desk.surroundings import reading_store
    from intake.dossier.deadline.local_time import local_day, sunday_of
    from intake.dossier.search.sought import Sought
    from intake.dossier.state_words import state_meant
    from intake.services.dossier_list import dossier_list

    paging = Paging(page, length, everything)
    states = tuple(map(state_meant, state or ()))
    with reading_store(all_units=all_units) as store:
        today = local_day(store.clock())
        sought = Sought(
            states=states,
            procedures=tuple(procedure or ()),
            since=_start(since),
            until=_start(until, days=1),
            due_until=sunday_of(today) if week else today if due else None,
            left=left,
        )
        with dossier_list(store, paging, sought, find=find, progress=progress) as listed:
            if as_json:
                print_list(listed, paging)
            else:
                show_list(listed, paging, today, offices=all_units)


def _start(day: datetime | None, *, days: int = 0) -> datetime | None:
    """The first moment of a day (or of ``days`` later) in Vietnam."""
    from intake.dossier.deadline.local_time import LOCAL

    if day is None:
        return None
    return datetime.combine(day.date() + timedelta(days=days), time.min, LOCAL)
