"""``sohoa status``: what became of dossiers at the gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.completion import dossier_ids
from intake.desk.surroundings import acting, desk_store, reading_store
from intake.dossier.paging import PAGE_LENGTH, Paging
from templates.desk.options import AsJson, Everything, Length, Page
from templates.language.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from intake.store.queue.standing import DossierStanding
    from intake.store.store import Store
    from intake.store.transaction import Transaction

NEEDS_ATTENTION = 1
PART = 500
"""So many dossiers are looked up at once."""


def register(app: typer.Typer) -> None:
    """Mount ``status``."""
    app.command("status")(status)


def status(
    dossier: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help=_("Dossier; all sent or waiting without it."), autocompletion=dossier_ids
        ),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help=_("Do not ask the gateway."))] = False,
    page: Page = 1,
    length: Length = PAGE_LENGTH,
    everything: Everything = False,
    as_json: AsJson = False,
) -> None:
    with reading_store() if offline else desk_store() as store:
        if dossier is not None:
            attention = _one(store, dossier, offline=offline, as_json=as_json)
        else:
            attention = _all(store, Paging(page, length, everything), offline=offline, as_json=as_json)
    if attention:
        raise typer.Exit(NEEDS_ATTENTION)


def _one(store: Store, typed: str, *, offline: bool, as_json: bool) -> bool:
    """Show one dossier; whether it needs a person."""
    from batch.desk.screens.status import show_one, show_unknown
    from batch.store.overview import standings_of

    with store.read() as session:
        found = store.find(session, typed).id
    show_unknown([] if offline else _ask(store, [found]))
    with store.read() as session:
        rows = standings_of(session, [found], store.clock())
    show_one(found, rows, as_json=as_json)
    return any(row.needs_person for row in rows)


def _all(store: Store, paging: Paging, *, offline: bool, as_json: bool) -> bool:
    """Show a page of all packaged dossiers; whether any of all needs a person."""
    from batch.desk.screens.status import Shown, show_all, show_unknown
    from batch.store.overview import counts, page_of
    from intake.store.queue.standing import count_needing_person

    with store.read() as session:
        ids = page_of(session, counts(session), paging)
    # The gateway is asked about what is shown: a store may hold ten thousands that it has accepted.
    show_unknown([] if offline else _ask(store, ids))
    with store.read() as session:
        needing = count_needing_person(session)
        parts = _in_parts(store, session, ids)
        show_all(Shown(counts(session), needing, paging, parts), as_json=as_json)
    return needing > 0


def _in_parts(store: Store, session: Transaction, ids: Sequence[str]) -> Iterator[list[DossierStanding]]:
    from batch.store.overview import standings_of

    now = store.clock()
    for start in range(0, len(ids), PART):
        yield standings_of(session, ids[start : start + PART], now)


def _ask(store: Store, dossiers: Sequence[str]) -> list[str]:
    """Bring what is known of these up to date; sentences that say why that could not be done (for each)."""
    from batch.gateway.errors import GatewayError
    from batch.gateway.registry import connect
    from batch.outbox.tracking import open_dossiers, refresh_all
    from intake.settings.settings import current_settings

    parts = (dossiers[start : start + PART] for start in range(0, len(dossiers), PART))
    wanted = [one for part in parts for one in open_dossiers(store, part)]
    if not wanted:
        return []
    try:
        connector = connect(current_settings())
    except GatewayError as error:
        return [error.sentence]
    try:
        asked = refresh_all(store, connector, wanted, who=acting(None))
        return [f"{one.dossier}: {one.sentence}" for one in asked if one.trouble]
    finally:
        connector.close()
