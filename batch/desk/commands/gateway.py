# SPDX-License-Identifier: Apache-2.0
"""The commands ``package`` and ``gateway sandbox|test``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.completion import dossier_ids
from intake.desk.surroundings import acting, desk_store
from templates.desk.command_line import App
from templates.desk.options import AsJson
from templates.errors import UsageError
from templates.language.messages import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from batch.package.pack_work import BuiltPackage
    from intake.store.store import Store

NEEDS_ATTENTION = 1
DEFAULT_PORT = 8765


def register(app: typer.Typer) -> None:
    """Mount this module's commands."""
    app.command("package")(package)
    group = App(no_args_is_help=True)
    group.command("sandbox", help=_("Serve a practice gateway on this computer."))(sandbox)
    group.command("test", help=_("Test each door without sending a dossier."))(test)
    app.add_typer(group, name="gateway")


def package(
    dossier: Annotated[
        str | None,
        typer.Argument(metavar="ID", help=_("Dossier, or the start of its id."), autocompletion=dossier_ids),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=_("All dossiers that are complete."))] = False,
    as_json: AsJson = False,
) -> None:
    from batch.desk.screens.packages import show_packages
    from batch.services.packaging import to_package

    if (dossier is None) != every:
        raise UsageError(_("Name one dossier, or give --all."), _("For instance: sohoa package --all"))
    with desk_store() as store:
        ids = to_package(store, dossier)
        made = _package(store, ids, asked_for=not every)
    if show_packages(made, as_json=as_json) or len(made) < len(ids):
        raise typer.Exit(NEEDS_ATTENTION)


def _package(store: Store, ids: Sequence[str], *, asked_for: bool) -> list[BuiltPackage]:
    from batch.package.pack_work import how_to_pack
    from batch.services.packaging import package_dossiers
    from intake.desk.console import complain
    from intake.desk.progress import progress
    from intake.settings.current import current_settings
    from templates.catalogue.loading import load_catalogue

    made, how = [], how_to_pack(current_settings())
    packaged = package_dossiers(store, ids, load_catalogue(), how, who=acting(None), asked_for=asked_for)
    with progress(_("Packaging"), len(ids), unit=_("dossiers")) as advance:
        for one in packaged:
            if one.problem is not None:
                if len(ids) == 1:
                    raise one.problem
                complain(f"{one.dossier}: {one.problem.sentence}", one.problem.advice)
            elif one.built is not None:
                made.append(one.built)
            advance(1)
    return made


class SandboxKind(StrEnum):
    """What can be practised on."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    MOJ = "moj"


def sandbox(
    kind: Annotated[
        SandboxKind, typer.Option("--kind", help=_("Which gateway it plays."))
    ] = SandboxKind.MINISTRY,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help=_("Port; 0 takes any free one."))
    ] = DEFAULT_PORT,
    data: Annotated[
        Path, typer.Option("--data", file_okay=False, help=_("Folder that keeps what was received."))
    ] = Path("sandbox-gateway"),
) -> None:
    from batch.gateway.sandbox.server import serve_sandbox, settings_for
    from intake.desk.console import show

    def tell(url: str) -> None:
        named = settings_for(kind.value, url, data.absolute())
        show(
            _("The practice gateway answers at {url}.").format(url=url),
            *(f"SOHOA_GATEWAY__{name}={value}" for name, value in named.items()),
            _("Stop it with Ctrl+C. What it receives is kept in {folder}.").format(folder=data),
        )

    serve_sandbox(port, data, tell, kind=kind.value)


def test(as_json: AsJson = False) -> None:
    from batch.desk.screens.doors import show_doors
    from batch.services.door_tests import tested_doors
    from intake.settings.current import current_settings

    tested = list(tested_doors(current_settings()))
    if len(tested) == 1 and tested[0].problem is not None:
        raise tested[0].problem
    if show_doors(tested, as_json=as_json):
        raise typer.Exit(NEEDS_ATTENTION)
