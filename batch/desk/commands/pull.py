# SPDX-License-Identifier: Apache-2.0
"""``sohoa pull``: what gateways say of dossiers that were sent is kept, and what they hand back taken in."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from intake.desk.completion import dossier_ids
from intake.desk.surroundings import desk_store
from templates.desk.options import AsJson
from templates.language.messages import _

NEEDS_ATTENTION = 1


def register(app: typer.Typer) -> None:
    """Mount ``pull``."""
    app.command("pull")(pull)


def pull(
    dossier: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help=_("Dossier; all whose end is open without it."), autocompletion=dossier_ids
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    from batch.desk.commands.status import asking
    from batch.desk.screens.pull import pulled_as_json, show_pulled
    from batch.services.pulling import pull as pull_all
    from intake.desk.console import print_json
    from intake.desk.progress import progress

    with desk_store() as store:
        pulled = pull_all(store, dossier, asking(), partial(progress, _("Asking the gateway")))
    if as_json:
        print_json(pulled_as_json(pulled))
    else:
        show_pulled(pulled)
    if pulled.troubles:
        raise typer.Exit(NEEDS_ATTENTION)
