# SPDX-License-Identifier: Apache-2.0
"""A chained journal of the registers of what is certified, and no change of what was written.

What is there already is taken as it is: from here on a change of it shows. The chain is described in
``intake.store.registers.chain``; it is spelled out here, for a revision stays what it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

from intake.store.tables.column_types import UtcDateTime

revision = "r0033"
down_revision = "r0032"
branch_labels = None
depends_on = None

_PART = 500
_LINE = (
    *("unit", "book", "year", "number", "volume", "symbol", "visit", "place", "procedure", "dossier_id"),
    *("requester", "id_paper", "paper", "pages", "count", "signer", "fee_vnd", "waived", "receipt"),
)
_line = sa.table(
    "certification",
    *map(sa.column, ("id", *_LINE, "who")),
    sa.column("certified_at", UtcDateTime()),
)
_change = sa.table(
    "certification_change",
    *map(sa.column, ("id", "certification_id", "who", "reason")),
    sa.column("at", UtcDateTime()),
    sa.column("void", sa.Boolean()),
    sa.column("told", sa.JSON()),
)
_event = sa.table(
    "certification_event",
    *map(sa.column, ("register", "place", "certification_id", "what", "hash")),
    sa.column("data", sa.JSON()),
)
_chain = sa.table("certification_chain", *map(sa.column, ("register", "head", "length")))

ADDED_ONLY = "the registers are only added to"
_KEPT = {"certification_event": True, "certification_change": True, "certification": False}
"""Tables of which no row may go, and whether none may be changed; a line's unit and number may, once."""


def upgrade() -> None:
    op.create_table(
        "certification_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(128), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("certification_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["certification_id"],
            ["certification.id"],
            name="fk_certification_event_certification_id_certification",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_certification_event"),
        sa.UniqueConstraint("register", "place", name="uq_certification_event_register_place"),
    )
    op.create_index("ix_certification_event_certification_id", "certification_event", ["certification_id"])
    op.create_table(
        "certification_chain",
        sa.Column("register", sa.String(128), nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("register", name="pk_certification_chain"),
    )
    _tell_what_is_there()
    for statement in _guards():
        op.execute(statement)


def downgrade() -> None:
    for table, whole in _KEPT.items():
        on = f" ON {table}" if _on_server() else ""
        op.execute(f"DROP TRIGGER {table}_is_kept{on}")
        if whole or _on_server():
            op.execute(f"DROP TRIGGER {table}_stays{on}")
    if _on_server():
        op.execute("DROP FUNCTION register_stays()")
    op.drop_table("certification_chain")
    op.drop_table("certification_event")


def _on_server() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _guards() -> Iterator[str]:
    if _on_server():
        yield (
            "CREATE FUNCTION register_stays() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{ADDED_ONLY}'; END $$"
        )
    for table, whole in _KEPT.items():
        if _on_server():
            acts = "UPDATE OR DELETE" if whole else "DELETE"
            run = "EXECUTE FUNCTION register_stays()"
            yield f"CREATE TRIGGER {table}_stays BEFORE {acts} ON {table} FOR EACH ROW {run}"
            yield f"CREATE TRIGGER {table}_is_kept BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {run}"
            continue
        refused = f"BEGIN SELECT RAISE(ABORT, '{ADDED_ONLY}'); END"
        yield f"CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table} {refused}"
        if whole:
            yield f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} {refused}"


def _tell_what_is_there() -> None:
    bind, last = op.get_bind(), 0
    chains: dict[str, tuple[str, int]] = {}
    while True:
        query = sa.select(_line).where(_line.c.id > last).order_by(_line.c.id).limit(_PART)
        lines = bind.execute(query).all()
        if not lines:
            break
        last = lines[-1].id
        changes = bind.execute(
            sa.select(_change)
            .where(_change.c.certification_id.in_([line.id for line in lines]))
            .order_by(_change.c.id)
        ).all()
        bind.execute(_event.insert(), list(_events(lines, changes, chains)))
    if chains:
        told = [{"register": name, "head": head, "length": n} for name, (head, n) in chains.items()]
        bind.execute(_chain.insert(), told)


def _events(lines: Any, changes: Any, chains: dict[str, tuple[str, int]]) -> Iterator[dict[str, Any]]:
    of = {line.id: f"certification-{line.year}/{line.unit}/{line.book}" for line in lines}
    for line in lines:
        data = {name: getattr(line, name) for name in _LINE}
        data |= {"certified_at": _moment(line.certified_at), "who": line.who}
        yield _linked(chains, of[line.id], line.id, "entered", data)
    for change in changes:
        data = {"at": _moment(change.at), "who": change.who, "void": bool(change.void)}
        data |= {"told": change.told, "reason": change.reason}
        yield _linked(chains, of[change.certification_id], change.certification_id, "changed", data)


def _linked(
    chains: dict[str, tuple[str, int]], register: str, line: int, what: str, data: dict[str, Any]
) -> dict[str, Any]:
    before, length = chains.get(register, ("", 0))
    told = [register, length + 1, line, what, data]
    text = json.dumps(told, sort_keys=True, separators=(",", ":"))
    chains[register] = sha256(f"{before}\n{text}".encode("ascii")).hexdigest(), length + 1
    named = dict(zip(("register", "place", "certification_id", "what", "data"), told, strict=True))
    return {**named, "hash": chains[register][0]}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
