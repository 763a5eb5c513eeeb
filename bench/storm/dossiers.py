# SPDX-License-Identifier: Apache-2.0
"""Queued dossiers of invented families in milliseconds: all that sending looks at, and no scan behind it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from batch.outbox import outbox
from batch.package.manifest import FileEntry
from intake.dossier.states import State
from intake.dossier.values import FormValue, Statement
from intake.store.store import Store
from intake.store.tables.model import DossierRow, PackageRow

RECEIVED = datetime(2026, 11, 16, 2, 15, tzinfo=UTC)
WHO = "thu"
CODES = ("", "000.00.00.G15-KQ004389")
_NAMES = ("AN", "BÌNH", "CHI", "DŨNG", "GIANG", "HÀ", "KHÁNH", "LAN", "MAI", "NAM", "OANH", "PHÚC", "QUÂN")
_WAY = (State.RECEIVED, State.CAPTURED, State.READ, State.REVIEWED, State.COMPLETE, State.PACKAGED)


def queued_dossier(store: Store, number: int | None = None, **changed: str) -> str:
    """A birth registration that waits to be sent, of the family ``number`` or of one that the store has no
    dossier of; ``changed`` values by key with ``__`` for the dot.
    """
    if number is None:
        with store.read() as session:
            number = store.count(session)
    values = form(number) | {key.replace("__", "."): value for key, value in changed.items()}
    with store.write() as session:
        dossier = store.create_dossier(session, procedure="1.001193", who=WHO, received_at=RECEIVED).id
        store.set_form_values(session, dossier, [_read(key, value) for key, value in values.items()])
        for _before, state in pairwise(_WAY):
            store.advance(session, dossier, state, who=WHO)
    package(store, dossier)
    return dossier


def package(store: Store, dossier: str, text: str = "") -> None:
    """Make a package of two one-line files and queue it; another ``text`` gives other bytes."""
    folder = store.packages / dossier
    folder.mkdir(mode=0o700, exist_ok=True)
    entries = [
        {"code": code, "name": "Giấy", **_copies(folder, f"{dossier}_{place:02}", text)}
        for place, code in enumerate(CODES, start=1)
    ]
    with store.write() as session:
        made = PackageRow(
            dossier_id=dossier,
            number=len(session.get_one(DossierRow, dossier).packages) + 1,
            folder=str(folder.relative_to(store.home)),
            manifest={"components": entries},
            made_at=store.clock(),
        )
        session.add(made)
        session.flush()
        outbox.enqueue(store, session, dossier, made.id, who=WHO)


def _read(key: str, value: str) -> FormValue:
    """A value of a paper that is not there; ten said by a person take ten times as long to keep."""
    return FormValue(key, Statement(value, value, 0.99, "print", "birth-registration", key))


def form(number: int) -> dict[str, str]:
    """The values that a gateway wants of the family ``number``."""
    syllables = (_NAMES[number // len(_NAMES) ** place % len(_NAMES)] for place in range(3))
    called = " ".join(syllables)  # none twice in 2,197: dossiers that share a name and a day are looked at
    mother = f"TRẦN THỊ {called}"
    told = f"Căn cước số 001190{number * 70_001 % 1_000_000:06d}"  # no two as if one digit was misread
    return {
        "requester.full_name": mother,
        "requester.birth_date": "05/03/1990",
        "requester.residence": "Thôn Một, xã Ví Dụ, tỉnh Ninh Bình",
        "requester.id_document": told,
        "requester.relation": "Mẹ",
        "child.full_name": f"LÊ {called}",
        "child.birth_date": "02/11/2026",
        "child.sex": "Nam",
        "child.birth_place": "Bệnh viện Ví Dụ",
        "mother.full_name": mother,
        "mother.id_document": told,
    }


def _copies(folder: Path, stem: str, text: str) -> dict[str, Any]:
    master, portal = (_file(folder / f"{stem}{kind}.pdf", text) for kind in ("", ".portal"))
    return {"master": asdict(master), "portal": [asdict(portal)]}


def _file(path: Path, text: str) -> FileEntry:
    data = f"%PDF-1.4\n% {path.stem} {text}\n".encode()
    path.write_bytes(data)
    return FileEntry(path.name, sha256(data).hexdigest(), len(data), 1)
