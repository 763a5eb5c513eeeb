# SPDX-License-Identifier: Apache-2.0
"""What each paper says for a rule: which reading counts, from where on, and where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from intake.check.evidence import Evidence
from intake.dossier.facts import DocumentFact, DossierFacts, Finding, Severity
from intake.dossier.record_json import plain
from intake.dossier.values import PERSON, UNREADABLE, FormValue, PageRef, Statement
from ocr.result import Source
from templates.catalogue.loading import load_catalogue
from templates.model.rules import Ref
from tests.support.dossiers.birth_case import CARD, FORM, NOTICE, PROCEDURE, Case
from tests.support.dossiers.rule_case import NOW, edition
from tests.support.dossiers.values import on_form, on_paper

BORN = Ref(paper=FORM, field="child.birth_date")


def reading(
    value: str, confidence: float = 0.95, source: Source = Source.PRINT, kind: str = FORM, **more: Any
) -> Statement:
    told = {"key": "child.birth_date", "document": "form", "page": 1} | more
    return on_paper(kind, value=value, confidence=confidence, source=source, **told)


def evidence(
    *readings: Statement,
    chosen: dict[str, FormValue] | None = None,
    papers: tuple[DocumentFact, ...] = (),
) -> Evidence:
    papers = papers or (DocumentFact(FORM, "form", (1,)),)
    return Evidence(DossierFacts(NOW, papers, readings, chosen or {}), edition(), None)


def of_card(case: Case) -> Evidence:
    catalogue = load_catalogue()
    plan = catalogue.autofill_map(PROCEDURE, FORM)
    return Evidence(case.facts(), edition(), plan)


# -- what a paper says


@pytest.mark.parametrize(("confidence", "counts"), [(0.5, True), (0.49, False)])
def test_a_reading_counts_from_where_it_is_usable(confidence: float, counts: bool) -> None:
    found = evidence(reading("05/10/2026", confidence)).value(BORN)
    assert (found is not None) is counts


@pytest.mark.parametrize(("confidence", "sure"), [(0.9, True), (0.89, False)])
def test_a_value_needs_no_look_from_where_it_is_sure(confidence: float, sure: bool) -> None:
    assert Statement("x", "x", confidence, "print").sure is sure
    assert Statement("x", "x", 0.1, PERSON).sure


def test_the_surest_reading_is_told_with_its_paper_page_and_source() -> None:
    poor, good = (
        reading("06/10/2026", 0.8),
        reading("05/10/2026", 0.9, Source.HAND, document="b", page=3, nth=1),
    )
    for readings in ((poor, good), (good, poor)):
        found = evidence(*readings).value(BORN)
        assert found is good
        assert (found.paper, found.place, found.source) == (FORM, PageRef("b", 3, 1), Source.HAND)


def test_what_has_marks_counts_before_the_zone_that_has_none() -> None:
    zone, printed = reading("NGO THI HANH", 0.99, Source.MRZ), reading("NGÔ THỊ HẠNH", 0.6)
    found = evidence(zone, printed).value(BORN)
    assert found is not None and found.value == "NGÔ THỊ HẠNH"


def test_another_field_another_paper_and_an_empty_reading_say_nothing() -> None:
    others = (reading("x", key="child.sex"), reading("x", kind=NOTICE), reading(""))
    assert evidence(*others).value(BORN) is None


def test_a_person_s_word_on_the_form_wins_over_what_stands_there() -> None:
    chosen = on_form("06/10/2026", 1.0, "", "form", 2, corrected=True)
    found = evidence(reading("05/10/2026"), chosen={"child.birth_date": chosen}).value(BORN)
    assert found is not None and found.decided
    assert (found.value, found.confidence, found.paper) == ("06/10/2026", 1.0, FORM)
    assert (found.key, found.place) == ("child.birth_date", PageRef("form", 2))


@pytest.mark.parametrize(
    "chosen", [on_form("06/10/2026"), on_form("", corrected=True)], ids=["the program's", "emptied"]
)
def test_only_a_value_that_a_person_gave_wins(chosen: FormValue) -> None:
    found = evidence(reading("05/10/2026"), chosen={"child.birth_date": chosen}).value(BORN)
    assert found is not None and (found.value, found.decided) == ("05/10/2026", False)


def test_what_nobody_can_read_on_the_form_says_nothing_there_and_is_lent_by_no_paper() -> None:
    paper = on_form("?", 0.0, NOTICE, "notice", 1)
    chosen = replace(paper, said=replace(paper.said, source=UNREADABLE))
    told = evidence(
        reading("05/10/2026"), reading("06/10/2026", kind=NOTICE), chosen={"child.birth_date": chosen}
    )
    for ask in (told.value, told.dated, told.stated, told.lent):
        assert ask(BORN) is None
    on_notice = told.value(Ref(paper=NOTICE, field="child.birth_date"))
    assert on_notice is not None and on_notice.value == "06/10/2026"


def test_a_person_s_word_on_the_form_is_not_what_another_paper_says() -> None:
    chosen = {"child.birth_date": on_form("06/10/2026", corrected=True)}
    found = evidence(reading("05/10/2026", kind=NOTICE), chosen=chosen)
    said = found.value(Ref(paper=NOTICE, field="child.birth_date"))
    assert said is not None and said.value == "05/10/2026"


def test_what_rules_asked_for_and_were_told_is_remembered() -> None:
    told = evidence(reading("05/10/2026"))
    sex = Ref(paper=FORM, field="child.sex")
    found = [told.value(BORN), told.dated(sex), told.stated(sex), told.lent(sex)]
    assert told.looked == {BORN: found[0], sex: None}


# -- the fuller date, the stated value, the lent one


def filled(value: str, confidence: float = 0.95, paper: str = NOTICE) -> dict[str, FormValue]:
    return {"child.birth_date": on_form(value, confidence, paper, "notice", 2)}


@pytest.mark.parametrize(
    ("there", "chosen", "told"),
    [
        ("2026", filled("05/10/2026"), "05/10/2026"),
        ("10/2026", filled("05/10/2026"), "05/10/2026"),
        (None, filled("05/10/2026"), "05/10/2026"),
        (None, filled("2026"), None),
        ("2025", filled("05/10/2026"), "2025"),
        ("06/10/2026", filled("05/10/2026"), "06/10/2026"),
        ("2026", filled("10/2026"), "2026"),
        ("2026", filled(""), "2026"),
        ("2026", filled("05/10/2026", 0.5), "05/10/2026"),
        ("2026", filled("05/10/2026", 0.49), "2026"),
        ("2026", {}, "2026"),
    ],
)
def test_a_partial_date_is_told_as_the_fuller_one_of_the_same_year(
    there: str | None, chosen: dict[str, FormValue], told: str | None
) -> None:
    readings = [reading(there)] if there else []
    found = evidence(*readings, chosen=chosen).dated(BORN)
    assert (found.value if found else None) == told


def test_a_fuller_date_is_told_as_what_its_own_paper_says() -> None:
    found = evidence(reading("2026"), chosen=filled("05/10/2026", 0.8)).dated(BORN)
    assert found is not None and (found.value, found.confidence) == ("05/10/2026", 0.8)
    assert (found.paper, found.key, found.place) == (NOTICE, "child.birth_date", PageRef("notice", 2))
    own = evidence(chosen=filled("05/10/2026", 0.8, "")).dated(BORN)
    assert own is not None and own.paper == FORM
    typed = {"child.birth_date": on_form("05/10/2026", 0.8, NOTICE, "", corrected=True)}
    decided = evidence(chosen=typed).dated(BORN)
    assert decided is not None and (decided.decided, decided.place) == (True, None)


@pytest.mark.parametrize(
    ("there", "confidence", "told"),
    [(None, 0.9, "Nữ"), (None, 0.89, None), ("Nam", 0.97, "Nam")],
    ids=["sure", "unsure", "read"],
)
def test_a_field_that_the_form_does_not_give_is_stated_as_it_was_surely_filled_in(
    there: str | None, confidence: float, told: str | None
) -> None:
    sex = Ref(paper=FORM, field="child.sex")
    readings = [reading(there, key="child.sex")] if there else []
    chosen = {"child.sex": on_form("Nữ", confidence, NOTICE, "notice", 1)}
    found = evidence(*readings, chosen=chosen).stated(sex)
    assert (found.value if found else None) == told
    empty = evidence(chosen={"child.sex": on_form("", 0.99)}).stated(sex)
    assert empty is None
    other = evidence(chosen=chosen).stated(Ref(paper=NOTICE, field="child.sex"))
    assert other is None  # what was filled in stands on the form, not on the notice


@pytest.mark.parametrize(
    ("chosen", "readings", "lent"),
    [
        (on_form("x", 0.9, NOTICE, "notice", 1), [], True),
        (on_form("x", 0.9, FORM, "form", 1), [], False),
        (on_form("x", 0.9, "", "", 0), [], False),
        (on_form("x", 0.9, NOTICE, "notice", 1, corrected=True), [], False),
        (on_form("", 0.9, NOTICE, "notice", 1), [], False),
        (on_form("x", 0.9, NOTICE, "notice", 1), [reading("y")], False),
        (on_form("x", 0.9, NOTICE, "notice", 1), [reading("y", 0.3)], True),
    ],
    ids=["lent", "the form's", "typed", "decided", "empty", "read on the form", "hardly read on the form"],
)
def test_a_value_is_lent_where_the_form_was_not_read_to_say_it(
    chosen: FormValue, readings: list[Statement], lent: bool
) -> None:
    told = evidence(*readings, chosen={"child.birth_date": chosen})
    found = told.lent(BORN)
    assert (found is not None) is lent
    assert found is None or (found.value, found.paper, found.confidence) == ("x", NOTICE, 0.9)
    assert told.borrowed("child.birth_date", chosen) is lent


# -- whose card


def test_a_card_speaks_for_its_owner_alone() -> None:
    told = of_card(Case())
    mother = told.value(Ref(paper=CARD, field="person.full_name", of="mother"))
    assert mother is not None and (mother.value, mother.place) == ("NGÔ THỊ HẠNH", PageRef("card0", 1))
    assert told.value(Ref(paper=CARD, field="person.full_name", of="child")) is None
    assert told.value(Ref(paper=CARD, field="person.hometown", of="mother")) is None
    assert told.value(Ref(paper=NOTICE, field="person.full_name", of="mother")) is None


def test_a_card_given_by_sex_and_age_alone_proves_nothing() -> None:
    nameless = {"person.sex": "Nữ", "person.birth_date": "12/07/1996", "person.personal_id": "001196999999"}
    case = replace(Case().with_form(mother__full_name=None, mother__id_document=None), cards=[nameless])
    case = case.with_notice(mother__full_name=None, mother__personal_id=None)
    told = of_card(case)
    assert (set(told.owned.cards), told.owned.guessed) == ({"mother"}, frozenset({"mother"}))
    assert dict(told.cards) == {}


def test_without_a_plan_no_card_is_anybodys() -> None:
    told = Evidence(Case().facts(), edition(), None)
    assert (dict(told.cards), dict(told.owned.cards)) == ({}, {})


# -- written by pen


@pytest.mark.parametrize(
    ("readings", "readable", "penned"),
    [
        ([("hand", 0.9), ("print", 0.9)], True, True),
        ([("hand", 0.9), ("print", 0.9), ("print", 0.9)], True, False),
        ([("hand", 0.3), ("print", 0.5)], True, True),
        ([("hand", 0.3), ("print", 0.49)], True, True),
        ([("print", 0.5)], True, False),
        ([("print", 0.49)], True, True),
        ([("print", 0.9)], False, True),
        ([], True, True),
    ],
)
def test_a_form_is_penned_where_no_more_print_than_pen_was_read(
    readings: list[tuple[str, float]], readable: bool, penned: bool
) -> None:
    told = [
        reading("x", sure, Source.HAND if how == "hand" else Source.PRINT, key=f"k{n}")
        for n, (how, sure) in enumerate(readings)
    ]
    form = DocumentFact(FORM, "form", (1,), readable=readable)
    assert evidence(*told, papers=(form,)).penned is penned


def test_without_a_form_nothing_is_penned_and_other_papers_pens_do_not_count() -> None:
    notice = DocumentFact(NOTICE, "notice", (1,))
    assert not evidence(reading("x", source=Source.HAND, kind=NOTICE), papers=(notice,)).penned
    both = (notice, DocumentFact(FORM, "form", (1,)))
    told = evidence(reading("x", source=Source.HAND, kind=NOTICE), reading("y"), papers=both)
    assert not told.penned


# -- the facts themselves


def test_a_paper_begins_on_its_first_page_and_one_without_pages_on_the_first() -> None:
    assert DocumentFact(FORM, "a", (3, 2, 5)).first == PageRef("a", 2)
    assert DocumentFact(FORM, "a", ()).first == PageRef("a", 1)


def test_a_value_that_a_person_typed_has_no_place() -> None:
    assert on_form("x").place is None
    assert on_form("x", document="a", page=2).place == PageRef("a", 2)


def test_papers_of_a_kind_come_in_the_order_of_the_dossier() -> None:
    papers = (DocumentFact(CARD, "a", (1,)), DocumentFact(FORM, "f", (1,)), DocumentFact(CARD, "b", (1,)))
    facts = DossierFacts(NOW, papers)
    assert [paper.document for paper in facts.of_kind(CARD)] == ["a", "b"]
    assert (facts.has(FORM), facts.has(NOTICE)) == (True, False)


def test_a_finding_is_kept_under_these_names() -> None:
    whole = Finding("c", Severity.INFO, "k", "d", "p", "f", PageRef("a", 2, 1), "l", unverified=True)
    assert plain(whole) == {
        "code": "c",
        "severity": "info",
        "clerk": "k",
        "citizen": "d",
        "paper": "p",
        "field": "f",
        "page": {"document": "a", "page": 2},
        "law": "l",
        "unverified": True,
        "fingerprint": "",
        "decided_by": "",
        "reason": "",
        "said": {},
        "other_dossier": "",
        "pair": "",
    }
    assert plain(Finding("c", Severity.ERROR, "k"))["page"] is None
