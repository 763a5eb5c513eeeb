# SPDX-License-Identifier: Apache-2.0
"""Whose a dossier is, which version of it one saw, and the numbers that were given last.

The dossiers there are belong to no unit yet: the office that opens the store next takes them
(``intake.store.units``). They get their numbers in the register of their year in the order in which they
came. What lay in a folder is remembered for each unit's dossier by itself.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "r0013"
down_revision = "r0012"
branch_labels = None
depends_on = None

_SIGNS = "23456789ABCDFGHJKMNPQRSTVWXYZ"
_VIET_NAM = timedelta(hours=7)
_PART = 1000

_dossier = sa.table(
    "dossier",
    *map(sa.column, ("id", "unit", "register_year", "register_number")),
    sa.column("received_at", sa.DateTime()),
)
_series = sa.table("number_series", *map(sa.column, ("unit", "kind", "year", "last")))
_slip = sa.table("slip", *map(sa.column, ("unit", "kind", "year", "number")))
_content = sa.table("folder_content", sa.column("content"), sa.column("dossier_id"))


def upgrade() -> None:
    op.add_column("dossier", _unit())
    op.add_column("dossier", sa.Column("register_year", sa.Integer(), nullable=True))
    op.add_column("dossier", sa.Column("register_number", sa.Integer(), nullable=True))
    op.add_column("dossier", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("form_value", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("event", sa.Column("version", sa.Integer(), nullable=True))
    op.add_column("run", _unit())
    op.create_table(
        "number_series",
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "kind", "year", name=op.f("pk_number_series")),
    )
    given = [{"unit": "", "kind": "register", "year": y, "last": n} for y, n in _register().items()]
    if running := _running():
        given.append({"unit": "", "kind": "dossier", "year": 0, "last": running})
    if given:
        op.bulk_insert(_series, given)
    highest = sa.select(_slip.c.unit, _slip.c.kind, _slip.c.year, sa.func.max(_slip.c.number))
    op.execute(
        _series.insert().from_select(
            ["unit", "kind", "year", "last"], highest.group_by(_slip.c.unit, _slip.c.kind, _slip.c.year)
        )
    )
    op.create_index(
        "ix_dossier_unit_register_year_register_number",
        "dossier",
        ["unit", "register_year", "register_number"],
        unique=True,
    )
    op.create_index("ix_dossier_unit_received_at", "dossier", ["unit", "received_at"])
    _remember_contents("content", "dossier_id")


def _unit() -> sa.Column[str]:
    return sa.Column("unit", sa.String(length=64), nullable=False, server_default="")


def _register() -> Counter[int]:
    """Number the dossiers of each year; how many there are by year."""
    given: Counter[int] = Counter()
    query = sa.select(_dossier.c.id, _dossier.c.received_at).order_by(_dossier.c.received_at, _dossier.c.id)
    rows = op.get_bind().execute(query).all()
    changes = []
    for row in rows:
        year = _local_year(row.received_at)
        given[year] += 1
        changes.append({"of": row.id, "year": year, "number": given[year]})
    numbered = (
        _dossier.update()
        .where(_dossier.c.id == sa.bindparam("of"))
        .values(register_year=sa.bindparam("year"), register_number=sa.bindparam("number"))
    )
    for start in range(0, len(changes), _PART):
        op.get_bind().execute(numbered, changes[start : start + _PART])
    return given


def _local_year(received_at: datetime) -> int:
    """The store keeps UTC; Viet Nam is seven hours ahead, without summer time."""
    in_utc = received_at.astimezone(UTC) if received_at.tzinfo else received_at
    return (in_utc.replace(tzinfo=None) + _VIET_NAM).year


def _running() -> int:
    """The highest running number inside the ids (``intake.dossier.dossier_id``); 0 where there is none."""
    ids = op.get_bind().execute(sa.select(_dossier.c.id)).scalars()
    return max((_number(known.split("-")[1][:-1]) for known in ids if "-" in known), default=0)


def _number(signs: str) -> int:
    number = 0
    for sign in signs:
        number = number * len(_SIGNS) + _SIGNS.index(sign)
    return number


def _remember_contents(*key: str) -> None:
    """Make the table anew with this primary key."""
    kept = op.get_bind().execute(sa.select(_content)).mappings().all()
    op.drop_table("folder_content")
    op.create_table(
        "folder_content",
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("dossier_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_folder_content_dossier_id_dossier")
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_folder_content")),
    )
    if kept:
        op.bulk_insert(_content, [dict(row) for row in kept])


def downgrade() -> None:
    _remember_contents("content")
    op.drop_index("ix_dossier_unit_received_at", "dossier")
    op.drop_index("ix_dossier_unit_register_year_register_number", "dossier")
    op.drop_table("number_series")
    for table, column in (
        ("run", "unit"),
        ("event", "version"),
        ("form_value", "version"),
        ("dossier", "version"),
        ("dossier", "register_number"),
        ("dossier", "register_year"),
        ("dossier", "unit"),
    ):
        op.drop_column(table, column)
