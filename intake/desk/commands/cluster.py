# SPDX-License-Identifier: Apache-2.0
"""``sohoa cluster work``: this computer reads pages for others."""

from __future__ import annotations

from typing import Annotated

import typer

from templates.desk.command_line import App
from templates.language.messages import _


def register(app: typer.Typer) -> None:
    """Mount the group ``cluster``."""
    group = App(no_args_is_help=True)
    group.command("work", help=_("Read pages for the cluster until stopped; one worker for each computer."))(
        work
    )
    app.add_typer(group, name="cluster")


def work(
    address: Annotated[
        str, typer.Argument(metavar="ADDRESS", help=_("The scheduler's, for instance tls://server:8786."))
    ],
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help=_("Pages read at once; one a core unless given."))
    ] = None,
) -> None:
    from intake.desk.console import say
    from intake.errors import ClusterError
    from intake.reading.cluster import require_usable
    from intake.reading.cluster_worker import serve
    from intake.settings.current import installed_settings
    from intake.store.remote.by_address import surroundings

    settings = installed_settings()
    require_usable(address, plain=settings.reading.plain_cluster)
    say(_("Reading pages for {address}; Ctrl+C ends it.").format(address=address))
    scratch, told = settings.home / "cluster", surroundings(settings)
    if serve(address, workers or settings.worker_count, scratch, told):
        raise ClusterError.worker_ended(address)
