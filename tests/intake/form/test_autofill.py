# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from intake.dossier.values import Agreement, FormValue
from intake.form.autofill import Filled, PaperPage, autofill
from ocr.result import Box, FieldReading, PageReading, Proposal, Source
from templates.catalogue.loading import load_catalogue
from templates.model.autofill_map import FOLDER, load_autofill_map

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
    plan = load_autofill_map(PROCEDURE, FORM)
    assert plan is not None
    pages = [PaperPage(number, f"{number:064x}", reading) for number, reading in enumerate(readings, start=1)]
    return autofill(plan, load_catalogue(), pages, decided)


def test_parents_whose_cards_lie_on_one_sheet_are_not_mixed() -> None:
    plan = load_autofill_map(PROCEDURE, FORM)
    assert plan is not None
    form = {"mother.full_name": MOTHER["full_name"], "father.full_name": FATHER["full_name"]}
    sheet = replace(card(MOTHER), others=(card(FATHER),))
    pages = [PaperPage(1, "a", page(FORM, form))]
    pages += [PaperPage(2, "b", paper, nth) for nth, paper in enumerate(sheet.papers())]
    filled = autofill(plan, load_catalogue(), pages)
    for role, person in (("mother", MOTHER), ("father", FATHER)):
        assert value(filled, f"{role}.birth_date").said.value == person["birth_date"]


def value(filled: Filled, key: str) -> FormValue:
    (found,) = [choice for choice in filled.values if choice.key == key]
    return found


def keys(filled: Filled) -> set[str]:
    return {choice.key for choice in filled.values}


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


def test_a_card_that_fits_nobody_is_nobody_s() -> None:
    form = page(FORM, {"mother.full_name": "PHẠM THỊ LAN"})
    filled = fill([form, card(GRANDMOTHER)])
    assert "mother.id_document" not in keys(filled)
    assert value(filled, "mother.full_name").said.value == "PHẠM THỊ LAN"


def test_two_cards_that_fit_alike_are_left_out_and_named() -> None:
    namesake = {**MOTHER, "personal_id": "034190000009", "birth_date": "09/09/1990"}
    form = page(FORM, {"mother.full_name": "PHẠM THỊ LAN"})
    filled = fill([form, card(MOTHER), card(namesake)])
    assert filled.owners.ambiguous == {"mother"}
    assert "mother.id_document" not in keys(filled)


def test_the_number_settles_between_two_cards_of_one_name() -> None:
    namesake = {**MOTHER, "personal_id": "034190000009", "birth_date": "09/09/1990"}
    form = page(FORM, {"mother.full_name": "PHẠM THỊ LAN", "mother.id_document": "034195000001"})
    assert value(fill([form, card(namesake), card(MOTHER)]), "mother.birth_date").said.value == "12/03/1995"


def test_sex_and_age_give_the_mother_the_only_card_left_but_a_person_must_confirm() -> None:
    form = page(FORM, {"child.birth_date": "20/07/2026"})
    filled = fill([form, card(MOTHER), card(FATHER)])
    assert filled.owners.guessed == {"mother"}
    assert value(filled, "mother.id_document").needs_review
    assert "father.full_name" not in keys(filled), "a man's card does not make him the father"


def test_a_grandmother_is_too_old_to_be_taken_for_the_mother() -> None:
    form = page(FORM, {"child.birth_date": "20/07/2026"})
    filled = fill([form, card(GRANDMOTHER)])
    assert "mother.id_document" not in keys(filled)


def test_two_women_s_cards_and_no_name_give_no_mother() -> None:
    sister = {
        **MOTHER,
        "full_name": "PHẠM THỊ CÚC",
        "personal_id": "034198000004",
        "birth_date": "01/01/1998",
    }
    form = page(FORM, {"child.birth_date": "20/07/2026"})
    assert "mother.id_document" not in keys(fill([form, card(MOTHER), card(sister)]))


def test_a_requester_who_is_the_mother_gets_her_card() -> None:
    form = page(FORM, {"requester.relation": "Mẹ", "mother.full_name": "PHẠM THỊ LAN"})
    filled = fill([form, card(MOTHER), card(FATHER)])
    assert value(filled, "requester.id_document").said.value == "034195000001"


def test_a_grandmother_who_asks_does_not_get_the_mother_s_card() -> None:
    form = page(FORM, {"requester.relation": "Bà ngoại", "mother.full_name": "PHẠM THỊ LAN"})
    assert "requester.id_document" not in keys(fill([form, card(MOTHER)]))


