# SPDX-License-Identifier: Apache-2.0
"""Single values and addresses: when they are told, and when a rule hangs on them."""

from __future__ import annotations

import pytest

from intake.dossier.facts import DocumentFact, DossierFacts, Severity
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


def test_an_alert_points_at_the_first_value_there_is() -> None:
    alert = rule("alert", MOTHER, FATHER, say={"alert": {"vi": "{value}", "en": "{value}"}})
    both = [seen(FORM, FATHER, "VŨ ĐÌNH KHẢI", page=2), seen(FORM, MOTHER, "NGÔ THỊ HẠNH")]
    assert told_of(found_by(dossier_of(*both), alert)) == [("r.alert", FORM, MOTHER, 1)]
    assert told_of(found_by(dossier_of(both[0]), alert)) == [("r.alert", FORM, FATHER, 2)]


def test_a_phrase_is_found_in_any_of_the_fields_and_told_once() -> None:
    mentions = rule("mentions", MOTHER, FATHER, values=["ủy ban", "công an"])
    fields = [seen(FORM, MOTHER, "Ngô Thị Công An"), seen(FORM, FATHER, "uy ban xa", page=2)]
    assert told_of(found_by(dossier_of(*fields), mentions)) == [("r.mentions", FORM, MOTHER, 1)]
    assert told_of(found_by(dossier_of(fields[1]), mentions)) == [("r.mentions", FORM, FATHER, 2)]
    assert found_by(dossier_of(seen(FORM, MOTHER, "công anh")), mentions) == []


def test_a_value_outside_a_list_is_told_with_the_list() -> None:
    one = rule("one-of", "child.sex", values=["Nam", "Nữ"])
    (found,) = found_by(dossier_of(seen(FORM, "child.sex", "Khác")), one)
    assert (found.field, "Nam, Nữ" in found.clerk) == ("child.sex", True)
    assert found_by(dossier_of(seen(FORM, "child.sex", "NỮ")), one) == []
    assert found_by(dossier_of(), one) == []


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
    readings = [seen(FORM, key, value) for key, value in zip(keys, addresses, strict=False)]
    found = found_by(dossier_of(*readings, commune=HERE), lives)
    assert [f.code for f in found] == told
    if told:
        assert (found[0].field, HERE in found[0].clerk) == ("mother.residence", True)


@pytest.mark.parametrize(
    ("value", "kept"),
    [("Nam", True), ("NAM", True), ("Nữ", False), ("", None)],
    ids=["same", "case", "other", "none"],
)
def test_a_rule_that_hangs_on_a_value_applies_where_the_form_says_it(value: str, kept: bool | None) -> None:
    when = {"field_equals": {"field": "child.sex", "values": ["Nam"]}}
    alert = rule("alert", say={"alert": {"vi": "x", "en": "x"}}, when=when)
    readings = [seen(FORM, "child.sex", value)] if value else [seen(FORM, FATHER, "x")]
    assert bool(found_by(dossier_of(*readings), alert)) is (kept is True)


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
    dossier = dossier_of(seen(FORM, "mother.residence", ours), seen(FORM, "father.residence", theirs))
    found = found_by(dossier, SAME_PLACE)
    assert [(f.code, f.field) for f in found] == ([("r.differs", "mother.residence")] if differs else [])


def test_a_grave_rule_that_hangs_on_an_unread_field_names_the_form_and_that_field() -> None:
    when = {"field_equals": {"field": "child.sex", "values": ["Nam"]}}
    alert = rule("alert", say={"alert": {"vi": "x", "en": "x"}}, when=when, severity="error")
    (found,) = found_by(dossier_of(seen(FORM, "child.sex", "Nam", 0.3)), alert)
    assert (found.code, found.paper, found.field) == ("r.unchecked", FORM, "child.sex")
    assert found.severity is Severity.WARNING
    assert found_by(dossier_of(seen(FORM, "child.sex", "Nam", 0.3)), alert | {"severity": "warning"}) == []


@pytest.mark.parametrize(("sure", "counts"), [(0.5, True), (0.49, False)])
def test_a_reading_counts_from_the_confidence_on_at_which_it_says_something(
    sure: float, counts: bool
) -> None:
    one = rule("one-of", "child.sex", values=["Nam"])
    assert bool(found_by(dossier_of(seen(FORM, "child.sex", "Nữ", sure)), one)) is counts
    order = rule("not-after", "child.birth_date")
    chosen = {"child.birth_date": on_form("19/11/2026", sure, NOTICE, NOTICE, 1)}
    year = seen(FORM, "child.birth_date", "2026")
    dossier = DossierFacts(NOW, (DocumentFact(FORM, FORM, (1,)),), (year,), chosen)
    assert bool(found_by(dossier, order)) is counts


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
    assert bool(found_by(dossier_of(seen(FORM, "requester.relation", said)), alert)) is holds
