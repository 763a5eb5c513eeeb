# SPDX-License-Identifier: Apache-2.0
"""``sohoa undo``: take back what a person did last to a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from intake.desk.options import DossierId, SeenVersion
from templates.desk.options import AsJson, Who
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.services.changing.undo import Undone, UndoneChange


def register(app: typer.Typer) -> None:
    """Mount ``undo``."""
    app.command("undo")(undo)


def undo(
    dossier: DossierId,
    seen_version: SeenVersion = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.screens.judged import needs_attention, show_judged
    from intake.desk.surroundings import acting, desk_store, our_commune
    from intake.reading.page_work import how_to_read
    from intake.services.changing.undo import undo as take_back
    from intake.settings.current import current_settings

    with desk_store() as store:
        how = how_to_read(current_settings())
        done = take_back(store, dossier, who=acting(who), commune=our_commune(), seen=seen_version, how=how)
    if as_json:
        print_json(
            {
                "id": done.id,
                "taken_back": _plain(done.change),
                "stays": done.stays,
                "more": done.more,
                "others": done.others,
                "check": done.check,
            }
        )
        return
    _show(done)
    show_judged(done.check, unfilled=False)
    if needs_attention(done.check):
        raise typer.Exit(1)


def _plain(change: UndoneChange) -> list[dict[str, Any]]:
    from intake.services.dossier_view import event_view

    return [event_view(event) for event in change.events]


def _show(done: Undone) -> None:
    from intake.desk.console import say, show, show_points
    from intake.desk.history_words import event_told
    from intake.dossier.deadline.local_time import local_time
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    show(_("Taken back, by {who} at {at}:").format(who=done.change.who, at=local_time(done.change.at)))
    show_points(event_told(event, catalogue) for event in _plain(done.change))
    for other in done.others:
        say(_("Taken back in dossier {id} too.").format(id=other))
    if done.stays:
        say(_("What was handed out since stays as it is: {slips}").format(slips=", ".join(done.stays)))
    if done.more:
        say(_("The change before that goes with the same command: sohoa undo {id}").format(id=done.id))
