# SPDX-License-Identifier: Apache-2.0
"""``sohoa due``: when a dossier's result is due, and what stopped or moved that day."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from intake.desk.options import DossierId, SeenVersion
from templates.desk.options import AsJson, Who
from templates.language.messages import _


def register(app: typer.Typer) -> None:
    """Mount ``due``."""
    app.command("due")(due)


def due(
    dossier: DossierId,
    restart: Annotated[
        bool, typer.Option("--restart", help=_("The citizen brought what was asked for: run on."))
    ] = False,
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.surroundings import acting, desk_store
    from intake.services.deadline.events import due_told
    from intake.services.deadline.events import restart as run_on

    with desk_store() as store:
        if restart:
            run_on(store, dossier, who=acting(who), seen=seen_version)
        told = due_told(store, dossier)
    print_json(told) if as_json else _show(told)


def _show(told: dict[str, Any]) -> None:
    from intake.desk.console import say, show
    from intake.dossier.deadline.local_time import local_time
    from intake.dossier.state_words import event_word

    for turn in told["turns"]:
        to = f" → {turn['to']:%d/%m/%Y}" if turn["to"] else ""
        say(f"{local_time(turn['at'])}  {event_word(turn['what'])}{to}")
    if told["stopped_at"] is None:
        show(_("Result due: {day}").format(day=f"{told['due']:%d/%m/%Y}"))
        return
    day = f"{told['if_restarted_now']:%d/%m/%Y}"
    show(
        _("Stands still since {when}; working days left: {count}.").format(
            when=local_time(told["stopped_at"]), count=told["days_left"]
        ),
        _("Due {day}, did the citizen come now.").format(day=day),
    )
