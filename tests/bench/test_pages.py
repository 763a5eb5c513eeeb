# SPDX-License-Identifier: Apache-2.0
"""Random pages: deterministic, and their truth is what stands on them."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from bench.invented import people
from bench.invented.values import Dossier, typed_date
from bench.pages import make_pages

pytestmark = pytest.mark.long

_DATE = re.compile(r"\d{2}/\d{2}/\d{4}|\d{4}")


@pytest.mark.slow
def test_the_same_seed_gives_the_same_pages(tmp_path: Path) -> None:
    layouts = ("id-card", "marital-status-2024")
    first = make_pages(tmp_path / "a", 1, 9, layouts)
    second = make_pages(tmp_path / "b", 1, 9, layouts)
    assert {p.name: p.read_bytes() for p in first.parent.iterdir()} == {
        p.name: p.read_bytes() for p in second.parent.iterdir()
    }
    other = make_pages(tmp_path / "c", 1, 10, layouts)
    assert other.read_text("utf-8") != first.read_text("utf-8")


@pytest.mark.slow
def test_a_form_page_has_its_truth_beside_it(tmp_path: Path) -> None:
    truth = json.loads(make_pages(tmp_path, 1, 3, ("birth-registration-2024",)).read_text("utf-8"))
    ((name, (page,)),) = truth.items()
    assert (tmp_path / name).exists()
    assert page["kind"] == "birth-registration" and page["rotation"] in (0, 90, 180, 270)
    assert len(page["fields"]) > 15
    for key, field in page["fields"].items():
        assert field["value"] == field["value"].strip() != ""
        assert not key.endswith("birth_date") or _DATE.fullmatch(field["value"])


def test_a_date_is_typed_in_many_ways_and_means_one() -> None:
    rng = random.Random(1)
    day = people.a_day(rng, people.date(1990, 1, 1), people.date(2020, 1, 1))
    typed = [typed_date(rng, day) for _ in range(60)]
    assert len({t.typed for t in typed}) > 3
    assert {t.truth for t in typed} == {day.strftime("%d/%m/%Y")}


def test_dates_in_words_follow_the_rules_of_tens() -> None:
    assert people.small_number_words(21) == "hai mươi mốt"
    assert people.small_number_words(15) == "mười lăm"
    assert people.small_number_words(24) == "hai mươi tư"
    assert people.small_number_words(11) == "mười một"


def test_an_invented_person_agrees_with_the_own_number() -> None:
    dossier = Dossier(random.Random(5))
    for role in ("mother", "father", "child"):
        person = dossier.person(role)
        century = (0 if person.born.year < 2000 else 2) + (person.sex == "Nữ")
        assert person.number[3:6] == f"{century}{person.born.year % 100:02d}"
    assert dossier.person("mother").sex == "Nữ"
