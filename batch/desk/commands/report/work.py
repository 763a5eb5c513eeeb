# SPDX-License-Identifier: Apache-2.0
"""``sohoa report work`` and ``gaps``: how much work there was, and what is left to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.options import AllUnits
from templates.desk.options import AsJson
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.store.store import Store

SHOWN = 20
"""So many dossiers of each list stand on the screen."""


def register_work(group: typer.Typer) -> None:
    """Mount ``work`` and ``gaps`` in the group ``report``."""
    group.command("work", help=_("Count the work: by day, week, procedure and clerk; fields corrected."))(
        work
    )
    group.command("gaps", help=_("List what is left to be done: lacking results, signatures, reviews."))(gaps)


def work(
    period: Annotated[
        str, typer.Option("--period", metavar="PERIOD", help=_("11/2026, Q4/2026, 2026, 2026-W48 or a day."))
    ] = "month",
    all_units: AllUnits = False,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.work import work_tables
    from batch.report.periods import named
    from batch.report.work import work_report
    from intake.desk.console import print_json, show
    from intake.desk.surroundings import reading_store
    from intake.dossier.deadline.local_time import local_day

    with reading_store(all_units=all_units) as store:
        _folded(store)
        made = work_report(store, named(period, local_day(store.clock())))
    print_json(made.as_json()) if as_json else show(*work_tables(made))


def gaps(
    everything: Annotated[
        bool, typer.Option("--all", help=_("Name every dossier of a list, however many."))
    ] = False,
    all_units: AllUnits = False,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.work import gap_table
    from batch.report.gaps import gap_counts, gap_list
    from intake.desk.console import print_json, show
    from intake.desk.surroundings import reading_store

    with reading_store(all_units=all_units) as store:
        _folded(store)
        counts = gap_counts(store)
        lists = {kind: gap_list(store, kind, None if everything else SHOWN) for kind in counts}
    if as_json:
        told = {
            kind.value: {"total": counts[kind], "dossiers": [one.as_json() for one in lines]}
            for kind, lines in lists.items()
        }
        print_json(told)
        return
    for kind, lines in lists.items():
        show(*gap_table(kind, lines, counts[kind]))


def _folded(store: Store) -> None:
    from batch.report.keeping import bring_up_to_date
    from intake.desk.progress import progress
    from templates.catalogue.loading import load_catalogue

    bring_up_to_date(store, load_catalogue(), progress)
