# SPDX-License-Identifier: Apache-2.0
"""``sohoa check``: what a dossier still lacks, and what the gateway would refuse of a complete one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.completion import finding_codes
from intake.desk.options import DossierId
from templates.desk.options import AsJson
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.store.store import Store


def register(app: typer.Typer) -> None:
    """Mount ``check``."""
    app.command("check")(check)


def check(
    dossier: DossierId,
    why: Annotated[
        str | None,
        typer.Option(
            "--why",
            metavar="CODE",
            help=_("Explain a finding from the data it was made of."),
            autocompletion=finding_codes,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.push import refusals_as_json, show_foretold
    from batch.services.pushing import foretold
    from intake.desk.console import print_json
    from intake.desk.screens.judged import needs_attention, show_judged
    from intake.desk.surroundings import desk_store, our_commune
    from intake.services.judging import check_dossier
    from intake.settings.current import current_settings

    with desk_store() as store:
        if why is not None:
            _explain(store, dossier, why, as_json=as_json)
            return
        told = check_dossier(store, dossier, commune=our_commune())
        # Of an incomplete one the findings say what to fill in.
        refused = foretold(store, told["id"], current_settings()) if told["status"] == "complete" else ()
    if as_json:
        print_json({**told, "gateway": refusals_as_json(refused)})
    else:
        show_judged(told)
        show_foretold(refused)
    if needs_attention(told) or refused:
        raise typer.Exit(1)


def _explain(store: Store, dossier: str, code: str, *, as_json: bool) -> None:
    from intake.desk.console import print_json
    from intake.desk.screens.why import show_explained
    from intake.desk.surroundings import our_commune
    from intake.services.explaining import explained
    from templates.catalogue.loading import load_catalogue

    told = explained(store, dossier, code, commune=our_commune())
    print_json(told) if as_json else show_explained(told, load_catalogue())
