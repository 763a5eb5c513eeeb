# SPDX-License-Identifier: Apache-2.0
"""The bench of layouts nobody tuned on: its pages, its truth, and what it calls the causes of errors."""

from __future__ import annotations

import random

import pytest

from bench.retyped import causes
from bench.retyped.__main__ import main
from bench.retyped.card_specs import PRINTS, card_spec
from bench.retyped.cards import card_copy
from bench.retyped.layout import KEPT, OPEN, layout, prints
from bench.retyped.pages import page_of
from bench.retyped.strangers import names, stranger
from bench.score import Mistake


def test_each_print_of_each_form_comes_once_in_a_round_of_layouts_and_every_second_is_kept_aside() -> None:
    round_of = [layout(2 * n) for n in range(len(prints()))]
    assert {(one.paper.kind, one.edition.id) for one in round_of} == {(p.kind, e.id) for p, e in prints()}
    assert {one.split for one in round_of} == {OPEN}
    assert layout(7).split == KEPT


def test_the_same_number_makes_the_same_layout_and_another_seed_other_values() -> None:
    assert layout(10) == layout(10)
    one, other = (page_of(layout(10), random.Random(seed)) for seed in (1, 2))
    assert one.fields != other.fields
    assert one.pdf == page_of(layout(10), random.Random(1)).pdf


def test_a_page_bears_every_field_of_its_truth_and_fields_of_the_form_alone() -> None:
    for number in range(0, 24, 3):
        form = layout(number)
        page = page_of(form, random.Random(number))
        assert page.fields
        assert page.fields.keys() <= {item.field for item in form.edition.skeleton}
        assert all(field["value"] for field in page.fields.values())


def test_a_card_tells_its_number_once_whatever_became_of_its_code() -> None:
    for number in range(9):
        rng = random.Random(number)
        spec = card_spec(number, rng)
        fields = card_copy(spec, rng).fields
        assert spec.print in PRINTS
        assert (spec.sides == "back" and spec.print == "2016") or "person.personal_id" in fields


def test_a_page_of_another_authority_bears_nothing_for_the_desk() -> None:
    for name in names():
        assert stranger(name, random.Random(name)).fields == {}


@pytest.mark.parametrize(
    ("true", "read", "cause"),
    [
        ("Nguyễn Thị Mỵ", "Nguyễn Thị My", causes.MARKS),
        ("xã Ia Dreh, tỉnh Gia Lai", "tỉnh Gia Lai", causes.CUT_HEAD),
        ("xã Ia Dreh, tỉnh Gia Lai", "xã Ia Dreh", causes.CUT_TAIL),
        ("Kinh", "Kinh Quốc tịch", causes.MORE),
        ("Kinh", "Tày", causes.ANOTHER),
        ("012345678901", "012345678001", causes.LETTERS),
        ("Kinh", "1990", causes.OTHER),
    ],
)
def test_an_error_is_called_after_what_happened_to_the_value(true: str, read: str, cause: str) -> None:
    mistake = Mistake("f", 1, "child.ethnicity", "wrong", true, read, 0.5)
    page = {"child.ethnicity": true, "mother.ethnicity": "Tày"}
    assert causes.cause(mistake, page, kind_right=True) == cause


def test_what_was_read_of_a_paper_taken_for_another_is_the_kinds_fault() -> None:
    assert causes.cause(Mistake("f", 1, "k", "missing", "x", "", None), {}, kind_right=False) == causes.KIND


def test_mistakes_of_layouts_kept_aside_are_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["retyped", "out", "--split", KEPT, "--mistakes"])
    with pytest.raises(SystemExit):
        main()
    assert "kept aside" in capsys.readouterr().err
