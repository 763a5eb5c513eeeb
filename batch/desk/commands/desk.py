# SPDX-License-Identifier: Apache-2.0
"""``sohoa desk`` and ``sohoa review``: the desk as a page of the browser."""

from __future__ import annotations

import webbrowser
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.options import DossierId
from templates.desk.options import Who
from templates.language.messages import _, current_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from batch.web.desk import WebDesk
    from intake.settings.settings import Settings
    from intake.store.store import Store

Port = Annotated[
    int | None,
    typer.Option("--port", min=0, max=65535, help=_("Port; 0 takes any free one.")),
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help=_("Only print the address, open no browser."))]


Practice = Annotated[
    bool,
    typer.Option("--practice", help=_("Exercises with invented dossiers; nothing of it is counted or sent.")),
]


def register(app: typer.Typer) -> None:
    """Mount ``desk`` and ``review``."""
    app.command("desk")(desk)
    app.command("review")(review)


def desk(
    port: Port = None, no_browser: NoBrowser = False, practice: Practice = False, who: Who = None
) -> None:
    from intake.desk.surroundings import desk_store
    from intake.settings.current import current_settings

    if practice:
        _practise(port, no_browser=no_browser, who=who)
        return
    with desk_store() as store:
        _open(store, lambda: _web_desk(store, current_settings(), who), "/", port, no_browser=no_browser)


def review(dossier: DossierId, port: Port = None, no_browser: NoBrowser = False, who: Who = None) -> None:
    from intake.desk.surroundings import desk_store
    from intake.services.dossier_view import dossier_meant
    from intake.settings.current import current_settings

    with desk_store() as store:
        page = f"/dossier/{dossier_meant(store, dossier)}/verify"
        _open(store, lambda: _web_desk(store, current_settings(), who), page, port, no_browser=no_browser)


def _practise(port: int | None, *, no_browser: bool, who: str | None) -> None:
    """Open the practice desk: a store, a gateway and a log of its own. The office's store is not opened."""
    from batch.gateway.sandbox.server import running_sandbox
    from batch.services.practice.opening import practice_home, practice_settings, practice_store
    from intake.settings.current import installed_settings
    from intake.settings.log import use_log

    own = installed_settings()
    use_log(lambda: practice_home(own) / "log" / "sohoa.log")
    with closing(practice_store(own)) as store, running_sandbox(store.home / "gateway") as gateway:
        settings = practice_settings(own, gateway.url)
        made = partial(_web_desk, store, settings, who, practice=True)
        _open(store, made, "/practice", port, no_browser=no_browser)


def _open(
    store: Store, make: Callable[[], WebDesk], page: str, port: int | None, *, no_browser: bool
) -> None:
    """Show a page at the desk that runs for this home, or open one and stay until it is ended."""
    from batch.report.keeping import bring_up_to_date
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
    bring_up_to_date(store, load_catalogue(), progress)
    with closing(make()) as made:

        def ready(address: str) -> None:
            tell(address)
            say(_("The desk is open. The address lets one browser in. End it with Ctrl+C."))

        serve_desk(made, listen(port), ready)
    say(_("The desk is closed. What was saved is saved."))


def _web_desk(store: Store, settings: Settings, who: str | None, *, practice: bool = False) -> WebDesk:
    from batch.web.desk import WebDesk
    from batch.web.door import Door
    from batch.web.running import key_of
    from intake.desk.surroundings import acting
    from intake.reading.page_picture import PagePictures
    from intake.reading.page_work import limits_of
    from intake.reading.workers import start_forkserver

    start_forkserver()  # meanwhile it loads what the first picture needs
    door, pictures = Door(key_of(store.home), store.clock), PagePictures(limits_of(settings))
    return WebDesk(
        store,
        settings,
        acting(who),
        door,
        pictures,
        current_language(),
        practice=practice,
        copy_told=str if practice else _copy_told,
    )


def _copy_told() -> str:
    """That the store is a copy, as a page tells it: what to do then is a command, and for who gives it."""
    from intake.desk.surroundings import told_of_a_copy

    copy = told_of_a_copy()
    return copy.sentence if copy else ""
