# SPDX-License-Identifier: Apache-2.0
"""Maps to the receiving systems: no hole, and codes of two systems never taken for each other."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from pydantic import ValidationError

from templates.catalogue.consistency import problems
from templates.catalogue.loading import load_catalogue
from templates.model.code_maps import CodeGapError, CodeMaps, ListMap, TargetMap
from templates.model.typed_codes import Code, MixedCodesError, joined

CATALOGUE = load_catalogue()
MAPS = CATALOGUE.code_maps
TARGETS = ("hotich-158", "btp-push", "portal-surveyjs", "portal-x", "ministry-2026")


def test_every_system_has_a_map():
    assert set(MAPS.targets) == set(TARGETS)


def test_no_map_has_a_hole():
    assert list(MAPS.holes()) == []
    assert problems(CATALOGUE) == []


@pytest.mark.parametrize("missing", ["entry", "list"])
def test_a_hole_is_found(missing):
    full = MAPS.targets["hotich-158"]
    papers = full.map_of("id-papers")
    assert papers
    without = papers.model_copy(update={"codes": {k: v for k, v in papers.codes.items() if k != "ho-chieu"}})
    lists = [each for each in full.lists if each.list != "id-papers"] + [without] * (missing == "entry")
    maps = CodeMaps(MAPS.lists, {full.target: full.model_copy(update={"lists": tuple(lists)})})
    assert list(maps.holes()) == [("hotich-158", "id-papers", "ho-chieu" if missing == "entry" else "*")]


@pytest.mark.parametrize(
    ("paper", "in_158", "in_portal"),
    [("cmnd", "1", "2"), ("cccd", "4", "5"), ("ho-chieu", "2", "6"), ("cm-cong-an", "7", "4")],
)
def test_one_paper_has_another_number_in_each_system(paper, in_158, in_portal):
    code = Code("id-papers", paper)
    assert MAPS.to_target(code, "hotich-158") == Code("hotich-158/id-papers", in_158)
    assert MAPS.to_target(code, "portal-surveyjs") == Code("portal-surveyjs/id-papers", in_portal)


@pytest.mark.parametrize("number", ["2", "3", "4", "5", "6", "7"])
def test_one_number_never_means_the_same_paper_in_both_systems(number):
    maps = [MAPS.targets[target].map_of("id-papers") for target in ("hotich-158", "portal-surveyjs")]
    papers = MAPS.lists["id-papers"].entries
    meant = [{p.code for p in papers if each and each.written(p) == number} for each in maps]
    assert all(meant)
    assert not meant[0] & meant[1]


def test_one_portal_numbers_marital_status_differently_on_two_forms():
    married = Code("marital-statuses", "dang-co-vo-chong")
    one = MAPS.to_target(married, "portal-x", "marriage-registration")
    other = MAPS.to_target(married, "portal-x", "marital-status")
    assert (one.value, other.value) == ("1", "2")
    with pytest.raises(MixedCodesError):
        _ = one == other


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(TARGETS, 2)))
def test_codes_of_two_systems_can_be_neither_compared_nor_joined(one, other):
    ours, theirs = Code(f"{one}/id-papers", "4"), Code(f"{other}/id-papers", "4")
    with pytest.raises(MixedCodesError):
        _ = ours == theirs
    with pytest.raises(MixedCodesError):
        joined([ours], [theirs])
    with pytest.raises(MixedCodesError):
        _ = ours in [theirs]
    assert len({ours, theirs}) == 2


def test_a_code_of_a_target_is_no_neutral_code():
    with pytest.raises(CodeGapError):
        MAPS.to_target(Code("hotich-158/id-papers", "4"), "portal-surveyjs")


@pytest.mark.parametrize(
    ("code", "target"),
    [
        (Code("id-papers", "can-cuoc"), "hotich-158"),
        (Code("sexes", "Không xác định"), "portal-surveyjs"),
        (Code("ethnic-groups", "01"), "btp-push"),
        (Code("id-papers", "hovaten"), "hotich-158"),
        (Code("id-papers", "cccd"), "nowhere"),
    ],
)
def test_what_a_system_lacks_is_refused_with_a_reason_not_replaced(code, target):
    with pytest.raises(CodeGapError) as refused:
        MAPS.to_target(code, target)
    assert refused.value.advice


def test_joining_codes_of_one_list_keeps_each_once():
    a, b = Code("sexes", "Nam"), Code("sexes", "Nữ")
    assert joined([a, b], [a]) == (a, b)


@pytest.mark.parametrize(
    "wrong",
    [
        {"list": "sexes"},
        {"list": "sexes", "codes": {"Nam": "1"}, "unknown": "why"},
        {"list": "sexes", "codes": {"Nam": "1"}, "lacks": {"Nam": "why"}},
        {"list": "sexes", "codes": {"Nam": ""}},
    ],
)
def test_a_map_that_says_two_things_or_none_is_refused(wrong):
    with pytest.raises(ValidationError):
        ListMap.model_validate(wrong)


def test_a_map_of_a_list_nobody_has_is_a_hole():
    target = TargetMap(
        target="t",
        name={"vi": "t", "en": "t"},
        since=date(2026, 1, 1),
        source="-",
        lists=(ListMap(list="colours", codes={"red": "1"}),),
    )
    assert ("t", "colours", "?") in list(CodeMaps(MAPS.lists, {"t": target}).holes())
