# SPDX-License-Identifier: Apache-2.0
"""What dossiers are found by, and the day each one's result is due.

Terms are made as ``intake.dossier.search.terms`` makes them; it is spelled out here, for a revision stays
what it was. Due days are reckoned by whoever asks for a list next: they hang on the rules of procedures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "r0020"
down_revision = "r0019"
branch_labels = None
depends_on = None

_PART = 500
_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)")
_GAP = re.compile(r"(?<=\d)[ .](?=\d)")
_MOST_WORDS, _LONGEST = 12, 80

_dossier = sa.table("dossier", *map(sa.column, ("id", "unit", "folder", "requester", "official_number")))
_value = sa.table("form_value", *map(sa.column, ("dossier_id", "key", "value")))
_event = sa.table("event", *map(sa.column, ("id", "dossier_id", "what")), sa.column("data", sa.JSON()))
_term = sa.table("search_term", *map(sa.column, ("dossier_id", "source", "term", "unit")))


def upgrade() -> None:
    op.add_column("dossier", sa.Column("due_on", sa.Date(), nullable=True))
    op.add_column(
        "dossier", sa.Column("due_unknown", sa.Boolean(), nullable=False, server_default=sa.text("true"))
    )
    op.create_index("ix_dossier_unit_due_on", "dossier", ["unit", "due_on"])
    op.create_index("ix_dossier_due_unknown", "dossier", ["due_unknown"], sqlite_where=sa.text("due_unknown"))
    in_bytes = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "search_term",
        sa.Column("dossier_id", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("term", in_bytes, nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_search_term_dossier_id_dossier")
        ),
        sa.PrimaryKeyConstraint("dossier_id", "source", "term", name=op.f("pk_search_term")),
        sqlite_with_rowid=False,
    )
    _fill()
    op.create_index("ix_search_term_unit_term_dossier_id", "search_term", ["unit", "term", "dossier_id"])


def downgrade() -> None:
    op.drop_table("search_term")
    op.drop_index("ix_dossier_due_unknown", "dossier")
    op.drop_index("ix_dossier_unit_due_on", "dossier")
    op.drop_column("dossier", "due_unknown")
    op.drop_column("dossier", "due_on")


def _fill() -> None:
    bind, last = op.get_bind(), ""
    query = sa.select(_dossier).order_by(_dossier.c.id).limit(_PART)
    while dossiers := bind.execute(query.where(_dossier.c.id > last)).all():
        last = dossiers[-1].id
        ids = [dossier.id for dossier in dossiers]
        units = {dossier.id: dossier.unit for dossier in dossiers}
        found = {
            (of, source, term) for of, source, term in (*_own(dossiers), *_told(bind, ids), *_form(bind, ids))
        }
        rows = [
            {"dossier_id": of, "source": source, "term": term, "unit": units[of]}
            for of, source, term in found
        ]
        bind.execute(_term.insert(), rows)


def _own(dossiers: Iterable[Any]) -> Iterator[tuple[str, str, str]]:
    for dossier in dossiers:
        for text in (dossier.id, dossier.folder, dossier.official_number or ""):
            yield from ((dossier.id, "numbers", term) for term in _ends(text))
        yield from ((dossier.id, "requester", term) for term in _ends(dossier.requester))


def _told(bind: sa.Connection, ids: list[str]) -> Iterator[tuple[str, str, str]]:
    """The numbers of who asked last."""
    wanted = (_event.c.dossier_id.in_(ids), _event.c.what == "requester")
    rows = bind.execute(sa.select(_event.c.dossier_id, _event.c.data).where(*wanted).order_by(_event.c.id))
    for of, data in dict(rows.all()).items():
        digits = re.sub(r"[^\d+]", "", str(data.get("phone", "")))
        phone = re.sub(r"^\+?84(?=\d{9,10}$)", "0", digits).lstrip("+")
        for term in (phone, *_numbers(str(data.get("personal_id", "")))):
            if term:
                yield of, "requester", term


def _form(bind: sa.Connection, ids: list[str]) -> Iterator[tuple[str, str, str]]:
    key = _value.c.key
    named = sa.or_(key.endswith(".full_name"), key.endswith(".personal_id"), key.endswith(".id_document"))
    for of, name, value in bind.execute(sa.select(_value).where(_value.c.dossier_id.in_(ids), named)):
        for term in _ends(value) if name.endswith(".full_name") else _numbers(value):
            yield of, "form", term


def _ends(text: str) -> Iterator[str]:
    folded = " ".join(unicodedata.normalize("NFC", text.replace("\u00d0", "\u0110")).casefold().split())
    letters = (c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    words = _WORD.findall("".join(letters).replace("đ", "d"))[:_MOST_WORDS]
    yield from (" ".join(words[start:])[:_LONGEST] for start in range(len(words)))


def _numbers(text: str) -> list[str]:
    return _PLAIN.findall(text) or _PLAIN.findall(_GAP.sub("", text))
