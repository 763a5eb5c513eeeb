# SPDX-License-Identifier: Apache-2.0
"""Whose a paper is: every kind of paper that names people, however well it was read, of the same or another
family.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.check.check import check, may_hold_others
from intake.check.decided import decidable
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import DocumentFact, DossierFacts, Finding
from intake.dossier.values import FormValue, Statement
from ocr.result import Source
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers.birth_case import FORM, MARRIAGE, NOTICE, ON_FORM, ON_NOTICE, Case
from tests.support.dossiers.procedure_dossiers import Sample, samples
from tests.support.dossiers.values import on_form, on_paper

COMPLETE = {s.procedure: s for s in samples() if s.name == "complete"}
ANOTHER_FAMILY = ("ĐẶNG", "LƯU", "TRỊNH", "BẠCH", "QUÁCH", "THẠCH", "CÙ", "MÃ")
READ = {"sure": 0.97, "doubtful": 0.6, "hardly": 0.1, "not": None}


def judged(sample: Sample, facts: DossierFacts) -> list[Finding]:
    catalogue = load_catalogue()
    edition = catalogue.procedure(sample.procedure, local_day(sample.received))
    return list(check(facts, edition, catalogue, sample.received).findings)


def of_others(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if may_hold_others(finding.code, finding.severity)]


def named_kinds() -> list[tuple[str, str]]:
    """Procedure and kind of each paper of a sound dossier that names people."""
    return [
        (code, kind)
        for code, sample in COMPLETE.items()
        for kind, copies in sample.papers.items()
        if any(key.endswith(".full_name") for copy in copies for key in copy)
    ]


EACH_KIND = pytest.mark.parametrize(("procedure", "kind"), named_kinds())


def beside(procedure: str, kind: str, confidence: float | None, *, ours: bool) -> tuple[Sample, DossierFacts]:
    """A sound dossier with a second paper of one of its kinds: a copy, or another family's."""
    sample = COMPLETE[procedure]
    facts = sample.facts()
    (copy, *_more) = sample.papers[kind]
    other = {
        key: value if ours else another(key, place, str(value))
        for place, (key, value) in enumerate(copy.items())
    }
    read = [
        on_paper(kind, key, str(value), confidence, Source.PRINT, "second", 1)
        for key, value in other.items()
        if confidence is not None
    ]
    papers = (*facts.papers, DocumentFact(kind, "second", (1,)))
    return sample, replace(facts, papers=papers, readings=(*facts.readings, *read))


def another(key: str, place: int, value: str) -> str:
    if key.endswith("_name"):
        return f"{ANOTHER_FAMILY[place % len(ANOTHER_FAMILY)]} PHÚC BẢO {place}"
    if key.endswith(("personal_id", "id_document")):
        return f"0421880{place:05d}"
    return value


@EACH_KIND
@pytest.mark.parametrize("read", READ)
def test_another_family_s_paper_waits_for_a_person_however_it_was_read(
    procedure: str, kind: str, read: str
) -> None:
    sample, facts = beside(procedure, kind, READ[read], ours=False)
    found = of_others(judged(sample, facts))
    assert found
    assert all(decidable(finding) for finding in found)


@EACH_KIND
def test_a_second_copy_of_the_same_family_s_paper_asks_nothing(procedure: str, kind: str) -> None:
    sample, facts = beside(procedure, kind, READ["sure"], ours=True)
    assert of_others(judged(sample, facts)) == []
    assert of_others(judged(sample, sample.facts())) == []


NEAR = [("NGÔ THỊ HẠNH", "NGÔ THỊ HÀ"), ("NGÔ THỊ HẠNH", "NGÔ THỊ HẰNG"), ("VŨ VĂN HẢI", "VŨ VĂN ĐẠI")]
NEAR += [(theirs, ours) for ours, theirs in NEAR]
SHARED = {
    "nothing": {},
    "sex and home": {"sex": "Nữ", "residence": "Thôn Đông, xã Hồng Vân, tỉnh Hưng Yên"},
    "year": {"birth_date": "1996"},
}


def with_card(mother: str, card: dict[str, str], *, confidence: float = 0.99, own: bool = True) -> list[str]:
    """The codes told of papers of others where a second woman's card lies beside the mother's papers."""
    case = Case().with_form(mother__full_name=mother).with_notice(mother__full_name=mother)
    case = case.with_card(0, person__full_name=mother)
    cards = case.cards if own else case.cards[1:]
    facts = replace(case, cards=cards).facts()
    read = [
        on_paper("id-card", f"person.{key}", value, confidence, Source.PRINT, "stranger", 1)
        for key, value in card.items()
    ]
    papers = (*facts.papers, DocumentFact("id-card", "stranger", (1,)))
    facts = replace(facts, papers=papers, readings=(*facts.readings, *read))
    return [f.code for f in of_others(judged(COMPLETE["1.001193"], facts))]


