# SPDX-License-Identifier: Apache-2.0
"""The accuracy run as a whole, on a few pages: plan, make, read, score, repeat."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from bench import reading_tables
from bench.accuracy.plan import AS_ISSUED, BOTH_SIDES, TWO_PAPERS, Sets, planned
from bench.accuracy.run import run, write_results
from bench.blanks.drawn import CARD, FILLS, LAYOUT_NAMES, paper_page
from bench.conditions import CONDITIONS
from bench.tables import placed

pytestmark = pytest.mark.long

_ROOT = Path(__file__).parents[2]


def test_a_plan_deals_every_kind_filling_and_condition_evenly() -> None:
    pages = planned(Sets(300), 1)
    assert len(pages) == len({page.name for page in pages}) == 300
    conditions = Counter(page.condition for page in pages)
    assert set(conditions) == {*CONDITIONS, TWO_PAPERS, BOTH_SIDES}
    assert {*FILLS, AS_ISSUED} == {page.fill for page in pages}
    assert {page.form for page in pages if page.fill == AS_ISSUED} == {CARD}
    forms = Counter(page.form for page in pages)
    assert set(forms) == set(LAYOUT_NAMES) and min(forms.values()) >= 270 // len(LAYOUT_NAMES)
    assert planned(Sets(300), 2) != pages


def test_a_longer_plan_begins_with_the_shorter_one() -> None:
    names = {page.name: page for page in planned(Sets(300), 1)}
    assert all(names[page.name] == page for page in planned(Sets(40), 1))


def test_penned_fields_are_marked_and_empty_ones_left_out() -> None:
    form = "birth-registration-2024"
    pages = {fill: paper_page(form, fill, random.Random(3)).fields for fill in FILLS}
    hands = {fill: {key for key, value in page.items() if value["hand"]} for fill, page in pages.items()}
    assert not hands["over leaders"] and not hands["mostly empty"]
    assert len(hands["pen"]) > len(hands["mixed"]) > 0
    assert len(pages["mostly empty"]) < len(pages["over leaders"]) / 2


@pytest.mark.slow
def test_a_run_can_be_repeated_and_then_reads_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_HOME", str(tmp_path))
    cases = run(Sets(11), 1, tmp_path / "out", 1, sample=1)
    assert {case.made["condition"] for case in cases} >= {TWO_PAPERS, BOTH_SIDES}
    assert all(case.read for case in cases)
    write_results(cases, tmp_path / "out")
    figures = json.loads((tmp_path / "out" / "figures.json").read_text("utf-8"))
    assert figures["all"]["counts"]["exact"] > 0.5 * figures["all"]["counts"]["typed"] > 5
    assert (tmp_path / "out" / "tables.md").read_text("utf-8").count("**") >= 16
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*-*")}
    again = run(Sets(11), 1, tmp_path / "out", 1, sample=1)
    assert again == cases
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*-*")} == kept


def test_the_page_of_figures_has_a_place_for_every_part() -> None:
    page = reading_tables.PAGE.read_text("utf-8")
    for part in reading_tables.PARTS:
        written = placed(page, part, "| a |")
        assert f"<!-- {part}:begin -->\n| a |\n<!-- {part}:end -->" in written
        assert placed(written, part, "| a |") == written
    with pytest.raises(ValueError, match="no marks"):
        placed(page, "nothing", "")
