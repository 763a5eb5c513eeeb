# SPDX-License-Identifier: Apache-2.0
"""Figures of an accuracy run over values that are known."""

from __future__ import annotations

import pytest

from bench.accuracy.cases import Case, pairs_of, score_by, score_fields
from bench.accuracy.figures import (
    Share,
    believed_wrong,
    numbers_and_dates,
    papers_on_shared_sheets,
    pen_figures,
    reliability,
    values_of,
)
from bench.accuracy.tables import tables_of
from bench.endurance import slope_of
from bench.truth import ReadPage, ReadValue, TruePage, TrueValue

_NUMBER = "CCCD số 001088000011 do Cục Cảnh sát QLHC về TTXH cấp ngày 02/03/2022"


def _case(
    file: str, truths: tuple[TruePage, ...], read: tuple[ReadPage, ...], condition: str = "plain"
) -> Case:
    made = {"fill": "over leaders", "condition": condition, "origin": "retyped"}
    return Case(file, 1, made, truths, read, 0.5)


_TRUE = TruePage(
    "a",
    0,
    {
        "x.id_document": TrueValue(_NUMBER),
        "x.birth_date": TrueValue("02/03/1988"),
        "x.issued_date": TrueValue("02/03/1999"),
        "x.full_name": TrueValue("mực xanh", hand=True),
        "x.residence": TrueValue("mực đen", hand=True),
        "x.hometown": TrueValue("mực đỏ", hand=True),
    },
)
_READ = ReadPage(
    "a",
    0,
    {
        "x.id_document": ReadValue(_NUMBER.replace("Cục", "Cuc"), 0.97, "print"),
        "x.birth_date": ReadValue("02/03/1998", 0.6, "print"),
        "x.issued_date": ReadValue("02/03/1999", 0.95, "hand"),
        "x.full_name": ReadValue("", 0.1, "hand"),
        "x.residence": ReadValue("muc den", 0.92, "print"),
        "x.invented": ReadValue("x", 0.91, "print"),
    },
)
_ONE = _case("a.jpg", (_TRUE,), (_READ,))


def test_an_identity_number_is_right_if_its_digits_are_and_a_date_is_safe_if_flagged() -> None:
    found = numbers_and_dates(values_of(pairs_of([_ONE])))
    assert found["identity numbers"] == (Share(1, 1), Share(1, 1))
    assert found["dates"] == (Share(1, 2), Share(2, 2))


def test_pen_and_print_are_told_apart_by_their_source() -> None:
    found = pen_figures(list(values_of(pairs_of([_ONE]))))
    assert found == {
        "zone found": Share(2, 3),
        "marked hand, of those found": Share(1, 2),
        "wrong though given as sure": Share(1, 2),
        "ink taken for print": Share(1, 3),
        "print taken for ink": Share(1, 3),
        "pen seen where nothing stands": Share(0, 2),
    }


def test_what_is_believed_and_wrong_counts_invented_values_and_pen_apart() -> None:
    values = list(values_of(pairs_of([_ONE])))
    assert believed_wrong(values, penned=False) == Share(2, 3)
    assert believed_wrong(values, penned=True) == Share(1, 1)
    assert believed_wrong([], penned=True).value is None


def test_bins_hold_every_given_value_once() -> None:
    bins = reliability(values_of(pairs_of([_ONE])))
    assert sum(found.count for found in bins) == 6
    assert [found.low for found in bins] == sorted({found.low for found in bins})
    sure = ReadPage("a", 0, {"x.birth_date": ReadValue("02/03/1988", 1.0)})
    (top,) = reliability(values_of(pairs_of([_case("b.jpg", (_TRUE,), (sure,))])))
    assert (top.high, top.right) == (1.0, 1.0)


def test_sheets_with_two_papers_are_counted_apart() -> None:
    other = TruePage("b", 0, {"y": TrueValue("1"), "z": TrueValue("2")})
    shared = _case("c.jpg", (_TRUE, other), (ReadPage("b", 0, {"y": ReadValue("1", 0.9)}),))
    assert list(pairs_of([_ONE, shared])) == [("a.jpg", 1)]
    found = papers_on_shared_sheets([_ONE, shared])
    assert found["papers seen"] == Share(1, 2)
    assert found["values exact"] == Share(1, 8)
    assert found["values exact, of the papers seen"] == Share(1, 2)


def test_fields_and_groups_add_up_to_the_whole() -> None:
    cases = [_ONE, _case("d.jpg", (_TRUE,), (), "photo")]
    fields = score_fields(pairs_of(cases))
    assert sum(score.typed for score in fields.values()) == 6
    groups = score_by(cases, lambda case: str(case.made["condition"]))
    assert {name: score.missing for name, score in groups.items()} == {"photo": 3, "plain": 0}


def test_every_table_has_as_many_cells_as_headings() -> None:
    for table in tables_of([_ONE]):
        assert all(len(row) == len(table.headings) for row in table.rows)
        assert table.markdown().count("\n") == len(table.rows) + 3


@pytest.mark.parametrize("growth", [0.0, 0.05])
def test_the_slope_of_memory_is_told_in_spite_of_large_and_small_pages(growth: float) -> None:
    sizes = [300 + (n % 10) * 20 + growth * n for n in range(200)]
    assert slope_of(sizes, 10) == pytest.approx(growth * 100, abs=0.01)
