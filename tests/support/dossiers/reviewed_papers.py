# SPDX-License-Identifier: Apache-2.0
"""Papers of invented births laid into a dossier as if they had been read, and looked at."""

from __future__ import annotations

from collections.abc import Mapping

from intake.dossier.values import FormValue
from intake.services.fill_and_check import fill
from intake.services.reviewing.showing import shown
from intake.store.objects import StoredObject
from intake.store.store import Store
from ocr.result import Box, FieldReading, PageReading, Source
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers import fake_dossiers
from tests.support.dossiers.led_dossiers import paper

WHO = "hoa"
ANOTHER, CARD_OF_NOBODY = 5, {"person.personal_id": "001190001111", "person.full_name": "LÝ THỊ KHÁC"}


def form(number: int) -> dict[str, str]:
    """What stands on the form of the child ``number``, born before the tests' clock stands still."""
    return {key: _earlier(value) for key, value in fake_dossiers.form(number).items()}


def notice(number: int) -> dict[str, str]:
    """What stands on the notice of that birth."""
    return {key: _earlier(value) for key, value in fake_dossiers.notice(number).items()}


def _earlier(text: str) -> str:
    return text.replace("/11/2026", "/07/2026").replace("mười một", "bảy")


def lay_in(
    store: Store, dossier: str, kind: str, told: Mapping[str, str], sure: Mapping[str, float] | None = None
) -> int:
    """The row id of another paper of the ``kind`` that says this; ``sure`` of a value 0.99 or as named."""
    with store.read() as session:
        number = len(store.every_document(session, dossier))
    document = paper(store, dossier, f"{number}.png", stored=StoredObject(f"{number:0>64}", 1))
    fields = tuple(
        FieldReading(key, value, value, (sure or {}).get(key, 0.99), Source.PRINT, Box(5, 5 + 3 * row, 60, 3))
        for row, (key, value) in enumerate(told.items())
    )
    reading = PageReading(1, kind, 0.99, 0, 0.0, 160, 120, fields, (), "2024")
    with store.write() as session:
        store.save_page_reading(session, document, reading, reader="1")
    return document


def a_birth(store: Store, dossier: str, sure: Mapping[str, float] | None = None) -> int:
    """A form and a notice that miss nothing; the form's row id."""
    document = lay_in(store, dossier, "birth-registration", form(1), sure)
    lay_in(store, dossier, "birth-notice", notice(1))
    fill(store, dossier, load_catalogue())
    return document


def of_two_families(store: Store, dossier: str) -> None:
    """Another child's form and a stranger's card lie in it too."""
    a_birth(store, dossier)
    lay_in(store, dossier, "birth-registration", form(ANOTHER))
    lay_in(store, dossier, "id-card", CARD_OF_NOBODY)
    fill(store, dossier, load_catalogue())


def value_of(store: Store, dossier: str, key: str) -> FormValue:
    with store.read() as session:
        return store.form_values(session, dossier)[key]


def look_at_everything(store: Store, dossier: str, who: str = WHO) -> None:
    """Each page was on the screen of ``who``."""
    with store.read() as session:
        pages = [
            (row.id, number + 1)
            for row in store.documents(session, dossier)
            for number in range(row.page_count)
        ]
    shown(store, dossier, pages=pages, who=who)
