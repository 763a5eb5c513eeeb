# SPDX-License-Identifier: Apache-2.0
"""What a paper says of itself, as far as it was read surely."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from batch.gateway.contract import CopyKind, PaperFacts
from batch.outbox.paper_facts import paper_facts
from intake.dossier.values import Statement
from templates.catalogue.loading import load_catalogue

CATALOGUE = load_catalogue()
BIRTH = CATALOGUE.procedure("1.001193", date(2026, 11, 16))
NOTICE = "birth-notice"


def read(
    kind: str, key: str, value: str, *, page: int = 1, confidence: float = 0.97, source: str = "print"
) -> Any:
    return Statement(value, value, confidence, source, kind, key, 1, page, document="ab")


def component(kind: str, pages: int = 1) -> dict[str, Any]:
    return {"kind": kind, "sources": [{"sha256": "ab", "page": page} for page in range(1, pages + 1)]}


def facts(kind: str, *said: Statement, pages: int = 1) -> PaperFacts:
    return paper_facts(component(kind, pages), said, BIRTH, CATALOGUE)


def test_a_birth_notice_tells_its_number_its_day_and_whose_it_is() -> None:
    found = facts(
        NOTICE,
        read(NOTICE, "number", "00123.GCS.66123.26"),
        read(NOTICE, "issued_date", "16/10/2026"),
        read(NOTICE, "mother.personal_id", "066194000000"),
    )
    assert found == PaperFacts(
        CopyKind.ORIGINAL, "066194000000", "00123.GCS.66123.26", issued_on="16/10/2026"
    )


def test_what_was_hardly_read_is_not_told() -> None:
    assert facts(NOTICE, read(NOTICE, "number", "00123.GCS.66123.26", confidence=0.6)).number == ""


def test_two_cards_in_one_file_have_no_one_number() -> None:
    cards = [read("id-card", "person.personal_id", f"06619400000{n}", page=n) for n in (1, 2)]
    assert facts("id-card", *cards, pages=2).number == ""
    assert facts("id-card", cards[0]).owner == "066194000001"


def test_what_stands_on_another_page_or_paper_is_not_this_papers() -> None:
    elsewhere = read(NOTICE, "number", "1", page=2), read("death-notice", "number", "2")
    assert facts(NOTICE, *elsewhere).number == ""


@pytest.mark.parametrize(
    ("kind", "copy"),
    [
        ("birth-registration", CopyKind.ORIGINAL),
        (NOTICE, CopyKind.ORIGINAL),
        ("commitment", CopyKind.ORIGINAL),
        ("id-card", CopyKind.COPY),
        ("marriage-certificate", CopyKind.COPY),
        ("other", CopyKind.COPY),
    ],
)
def test_what_is_handed_in_is_an_original_and_what_is_shown_a_copy(kind: str, copy: CopyKind) -> None:
    assert facts(kind).copy is copy


def test_a_file_that_never_was_paper_is_electronic() -> None:
    assert facts(NOTICE, read(NOTICE, "number", "1", source="text-layer")).copy is CopyKind.ELECTRONIC
    both = read(NOTICE, "number", "1", source="text-layer"), read(NOTICE, "attendant", "A")
    assert facts(NOTICE, *both).copy is CopyKind.ORIGINAL


def test_a_paper_that_is_a_procedures_result_has_its_national_code() -> None:
    assert facts("marriage-certificate").result_code == "KQ.G15.000032"
    assert facts(NOTICE).result_code == ""


def test_every_field_named_in_the_data_is_one_of_its_paper() -> None:
    from batch.outbox.paper_facts import _keys

    for kind, keys in _keys().items():
        named = {key for key in keys.model_dump().values() if key}
        assert named <= set(CATALOGUE.document_type(kind).fields()), kind
