# SPDX-License-Identifier: Apache-2.0
"""A hash to each event of the journal, its end to each dossier, and no change of what was written.

What is there already is taken as it is: from here on a change of it shows. The chain is described in
``intake.store.dossier.journal_chain``; it is spelled out here, for a revision stays what it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "r0017"
down_revision = "r0016"
branch_labels = None
depends_on = None

_PART = 1000
_event = sa.table(
    "event",
    *map(sa.column, ("id", "client_id", "dossier_id", "who", "what", "change", "version", "hash")),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("data", sa.JSON()),
)
_dossier = sa.table("dossier", *map(sa.column, ("id", "journal_head", "journal_length")))

ADDED_ONLY = "the journal is only added to"
_ON_SQLITE = (
    f"CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, '{ADDED_ONLY}'); END",
    f"CREATE TRIGGER event_is_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, '{ADDED_ONLY}'); END",
)
_ON_SERVER = (
    "CREATE FUNCTION event_stays() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{ADDED_ONLY}'; END $$",
    "CREATE TRIGGER event_stays BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_stays()",
    "CREATE TRIGGER event_is_kept BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION event_stays()",
)


def upgrade() -> None:
    op.add_column("event", sa.Column("hash", sa.String(length=64), nullable=False, server_default=""))
    op.add_column(
        "dossier", sa.Column("journal_head", sa.String(length=64), nullable=False, server_default="")
    )
    op.add_column("dossier", sa.Column("journal_length", sa.Integer(), nullable=False, server_default="0"))
    _chain()
    for statement in _ON_SERVER if _on_server() else _ON_SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if _on_server():
        op.execute("DROP TRIGGER event_stays ON event")
        op.execute("DROP TRIGGER event_is_kept ON event")
        op.execute("DROP FUNCTION event_stays()")
    else:
        op.execute("DROP TRIGGER event_stays")
        op.execute("DROP TRIGGER event_is_kept")
    op.drop_column("dossier", "journal_length")
    op.drop_column("dossier", "journal_head")
    op.drop_column("event", "hash")


def _on_server() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _chain() -> None:
    bind = op.get_bind()
    last = ""
    while ids := _next_dossiers(bind, last):
        last = ids[-1]
        events = bind.execute(
            sa.select(_event).where(_event.c.dossier_id.in_(ids)).order_by(_event.c.dossier_id, _event.c.id)
        ).all()
        links, heads = [], []
        for dossier, theirs in groupby(events, key=lambda event: event.dossier_id):
            linked = list(_linked(theirs))
            links += linked
            heads.append({"key": dossier, "head": linked[-1]["link"], "length": len(linked)})
        if links:
            _write(bind, links, heads)


def _next_dossiers(bind: sa.Connection, last: str) -> list[str]:
    query = sa.select(_dossier.c.id).where(_dossier.c.id > last).order_by(_dossier.c.id).limit(_PART)
    return list(bind.scalars(query))


def _linked(events: Iterator[Any]) -> Iterator[dict[str, Any]]:
    before = ""
    for event in events:
        at: datetime = event.at if event.at.tzinfo else event.at.replace(tzinfo=UTC)
        moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        told = [event.client_id, event.dossier_id, moment, event.who, event.what, event.data]
        text = json.dumps([*told, event.change, event.version], sort_keys=True, separators=(",", ":"))
        before = sha256(f"{before}\n{text}".encode("ascii")).hexdigest()
        yield {"key": event.id, "link": before}


def _write(bind: sa.Connection, links: list[dict[str, Any]], heads: list[dict[str, Any]]) -> None:
    bind.execute(
        _event.update().where(_event.c.id == sa.bindparam("key")).values(hash=sa.bindparam("link")), links
    )
    bind.execute(
        _dossier.update()
        .where(_dossier.c.id == sa.bindparam("key"))
        .values(journal_head=sa.bindparam("head"), journal_length=sa.bindparam("length")),
        heads,
    )
