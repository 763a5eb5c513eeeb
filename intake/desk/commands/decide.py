# SPDX-License-Identifier: Apache-2.0
"""``sohoa decide``: a person's decision about one finding, above all about whose papers these are."""

from __future__ import annotations

from typing import Annotated

import typer

from intake.desk.completion import finding_codes
from intake.desk.options import DossierId, SeenVersion
from templates.desk.options import AsJson, Who
from templates.language.messages import _


def register(app: typer.Typer) -> None:
    """Mount ``decide``."""
    app.command("decide")(decide)


def decide(
    dossier: DossierId,
    finding: Annotated[
        str,
        typer.Argument(
            metavar="FINDING",
            help=_("The finding's code, as sohoa check prints it."),
            autocompletion=finding_codes,
        ),
    ],
    because: Annotated[
        str,
        typer.Option(
            "--because",
            metavar="REASON",
            help=_("Why the dossier may go on with it; needed where papers may be of others, or contradict."),
        ),
    ] = "",
    withdraw: Annotated[
        bool,
        typer.Option(
            "--withdraw",
            help=_("It is the same as the dossier that the finding names: end this one, it is never sent."),
        ),
    ] = False,
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.screens.judged import needs_attention, show_judged
    from intake.desk.surroundings import acting, desk_store, our_commune
    from intake.services.changing.meanwhile import version_seen
    from intake.services.reviewing.deciding import decide_finding
    from intake.services.reviewing.withdrawing import withdraw_double

    with desk_store() as store:
        told = (withdraw_double if withdraw else decide_finding)(
            store,
            dossier,
            finding,
            reason=because,
            who=acting(who),
            commune=our_commune(),
            seen=seen_version or version_seen(store, dossier),
        )
    print_json(told) if as_json else show_judged(told, unfilled=False)
    if needs_attention(told):
        raise typer.Exit(1)
