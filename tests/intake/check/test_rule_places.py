# SPDX-License-Identifier: Apache-2.0
"""Where a finding of a rule points and what it shows: the clerk corrects the field that it names."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from intake.check.check import check
from intake.dossier.facts import DocumentFact, DossierFacts, Finding, Severity
from intake.dossier.values import PageRef, Statement
from ocr.result import Source
from templates.catalogue.loading import load_catalogue
from tests.support.rule_case import FORM, NOTICE, NOW, edition, rule
from tests.support.values import on_form, on_paper

CERTIFICATE = "marriage-certificate"
MOTHER, FATHER = "mother.full_name", "father.full_name"


def _read(
    paper: str, key: str, value: str, confidence: float = 0.97, source: Source = Source.PRINT, page: int = 1
) -> Statement:
    return on_paper(paper, key, value, confidence, source, paper, page)


def _dossier(*readings: Statement, decided: dict[str, str] | None = None, **more: Any) -> DossierFacts:
    kinds = dict.fromkeys([FORM, *(r.paper for r in readings)])
    chosen = {r.key: on_form(r.value, r.confidence, FORM, FORM, r.page) for r in readings if r.paper == FORM}
    chosen |= {key: on_form(value, corrected=True) for key, value in (decided or {}).items()}
    papers = tuple(DocumentFact(kind, kind, (1, 2)) for kind in kinds)
    return DossierFacts(NOW, papers, readings, chosen, **more)


def _found(dossier: DossierFacts, *rules: dict[str, Any]) -> list[Finding]:
    judged = check(dossier, edition(rules=rules), load_catalogue(), NOW)
    return [finding for finding in judged.findings if finding.code.startswith("r.")]


def _told(found: list[Finding]) -> list[tuple[str, str, str, int | None]]:
    return [(f.code, f.paper, f.field, f.page.page if f.page else None) for f in found]


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
    (found,) = _found(
        _dossier(
            _read(FORM, MOTHER, "NGÔ THỊ HẠNH", page=2), _read(NOTICE, "mother.name_there", "NGÔ THỊ THƠM")
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
        readings = [_read(paper, key, value) for (paper, key), value in zip(keys, others, strict=True)]
        return len(_found(_dossier(_read(FORM, MOTHER, "NGÔ THỊ HẠNH"), *readings), SAME_NAME))

    assert told("NGÔ THỊ HẠNH", "NGÔ THỊ HẠNH") == 0
    assert told("NGÔ THỊ HẠNH", "NGÔ THỊ THƠM") == 1
    assert told("NGÔ THỊ THƠM", "NGÔ THỊ HẠNH") == 1
    assert told("NGÔ THỊ THƠM", "NGÔ THỊ THƠM") == 1
    assert told("NGÔ THỊ THƠM", "NGÔ THỊ HOA") == 2


def test_where_the_form_is_silent_the_other_papers_are_compared_and_the_forms_field_is_named() -> None:
    two = [
        _read(NOTICE, "mother.name_there", "NGÔ THỊ THƠM", page=2),
        _read(CERTIFICATE, "wife.full_name", "NGÔ THỊ HẠNH"),
    ]
    assert _told(_found(_dossier(*two), SAME_NAME)) == [("r.differs", NOTICE, MOTHER, 2)]


def test_what_a_person_decided_is_no_contradiction_and_the_other_papers_page_is_shown() -> None:
    other = _read(NOTICE, "mother.name_there", "NGÔ THỊ THƠM", page=2)
    (found,) = _found(_dossier(other, decided={MOTHER: "NGÔ THỊ HẠNH"}), SAME_NAME)
    assert (found.code, found.severity, found.page) == ("r.decided", Severity.INFO, PageRef(NOTICE, 2))


@pytest.mark.parametrize(
    ("ours", "theirs", "severity"),
    [(0.97, 0.97, Severity.WARNING), (0.8, 0.97, Severity.INFO), (0.97, 0.8, Severity.INFO)],
)
def test_a_mark_that_either_paper_does_not_surely_give_only_informs(
    ours: float, theirs: float, severity: Severity
) -> None:
    dossier = _dossier(
        _read(FORM, MOTHER, "NGÔ THỊ HẠNH", ours), _read(NOTICE, "mother.name_there", "NGÔ THỊ HANH", theirs)
    )
    (found,) = _found(dossier, SAME_NAME)
    assert (found.code, found.severity) == ("r.differs-marks", severity)


@pytest.mark.parametrize(("other", "told"), [("NGO THI HANH", 0), ("NGO THI THOM", 1)])
@pytest.mark.parametrize("toneless", [FORM, NOTICE])
def test_the_zone_which_has_no_marks_differs_only_by_other_letters(
    other: str, told: int, toneless: str
) -> None:
    names = {FORM: "NGÔ THỊ HẠNH", NOTICE: "NGÔ THỊ HẠNH"} | {toneless: other}
    source = {toneless: Source.MRZ}
    keys = {FORM: MOTHER, NOTICE: "mother.name_there"}
    readings = [_read(p, keys[p], names[p], source=source.get(p, Source.PRINT)) for p in (FORM, NOTICE)]
    assert len(_found(_dossier(*readings), SAME_NAME)) == told


def test_of_identity_papers_only_the_numbers_are_shown_and_of_other_values_all() -> None:
    same_number = rule("same-number", "mother.id_document", "father.id_document")
    words = ("CCCD số 034195000001 cấp ngày 10/05/2021", "CCCD 034195000009 do Cục Cảnh sát cấp")
    dossier = _dossier(
        _read(FORM, "mother.id_document", words[0]), _read(FORM, "father.id_document", words[1])
    )
    (found,) = _found(dossier, same_number)
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
    dossier = _dossier(
        _read(FORM, "child.birth_date", "05/10/2026"), _read(FORM, "child.birth_date_words", words, page=2)
    )
    assert _told(_found(dossier, spelt)) == ([(told, FORM, "child.birth_date_words", 2)] if told else [])
    if told:
        assert all(part in _found(dossier, spelt)[0].clerk for part in ("05/10/2026", words))


@pytest.mark.parametrize("missing", ["child.birth_date", "child.birth_date_words"])
def test_digits_or_words_alone_contradict_nothing(missing: str) -> None:
    spelt = rule("date-words", "child.birth_date", "child.birth_date_words")
    both = {"child.birth_date": "05/10/2026", "child.birth_date_words": "xxxx"}
    readings = [_read(FORM, key, value) for key, value in both.items() if key != missing]
    assert _found(_dossier(*readings), spelt) == []


PERSONAL = "mother.id_document"


@pytest.mark.parametrize(
    ("number", "sex", "born", "told"),
    [
        ("034195000001", "Nữ", "12/03/1995", []),
        ("034195000001", "Nam", "12/03/1995", ["r.number-sex"]),
        ("034195000001", "Nữ", "1996", ["r.number-year"]),
        ("034195000001", "Nam", "03/1996", ["r.number-sex", "r.number-year"]),
        ("034195000001", "Không xác định", "", []),
        ("034195000001", "", "", []),
        ("012345678", "Nam", "1996", []),
        ("034195000001, 034195000001", "Nam", "", ["r.number-sex"]),
        ("034195000001, 034095000001", "Nam", "", ["r.number-sex"]),
        ("034095000001, 034195000001", "Nam", "", ["r.number-sex"]),
    ],
)
def test_every_personal_number_fits_sex_and_year_once(
    number: str, sex: str, born: str, told: list[str]
) -> None:
    fits = rule(
        "personal-number",
        PERSONAL,
        sex={"paper": FORM, "field": "mother.sex"},
        birth={"paper": FORM, "field": "mother.birth_date"},
    )
    values = {PERSONAL: number, "mother.sex": sex, "mother.birth_date": born}
    dossier = _dossier(*(_read(FORM, key, value) for key, value in values.items() if value))
    found = _found(dossier, fits)
    assert [f.code for f in found] == told
    assert all((f.field, f.paper) == (PERSONAL, FORM) for f in found)


def test_a_sex_that_the_role_fixes_counts_without_a_field() -> None:
    fits = rule("personal-number", PERSONAL, "requester.id_document", sex_is="Nữ")
    man = _read(FORM, "requester.id_document", "034095000001", page=2)
    found = _found(_dossier(_read(FORM, PERSONAL, "034195000001"), man), fits)
    assert _told(found) == [("r.number-sex", FORM, "requester.id_document", 2)]
    assert "034095000001" in found[0].clerk


HAS_NUMBER = rule(
    "has-number",
    PERSONAL,
    "mother.personal_id",
    birth={"paper": FORM, "field": "mother.birth_date"},
    day=date(2016, 1, 1),
)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"mother.birth_date": "31/12/2015"}, [("r.no-number-yet", Severity.INFO)]),
        ({"mother.birth_date": "01/01/2016"}, [("r.no-number", Severity.WARNING)]),
        ({"mother.birth_date": "2016"}, [("r.no-number", Severity.WARNING)]),
        (
            {"mother.birth_date": "31/12/2015", PERSONAL: "CMND 012345678"},
            [("r.no-number-yet", Severity.INFO)],
        ),
        ({"mother.birth_date": "31/12/2015", PERSONAL: "034195000001"}, []),
        ({"mother.birth_date": "31/12/2015", "mother.personal_id": "034195000001"}, []),
        ({"mother.birth_date": "x"}, []),
        ({PERSONAL: "CMND 012345678"}, []),
    ],
)
def test_who_has_no_number_is_pointed_out_and_who_was_born_before_them_only_told(
    values: dict[str, str], told: list[tuple[str, Severity]]
) -> None:
    found = _found(_dossier(*(_read(FORM, key, value) for key, value in values.items())), HAS_NUMBER)
    assert [(f.code, f.severity) for f in found] == told
    assert all((f.field, f.paper) == (PERSONAL, FORM) for f in found)


def test_a_penned_form_may_hold_a_number_that_was_not_read() -> None:
    born = _read(FORM, "mother.birth_date", "31/12/2015")
    pen = [_read(FORM, key, "x", 0.2, Source.HAND) for key in (MOTHER, FATHER)]
    assert _found(_dossier(born, *pen), HAS_NUMBER) == []
    read = _read(FORM, PERSONAL, "CMND 012345678")
    assert len(_found(_dossier(born, read, *pen), HAS_NUMBER)) == 1


@pytest.mark.parametrize(
    ("ours", "theirs", "shared"),
    [
        ("CCCD 034195000001", "CCCD 034195000001", True),
        ("CCCD 034195000001, CMND 012345678", "012345678", True),
        ("034195000001", "034195000009", False),
        ("034195000001", "", False),
        ("", "034195000001", False),
    ],
)
def test_two_people_with_one_number_are_told_apart_by_field(ours: str, theirs: str, shared: bool) -> None:
    values = {PERSONAL: ours, "father.id_document": theirs}
    dossier = _dossier(*(_read(FORM, key, value) for key, value in values.items() if value))
    found = _found(dossier, rule("other-number", PERSONAL, "father.id_document"))
    assert [(f.code, f.field) for f in found] == ([("r.same-person", PERSONAL)] if shared else [])
    if shared:
        assert load_catalogue().field_name("father.id_document", "vi").lower() in found[0].clerk.lower()


WITHIN = rule("within-days", "child.birth_date", "child.other_date", days=60, decisive=True)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("17/09/2026", "", ["r.late"]),
        ("19/09/2026", "", []),
        ("09/2026", "", ["r.unchecked"]),
        ("09/2026", "19/09/2026", []),
        ("09/2026", "17/09/2026", ["r.late"]),
        ("08/2026", "", ["r.late"]),
        ("10/2026", "", []),
        ("x", "", ["r.unchecked"]),
        ("", "", ["r.unchecked"]),
    ],
)
def test_a_time_limit_is_judged_by_the_fullest_date_that_a_paper_gives(
    first: str, second: str, told: list[str]
) -> None:
    values = {"child.birth_date": first, "child.other_date": second}
    found = _found(_dossier(*(_read(FORM, key, value) for key, value in values.items() if value)), WITHIN)
    assert [f.code for f in found] == told


def test_what_is_late_says_by_when_and_of_which_field() -> None:
    (found,) = _found(_dossier(_read(FORM, "child.birth_date", "17/09/2026", page=2)), WITHIN)
    assert (found.field, found.page) == ("child.birth_date", PageRef(FORM, 2))
    # 60 days after 17/09/2026 is Monday, 16/11/2026
    assert "16/11/2026" in found.clerk and "60" in found.clerk


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"child.birth_date": "05/10/2026", "issued": "04/10/2026"}, "r.after"),
        ({"child.birth_date": "05/10/2026", "issued": "05/10/2026"}, None),
        ({"child.birth_date": "10/2026", "issued": "01/10/2026"}, None),
        ({"child.birth_date": "11/2026", "issued": "10/2026"}, "r.after"),
        ({"child.birth_date": "05/10/2026"}, None),
        ({"issued": "04/10/2026"}, None),
        ({"child.birth_date": "x", "issued": "04/10/2026"}, None),
    ],
)
def test_the_order_of_two_dates_is_told_with_both(values: dict[str, str], told: str | None) -> None:
    order = rule("not-after", "child.birth_date", "issued")
    found = _found(_dossier(*(_read(FORM, key, value) for key, value in values.items())), order)
    assert [f.code for f in found] == ([told] if told else [])
    for finding in found:
        assert finding.field == "child.birth_date"
        assert all(value in finding.clerk for value in values.values())


@pytest.mark.parametrize(("born", "after"), [("18/11/2026", False), ("19/11/2026", True), ("2026", False)])
def test_a_date_after_the_reception_is_told_with_the_day_of_reception(born: str, after: bool) -> None:
    found = _found(_dossier(_read(FORM, "child.birth_date", born)), rule("not-after", "child.birth_date"))
    assert [f.code for f in found] == (["r.after-reception"] if after else [])
    if after:
        assert "18/11/2026" in found[0].clerk and born in found[0].clerk


def test_an_alert_points_at_the_first_value_there_is() -> None:
    alert = rule("alert", MOTHER, FATHER, say={"alert": {"vi": "{value}", "en": "{value}"}})
    both = [_read(FORM, FATHER, "VŨ ĐÌNH KHẢI", page=2), _read(FORM, MOTHER, "NGÔ THỊ HẠNH")]
    assert _told(_found(_dossier(*both), alert)) == [("r.alert", FORM, MOTHER, 1)]
    assert _told(_found(_dossier(both[0]), alert)) == [("r.alert", FORM, FATHER, 2)]


def test_a_phrase_is_found_in_any_of_the_fields_and_told_once() -> None:
    mentions = rule("mentions", MOTHER, FATHER, values=["ủy ban", "công an"])
    fields = [_read(FORM, MOTHER, "Ngô Thị Công An"), _read(FORM, FATHER, "uy ban xa", page=2)]
    assert _told(_found(_dossier(*fields), mentions)) == [("r.mentions", FORM, MOTHER, 1)]
    assert _told(_found(_dossier(fields[1]), mentions)) == [("r.mentions", FORM, FATHER, 2)]
    assert _found(_dossier(_read(FORM, MOTHER, "công anh")), mentions) == []


def test_a_value_outside_a_list_is_told_with_the_list() -> None:
    one = rule("one-of", "child.sex", values=["Nam", "Nữ"])
    (found,) = _found(_dossier(_read(FORM, "child.sex", "Khác")), one)
    assert (found.field, "Nam, Nữ" in found.clerk) == ("child.sex", True)
    assert _found(_dossier(_read(FORM, "child.sex", "NỮ")), one) == []
    assert _found(_dossier(), one) == []


HERE = "Phường Hai Bà Trưng, thành phố Hà Nội"


@pytest.mark.parametrize(
    ("addresses", "told"),
    [
        (["Phường Hai Bà Trưng, thành phố Hà Nội"], []),
        (["Xã Sìn Hồ, tỉnh Lai Châu"], ["r.not-here"]),
        (["Xã Sìn Hồ, tỉnh Lai Châu", "Phường Hai Bà Trưng, thành phố Hà Nội"], []),
        (["Phường Hai Bà Trưng, thành phố Hà Nội", "Xã Sìn Hồ, tỉnh Lai Châu"], []),
    ],
)
def test_one_address_in_this_commune_is_enough(addresses: list[str], told: list[str]) -> None:
    lives = rule("lives-here", "mother.residence", "father.residence")
    keys = ("mother.residence", "father.residence")
    readings = [_read(FORM, key, value) for key, value in zip(keys, addresses, strict=False)]
    found = _found(_dossier(*readings, commune=HERE), lives)
    assert [f.code for f in found] == told
    if told:
        assert (found[0].field, HERE in found[0].clerk) == ("mother.residence", True)


def test_a_grave_rule_asks_for_a_look_where_either_reading_is_unsure() -> None:
    order = rule("not-after", "child.birth_date", "issued", severity="error")
    for ours, theirs, severity in (
        (0.97, 0.97, Severity.ERROR),
        (0.8, 0.97, Severity.WARNING),
        (0.97, 0.8, Severity.WARNING),
    ):
        dossier = _dossier(
            _read(FORM, "child.birth_date", "05/10/2026", ours), _read(FORM, "issued", "04/10/2026", theirs)
        )
        assert [f.severity for f in _found(dossier, order)] == [severity]


def test_a_value_that_only_another_paper_gives_is_told_with_that_papers_page() -> None:
    written = rule("written-on-form", MOTHER)
    lent = {MOTHER: on_form("NGÔ THỊ HẠNH", 0.97, NOTICE, NOTICE, 2)}
    papers = (DocumentFact(FORM, FORM, (1,)), DocumentFact(NOTICE, NOTICE, (2,)))
    read = (_read(FORM, FATHER, "VŨ ĐÌNH KHẢI"), _read(NOTICE, MOTHER, "NGÔ THỊ HẠNH", page=2))
    (found,) = _found(DossierFacts(NOW, papers, read, lent), written)
    assert (found.code, found.paper, found.field) == ("r.elsewhere", NOTICE, MOTHER)
    assert (found.page, found.severity) == (PageRef(NOTICE, 2), Severity.WARNING)
    assert load_catalogue().paper_name(NOTICE, "vi") in found.clerk
    pen = tuple(_read(FORM, key, "x", 0.2, Source.HAND) for key in ("a", "b"))
    (unread,) = _found(DossierFacts(NOW, papers, pen, lent), written)
    assert (unread.code, unread.paper) == ("r.elsewhere-unread", NOTICE)
    assert _found(DossierFacts(NOW, papers[1:], read[1:], lent), written) == []
    said = (*read, _read(FORM, MOTHER, "NGÔ THỊ HẠNH"))
    assert _found(DossierFacts(NOW, papers, said, lent), written) == []


@pytest.mark.parametrize(
    ("value", "kept"),
    [("Nam", True), ("NAM", True), ("Nữ", False), ("", None)],
    ids=["same", "case", "other", "none"],
)
def test_a_rule_that_hangs_on_a_value_applies_where_the_form_says_it(value: str, kept: bool | None) -> None:
    when = {"field_equals": {"field": "child.sex", "values": ["Nam"]}}
    alert = rule("alert", say={"alert": {"vi": "x", "en": "x"}}, when=when)
    readings = [_read(FORM, "child.sex", value)] if value else [_read(FORM, FATHER, "x")]
    assert bool(_found(_dossier(*readings), alert)) is (kept is True)


SAME_PLACE = rule("same-place", "mother.residence", "father.residence")


@pytest.mark.parametrize(
    ("ours", "theirs", "differs"),
    [
        ("Phường Hai Bà Trưng, thành phố Hà Nội", "phường Hai Bà Trưng, Hà Nội", False),
        ("Phường Hai Bà Trưng, thành phố Hà Nội", "Xã Sìn Hồ, tỉnh Lai Châu", True),
        ("Xã Sìn Hồ, tỉnh Lai Châu", "Phường Hai Bà Trưng, thành phố Hà Nội", True),
    ],
)
def test_addresses_are_compared_by_the_units_they_lie_in(ours: str, theirs: str, differs: bool) -> None:
    dossier = _dossier(_read(FORM, "mother.residence", ours), _read(FORM, "father.residence", theirs))
    found = _found(dossier, SAME_PLACE)
    assert [(f.code, f.field) for f in found] == ([("r.differs", "mother.residence")] if differs else [])


def test_a_grave_rule_that_hangs_on_an_unread_field_names_the_form_and_that_field() -> None:
    when = {"field_equals": {"field": "child.sex", "values": ["Nam"]}}
    alert = rule("alert", say={"alert": {"vi": "x", "en": "x"}}, when=when, severity="error")
    (found,) = _found(_dossier(_read(FORM, "child.sex", "Nam", 0.3)), alert)
    assert (found.code, found.paper, found.field) == ("r.unchecked", FORM, "child.sex")
    assert found.severity is Severity.WARNING
    assert _found(_dossier(_read(FORM, "child.sex", "Nam", 0.3)), alert | {"severity": "warning"}) == []


@pytest.mark.parametrize(
    ("born", "wedding", "code"),
    [
        ("19/11/2006", "18/11/2026", "r.too-young"),
        ("19/11/2026", "18/11/2026", "r.after"),
        ("18/11/1965", "18/11/2026", "r.too-old"),
    ],
)
def test_an_age_by_a_doubtful_second_date_never_blocks(born: str, wedding: str, code: str) -> None:
    aged = rule("age", "child.birth_date", "wedding", years_min=20, years_max=60, severity="error")
    for sure, severity in ((0.97, Severity.ERROR), (0.6, Severity.WARNING)):
        dossier = _dossier(_read(FORM, "child.birth_date", born), _read(FORM, "wedding", wedding, sure))
        assert [(f.code, f.severity) for f in _found(dossier, aged)] == [(code, severity)]


@pytest.mark.parametrize("born", ["09/2026", "x"])
def test_a_time_limit_that_could_not_be_checked_says_how_long_it_is(born: str) -> None:
    words = {"unchecked": {"vi": "{days} ngày", "en": "{days} days", "citizen": "{days} ngày"}}
    (found,) = _found(_dossier(_read(FORM, "child.birth_date", born)), WITHIN | {"say": words})
    assert (found.code, found.field, found.clerk) == ("r.unchecked", "child.birth_date", "60 ngày")


def test_a_year_against_the_number_is_told_with_both() -> None:
    fits = rule("personal-number", PERSONAL, birth={"paper": FORM, "field": "mother.birth_date"})
    dossier = _dossier(_read(FORM, PERSONAL, "034195000001"), _read(FORM, "mother.birth_date", "1996"))
    (found,) = _found(dossier, fits)
    assert all(told in found.clerk for told in ("034195000001", "1996"))


@pytest.mark.parametrize(("sure", "told"), [(0.9, ["r.number-sex"]), (0.89, [])])
def test_a_sex_that_the_form_does_not_give_counts_where_another_paper_surely_does(
    sure: float, told: list[str]
) -> None:
    fits = rule("personal-number", PERSONAL, sex={"paper": FORM, "field": "mother.sex"})
    number = _read(FORM, PERSONAL, "034195000001")
    chosen = {
        PERSONAL: on_form("034195000001", 0.97, FORM, FORM, 1),
        "mother.sex": on_form("Nam", sure, NOTICE, NOTICE, 1),
    }
    dossier = DossierFacts(NOW, (DocumentFact(FORM, FORM, (1,)),), (number,), chosen)
    assert [f.code for f in _found(dossier, fits)] == told


@pytest.mark.parametrize(("sure", "counts"), [(0.5, True), (0.49, False)])
def test_a_reading_counts_from_the_confidence_on_at_which_it_says_something(
    sure: float, counts: bool
) -> None:
    one = rule("one-of", "child.sex", values=["Nam"])
    assert bool(_found(_dossier(_read(FORM, "child.sex", "Nữ", sure)), one)) is counts
    order = rule("not-after", "child.birth_date")
    chosen = {"child.birth_date": on_form("19/11/2026", sure, NOTICE, NOTICE, 1)}
    year = _read(FORM, "child.birth_date", "2026")
    dossier = DossierFacts(NOW, (DocumentFact(FORM, FORM, (1,)),), (year,), chosen)
    assert bool(_found(dossier, order)) is counts


@pytest.mark.parametrize(
    ("kind", "said", "holds"),
    [
        ("field_starts", "mẹ đẻ", True),
        ("field_starts", "em của mẹ", False),
        ("field_starts", "mẹo", False),
        ("field_contains", "em của mẹ", True),
        ("field_contains", "em của mẹo", False),
    ],
)
def test_a_relation_is_told_by_the_words_it_begins_with_or_holds(kind: str, said: str, holds: bool) -> None:
    when = {kind: {"field": "requester.relation", "words": ["mẹ"]}}
    alert = rule("alert", say={"alert": {"vi": "x", "en": "x"}}, when=when)
    assert bool(_found(_dossier(_read(FORM, "requester.relation", said)), alert)) is holds


def test_a_finding_is_printed_and_kept_with_all_it_says() -> None:
    finding = Finding(
        "a.code",
        Severity.INFO,
        "clerk",
        "citizen",
        FORM,
        MOTHER,
        PageRef("sha", 3, 1),
        "law",
        unverified=True,
    )
    assert finding.to_dict() == {
        "code": "a.code",
        "severity": "info",
        "clerk": "clerk",
        "citizen": "citizen",
        "paper": FORM,
        "field": MOTHER,
        "page": {"document": "sha", "page": 3},
        "law": "law",
        "unverified": True,
    }
    assert Finding("a", Severity.INFO, "x").to_dict()["page"] is None
