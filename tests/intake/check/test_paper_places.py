# SPDX-License-Identifier: Apache-2.0
"""Where findings about papers and single fields point, and what they count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from intake.check.check import check
from intake.check.documents import asked, questions
from intake.dossier.facts import DocumentFact, DossierFacts, Finding, Severity
from intake.dossier.values import FormValue, PageRef, Statement
from ocr.result import Source
from templates.catalogue.loading import load_catalogue
from templates.language.messages import speaking
from tests.support.dossiers.rule_case import FORM, NAMED, NOTICE, NOW, edition, facts, findings, rule
from tests.support.dossiers.values import on_form, on_paper

KEY = "child.sex"
NEEDS_SEX = {"id": "sex", "law": "Luật A", "keys": [KEY]}


def _dossier(chosen: FormValue | None, *readings: Statement, pages: tuple[int, ...] = (3, 4)) -> DossierFacts:
    papers = (DocumentFact(FORM, "form", pages), DocumentFact(NOTICE, "notice", (2,)))
    return DossierFacts(NOW, papers, readings, {KEY: chosen} if chosen else {})


def _sex(dossier: DossierFacts, **more: Any) -> list[Finding]:
    return [f for f in findings(dossier, fields=[NEEDS_SEX | more]) if f.field == KEY]


TYPED = on_paper(FORM, "child.full_name", "x", 0.97, Source.PRINT, "form", 3)


def test_a_field_that_is_not_filled_names_the_form_and_its_first_page() -> None:
    (found,) = _sex(_dossier(None, TYPED))
    assert (found.code, found.paper, found.page) == ("sex.field-missing", FORM, PageRef("form", 3))
    assert (found.severity, found.law) == (Severity.ERROR, "Luật A")
    (empty,) = _sex(_dossier(on_form("", 0.97, FORM, "form", 4), TYPED))
    assert empty == found


def test_a_rules_own_words_and_weight_for_what_is_missing_are_used() -> None:
    words = {"missing": {"vi": "Ghi {field}!", "en": "Write {field}!", "citizen": ""}}
    (found,) = _sex(_dossier(None, TYPED), say=words, severity="warning")
    assert (found.code, found.severity) == ("sex.missing", Severity.WARNING)
    assert found.clerk.startswith("Ghi ") and found.clerk.endswith("!")


def test_on_a_penned_form_it_may_be_there_and_its_page_is_shown() -> None:
    pen = [on_paper(FORM, f"x{n}", "x", 0.2, Source.HAND, "form", 3) for n in range(2)]
    (found,) = _sex(_dossier(None, *pen))
    assert (found.code, found.severity) == ("sex.field-unread", Severity.WARNING)
    assert (found.paper, found.page) == (FORM, PageRef("form", 3))


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        (on_form("Nam", 0.89, FORM, "form", 4), "sex.field-doubtful"),
        (on_form("Nam", 0.9, FORM, "form", 4), None),
        (on_form("Nam", 0.89, FORM, "form", 4, corrected=True), None),
        (on_form("Nam", 0.99, FORM, "form", 4, hand=True), "sex.field-hand"),
        (on_form("Nam", 0.99, FORM, "form", 4, hand=True, corrected=True), None),
        (on_form("Nam", 0.99, NOTICE, "notice", 2, review=True), "sex.field-confirm"),
        (on_form("Nam", 0.99, NOTICE, "notice", 2, review=True, corrected=True), None),
        (on_form("Nam", 0.99, FORM, "form", 4, review=True), None),
        (on_form("Nam", 0.89, NOTICE, "notice", 2), "sex.field-doubtful"),
    ],
)
def test_a_filled_field_wants_a_look_on_the_page_it_was_taken_from(
    chosen: FormValue, code: str | None
) -> None:
    found = _sex(_dossier(chosen, TYPED))
    assert [f.code for f in found] == ([code] if code else [])
    for finding in found:
        assert (finding.paper, finding.page) == (chosen.paper, chosen.place)
        assert finding.severity is Severity.WARNING


def test_a_proposal_that_the_form_itself_says_too_wants_no_word() -> None:
    proposed = on_form("Nam", 0.99, NOTICE, "notice", 2, review=True)
    said = on_paper(FORM, KEY, "Nam", 0.97, Source.PRINT, "form", 3)
    assert [f.code for f in _sex(_dossier(proposed, TYPED))] == ["sex.field-confirm"]
    assert _sex(_dossier(proposed, TYPED, said)) == []


def test_fields_taken_from_a_paper_are_told_in_one_line_with_its_page_and_all_their_names() -> None:
    keys = ("child.sex", "child.birth_date")
    form = {key: on_form("x", 0.99, NOTICE, "notice", 2) for key in keys}
    dossier = DossierFacts(
        NOW, (DocumentFact(FORM, "form", (3,)), DocumentFact(NOTICE, "notice", (2,))), (TYPED,), form
    )
    needs = [{"id": "all", "law": "-", "keys": [*keys, "child.full_name"]}]
    (found,) = [f for f in findings(dossier, fields=needs) if f.code == "filled-from"]
    assert (found.severity, found.paper, found.page) == (Severity.INFO, NOTICE, PageRef("notice", 2))
    catalogue = load_catalogue()
    assert all(catalogue.field_name(key, "vi") in found.clerk for key in keys)
    assert catalogue.field_name("child.full_name", "vi") not in found.clerk
    said = on_paper(FORM, "child.sex", "Nam", 0.97, Source.PRINT, "form", 3)
    both = DossierFacts(NOW, dossier.papers, (TYPED, said), form)
    (other,) = [f for f in findings(both, fields=needs) if f.code == "filled-from"]
    assert catalogue.field_name("child.sex", "vi") not in other.clerk


def test_what_a_person_typed_stands_for_a_form_that_was_not_scanned() -> None:
    typed = DossierFacts(NOW, (), (), {"child.full_name": on_form("x", corrected=True)})
    assert [f.code for f in findings(typed, fields=[NEEDS_SEX]) if f.field == KEY] == ["sex.field-missing"]
    read = DossierFacts(NOW, (), (), {"child.full_name": on_form("x", 0.99, NOTICE, "notice", 1)})
    assert [f for f in findings(read, fields=[NEEDS_SEX]) if f.field == KEY] == []


def test_one_of_several_fields_is_looked_at_where_it_is_filled() -> None:
    one = {"id": "one", "law": "-", "keys": ["child.sex", "child.birth_date"], "need": "one"}
    doubtful = on_form("x", 0.6, FORM, "form", 4)
    dossier = DossierFacts(NOW, (DocumentFact(FORM, "form", (3,)),), (TYPED,), {"child.birth_date": doubtful})
    found = [f for f in findings(dossier, fields=[one]) if f.code.startswith("one.")]
    assert [(f.code, f.field) for f in found] == [("one.field-doubtful", "child.birth_date")]
    none = DossierFacts(NOW, (DocumentFact(FORM, "form", (3,)),), (TYPED,), {})
    found = [f for f in findings(none, fields=[one]) if f.code.startswith("one.")]
    assert [(f.code, f.field) for f in found] == [("one.field-missing", "child.sex")]


PAPER = {"id": "p", "severity": "error", **NAMED}


def _papers(kinds: list[str], **parts: Any) -> list[Finding]:
    return [f for f in findings(facts({"x": "y"}, *kinds), submit=[PAPER | parts]) if f.code.startswith("p.")]


def test_a_missing_paper_is_named_by_the_first_choice() -> None:
    choices = [{"kind": NOTICE}, {"kind": "consent"}]
    (found,) = _papers([], choices=choices)
    assert (found.code, found.paper, found.severity, found.page) == (
        "p.missing",
        NOTICE,
        Severity.ERROR,
        None,
    )


def test_a_paper_that_stands_in_is_told_with_its_page_and_not_where_all_are_equal() -> None:
    choices = [{"kind": NOTICE}, {"kind": "consent"}]
    (found,) = _papers(["consent"], choices=choices)
    assert (found.code, found.paper, found.severity) == ("p.substitute", NOTICE, Severity.INFO)
    assert found.page == PageRef("consent-0", 1)
    assert load_catalogue().paper_name("consent", "vi").lower() in found.clerk.lower()
    assert _papers(["consent"], choices=choices, equal=True) == []
    assert _papers([NOTICE, "consent"], choices=choices) == []


def test_too_few_of_a_paper_want_a_look_and_parts_of_a_choice_block() -> None:
    two = [{"kind": NOTICE, "count": 2}]
    (found,) = _papers([NOTICE], choices=two)
    assert (found.code, found.severity, found.page) == (
        "p.too-few",
        Severity.WARNING,
        PageRef(f"{NOTICE}-0", 1),
    )
    assert "1" in found.clerk
    assert _papers([NOTICE, NOTICE], choices=two) == []
    also = [{"kind": NOTICE, "also": [{"kind": "consent"}]}]
    (part,) = _papers(["consent"], choices=also)
    assert (part.code, part.severity, part.page) == ("p.in-part", Severity.ERROR, PageRef("consent-0", 1))
    assert (part.paper, load_catalogue().paper_name("consent", "vi") in part.clerk) == (NOTICE, True)


def test_of_papers_of_which_some_are_needed_both_numbers_are_told() -> None:
    choices = [{"kind": NOTICE}, {"kind": "consent"}, {"kind": "authorisation"}]
    (found,) = _papers(["consent"], choices=choices, at_least=2)
    assert (found.code, found.severity) == ("p.missing-some", Severity.ERROR)
    assert "2" in found.clerk and "1" in found.clerk
    assert _papers(["consent", "authorisation"], choices=choices, at_least=2) == []


def test_a_paper_to_be_shown_is_told_with_its_weight_until_it_is_there() -> None:
    shown = [{"id": "s", "choices": [{"kind": NOTICE}, {"kind": "consent"}], "severity": "info", **NAMED}]
    told = [f for f in findings(facts({"x": "y"}), show=shown) if f.code == "s.show"]
    assert [(f.paper, f.severity) for f in told] == [(NOTICE, Severity.INFO)]
    assert not [f for f in findings(facts({"x": "y"}, "consent"), show=shown) if f.code == "s.show"]


ASK = {
    "name": "who_asks",
    "ask": {"vi": "Ai hỏi?", "en": "Who asks?"},
    "values": {value: {"vi": value, "en": value} for value in ("one", "two")},
}


def test_a_question_for_its_own_sake_names_its_law_and_how_to_answer() -> None:
    asks = [ASK | {"when": {"paper_present": FORM}, "law": "Luật B", "unverified": True}]
    made = edition(questions=asks)
    (found,) = questions(facts({"x": "y"}), made, load_catalogue())
    assert (found.code, found.field, found.law) == ("who-asks.question", "who_asks", "Luật B")
    assert (found.severity, found.unverified) == (Severity.WARNING, True)
    assert "Ai hỏi?" in found.clerk and "who_asks=one|two" in found.clerk
    assert list(questions(facts({"x": "y"}, answers={"who_asks": "one"}), made, load_catalogue())) == []
    lawless = edition(questions=[ASK | {"when": {"paper_present": FORM}}])
    (plain,) = questions(facts({"x": "y"}), lawless, load_catalogue())
    assert (plain.code, plain.law, plain.unverified) == ("question", "", False)


def test_a_question_is_put_in_the_language_of_the_screen() -> None:
    made = edition(questions=[ASK | {"when": {"paper_present": FORM}}])
    with speaking("en"):
        (found,) = questions(facts({"x": "y"}), made, load_catalogue())
    assert "Who asks?" in found.clerk


def test_a_question_is_put_for_the_first_rule_that_hangs_on_it_and_once() -> None:
    when = {"answer": {"name": "who_asks", "is": "one"}}
    rules = [
        rule("alert", say={"alert": {"vi": "x", "en": "x"}}, when=when) | {"id": name, "law": law}
        for name, law in (("first", "Luật C"), ("second", "Luật D"))
    ]
    made = edition(questions=[ASK], rules=rules)
    assert [(q.name, r.law if r else None) for q, r in asked(facts({"x": "y"}), made)] == [
        ("who_asks", "Luật C")
    ]


def test_an_unreadable_paper_and_an_old_print_point_at_their_first_page() -> None:
    form = DocumentFact(FORM, "form", (5, 4), readable=False, edition="2015")
    found = {f.code: f for f in findings(DossierFacts(NOW, (form,)))}
    assert found["unreadable"].page == found["old-print"].page == PageRef("form", 4)
    assert (found["unreadable"].severity, found["old-print"].severity) == (Severity.WARNING, Severity.INFO)
    assert found["unreadable"].paper == found["old-print"].paper == FORM
    newest = max(
        load_catalogue().document_type(FORM).editions,
        key=lambda e: e.since if e.since <= NOW.date() else date.min,
    )
    assert "2015" in found["old-print"].clerk and newest.id in found["old-print"].clerk
    assert (found["old-print"].law, found["old-print"].unverified) == (newest.source, newest.unverified)
    now = {
        f.code for f in findings(DossierFacts(NOW, (DocumentFact(FORM, "form", (4,), edition=newest.id),)))
    }
    assert not now & {"unreadable", "old-print"}


def test_what_nobody_has_compared_with_its_source_is_told_as_such_also_of_a_print() -> None:
    """The clerk must not tell a citizen to write a new form on the word of a circular that nobody read."""
    catalogue = load_catalogue()
    paper = catalogue.document_type(FORM)
    for unverified in (True, False):
        prints = [print_.model_copy(update={"unverified": unverified}) for print_ in paper.editions]
        kinds = {**catalogue.document_types, FORM: paper.model_copy(update={"editions": prints})}
        old = DossierFacts(NOW, (DocumentFact(FORM, "form", (4,), edition="2015"),))
        told = check(old, edition(), replace(catalogue, document_types=kinds), NOW).findings
        assert [f.unverified for f in told if f.code == "old-print"] == [unverified]


AGED = {"years_min": 20, "years_max": 60}


@pytest.mark.parametrize(
    ("born", "code", "told"),
    [
        ("19/11/2006", "r.too-young", ("19/11/2006", "20", "19")),
        ("18/11/1965", "r.too-old", ("18/11/1965", "60", "61")),
        ("19/11/2026", "r.after-reception", ("19/11/2026", "18/11/2026")),
        ("18/11/2026", "r.too-young", ("18/11/2026", "20")),
    ],
)
def test_an_age_is_told_with_the_birth_the_limit_and_the_years(
    born: str, code: str, told: tuple[str, ...]
) -> None:
    aged = rule("age", "child.birth_date", **AGED)
    (found,) = findings(facts({"child.birth_date": born}), rules=[aged])
    assert (found.code, found.field) == (code, "child.birth_date")
    assert all(part in found.clerk for part in told), found.clerk


def test_an_age_on_another_day_is_told_with_that_day() -> None:
    on_day = rule("age", "child.birth_date", "wedding", **AGED)
    young = facts({"child.birth_date": "19/11/2006", "wedding": "18/11/2026"})
    (found,) = findings(young, rules=[on_day])
    assert (found.code, "18/11/2026" in found.clerk or "19" in found.clerk) == ("r.too-young", True)
    before = facts({"child.birth_date": "19/11/2026", "wedding": "18/11/2026"})
    (found,) = findings(before, rules=[on_day])
    assert (found.code, "18/11/2026" in found.clerk) == ("r.after", True)
    assert findings(facts({"child.birth_date": "19/11/2006"}), rules=[on_day]) == []
    assert findings(facts({"child.birth_date": "19/11/2006", "wedding": "x"}), rules=[on_day]) == []
