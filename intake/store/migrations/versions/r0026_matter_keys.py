# SPDX-License-Identifier: Apache-2.0
"""By what dossiers of one matter find each other.

Keys are made as ``intake.dossier.matter.keys`` makes them of what ``codes/matters.yaml`` says; both are
spelled out here, for a revision stays what it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from hashlib import blake2b
from itertools import combinations

import sqlalchemy as sa
from alembic import op

revision = "r0026"
down_revision = "r0025"
branch_labels = None
depends_on = None

_PART = 500
_WORD = re.compile(r"[^\W\d_]+")
_DAY = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*")
_PLAIN = re.compile(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)")
_GAP = re.compile(r"(?<=\d)[ .](?=\d)")
_DEATH = "deceased.death_date"
_BIRTHS = "1.000689 1.001193 1.001695 1.003583 1.004772 2.000528 2.000986 2.001023 2.002621"
_MATTERS = (
    # name, procedures, about, beside, day
    ("birth", _BIRTHS, ("child",), ("mother", "father"), ""),
    ("birth-again", "1.004884", ("child",), ("mother", "father"), ""),
    ("marriage", "1.000094 1.000593 1.000894 2.000806", ("bride", "groom"), (), ""),
    ("marriage-again", "1.004746", ("wife", "husband"), (), ""),
    ("marriage-note", "2.002189", ("bride", "groom"), (), ""),
    ("divorce-note", "2.000554", ("subject",), ("spouse",), ""),
    ("death", "1.000419 1.000656 1.011733 2.002622", ("deceased",), (), _DEATH),
    ("death-again", "1.005461", ("deceased",), (), _DEATH),
    ("parent-child", "1.001022", ("recognised", "claimant"), (), ""),
    ("guardianship", "1.001669 1.004837", ("ward", "guardian"), (), ""),
    ("guardianship-end", "1.004845", ("ward", "guardian"), (), ""),
    ("guardianship-supervision", "3.000323", ("supervisor",), (), ""),
    ("book-entry", "2.000547", ("subject", "child"), (), ""),
    ("marital-status", "1.004873", ("subject",), (), ""),
    ("correction", "1.004859 2.000748", ("subject",), (), ""),
    ("extract-copy", "2.000635", ("subject",), ("requester",), ""),
    ("confirmation", "2.002516", ("subject",), ("requester",), ""),
)
_OF = {procedure: matter for matter in _MATTERS for procedure in matter[1].split()}

_dossier = sa.table("dossier", *map(sa.column, ("id", "unit", "procedure")))
_value = sa.table("form_value", *map(sa.column, ("dossier_id", "key", "value")))
_matter_key = sa.table("matter_key", *map(sa.column, ("dossier_id", "key", "unit")))


def upgrade() -> None:
    op.create_table(
        "matter_key",
        sa.Column("dossier_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_matter_key_dossier_id_dossier")
        ),
        sa.PrimaryKeyConstraint("dossier_id", "key", name=op.f("pk_matter_key")),
        sqlite_with_rowid=False,
    )
    _fill()
    op.create_index("ix_matter_key_unit_key_dossier_id", "matter_key", ["unit", "key", "dossier_id"])


def downgrade() -> None:
    op.drop_table("matter_key")


def _fill() -> None:
    bind, last = op.get_bind(), ""
    query = sa.select(_dossier).order_by(_dossier.c.id).limit(_PART)
    while dossiers := bind.execute(query.where(_dossier.c.id > last)).all():
        last = dossiers[-1].id
        forms: defaultdict[str, dict[str, str]] = defaultdict(dict)
        mine = _value.c.dossier_id.in_([dossier.id for dossier in dossiers])
        for of, key, value in bind.execute(sa.select(_value).where(mine, _value.c.value != "")):
            forms[of][key] = value
        rows = [
            {"dossier_id": dossier.id, "key": key, "unit": dossier.unit}
            for dossier in dossiers
            if dossier.procedure in _OF
            for key in sorted({*_keys(dossier.procedure, forms[dossier.id])})
        ]
        if rows:
            bind.execute(_matter_key.insert(), rows)


def _keys(procedure: str, values: dict[str, str]) -> Iterator[str]:
    name, _procedures, people, besides, day = _OF[procedure]
    about = {told for role in people for told in (*_person(role, values), *_born(role, values))}
    about |= {f"day {told}" for told in _day(values.get(day, ""))}
    beside = {told for role in besides for told in _person(role, values)}
    numbers = {told for told in about if told.isdecimal()}
    rest = sorted(about - numbers)
    pairs = (*combinations(rest, 2), *((one, other) for one in rest for other in beside if one != other))
    for said in (*(f"{one}|{other}" for one, other in pairs), *numbers):
        yield blake2b(f"{name}|{said}".encode(), digest_size=10).hexdigest()


def _person(role: str, values: dict[str, str]) -> Iterator[str]:
    text = values.get(f"{role}.full_name", "").replace("\u00d0", "\u0110")
    folded = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    letters = (c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    name = " ".join(_WORD.findall("".join(letters).replace("đ", "d"))).replace("y", "i")
    if name:
        yield name
    for said in ("personal_id", "id_document"):
        number = values.get(f"{role}.{said}", "")
        yield from _PLAIN.findall(number) or _PLAIN.findall(_GAP.sub("", number))


def _born(role: str, values: dict[str, str]) -> list[str]:
    return _day(values.get(f"{role}.birth_date", ""))


def _day(text: str) -> list[str]:
    found = _DAY.fullmatch(text)
    return [f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"] if found else []
