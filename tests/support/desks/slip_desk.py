# SPDX-License-Identifier: Apache-2.0
"""A desk whose dossiers ask for slips: invented people, a clock that is moved by hand, texts out of files."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from batch.slips.facts.gather import Issuer
from intake.dossier.values import FormValue, Statement
from intake.settings.settings import UnitSettings
from intake.store.store import Store
from tests.support.desks.packing_desk import Clock
from tests.support.stores.empty_home import store_in

RECEIVED = datetime(2026, 11, 16, 2, 15, tzinfo=UTC)  # a Monday, 09:15 in Vietnam
WHO = "Trần Thị Quầy"
PERSON = {
    "requester.full_name": "NGUYỄN THỊ PHƯỢNG HOÀNG",
    "requester.residence": "Tổ dân phố Thống Nhất, phường Ví Dụ, tỉnh Đắk Lắk",
}


OFFICE = UnitSettings(
    code="G09.20",
    name="UBND xã Ví Dụ",
    commune="Xã Ví Dụ, tỉnh Đắk Lắk",
    counter="Trung tâm Phục vụ hành chính công",
    phone="0262 3000 000",
)
CLERK = Issuer(WHO, OFFICE)


def set_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a settings file of this office says, for whole commands."""
    for name in ("code", "name", "commune", "counter", "phone"):
        monkeypatch.setenv(f"SOHOA_UNIT__{name.upper()}", getattr(OFFICE, name))


def opened(home: Path, clock: Clock | None = None) -> Store:
    return store_in(home, clock or Clock(RECEIVED))


def new_dossier(
    store: Store,
    values: Mapping[str, str] | None = None,
    procedure: str = "1.001193",
    **doubts: object,
) -> str:
    """A dossier without papers; ``doubts`` change every value: confidence, source."""
    with store.write() as session:
        made = store.create_dossier(session, procedure=procedure, who=WHO, received_at=RECEIVED).id
        chosen = [choice(key, value, **doubts) for key, value in (values or PERSON).items()]
        store.set_form_values(session, made, chosen)
    return made


def choice(key: str, value: str, confidence: float = 0.99, source: str = "print") -> FormValue:
    return FormValue(key, Statement(value, value, confidence, source, "form", key, page=1))


def text_of_pdf(data: bytes | Path) -> str:
    """All words of a PDF as one line, as a reader would meet them."""
    raw = data.read_bytes() if isinstance(data, Path) else data
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=raw, capture_output=True, check=True)
    return folded(done.stdout.decode())


def text_of_docx(data: bytes | Path) -> str:
    """All words of a DOCX, tables in their place."""
    raw = data.read_bytes() if isinstance(data, Path) else data
    file = docx.Document(io.BytesIO(raw))
    return folded(" ".join(node.text or "" for node in file.element.body.iter() if node.tag.endswith("}t")))


def pages_of_pdf(data: bytes | Path) -> int:
    raw = data.read_bytes() if isinstance(data, Path) else data
    done = subprocess.run(["pdfinfo", "-"], input=raw, capture_output=True, check=True)
    line = next(line for line in done.stdout.decode().splitlines() if line.startswith("Pages:"))
    return int(line.split()[1])


def folded(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def in_order(text: str, *parts: str) -> bool:
    """Whether all parts stand in the text, one after the other."""
    place = 0
    for part in parts:
        place = text.find(folded(part), place)
        if place < 0:
            raise AssertionError(f"not found, or not after the others: {part!r}")
        place += len(folded(part))
    return True