@pytest.mark.parametrize(("ours", "theirs"), NEAR)
@pytest.mark.parametrize("shared", SHARED)
@pytest.mark.parametrize("own", [True, False])
def test_a_card_with_a_name_that_is_only_similar_is_another_s(
    ours: str, theirs: str, shared: str, own: bool
) -> None:
    card = {"full_name": theirs, "personal_id": "042188012345", **SHARED[shared]}
    assert "card-of-nobody" in with_card(ours, card, own=own)


@pytest.mark.parametrize(("ours", "theirs"), NEAR)
def test_a_similar_name_is_hers_where_a_sure_fact_says_so(ours: str, theirs: str) -> None:
    assert with_card(ours, {"full_name": theirs, "personal_id": ON_NOTICE["mother.personal_id"]}) == []
    assert with_card(ours, {"full_name": theirs, "birth_date": ON_NOTICE["mother.birth_date"]}) == []


def test_a_namesake_whose_number_and_birth_differ_is_another() -> None:
    namesake = {"full_name": "NGÔ THỊ HẠNH", "personal_id": "042188012345", "birth_date": "01/02/1988"}
    assert with_card("NGÔ THỊ HẠNH", namesake) == ["card-of-nobody"]
    del namesake["birth_date"]
    assert with_card("NGÔ THỊ HẠNH", namesake) == [], "one number may be a slip: the rules tell of it"


def authorised(agent: str, confidence: float) -> list[str]:
    """The mother authorises somebody, who shows a card: the codes told of papers of others."""
    facts = replace(Case(), cards=[*Case().cards, {"person.full_name": "LÝ THỊ KHÁC"}]).facts()
    names = {"principal.full_name": "NGÔ THỊ HẠNH", "agent.full_name": agent}
    read = [
        on_paper("authorisation", key, name, confidence, Source.PRINT, "auth", 1)
        for key, name in names.items()
    ]
    papers = (*facts.papers, DocumentFact("authorisation", "auth", (1,)))
    facts = replace(facts, papers=papers, readings=(*facts.readings, *read))
    return [f.code for f in of_others(judged(COMPLETE["1.001193"], facts))]


def test_an_authorisation_excuses_the_card_of_whom_it_names_and_no_other() -> None:
    assert authorised("LÝ THỊ KHÁC", 0.97) == []
    assert authorised("VŨ VĂN LẠ", 0.97) == ["card-of-brought"]
    assert authorised("LÝ THỊ KHÁ", 0.97) == ["card-of-brought"]
    assert authorised("LÝ THỊ KHÁC", 0.1) == ["paper-of-whom"], "its own names are to be looked at"


def test_a_card_not_surely_read_is_asked_about_where_nobody_has_such_a_name() -> None:
    told = with_card("NGÔ THỊ HẠNH", {"full_name": "LÝ THỊ KHÁC"}, confidence=0.6)
    assert told == ["card-unsure"]
    assert with_card("NGÔ THỊ HẠNH", {"full_name": "NGO THI HANH"}, confidence=0.6) == []
    number = {"full_name": "NGÔ THỊ HÀ", "personal_id": "042188012345"}
    assert with_card("NGÔ THỊ HẠNH", number, confidence=0.6) == ["card-unsure"]


SIDES: dict[str, dict[str, str]] = {
    "front whose name and number were not read": {"sex": "Nữ", "birth_date": "01/02/1971"},
    "back": {"residence": "Hà Nội", "issued_date": "03/05/2022"},
    "nothing read": {},
}


@pytest.mark.parametrize("side", SIDES)
def test_a_card_that_tells_of_nobody_in_a_file_of_its_own_is_asked_about(side: str) -> None:
    assert with_card("NGÔ THỊ HẠNH", SIDES[side]) == ["card-unsure"]


def beside_our_card(page: int, side: dict[str, str], *, ours: int = 1) -> list[str]:
    """The codes told where a side without name and number lies in the file of the mother's card."""
    facts = Case().facts()
    moved = tuple(replace(said, page=ours) if said.document == "card0" else said for said in facts.readings)
    read = [
        on_paper("id-card", f"person.{key}", value, 0.97, Source.PRINT, "card0", page)
        for key, value in side.items()
    ]
    papers = tuple(
        replace(paper, pages=tuple(sorted((ours, page)))) if paper.document == "card0" else paper
        for paper in facts.papers
    )
    facts = replace(facts, papers=papers, readings=(*moved, *read))
    return [f.code for f in of_others(judged(COMPLETE["1.001193"], facts))]


@pytest.mark.parametrize("side", ["back", "nothing read"])
def test_the_back_beside_the_front_of_the_dossier_s_own_card_asks_nothing(side: str) -> None:
    assert beside_our_card(2, SIDES[side]) == []
    assert beside_our_card(1, SIDES[side], ours=2) == [], "scanned before its front"


