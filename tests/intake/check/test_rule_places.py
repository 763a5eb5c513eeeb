# SPDX-License-Identifier: Apache-2.0
"""Where a finding of a rule points and what it shows: the clerk corrects the field that it names."""

from __future__ import annotations

import pytest

from intake.dossier.facts import DocumentFact, DossierFacts, Severity
from intake.dossier.values import PageRef
from ocr.result import Source
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers.rule_case import (
    FATHER,
    FORM,
    MOTHER,
    NOTICE,
    NOW,
    dossier_of,
    found_by,
    rule,
    seen,
    told_of,
)
from tests.support.dossiers.values import on_form

CERTIFICATE = "marriage-certificate"

SAME_NAME = {
    "id": "r",
    "law": "-",
    "check": "same-name",
    "refs": [
        {"paper": FORM, "field": MOTHER},
        {"paper": NOTICE, "field": "mother.name_there"},
        {"paper": CERTIFICATE, "field": "wife.full_name"},
    ],
}


def test_a_difference_names_the_forms_field_and_page_and_shows_both_values_and_papers() -> None:
    (found,) = found_by(
        dossier_of(
            seen(FORM, MOTHER, "NGÔ THỊ HẠNH", page=2), seen(NOTICE, "mother.name_there", "NGÔ THỊ THƠM")
        ),
        SAME_NAME,
    )
    assert (found.code, found.paper, found.field) == ("r.differs", FORM, MOTHER)
    assert found.page == PageRef(FORM, 2)
    assert found.severity is Severity.WARNING
    notice = load_catalogue().paper_name(NOTICE, "vi")
    assert all(told in found.clerk for told in ("NGÔ THỊ HẠNH", "NGÔ THỊ THƠM", notice)), found.clerk


def test_of_several_papers_each_other_value_is_told_once() -> None:
    def told(*others: str) -> int:
        keys = ((NOTICE, "mother.name_there"), (CERTIFICATE, "wife.full_name"))
        readings = [seen(paper, key, value) for (paper, key), value in zip(keys, others, strict=True)]
        return len(found_by(dossier_of(seen(FORM, MOTHER, "NGÔ THỊ HẠNH"), *readings), SAME_NAME))

    assert told("NGÔ THỊ HẠNH", "NGÔ THỊ HẠNH") == 0
    assert told("NGÔ THỊ HẠNH", "NGÔ THỊ THƠM") == 1
    assert told("NGÔ THỊ THƠM", "NGÔ THỊ HẠNH") == 1
    assert told("NGÔ THỊ THƠM", "NGÔ THỊ THƠM") == 1
    assert told("NGÔ THỊ THƠM", "NGÔ THỊ HOA") == 2


def test_where_the_form_is_silent_the_other_papers_are_compared_and_the_forms_field_is_named() -> None:
    two = [
        seen(NOTICE, "mother.name_there", "NGÔ THỊ THƠM", page=2),
        seen(CERTIFICATE, "wife.full_name", "NGÔ THỊ HẠNH"),
    ]
    assert told_of(found_by(dossier_of(*two), SAME_NAME)) == [("r.differs", NOTICE, MOTHER, 2)]


def test_what_a_person_decided_is_no_contradiction_and_the_other_papers_page_is_shown() -> None:
    other = seen(NOTICE, "mother.name_there", "NGÔ THỊ THƠM", page=2)
    (found,) = found_by(dossier_of(other, decided={MOTHER: "NGÔ THỊ HẠNH"}), SAME_NAME)
    assert (found.code, found.severity, found.page) == ("r.decided", Severity.INFO, PageRef(NOTICE, 2))


@pytest.mark.parametrize(
    ("ours", "theirs", "severity"),
    [(0.97, 0.97, Severity.WARNING), (0.8, 0.97, Severity.INFO), (0.97, 0.8, Severity.INFO)],
)
def test_a_mark_that_either_paper_does_not_surely_give_only_informs(
    ours: float, theirs: float, severity: Severity
) -> None:
    dossier = dossier_of(
        seen(FORM, MOTHER, "NGÔ THỊ HẠNH", ours), seen(NOTICE, "mother.name_there", "NGÔ THỊ HANH", theirs)
    )
    (found,) = found_by(dossier, SAME_NAME)
    assert (found.code, found.severity) == ("r.differs-marks", severity)


