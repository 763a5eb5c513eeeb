# SPDX-License-Identifier: Apache-2.0
"""``sohoa status`` and ``pull``: what became of dossiers at the gateway."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.completion import dossier_ids
from intake.desk.surroundings import acting, desk_store, reading_store, told_of_a_copy
from intake.dossier.paging import PAGE_LENGTH, Paging
from templates.desk.options import AsJson, Everything, Length, Page, Who
from templates.errors import UsageError
from templates.language.messages import _

if TYPE_CHECKING:
    from batch.services.status import Asking
    from intake.store.store import Store

NEEDS_ATTENTION = 1


def register(app: typer.Typer) -> None:
    """Mount ``status`` and ``pull``."""
    app.command("status")(status)
    app.command("pull")(pull)


def status(
    dossier: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help=_("Dossier; all sent or waiting without it."), autocompletion=dossier_ids
        ),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help=_("Do not ask the gateway."))] = False,
    all_units: Annotated[
        bool, typer.Option("--all-units", help=_("All offices of this installation; no gateway is asked."))
    ] = False,
    settled: Annotated[
        bool, typer.Option("--settled", help=_("The citizen was told of the gateway's refusal; with ID."))
    ] = False,
    who: Who = None,
    page: Page = 1,
    length: Length = PAGE_LENGTH,
    everything: Everything = False,
    as_json: AsJson = False,
) -> None:
    if settled:
        _settle(dossier, who)
    wanted = None if offline or all_units or settled else asking()
    with desk_store() if wanted else reading_store(all_units=all_units) as store:
        if dossier is not None:
            attention = _one(store, dossier, wanted, as_json=as_json)
        else:
            paging = Paging(page, length, everything)
            copy = told_of_a_copy()
            shown = _all(store, paging, wanted, as_json=as_json, offices=all_units, copied=copy is not None)
            attention = shown or copy is not None
    _tell_of_old_copy()
    if attention:
        raise typer.Exit(NEEDS_ATTENTION)


def _settle(dossier: str | None, who: str | None) -> None:
    from batch.services.status import settle

    if dossier is None:
        raise UsageError(_("Which dossier is settled?"), _("Name it: sohoa status ID --settled"))
    with desk_store() as store:
        settle(store, dossier, who=acting(who))


def _tell_of_old_copy() -> None:
    """Where copies are scheduled and none was made for days, that is said where people look each day."""
    from intake.desk.console import complain
    from intake.services.copying import copy_age
    from intake.settings.clock import utc_now
    from intake.settings.current import current_settings

    settings = current_settings()
    if settings.backup.to and (age := copy_age(settings.home, utc_now())).overdue:
        told = (
            _("The last good copy of the store is {days} days old.")
            if age.last
            else _("There is no copy of the store yet.")
        )
        complain(told.format(days=age.days), _("Make one now, and see what is wrong: sohoa backup"))


def _one(store: Store, typed: str, asking: Asking | None, *, as_json: bool) -> bool:
    """Show one dossier; whether it needs a person."""
    from batch.desk.screens.status import show_one, show_unknown
    from batch.services.status import status_of

    found = status_of(store, typed, asking)
    show_unknown(found.unasked)
    ways = [found.standing, *found.behind] if found.standing else []
    show_one(found.dossier, ways, store.clock(), as_json=as_json)
    return any(way.needs_person for way in ways)


def _all(
    store: Store, paging: Paging, asking: Asking | None, *, as_json: bool, offices: bool, copied: bool
) -> bool:
    """Show a page of all packaged dossiers; whether any of all needs a person."""
    from batch.desk.screens.status import show_all, show_unknown
    from batch.services.status import status_page

    page = status_page(store, paging, asking)
    show_unknown(page.unasked)
    show_all(page, as_json=as_json, offices=offices, copied=copied)
    return page.needing_person > 0


def asking() -> Asking:
    """The doors as the settings name them, and how what they hand back is read."""
    from batch.gateway.registry import OfficeDoors
    from batch.services.status import Asking
    from intake.reading.page_work import how_to_read
    from intake.settings.current import current_settings

    settings = current_settings()
    return Asking(OfficeDoors(settings), acting(None), how_to_read(settings))


def pull(
    dossier: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help=_("Dossier; all whose end is open without it."), autocompletion=dossier_ids
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
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
