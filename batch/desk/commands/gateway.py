"""The commands ``package``, ``push`` and ``gateway sandbox|test``."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.completion import dossier_ids
from intake.desk.surroundings import acting, desk_store, reading_store
from templates.desk.command_line import App
from templates.desk.options import AsJson
from templates.errors import UsageError
from templates.language.messages import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from batch.outbox.push import Pushed
    from batch.package.package import BuiltPackage
    from intake.store.store import Store

NEEDS_ATTENTION = 1
DEFAULT_PORT = 8765


def register(app: typer.Typer) -> None:
    """Mount this module's commands."""
    app.command("package")(package)
    app.command("push")(push)
    group = App(no_args_is_help=True)
    group.command("sandbox", help=_("Serve a practice gateway on this computer."))(sandbox)
    group.command("test", help=_("Test connection, credentials and clock without sending a dossier."))(test)
    app.add_typer(group, name="gateway")


def package(
    dossier: Annotated[
        str | None,
        typer.Argument(metavar="ID", help=_("Dossier, or the start of its id."), autocompletion=dossier_ids),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=_("All dossiers that are complete."))] = False,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.gateway import show_packages
    from batch.package.store import waiting_for_package

    if (dossier is None) != every:
        raise UsageError(_("Name one dossier, or give --all."), _("For instance: sohoa package --all"))
    with desk_store() as store:
        ids = waiting_for_package(store) if every else [_find(store, dossier or "")]
        made = _package(store, ids)
    if show_packages(made, as_json=as_json) or len(made) < len(ids):
        raise typer.Exit(NEEDS_ATTENTION)


def _package(store: Store, ids: Sequence[str]) -> list[BuiltPackage]:
    from batch.errors import PackageError
    from batch.package.package import PackageSettings
    from batch.package.store import package_dossier
    from intake.capture.refusals import CaptureError
    from intake.desk.console import complain
    from intake.desk.progress import progress
    from intake.settings.settings import current_settings
    from templates.catalogue.loading import load_catalogue

    wishes, made = PackageSettings.of(current_settings()), []
    with progress(_("Packaging"), len(ids), unit=_("dossiers")) as advance:
        for one in ids:
            try:
                made.append(package_dossier(store, one, load_catalogue(), wishes, who=acting(None)))
            except (PackageError, CaptureError) as error:
                if len(ids) == 1:
                    raise
                complain(f"{one}: {error.sentence}", error.advice)
            advance(1)
    return made


def push(
    dossier: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help=_("Dossier; all that are due without it."), autocompletion=dossier_ids
        ),
    ] = None,
    at_once: Annotated[
        bool, typer.Option("--now", help=_("Also those that wait for their next try after a failure."))
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be sent; send nothing."))
    ] = False,
    number: Annotated[
        str | None, typer.Option("--number", help=_("The gateway has the dossier ID under this number."))
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help=_("The gateway does not have the dossier ID, only files of it."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.push import show_pushed, show_rehearsed, still_waiting

    if (number or anew) and (dossier is None or dry_run or (number and anew)):
        raise UsageError(
            _("--number and --anew say of one dossier what was found at the gateway."),
            _("For instance: sohoa push ID --anew"),
        )
    if dry_run:
        with reading_store() as store:
            rehearsed = _rehearse(store, _to_push(store, dossier, early=at_once))
        attention = show_rehearsed(rehearsed, as_json=as_json)
    else:
        with desk_store() as store:
            store.require_whole()
            ids = _to_push(store, dossier, early=at_once)
            if number or anew:
                _hear(store, ids[0], number)
            results = _push(store, ids, early=at_once or dossier is not None)
            others = still_waiting(store, results) if dossier is None else []
            attention = show_pushed(results, others, as_json=as_json)
    if attention:
        raise typer.Exit(NEEDS_ATTENTION)


def _to_push(store: Store, dossier: str | None, *, early: bool) -> Sequence[str]:
    from batch.outbox.push import due_dossiers, require_queued

    if dossier is None:
        return due_dossiers(store, early=early)
    found = _find(store, dossier)
    require_queued(store, found)
    return [found]


def _push(store: Store, ids: Sequence[str], *, early: bool) -> list[Pushed]:
    from batch.gateway.registry import connect
    from batch.outbox.push import Pusher
    from intake.desk.progress import progress
    from intake.settings.settings import current_settings

    if not ids:
        return []
    connector = connect(current_settings())
    results: list[Pushed] = []
    try:
        pusher = Pusher(store, connector, acting(None))
        with progress(_("Pushing"), len(ids), unit=_("dossiers")) as advance:
            for result in pusher.push_all(ids, early=early):
                results.append(result)
                advance(1)
    finally:
        connector.close()
    return results


def _hear(store: Store, dossier: str, number: str | None) -> None:
    """What a person found at the gateway: the dossier under ``number``, or not at all (None)."""
    from batch.gateway.registry import connect
    from batch.outbox.perhaps_sent import say_not_sent, say_sent
    from intake.settings.settings import current_settings

    if number is None:
        say_not_sent(store, dossier, who=acting(None))
        return
    with closing(connect(current_settings())) as connector:
        say_sent(store, connector, dossier, number, who=acting(None))


def _rehearse(store: Store, ids: Sequence[str]) -> list[Pushed]:
    from batch.gateway.registry import spec_of, unit_of
    from batch.outbox.rehearsal import rehearse
    from intake.settings.settings import current_settings

    settings = current_settings()
    return [rehearse(store, spec_of(settings), unit_of(settings), dossier) for dossier in ids]


def sandbox(
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help=_("Port; 0 takes any free one."))
    ] = DEFAULT_PORT,
    data: Annotated[
        Path, typer.Option("--data", file_okay=False, help=_("Folder that keeps what was received."))
    ] = Path("sandbox-gateway"),
) -> None:
    from batch.gateway.sandbox.rules import load_rules
    from batch.gateway.sandbox.server import serve_sandbox
    from intake.desk.console import show

    client_id, secret = next(iter(load_rules().clients.items()))

    def tell(url: str) -> None:
        show(
            _("The practice gateway answers at {url}.").format(url=url),
            f"SOHOA_GATEWAY__BASE_URL={url}",
            f"SOHOA_GATEWAY__CLIENT_ID={client_id}",
            f"SOHOA_GATEWAY__CLIENT_SECRET={secret}",
            _("Stop it with Ctrl+C. What it receives is kept in {folder}.").format(folder=data),
        )

    serve_sandbox(port, data, tell)


def test(as_json: AsJson = False) -> None:
    from batch.desk.screens.gateway import show_health
    from batch.gateway.registry import connect
    from intake.settings.settings import current_settings

    connector = connect(current_settings())
    try:
        health = connector.test()
    finally:
        connector.close()
    if show_health(health, as_json=as_json):
        raise typer.Exit(NEEDS_ATTENTION)


def _find(store: Store, typed: str) -> str:
    with store.read() as session:
        return store.find(session, typed).id