@pytest.mark.parametrize(("other", "told"), [("NGO THI HANH", 0), ("NGO THI THOM", 1)])
@pytest.mark.parametrize("toneless", [FORM, NOTICE])
def test_the_zone_which_has_no_marks_differs_only_by_other_letters(
    other: str, told: int, toneless: str
) -> None:
    names = {FORM: "NGÔ THỊ HẠNH", NOTICE: "NGÔ THỊ HẠNH"} | {toneless: other}
    source = {toneless: Source.MRZ}
    keys = {FORM: MOTHER, NOTICE: "mother.name_there"}
    readings = [seen(p, keys[p], names[p], source=source.get(p, Source.PRINT)) for p in (FORM, NOTICE)]
    assert len(found_by(dossier_of(*readings), SAME_NAME)) == told


def test_of_identity_papers_only_the_numbers_are_shown_and_of_other_values_all() -> None:
    same_number = rule("same-number", "mother.id_document", "father.id_document")
    words = ("CCCD số 034195000001 cấp ngày 10/05/2021", "CCCD 034195000009 do Cục Cảnh sát cấp")
    dossier = dossier_of(
        seen(FORM, "mother.id_document", words[0]), seen(FORM, "father.id_document", words[1])
    )
    (found,) = found_by(dossier, same_number)
    assert "034195000001" in found.clerk and "034195000009" in found.clerk
    assert "10/05/2021" not in found.clerk and "Cục" not in found.clerk


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("mười lăm tháng mười năm hai nghìn không trăm hai mươi sáu", "r.words-differ"),
        ("xxxx yyyy", "r.words-unread"),
        ("ngày năm tháng mười năm hai nghìn không trăm hai mươi sáu", None),
    ],
)
def test_a_date_in_words_is_held_against_the_digits_and_the_words_are_shown(
    words: str, told: str | None
) -> None:
    spelt = rule("date-words", "child.birth_date", "child.birth_date_words")
    dossier = dossier_of(
        seen(FORM, "child.birth_date", "05/10/2026"), seen(FORM, "child.birth_date_words", words, page=2)
    )
    assert told_of(found_by(dossier, spelt)) == ([(told, FORM, "child.birth_date_words", 2)] if told else [])
    if told:
        assert all(part in found_by(dossier, spelt)[0].clerk for part in ("05/10/2026", words))


@pytest.mark.parametrize("missing", ["child.birth_date", "child.birth_date_words"])
def test_digits_or_words_alone_contradict_nothing(missing: str) -> None:
    spelt = rule("date-words", "child.birth_date", "child.birth_date_words")
    both = {"child.birth_date": "05/10/2026", "child.birth_date_words": "xxxx"}
    readings = [seen(FORM, key, value) for key, value in both.items() if key != missing]
    assert found_by(dossier_of(*readings), spelt) == []


def test_a_value_that_only_another_paper_gives_is_told_with_that_papers_page() -> None:
    written = rule("written-on-form", MOTHER)
    lent = {MOTHER: on_form("NGÔ THỊ HẠNH", 0.97, NOTICE, NOTICE, 2)}
    papers = (DocumentFact(FORM, FORM, (1,)), DocumentFact(NOTICE, NOTICE, (2,)))
    read = (seen(FORM, FATHER, "VŨ ĐÌNH KHẢI"), seen(NOTICE, MOTHER, "NGÔ THỊ HẠNH", page=2))
    (found,) = found_by(DossierFacts(NOW, papers, read, lent), written)
    assert (found.code, found.paper, found.field) == ("r.elsewhere", NOTICE, MOTHER)
    assert (found.page, found.severity) == (PageRef(NOTICE, 2), Severity.WARNING)
    assert load_catalogue().paper_name(NOTICE, "vi") in found.clerk
    pen = tuple(seen(FORM, key, "x", 0.2, Source.HAND) for key in ("a", "b"))
    (unread,) = found_by(DossierFacts(NOW, papers, pen, lent), written)
    assert (unread.code, unread.paper) == ("r.elsewhere-unread", NOTICE)
    assert found_by(DossierFacts(NOW, papers[1:], read[1:], lent), written) == []
    said = (*read, seen(FORM, MOTHER, "NGÔ THỊ HẠNH"))
    assert found_by(DossierFacts(NOW, papers, said, lent), written) == []