def test_a_father_whom_the_form_does_not_name_wants_a_look() -> None:
    notice = page(NOTICE, {"father.full_name": "TRẦN VĂN HẢI"})
    filled = fill([page(FORM, {"mother.full_name": "PHẠM THỊ LAN"}), notice, card(FATHER)])
    assert value(filled, "father.full_name").needs_review
    declared = page(FORM, {"father.full_name": "TRẦN VĂN HẢI"})
    assert not value(fill([declared, notice, card(FATHER)]), "father.full_name").needs_review


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


@pytest.mark.parametrize(
    ("on_notice", "agreement", "review"),
    [
        ("20/07/2026", Agreement.EQUAL, False),
        ("21/07/2026", Agreement.DIFFERS, True),
    ],
)
def test_birth_dates_of_form_and_notice_are_compared(
    on_notice: str, agreement: Agreement, review: bool
) -> None:
    filled = fill(
        [page(FORM, {"child.birth_date": "20/07/2026"}), page(NOTICE, {"child.birth_date": on_notice})]
    )
    chosen = value(filled, "child.birth_date")
    assert (chosen.said.paper, chosen.agreement, chosen.needs_review) == (NOTICE, agreement, review)


@pytest.mark.parametrize(
    ("on_notice", "agreement", "review"),
    [
        ("PHẠM THỊ HOÀ", Agreement.EQUAL, False),
        ("PHẠM THỊ HÒA", Agreement.TONES, False),
        ("Phạm Thị Hoà", Agreement.TONES, False),
        ("PHAM THI HOA", Agreement.TONES, True),
        ("PHẠM THỊ HUỆ", Agreement.DIFFERS, True),
    ],
)
def test_names_that_differ_in_print_are_told_apart_by_how_much(
    on_notice: str, agreement: Agreement, review: bool
) -> None:
    form, notice = (
        page(FORM, {"mother.full_name": "PHẠM THỊ HOÀ"}),
        page(NOTICE, {"mother.full_name": on_notice}),
    )
    chosen = value(fill([form, notice]), "mother.full_name")
    assert (chosen.agreement, chosen.needs_review) == (agreement, review)


def test_two_papers_read_alike_are_surer_than_one() -> None:
    name = {"mother.full_name": "PHẠM THỊ LAN"}
    alone = value(fill([page(FORM, name, confidence=0.8)]), "mother.full_name")
    both = value(
        fill([page(FORM, name, confidence=0.8), page(NOTICE, name, confidence=0.8)]), "mother.full_name"
    )
    assert alone.needs_review and not both.needs_review
    assert alone.said.confidence < both.said.confidence < 1


def test_pen_is_never_made_sure_by_agreement() -> None:
    name = {"child.full_name": "TRẦN GIA HÂN"}
    filled = fill([page(FORM, name, Source.HAND, 0.6), page(FORM, name, Source.HAND, 0.6)])
    assert value(filled, "child.full_name").needs_review


def test_the_form_s_own_words_for_an_identity_paper_stay_where_they_hold_the_card_s_number() -> None:
    words = "CCCD số 034195000001, Cục Cảnh sát QLHC về TTXH cấp ngày 10/05/2021"
    chosen = value(fill([page(FORM, {"mother.id_document": words}), card(MOTHER)]), "mother.id_document")
    assert (chosen.said.value, chosen.agreement) == (words, Agreement.EQUAL)
    misread = words.replace("034195000001", "034196000001")
    form = page(FORM, {"mother.full_name": "PHẠM THỊ LAN", "mother.id_document": misread})
    chosen = value(fill([form, card(MOTHER)]), "mother.id_document")
    assert (chosen.said.value, chosen.agreement) == ("034195000001", Agreement.DIFFERS)
    assert chosen.needs_review


def test_a_person_s_name_for_the_mother_finds_her_card() -> None:
    form = page(FORM, {"mother.full_name": "Pnam Tni Ldn"}, Source.HAND, 0.2)
    filled = fill([form, card(MOTHER), card(GRANDMOTHER)], {"mother.full_name": "PHẠM THỊ LAN"})
    assert value(filled, "mother.id_document").said.value == "034195000001"


def test_fields_that_the_map_does_not_name_come_from_the_form() -> None:
    chosen = value(fill([page(FORM, {"copies.count": "2"})]), "copies.count")
    assert (chosen.said.paper, chosen.needs_review) == (FORM, False)


def test_noise_from_an_unreadable_hand_is_not_put_into_the_form() -> None:
    noise = value(fill([page(FORM, {"child.hometown": "Œ/Z.zq"}, Source.HAND, 0.1)]), "child.hometown")
    assert (noise.said.value, noise.needs_review) == ("", True)
    assert [other.value for other in noise.alternatives] == ["Œ/Z.zq"]
    assert noise.said.page == 1


