# SPDX-License-Identifier: Apache-2.0
"""``sohoa result``: the signed result of a dossier, attached as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.options import DossierId
from templates.desk.options import AsJson, Who
from templates.errors import UsageError
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.services.results.attaching import ResultsTold
    from intake.store.store import Store


def register(app: typer.Typer) -> None:
    """Mount ``result``."""
    app.command("result")(result)


def result(
    dossier: DossierId,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE…", help=_("The result (PDF, JPEG, PNG, TIFF); without any, what is there is shown.")
        ),
    ] = None,
    because: Annotated[
        str, typer.Option("--because", help=_("Why it is the result although something speaks against it."))
    ] = "",
    accept: Annotated[
        bool, typer.Option("--accept", help=_("Attach what the gateway handed back and waits for a person."))
    ] = False,
    dismiss: Annotated[
        bool, typer.Option("--dismiss", help=_("What waits for a person is not the result: leave it out."))
    ] = False,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.screens.results import show_results
    from intake.desk.surroundings import acting, desk_store, reading_store
    from intake.services.results.attaching import accept_waiting, dismiss_waiting, results_told

    if accept and dismiss:
        raise UsageError(_("It is the result, or it is not."), _("Give --accept or --dismiss, not both."))
    if files:
        with desk_store() as store:
            told = _attached(store, dossier, files, acting(who), because)
    elif accept:
        with desk_store() as store:
            told = accept_waiting(store, dossier, who=acting(who), because=because)
    elif dismiss:
        with desk_store() as store:
            told = dismiss_waiting(store, dossier, who=acting(who), because=because)
    else:
        with reading_store() as store:
            told = results_told(store, dossier)
    if as_json:
        print_json(told.as_json())
    else:
        show_results(told)


def _attached(store: Store, dossier: str, files: list[Path], who: str, because: str) -> ResultsTold:
    from intake.reading.page_work import how_to_read
    from intake.reading.workers import PRELOAD, start_forkserver
    from intake.services.results.attaching import attach_results
    from intake.settings.current import current_settings

    how = how_to_read(current_settings())
    start_forkserver(PRELOAD)
    return attach_results(store, dossier, files, how, who=who, because=because)
