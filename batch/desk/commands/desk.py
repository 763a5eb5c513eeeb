# SPDX-License-Identifier: Apache-2.0
"""``sohoa desk`` and ``sohoa review``: the desk as a page of the browser."""

from __future__ import annotations

import webbrowser
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.options import DossierId
from templates.desk.options import Who
from templates.language.messages import _, current_language

if TYPE_CHECKING:
    from batch.web.desk import WebDesk
    from intake.store.store import Store

Port = Annotated[
    int | None,
    typer.Option("--port", min=0, max=65535, help=_("Port; 0 takes any free one.")),
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help=_("Only print the address, open no browser."))]


def register(app: typer.Typer) -> None:
    """Mount ``desk`` and ``review``."""
    app.command("desk")(desk)
    app.command("review")(review)


def desk(port: Port = None, no_browser: NoBrowser = False, who: Who = None) -> None:
    from intake.desk.surroundings import desk_store

    with desk_store() as store:
        _open(store, "/", port, no_browser=no_browser, who=who)


def review(dossier: DossierId, port: Port = None, no_browser: NoBrowser = False, who: Who = None) -> None:
    from intake.desk.surroundings import desk_store
    from intake.services.dossier_view import dossier_meant

    with desk_store() as store:
        page = f"/dossier/{dossier_meant(store, dossier)}/verify"
        _open(store, page, port, no_browser=no_browser, who=who)


def _open(store: Store, page: str, port: int | None, *, no_browser: bool, who: str | None) -> None:
    """Show a page at the desk that runs for this home, or open one and stay until it is ended."""
    from batch.web.running import running_desk
    from batch.web.serving import listen, serve_desk
    from intake.desk.console import say, show
    from intake.desk.progress import progress
    from intake.services.deadline.due_days import reckon_due_days
    from templates.catalogue.loading import load_catalogue

    def tell(address: str) -> None:
        at = f"{address}&to={page}" if page != "/" else address
        show(at)
        if not no_browser:
            webbrowser.open(at)

    if port is None and (running := running_desk(store.home)):
        tell(running)
        say(_("The desk runs already; the address lets one browser in."))
        return
    # Here that is seen; the first page would only keep the browser waiting.
    reckon_due_days(store, load_catalogue(), progress)
    with closing(_web_desk(store, who)) as made:

        def ready(address: str) -> None:
            tell(address)
            say(_("The desk is open. The address lets one browser in. End it with Ctrl+C."))

        serve_desk(made, listen(port), ready)
    say(_("The desk is closed. What was saved is saved."))


def _web_desk(store: Store, who: str | None) -> WebDesk:
    from batch.web.desk import WebDesk
    from batch.web.door import Door
    from batch.web.running import key_of
    from intake.desk.surroundings import acting
    from intake.reading.page_picture import PagePictures
    from intake.reading.page_work import limits_of
    from intake.reading.workers import start_forkserver
    from intake.settings.current import current_settings

    start_forkserver()  # meanwhile it loads what the first picture needs
    settings = current_settings()
    door = Door(key_of(store.home), store.clock)
    return WebDesk(store, settings, acting(who), door, PagePictures(limits_of(settings)), current_language())
