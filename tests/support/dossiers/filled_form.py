# SPDX-License-Identifier: Apache-2.0
"""Papers of invented people, read, and the form that is filled in from them."""

from __future__ import annotations

from collections.abc import Sequence

from intake.dossier.values import FormValue
from intake.form.autofill import Filled, PaperPage, autofill
from ocr.result import Box, FieldReading, PageReading, Source
from templates.catalogue.loading import load_catalogue
from templates.model.autofill_map import load_autofill_map

PROCEDURE = "1.001193"
FORM, NOTICE, CARD, CERTIFICATE = "birth-registration", "birth-notice", "id-card", "marriage-certificate"
MOTHER = {"full_name": "PHẠM THỊ LAN", "personal_id": "034195000001", "birth_date": "12/03/1995", "sex": "Nữ"}
FATHER = {
    "full_name": "TRẦN VĂN HẢI",
    "personal_id": "034093000002",
    "birth_date": "01/02/1993",
    "sex": "Nam",
}
GRANDMOTHER = {
    "full_name": "LÊ THỊ HOA",
    "personal_id": "034165000003",
    "birth_date": "05/06/1965",
    "sex": "Nữ",
}


def page(
    kind: str, values: dict[str, str], source: Source = Source.PRINT, confidence: float = 0.97
) -> PageReading:
    fields = tuple(FieldReading(k, v, v, confidence, source, Box(1, 2, 3, 4)) for k, v in values.items())
    return PageReading(1, kind, 0.99, 0, 0.0, 2480, 3508, fields)


def card(person: dict[str, str], source: Source = Source.QR, confidence: float = 0.995) -> PageReading:
    return page(CARD, {f"person.{key}": value for key, value in person.items()}, source, confidence)


def fill(readings: Sequence[PageReading], decided: dict[str, str] | None = None) -> Filled:
    """The birth form filled in from these pages, each a paper of its own (row ids from 1)."""
    plan = load_autofill_map(PROCEDURE, FORM)
    assert plan is not None
    pages = [PaperPage(number, f"{number:064x}", reading) for number, reading in enumerate(readings, start=1)]
    return autofill(plan, load_catalogue(), pages, decided)


def value(filled: Filled, key: str) -> FormValue:
    (found,) = [choice for choice in filled.values if choice.key == key]
    return found


def keys(filled: Filled) -> set[str]:
    return {choice.key for choice in filled.values}