@pytest.mark.parametrize(
    ("page", "side"),
    [(2, SIDES["front whose name and number were not read"]), (2, {"sex": "Nam"}), (6, SIDES["back"])],
)
def test_a_side_in_the_file_of_a_card_that_is_not_plainly_its_other_side_is_asked_about(
    page: int, side: dict[str, str]
) -> None:
    assert beside_our_card(page, side) == ["card-unsure"]


def test_a_foreign_front_without_number_behind_the_mother_s_in_one_file_is_a_card_of_nobody() -> None:
    assert beside_our_card(2, {"full_name": "LÝ THỊ KHÁC"}) == ["card-of-nobody"]


def test_a_paper_that_should_name_people_and_was_not_read_to_is_nobody_s() -> None:
    """Its number and date were read, no name and not even a place for one."""
    sample = COMPLETE["1.001193"]
    for kind in (NOTICE, MARRIAGE):
        facts = sample.facts()
        read = on_paper(kind, "number", "12", 0.97, Source.PRINT, "second", 1)
        papers = (*facts.papers, DocumentFact(kind, "second", (1,)))
        facts = replace(facts, papers=papers, readings=(*facts.readings, read))
        assert [f.code for f in of_others(judged(sample, facts))] == ["paper-of-whom"]


def penned(form: dict[str, str], typed: dict[str, FormValue]) -> DossierFacts:
    """A form by pen of which nothing was read beside printed papers, after a person entered values."""
    facts = replace(Case(), form=form, source=Source.HAND, confidence=0.1).facts()
    chosen = {key: on_form(value, 0.1, FORM, "form", 1, hand=True) for key, value in form.items()}
    return replace(facts, form={**chosen, **typed})


def typed(values: dict[str, str]) -> dict[str, FormValue]:
    return {key: on_form(value, corrected=True) for key, value in values.items()}


THEIRS = {key: another(key, place, value) for place, (key, value) in enumerate(ON_FORM.items())}


def test_a_penned_form_is_asked_about_once_its_names_are_entered_and_none_is_the_papers() -> None:
    sample = COMPLETE["1.001193"]
    assert of_others(judged(sample, penned(THEIRS, {}))) == [], "its names wait for a person anyway"
    (finding,) = of_others(judged(sample, penned(THEIRS, typed(THEIRS))))
    assert (finding.code, finding.paper) == ("paper-of-others", FORM)
    assert of_others(judged(sample, penned(ON_FORM, typed(ON_FORM)))) == []


def test_what_was_entered_from_another_paper_says_nothing_about_the_form() -> None:
    """The mother's name was confirmed on the notice: whose the penned form is nobody has said."""
    sample = COMPLETE["1.001193"]
    names = typed({key: value for key, value in THEIRS.items() if key.endswith("full_name")})
    notice = on_form(ON_NOTICE["mother.full_name"], 0.97, NOTICE, NOTICE, 1, corrected=True)
    found = of_others(judged(sample, penned(THEIRS, {**names, "mother.full_name": notice})))
    assert [finding.paper for finding in found] == [FORM]


def test_papers_that_name_the_same_people_one_after_the_other_belong_together() -> None:
    """A marriage certificate ties the father's card, which no other paper names."""
    case = Case().with_form(**{key.replace(".", "__"): None for key in ON_FORM if key.startswith("father")})
    case = case.with_form(requester__full_name="NGÔ THỊ HẠNH", requester__id_document="033196004321")
    case = case.with_notice(father__full_name=None)
    marriage = {"wife.full_name": "NGÔ THỊ HẠNH", "husband.full_name": "VŨ ĐÌNH KHẢI"}
    assert of_others(list(replace(case, marriage=marriage).check().findings)) == []
    told = of_others(list(replace(case, marriage=None).check().findings))
    assert [finding.code for finding in told] == ["card-of-nobody"]


def test_the_pages_of_one_form_are_one_paper_wherever_they_lie() -> None:
    facts = Case().facts()
    fathers = [r for r in facts.readings if r.paper == FORM and r.key.startswith("father")]
    moved = [replace(r, document="page2", confidence=0.3) for r in fathers]
    readings = tuple(r for r in facts.readings if r not in fathers) + tuple(moved)
    papers = (*facts.papers, DocumentFact(FORM, "page2", (1,)))
    facts = replace(facts, papers=papers, readings=readings)
    assert of_others(judged(COMPLETE["1.001193"], facts)) == []


def test_two_forms_scanned_in_one_go_are_two_papers() -> None:
    facts = Case().facts()
    second: list[Statement] = [
        replace(r, value="", confidence=0.1, page=2) for r in facts.readings if r.paper == FORM
    ]
    facts = replace(facts, readings=(*facts.readings, *second), files={"form": "a.pdf"})
    (finding,) = of_others(judged(COMPLETE["1.001193"], facts))
    assert finding.code == "paper-of-whom"
    assert "a.pdf, trang 2" in finding.clerk


def test_nothing_is_asked_of_a_form_alone() -> None:
    assert of_others(list(replace(Case(), notice=None, cards=()).check().findings)) == []