@pytest.mark.parametrize(
    ("doubtful", "sure", "taken"),
    [
        ("Bản Nậm Pọng, xã Sìn Hầ, tỉnh Lai Chân", "Bản Nậm Pọng, xã Sìn Hồ, tỉnh Lai Châu", True),
        ("Số 12 phố Ngạc Hà, nhường Ngọc Hà", "Số 14 phố Ngọc Hà, phường Ngọc Hà", False),
        ("thôn Đông, xã Vũ Thư, tỉnh Hưng Yên", "Tổ 5, phường Cửa Lò, tỉnh Nghệ An", False),
    ],
)
def test_a_doubtful_address_gives_way_to_the_same_one_read_surely(
    doubtful: str, sure: str, taken: bool
) -> None:
    form = page(FORM, {"mother.full_name": "PHẠM THỊ LAN"})
    second = page(FORM, {"mother.residence": doubtful}, confidence=0.7)
    chosen = value(fill([form, second, card({**MOTHER, "residence": sure})]), "mother.residence")
    assert (chosen.said.value, chosen.needs_review) == (sure if taken else doubtful, not taken)


def test_a_form_that_has_no_place_for_the_father_s_number_still_declares_him_by_name() -> None:
    form = page(FORM, {"father.full_name": "TRẦN VĂN HẢI"})
    assert not value(fill([form, card(FATHER)]), "father.id_document").needs_review


def test_an_equal_number_does_not_make_the_words_around_it_surer() -> None:
    words = "CCCD số 034195000001 da Cục Cảnh sát"
    chosen = value(
        fill([page(FORM, {"mother.id_document": words}, confidence=0.91), card(MOTHER)]), "mother.id_document"
    )
    assert chosen.said.confidence == 0.91


def test_a_date_that_agrees_as_far_as_it_goes_makes_the_whole_one_surer() -> None:
    form = page(FORM, {"child.birth_date": "20/07/2026"}, confidence=0.8)
    chosen = {
        other: value(
            fill([form, page(NOTICE, {"child.birth_date": other}, confidence=0.8)]), "child.birth_date"
        )
        for other in ("07/2026", "08/2026")
    }
    assert chosen["07/2026"].said.confidence == pytest.approx(0.96)
    assert chosen["08/2026"].said.confidence == 0.8


def test_what_a_code_says_is_not_taken_for_a_misreading_of_the_print() -> None:
    form = page(FORM, {"mother.id_document": "034195000001", "mother.full_name": "PHẠM THỊ LANG"})
    holder = card({**MOTHER, "full_name": "PHẠM THỊ LAN"}, confidence=0.8)
    chosen = value(fill([form, holder]), "mother.full_name")
    assert (chosen.said.value, chosen.said.source, chosen.needs_review) == ("PHẠM THỊ LAN", "qr", True)


def test_a_paper_of_proposals_is_no_surer_spelling_of_the_forms_own_words() -> None:
    form = page(FORM, {"child.full_name": "TRẦN GIA HÂM"}, confidence=0.7)
    notice = page(NOTICE, {"child.intended_name": "TRẦN GIA HÂN"}, confidence=0.99)
    chosen = value(fill([form, notice]), "child.full_name")
    assert (chosen.said.value, chosen.needs_review) == ("TRẦN GIA HÂM", True)


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


def test_a_value_that_needs_no_look_carries_no_proposals() -> None:
    proposal = Proposal("PHẠM THỊ LAM", "lexicon", 0.5)
    form = page(FORM, {"mother.full_name": "PHẠM THỊ LAN"})
    for confidence, proposals in ((0.97, ()), (0.6, (proposal,))):
        fields = tuple(replace(f, proposals=(proposal,), confidence=confidence) for f in form.fields)
        assert value(fill([replace(form, fields=fields)]), "mother.full_name").said.proposals == proposals


@pytest.mark.parametrize(("sure", "weighs"), [(0.5, True), (0.49, False)])
def test_another_paper_contradicts_from_where_its_reading_says_something(sure: float, weighs: bool) -> None:
    form = page(FORM, {"child.birth_date": "21/07/2026"}, confidence=sure)
    notice = page(NOTICE, {"child.birth_date": "20/07/2026"}, confidence=0.99)
    chosen = value(fill([form, notice]), "child.birth_date")
    assert (chosen.needs_review, chosen.agreement is Agreement.DIFFERS) == (weighs, weighs)
