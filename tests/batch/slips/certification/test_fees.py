# SPDX-License-Identifier: Apache-2.0
"""What a certification costs, and how an amount is written."""

from __future__ import annotations

from datetime import date

import pytest

from batch.slips.certification.entering import (
    PaperBrought,
    certifiable,
    fee_of,
)
from batch.slips.facts.money import vnd_in_words
from templates.catalogue.loading import load_catalogue
from templates.model.procedures import Fee

DAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (15, "Mười lăm đồng"),
        (21_000, "Hai mươi mốt nghìn đồng"),
        (25_500, "Hai mươi lăm nghìn năm trăm đồng"),
        (104_000, "Một trăm linh bốn nghìn đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (200_000, "Hai trăm nghìn đồng"),
        (1_050_000, "Một triệu không trăm năm mươi nghìn đồng"),
        (2_000_000_010, "Hai tỷ không trăm mười đồng"),
    ],
)
def test_an_amount_is_written_in_words(amount: int, words: str) -> None:
    assert vnd_in_words(amount) == words


@pytest.mark.parametrize(
    ("word", "pages", "count", "fee"),
    [
        ("copy", 1, 1, 2_000),
        ("copy", 2, 3, 12_000),
        ("copy", 3, 1, 5_000),
        ("copy", 500, 2, 400_000),  # no more than 200,000 a copy
        ("signature", 4, 2, 20_000),
        ("contract", 10, 1, 50_000),
        ("change", 1, 1, 30_000),
        ("mistake", 1, 1, 25_000),
        ("original-book", 1, 5, 0),
        ("translator", 3, 1, 10_000),
    ],
)
def test_the_fee_is_that_of_the_tariff(word: str, pages: int, count: int, fee: int) -> None:
    procedure = certifiable(load_catalogue(), DAY)[word]
    edition = procedure.edition(DAY)
    assert edition is not None
    assert fee_of(procedure, edition, PaperBrought("x", pages, count), "") == fee
    assert fee_of(procedure, edition, PaperBrought("x", pages, count), "hộ nghèo") == 0


def test_an_amount_that_no_source_gives_is_unknown() -> None:
    procedure = certifiable(load_catalogue(), DAY)["signature"]
    edition = procedure.edition(DAY)
    assert edition is not None
    unknown = Fee(name={"vi": "x", "en": "x"}, amount_vnd=None, law="-")
    guessed = Fee(name={"vi": "x", "en": "x"}, amount_vnd=5, law="-", unverified=True)
    for fee in (unknown, guessed):
        doubtful = edition.model_copy(update={"fees": (fee,)})
        assert fee_of(procedure, doubtful, PaperBrought("x"), "") is None
