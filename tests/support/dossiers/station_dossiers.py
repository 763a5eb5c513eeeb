# SPDX-License-Identifier: Apache-2.0
"""Invented birth registrations with pages large enough to look at, read as it is told here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageDraw

from intake.dossier.states import State
from intake.services.judging import judged
from intake.store.dossier.documents import FileInfo
from intake.store.store import Store
from ocr.result import Box, FieldReading, PageReading, Source
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.dossiers import fake_dossiers
from tests.support.pages.drawn_forms import font

NOW = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)
"""The child is born by then."""

SIZE = (827, 1169)
SURE, DOUBTFUL, HARDLY = 0.995, 0.7, 0.3
CHILD = 1


def typed_dossier(
    store: Store,
    folder: Path,
    doubtful: Mapping[str, float],
    *,
    changed: Mapping[str, str] = {},
    notice: bool = True,
    child: int = CHILD,
) -> str:
    """A typed form and a birth notice of a ``child`` that agree, read surely but for ``doubtful`` (key →
    confidence); the form says ``changed`` instead, and there may be no notice.
    """
    form = {**fake_dossiers.form(child), **changed}
    readings = {key: (value, doubtful.get(key, SURE), Source.PRINT) for key, value in form.items()}
    return _dossier(store, folder / str(child), readings, notice=notice, child=child)


def penned_dossier(store: Store, folder: Path, *unread: str) -> str:
    """A form written by hand, of which nothing was read that could be believed, and of ``unread`` nothing."""
    form = [key for key in fake_dossiers.form(CHILD) if key not in unread]
    return _dossier(store, folder, dict.fromkeys(form, ("x", HARDLY, Source.HAND)))


def _dossier(
    store: Store,
    folder: Path,
    form: Mapping[str, tuple[str, float, Source]],
    *,
    notice: bool = True,
    child: int = CHILD,
) -> str:
    written = {key: (value, SURE, Source.PRINT) for key, value in fake_dossiers.notice(child).items()}
    papers = {"birth-registration": form, **({"birth-notice": written} if notice else {})}
    with store.write() as session:
        made = store.create_dossier(session, procedure=PROCEDURE, who="lan").id
    for kind, told in papers.items():
        _add_page(store, made, folder / f"{kind}.png", kind, told)
    with store.write() as session:
        store.advance(session, made, State.CAPTURED, who="lan")
    judged(store, made, commune="")
    return made


def _add_page(
    store: Store, dossier: str, file: Path, kind: str, told: Mapping[str, tuple[str, float, Source]]
) -> None:
    fields = tuple(
        FieldReading(key, value, value, sure, source, Box(250, 60 + 30 * row, 300, 24))
        for row, (key, (value, sure, source)) in enumerate(told.items())
    )
    page = Image.new("L", SIZE, 255)
    for field in fields:
        ImageDraw.Draw(page).text((field.box.x, field.box.y), field.value, fill=0, font=font(18))
    file.parent.mkdir(parents=True, exist_ok=True)
    page.save(file, compress_level=1)
    kept = store.keep(file)
    with store.write() as session:
        info = FileInfo(file.name, "image/png", 1)
        document, _new = store.add_document(session, dossier, kept, info, who="lan")
        reading = PageReading(1, kind, 0.99, 0, 0.0, *SIZE, fields, (), "2024")
        store.save_page_reading(session, document.id, reading, reader="1")
