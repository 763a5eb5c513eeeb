# SPDX-License-Identifier: Apache-2.0
"""What else a field may say: the likeliest first, noise never."""

from __future__ import annotations

from intake.dossier.values import FormValue, Statement, Witness
from intake.form.offers import offers
from ocr.result import Proposal, Source
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers.values import on_paper

KEY = "mother.full_name"


def of(said: Statement, *others: Statement, **more: object) -> list[tuple[str, int]]:
    """The texts that are offered, with how many say so."""
    value = FormValue(KEY, said, others, needs_review=True, **more)  # type: ignore[arg-type]
    return [(offer.text, len(offer.sources)) for offer in offers(value, load_catalogue())]


def said(paper: str, value: str, confidence: float = 0.97, source: Source = Source.PRINT) -> Statement:
    return on_paper(paper, KEY, value, confidence, source)


def test_what_two_sources_say_comes_before_what_one_says() -> None:
    form, notice = said("birth-registration", "Lê Thị A"), said("birth-notice", "Lê Thị B")
    card, code = said("id-card", "Lê Thị C"), said("id-card", "Lê Thị C", source=Source.QR)
    assert of(form, notice, card, code) == [("Lê Thị C", 2), ("Lê Thị B", 1)]


def test_the_same_source_counts_once() -> None:
    form, notice = said("birth-registration", "A"), said("birth-notice", "B")
    assert of(form, notice, notice) == [("B", 1)]


def test_what_stands_there_is_not_offered_again() -> None:
    assert of(said("birth-registration", "A"), said("birth-notice", "A")) == []


def test_capitals_alone_are_no_other_value() -> None:
    form, notice = said("birth-registration", "Lê Thị A"), said("birth-notice", "LÊ THỊ A")
    assert of(form, notice, said("id-card", "LÊ THỊ B"), said("marriage-certificate", "Lê Thị B")) == [
        ("Lê Thị B", 2)
    ]


def test_a_guess_is_offered_only_where_another_source_says_the_same() -> None:
    form, notice = said("birth-registration", "A", 0.3), said("birth-notice", "B", 0.4)
    assert of(form, notice) == []
    assert of(form, notice, said("id-card", "B", 0.45)) == [("B", 2)]
    assert of(form, said("birth-notice", "A", 0.4)) == [("A", 2)]


def test_witnesses_and_proposals_are_told_with_their_names() -> None:
    form = said("birth-registration", "A", 0.4)
    proposed = Statement(**{**_plain(form), "proposals": (Proposal("Á", "lexicon:family-names", 0.9),)})
    value = FormValue(KEY, proposed, confirmed=(Witness("id-card", "qr", 1, 1),), needs_review=True)
    found = {offer.text: offer.sources for offer in offers(value, load_catalogue())}
    assert found == {
        "A": ("Tờ khai đăng ký khai sinh, chữ in", "Thẻ căn cước, mã QR"),
        "Á": ("danh sách họ",),
    }


def test_an_empty_value_is_never_offered() -> None:
    assert of(said("birth-registration", "A"), said("birth-notice", "")) == []


def _plain(one: Statement) -> dict[str, object]:
    return {name: getattr(one, name) for name in ("value", "raw", "confidence", "source", "paper", "key")}
