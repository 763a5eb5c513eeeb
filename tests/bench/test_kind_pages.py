# SPDX-License-Identifier: Apache-2.0
"""Three pages of every kind, made by a generator that knows nothing of the reader, are read as well as today.

In every run one page of each kind that most dossiers hold, of a form in lines and of one in a table; all with
``--slow``. Of every form ``tests/ocr/forms/test_all_forms`` shows each time that its words make it known and
lead every value to its field.

The floors are percentages of the values of each page that come out exactly, what the reader holds with one
value to spare. They are no aim (that is 98 %): a better reader should raise them, and shorten
``_KNOWN``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest

from bench.score import SURE, same
from ocr.page.reading import read_page
from ocr.result import PageReading
from templates.catalogue.loading import load_catalogue
from tests.support.pages.kind_pages import PAGES_A_KIND, kinds, page_of

pytestmark = pytest.mark.long

_FLOORS = {
    "authorisation": (100, 100, 100),
    "birth-certificate": (85, 70, 95),
    "birth-notice": (90, 90, 85),
    "birth-registration": (95, 95, 95),
    "book-entry-birth": (90, 90, 90),
    "book-entry-other": (95, 95, 90),
    "civil-status-confirmation": (85, 90, 90),
    "correction": (80, 85, 95),
    "court-decision": (50, 50, 50),
    "death-extract": (90, 90, 80),
    "death-notice": (90, 90, 90),
    "death-registration": (95, 95, 85),
    "divorce-extract": (50, 50, 50),
    "divorce-note": (95, 90, 95),
    "extract-copy": (95, 90, 95),
    "guardianship": (95, 95, 85),
    "guardianship-end": (95, 95, 95),
    "guardianship-supervision": (90, 85, 95),
    "id-card": (80, 90, 80),
    "marital-status": (90, 90, 90),
    "marital-status-certificate": (80, 85, 70),
    "marriage-certificate": (90, 90, 90),
    "marriage-note": (95, 95, 75),
    "marriage-registration": (90, 85, 90),
    "parent-child": (90, 95, 95),
    "re-registration-birth": (95, 95, 95),
    "re-registration-death": (90, 95, 95),
    "re-registration-marriage": (95, 90, 95),
}
_KNOWN = {  # values that are wrong and believed today, and why
    "birth-notice": {"issued_date"},  # the first digit of a short day, under leader dots
    "marriage-note": {"bride.ethnicity"},  # H' of H'Mông
}
_NO_LABELS = {"signer", "person.old_id"}  # a name under a signature; a number that only the card's code holds
_DATE = re.compile(r"(\d{2}/)?(\d{2}/)?\d{4}")
_ALWAYS = {
    *("birth-certificate", "birth-notice", "death-notice", "id-card", "marriage-certificate"),
    *("birth-registration", "marriage-registration", "marital-status-certificate"),
}
_PAGES = [
    pytest.param(
        kind,
        number,
        marks=[pytest.mark.slow] if number or kind not in _ALWAYS else [],
        id=f"{kind}-{number + 1}",
    )
    for kind in kinds()
    for number in range(PAGES_A_KIND)
]


def test_every_kind_has_a_floor_for_each_of_its_pages() -> None:
    assert sorted(_FLOORS) == kinds()
    assert {len(floors) for floors in _FLOORS.values()} == {PAGES_A_KIND}


@pytest.mark.parametrize(("kind", "number"), _PAGES)
def test_a_page_of_a_kind_is_read_as_well_as_it_was(kind: str, number: int) -> None:
    dpi, pixels, truth = page_of(kind, number)
    _check_truth(kind, truth)
    reading = read_page(pixels, load_catalogue(), dpi=dpi)
    assert reading.kind == kind
    assert _share_exact(reading, truth["fields"]) * 100 >= _FLOORS[kind][number]
    assert _sure_and_wrong(reading, truth["fields"]) <= _KNOWN.get(kind, set())


def _check_truth(kind: str, truth: dict[str, Any]) -> None:
    """The truth names the kind's own fields and gives them as a perfect reader would."""
    assert truth["kind"] == kind and truth["fields"]
    editions = load_catalogue().document_types[kind].editions
    fields = {step.field for edition in editions for step in edition.skeleton if step.field}
    assert set(truth["fields"]) <= fields | _NO_LABELS
    for key, given in truth["fields"].items():
        value = given["value"]
        assert value == " ".join(unicodedata.normalize("NFC", value).split()) != "", key
        assert not key.endswith(("birth_date", ".date", "issued_date", "death_date")) or _DATE.fullmatch(
            value
        ), key


def _share_exact(reading: PageReading, fields: dict[str, Any]) -> float:
    read = {field.key: field.value for field in reading.fields}
    return sum(same(key, read.get(key, ""), given["value"]) for key, given in fields.items()) / len(fields)


def _sure_and_wrong(reading: PageReading, fields: dict[str, Any]) -> set[str]:
    """Keys of values that the reader believes and that the paper does not have."""
    sure = {field.key: field.value for field in reading.fields if field.confidence >= SURE}
    return {
        key for key, value in sure.items() if key not in fields or not same(key, value, fields[key]["value"])
    }
