# SPDX-License-Identifier: Apache-2.0
"""``sohoa report import`` and ``lists``: lists of the one-stop system, to count out of their dossiers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from templates.desk.options import AsJson, Who
from templates.errors import UsageError
from templates.language.messages import _
from templates.model.reports.denominators import OneStopColumn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def register_one_stop(group: typer.Typer) -> None:
    """Mount ``import`` and ``lists`` in the group ``report``."""
    group.command(
        "import", help=_("Take in the list that the one-stop system exported, to count out of its dossiers.")
    )(take)
    group.command("lists", help=_("Show the lists that were taken in, or take one back."))(show_lists)


def take(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The list (.xlsx, or CSV in UTF-8)."))],
    period: Annotated[
        str, typer.Option("--period", metavar="PERIOD", help=_("The period it was exported for: 11/2026."))
    ],
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="NAME=HEADING", help=_("How a column is called there; repeatable.")),
    ] = None,
    known: Annotated[
        bool, typer.Option("--known-procedures", help=_("Leave out dossiers of procedures unknown here."))
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would be taken in."))] = False,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.one_stop import taken_as_json, taken_lines
    from batch.report.one_stop.taking_in import take_in
    from batch.report.periods import named
    from intake.desk.console import print_json, show
    from intake.desk.surroundings import acting, desk_store
    from intake.dossier.deadline.local_time import local_day
    from intake.settings.current import current_settings
    from templates.catalogue.loading import load_catalogue

    own = _columns(column or ())
    with desk_store() as store:
        taken = take_in(
            store,
            file,
            named(period, local_day(store.clock())),
            load_catalogue(),
            unit=current_settings().unit.code,
            who=acting(who),
            own=own,
            known_only=known,
            keep=not dry_run,
        )
    print_json(taken_as_json(taken)) if as_json else show(*taken_lines(taken, file.name))


def show_lists(
    undo: Annotated[
        int | None, typer.Option("--undo", metavar="N", help=_("Take the list of this number back."))
    ] = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.one_stop import list_table
    from batch.report.one_stop.taking_in import all_lists, take_back
    from intake.desk.console import print_json, say, show
    from intake.desk.surroundings import acting, desk_store, reading_store

    if undo is not None:
        with desk_store() as store:
            gone = take_back(store, undo, acting(who))
        say(_("List {number} ({file}) counts no longer.").format(number=gone.id, file=gone.file))
    with reading_store() as store:
        found = all_lists(store)
    print_json({"lists": [one.as_json() for one in found]}) if as_json else show(*list_table(found))


def _columns(told: Sequence[str]) -> Mapping[OneStopColumn, str]:
    own = {}
    for one in told:
        name, _equals, heading = one.partition("=")
        if name.strip() not in tuple(OneStopColumn) or not heading.strip():
            raise UsageError(
                _("--column {told} names no column.").format(told=one),
                _('Write one of {names}, and its heading: --column {example}="…".').format(
                    names=", ".join(OneStopColumn), example=OneStopColumn.NUMBER.value
                ),
            )
        own[OneStopColumn(name.strip())] = heading.strip()
    return own
