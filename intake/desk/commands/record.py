# SPDX-License-Identifier: Apache-2.0
"""``sohoa record``: how a dossier was served, as the indicators ask it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.completion import dossier_ids
from intake.dossier.served.serving import Channel, Payment
from templates.desk.options import AsJson, Who
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.dossier.served.serving import Served

_DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


def register(app: typer.Typer) -> None:
    """Mount ``record``."""
    app.command("record")(record)


def record(
    dossiers: Annotated[
        list[str],
        typer.Argument(
            metavar="ID…", help=_("Dossiers; a part of an id is enough."), autocompletion=dossier_ids
        ),
    ],
    channel: Annotated[Channel | None, typer.Option("--channel", help=_("How it was handed in."))] = None,
    payment: Annotated[
        Payment | None, typer.Option("--payment", help=_("Whether a fee is owed, and how it was paid."))
    ] = None,
    reused: Annotated[
        bool | None,
        typer.Option("--reused/--not-reused", help=_("A component came from data digitised before.")),
    ] = None,
    from_store: Annotated[
        bool | None,
        typer.Option(
            "--from-store/--not-from-store", help=_("A paper was taken from the citizen's own data store.")
        ),
    ] = None,
    population: Annotated[
        bool | None,
        typer.Option("--population/--no-population", help=_("The population database was asked.")),
    ] = None,
    handed_over: Annotated[
        datetime | None,
        typer.Option("--handed-over", formats=_DAYS, help=_("The day the citizen got the result.")),
    ] = None,
    withdrawn: Annotated[
        str | None,
        typer.Option("--withdrawn", metavar="REASON", help=_("The citizen withdrew it: end it, and why.")),
    ] = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.surroundings import acting, desk_store
    from intake.dossier.served.serving import Served
    from intake.services.recording import record_served, recorded, withdraw

    day = handed_over.date() if handed_over else None
    told = Served(channel, payment, reused, from_store, population, day)
    with desk_store() as store:
        if told != Served():
            now = record_served(store, dossiers, told, who=acting(who))
        else:
            now = dict(recorded(store, one) for one in dossiers)
        for one in now if withdrawn is not None else ():
            withdraw(store, one, reason=withdrawn or "", who=acting(who))
    if as_json:
        print_json([{"id": dossier, **served.told()} for dossier, served in now.items()])
        return
    _show(now)


def _show(now: dict[str, Served]) -> None:
    from intake.desk.console import show
    from intake.desk.screens.served import served_lines

    for dossier, served in now.items():
        show(f"{dossier}:", *(f"  {label}: {value}" for label, value in served_lines(served)))
