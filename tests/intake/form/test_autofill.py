# SPDX-License-Identifier: Apache-2.0
"""Which paper a value of the form is taken from, and what is kept beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.dossier.values import Agreement
from intake.form.offers import offers
from ocr.result import Box, PageReading, Proposal, Source
from templates.catalogue.loading import load_catalogue
from templates.model.autofill_map import FOLDER, load_autofill_map
from tests.support.dossiers.filled_form import (
    CARD,
    CERTIFICATE,
    FATHER,
    FORM,
    MOTHER,
    NOTICE,
    card,
    fill,
    keys,
    page,
    value,
)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_map_names_only_fields_and_papers_that_exist(path) -> None:  # type: ignore[no-untyped-def]
    catalogue = load_catalogue()
    plan = load_autofill_map(path.stem) or load_autofill_map("", path.stem)
    assert plan is not None and path.stem in (plan.procedure, plan.form)
    known = catalogue.document_type(plan.form).fields()
    assert not known or plan.fields.keys() <= known.keys()
    refs = [ref for sources in plan.fields.values() for ref in sources.sources]
    refs += [ref for person in plan.people.values() for ref in (*person.names, *person.numbers)]
    unknown = [
        (ref.paper, ref.field)
        for ref in refs
        if (paper := catalogue.document_types.get(ref.paper))
        and paper.fields()
        and ref.field not in paper.fields()
    ]
    assert unknown == []


def test_the_mother_comes_from_her_card_s_qr_code_naming_paper_and_page() -> None:
    form = page(FORM, {"mother.full_name": "PHẠM THỊ LAN", "mother.birth_date": "1995"}, confidence=0.8)
    filled = fill([form, card(MOTHER)])
    name = value(filled, "mother.full_name")
    assert (name.said.source, name.said.paper, name.said.document_id, name.said.page) == ("qr", CARD, 2, 1)
    assert value(filled, "mother.birth_date").said.value == "12/03/1995"
    assert value(filled, "mother.id_document").said.value == "034195000001"
    assert [other.paper for other in name.alternatives] == [FORM]


def test_qr_beats_mrz_beats_print_beats_pen() -> None:
    number = {"person.personal_id": "034195000001"}
    sides = [
        page(CARD, {**number, "person.birth_date": f"0{day}/03/1995"}, source, 0.95)
        for day, source in enumerate((Source.HAND, Source.PRINT, Source.MRZ, Source.QR), start=1)
    ]
    form = page(FORM, {"mother.id_document": "034195000001"})
    for best in ("04", "03", "02", "01"):
        chosen = value(fill([form, *sides]), "mother.birth_date")
        assert chosen.said.value == f"{best}/03/1995"
        sides.pop()


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (Source.QR, Source.MRZ),
        (Source.QR, Source.PRINT),
        (Source.MRZ, Source.PRINT),
        (Source.MRZ, Source.TEXT_LAYER),
        (Source.MRZ, Source.MARK),
        (Source.PRINT, Source.HAND),
    ],
)
@pytest.mark.parametrize("first", ["better", "worse"])
def test_a_better_source_wins_though_the_other_is_surer_and_whichever_lies_on_top(
    better: Source, worse: Source, first: str
) -> None:
    number = {"person.personal_id": "034195000001"}
    good = page(CARD, {**number, "person.birth_date": "12/03/1995"}, better, 0.91)
    bad = page(CARD, {**number, "person.birth_date": "13/03/1995"}, worse, 0.99)
    cards = [good, bad] if first == "better" else [bad, good]
    chosen = value(fill([page(FORM, {"mother.id_document": "034195000001"}), *cards]), "mother.birth_date")
    assert (chosen.said.value, chosen.said.source) == ("12/03/1995", better.value)


def test_a_better_source_that_could_hardly_be_read_comes_last() -> None:
    number = {"person.personal_id": "034195000001"}
    form = page(FORM, {"mother.id_document": "034195000001"})
    for confidence, chosen_source in ((0.49, "print"), (0.5, "mrz")):
        back = page(CARD, {**number, "person.birth_date": "13/03/1995"}, Source.MRZ, confidence)
        front = page(CARD, {**number, "person.birth_date": "12/03/1995"}, Source.PRINT, 0.95)
        assert value(fill([form, back, front]), "mother.birth_date").said.source == chosen_source


def test_of_two_alike_sources_the_sure_one_wins_and_then_the_surer() -> None:
    number = {"person.personal_id": "034195000001"}
    form = page(FORM, {"mother.id_document": "034195000001"})

    def born(day: str, confidence: float) -> PageReading:
        return page(CARD, {**number, "person.birth_date": f"{day}/03/1995"}, Source.PRINT, confidence)

    for one, two in ((0.89, 0.9), (0.91, 0.95)):
        for sheets in ([born("12", one), born("13", two)], [born("13", two), born("12", one)]):
            assert value(fill([form, *sheets]), "mother.birth_date").said.value == "13/03/1995"


def test_a_name_is_not_taken_from_the_toneless_mrz_where_print_has_it() -> None:
    form = page(FORM, {"mother.id_document": "034195000001"})
    front = card(MOTHER, Source.PRINT, 0.95)
    back = page(
        CARD, {"person.personal_id": "034195000001", "person.full_name": "PHAM THI LAN"}, Source.MRZ, 0.99
    )
    chosen = value(fill([form, front, back]), "mother.full_name")
    assert (chosen.said.value, chosen.said.source) == ("PHẠM THỊ LAN", "print")
    assert (chosen.agreement, chosen.needs_review) == (Agreement.TONES, False)


def test_residence_and_relation_come_from_the_citizen_s_form_first() -> None:
    form = page(
        FORM,
        {
            "mother.full_name": "PHẠM THỊ LAN",
            "mother.residence": "thôn Đông, xã Vũ Thư, tỉnh Hưng Yên",
            "requester.relation": "Mẹ đẻ",
        },
    )
    holder = card({**MOTHER, "residence": "Thôn Đông, Xã A, Huyện Vũ Thư, Thái Bình"})
    chosen = value(fill([form, holder]), "mother.residence")
    assert chosen.said.paper == FORM
    assert not chosen.needs_review, "an address of before the merger is no contradiction"


def test_a_penned_form_is_filled_from_the_printed_papers() -> None:
    form = page(FORM, {"mother.full_name": "Pnam Tni Ldn", "child.sex": "Nr"}, Source.HAND, 0.2)
    notice = page(
        NOTICE, {"mother.full_name": "PHẠM THỊ LAN", "child.birth_date": "20/07/2026", "child.sex": "Nữ"}
    )
    filled = fill([form, notice, card({**MOTHER, "residence": "Thôn Đông"})])
    for key, paper in {"mother.residence": CARD, "mother.full_name": CARD, "child.sex": NOTICE}.items():
        assert value(filled, key).said.paper == paper
        assert not value(filled, key).needs_review, key


def test_what_only_the_pen_gives_is_kept_and_flagged() -> None:
    form = page(FORM, {"child.full_name": "Tran Gia Hdn"}, Source.HAND, 0.3)
    assert value(fill([form]), "child.full_name").needs_review


def test_ethnicity_is_never_inferred_from_cards() -> None:
    form = page(FORM, {"mother.full_name": "PHẠM THỊ LAN"})
    filled = fill([form, card({**MOTHER, "nationality": "Việt Nam"}), card(FATHER)])
    assert not [key for key in keys(filled) if key.endswith("ethnicity")]
    assert value(filled, "mother.nationality").said.paper == CARD


def test_the_intended_name_on_the_notice_is_only_a_proposal() -> None:
    notice = page(NOTICE, {"child.intended_name": "TRẦN GIA HÂN"})
    assert value(fill([page(FORM, {}), notice]), "child.full_name").needs_review
    form = page(FORM, {"child.full_name": "TRẦN GIA HÂN MY"})
    assert not value(fill([form, notice]), "child.full_name").needs_review


def test_marriage_comes_from_the_certificate() -> None:
    certificate = page(CERTIFICATE, {"number": "12/2020", "registration.date": "05/05/2020"})
    filled = fill([page(FORM, {"marriage.number": "12/2020"}, confidence=0.6), certificate])
    assert value(filled, "marriage.number").said.paper == CERTIFICATE
    assert value(filled, "marriage.date").said.key == "registration.date"


def test_fields_that_the_map_does_not_name_come_from_the_form() -> None:
    chosen = value(fill([page(FORM, {"copies.count": "2"})]), "copies.count")
    assert (chosen.said.paper, chosen.needs_review) == (FORM, False)


def test_noise_from_an_unreadable_hand_is_not_put_into_the_form() -> None:
    noise = value(fill([page(FORM, {"child.hometown": "Œ/Z.zq"}, Source.HAND, 0.1)]), "child.hometown")
    assert (noise.said.value, noise.needs_review) == ("", True)
    assert [other.value for other in noise.alternatives] == ["Œ/Z.zq"]
    assert noise.said.page == 1


def test_what_the_pen_may_say_is_offered_beside_the_empty_field() -> None:
    read = page(FORM, {"child.hometown": "Xa Tan Hoa"}, Source.HAND, 0.1)
    may = (Proposal("Xã Tân Hoà", "pen:known", 0.6), Proposal("Xa Tan Hoa", "pen", 0.2))
    penned = replace(read, fields=tuple(replace(field, proposals=may) for field in read.fields))
    kept = value(fill([penned]), "child.hometown")
    assert (kept.said.value, kept.needs_review, kept.said.proposals) == ("", True, may)
    offered = {offer.text: offer.sources for offer in offers(kept, load_catalogue())}
    assert offered["Xã Tân Hoà"] == ("máy đọc chữ viết tay, đoán theo loại ô",)
    assert "máy đọc chữ viết tay" in offered["Xa Tan Hoa"]


def test_each_value_says_on_which_page_and_where_it_was_read() -> None:
    chosen = value(fill([page(FORM, {}), page(FORM, {"copies.count": "2"})]), "copies.count").said
    assert (chosen.raw, chosen.key, chosen.document_id, chosen.page) == ("2", "copies.count", 2, 1)
    assert chosen.box == Box(1, 2, 3, 4)


def test_what_the_other_papers_say_is_kept_beside_the_best_each_once() -> None:
    form = page(FORM, {"mother.full_name": "PHẠM THỊ LAN"})
    notice = page(NOTICE, {"mother.full_name": "PHẠM THỊ LAM"})
    chosen = value(fill([notice, form, card(MOTHER)]), "mother.full_name")
    assert chosen.said.paper == CARD
    assert sorted((other.paper, other.value) for other in chosen.alternatives) == [
        (NOTICE, "PHẠM THỊ LAM"),
        (FORM, "PHẠM THỊ LAN"),
    ]
