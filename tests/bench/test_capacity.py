# SPDX-License-Identifier: Apache-2.0
"""The reckoning of what offices need follows from its figures, and every figure says where it comes from."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import ValidationError

from bench.capacity import __main__ as command
from bench.capacity.figures import ASSUMED, MEASURED, AssumedFigure, Figures, read_figures
from bench.capacity.needs import Scenario, backlog_of, need_of, page_s, scenarios
from bench.capacity.week import fewest_cores, simulated


@pytest.fixture(scope="module")
def figures() -> Figures:
    return read_figures()


def told(figures: Figures, **changed: float) -> Figures:
    """The same with some numbers changed."""
    measured = {
        name: one.model_copy(update={"value": changed.get(name, one.value)})
        for name, one in figures.measured.items()
    }
    assumed = {
        name: one.model_copy(update={"value": changed.get(name, one.value)})
        for name, one in figures.assumed.items()
    }
    return Figures(measured, assumed)


def test_no_number_is_without_its_source(figures: Figures) -> None:
    assert all(one.command.startswith("python -m bench.") and one.day for one in figures.measured.values())
    assert all(one.source for one in figures.assumed.values())
    assert not AssumedFigure(value=1, source="unverified; a guess").verified


def test_a_number_without_a_source_is_refused(tmp_path: Path) -> None:
    bare = tmp_path / "assumed.yaml"
    bare.write_text("work: {night: {value: 14}}\nholds: {}\ncosts: {}\n", "utf-8")
    with pytest.raises(ValidationError):
        read_figures(MEASURED, bare)


def test_twice_the_pages_need_twice_of_everything(figures: Figures) -> None:
    one = need_of(Scenario("one", 10, 100), figures)
    two = need_of(Scenario("two", 10, 200), figures)
    for name in ("dossiers", "core_hours", "database_hours", "disk_gb_a_year", "review_hours", "scan_hours"):
        assert getattr(two, name) == pytest.approx(2 * getattr(one, name))
    assert {name: share / 2 for name, share in two.used.items()} == pytest.approx(one.used)


def test_a_page_costs_its_reading_and_its_share_of_the_dossier(figures: Figures) -> None:
    plain = told(
        figures, read_s=2, new_ms=1, check_ms=1, edit_ms=1, package_ms=997, push_ms=2000, pages_a_dossier=3
    )
    assert page_s(plain) == pytest.approx(3)
    need = need_of(Scenario("x", 1, 1200), plain)
    assert need.core_hours == pytest.approx(1)


def test_what_is_short_breaks_first(figures: Figures) -> None:
    province = Scenario("province", 100, 300)
    assert need_of(province, told(figures, clerks=0.1)).first == "clerks who scan and look"
    assert need_of(province, told(figures, server_disk_gb=1, clerks=100)).first == "one object store, a year"
    assert need_of(Scenario("desk", 1, 50), told(figures, office_uplink=1e-6)).first.startswith("line to")


def test_a_desk_is_looked_at_as_a_desk_and_many_as_servers(figures: Figures) -> None:
    needs = [need_of(one, figures) for one in scenarios(figures)]
    assert len(needs) == 6 and [need.scenario.offices for need in needs[::2]] == [1, 100, 3321]
    assert "disk of the desk, a year" in needs[0].used and "one database server, a night" in needs[2].used


def test_more_cores_read_the_backlog_sooner_and_people_are_the_same(figures: Figures) -> None:
    few, many = backlog_of(figures, 10), backlog_of(figures, 20)
    assert few.months == pytest.approx(2 * many.months)
    assert few.people_years == many.people_years > few.core_years
    assert backlog_of(figures).months <= figures("backlog_months")


def test_with_the_fewest_cores_nothing_waits_in_the_morning_and_with_fewer_something_does(
    figures: Figures,
) -> None:
    pages = 30_000.0
    enough = fewest_cores(pages, figures)
    assert simulated(pages, enough, figures).keeps_up
    assert enough > 1 and not simulated(pages, enough - 1, figures).keeps_up
    slower = told(figures, read_s=10 * figures("read_s"))
    assert fewest_cores(pages, slower) > 5 * enough


def test_a_fortnight_is_the_same_each_time_and_nothing_comes_at_the_weekend(figures: Figures) -> None:
    one, other = (simulated(3000, 1, figures, seed=3) for _again in range(2))
    assert one == other and len(one.waiting) == 14 * 24 and len(one.mornings) == 10
    assert simulated(3000, 1, figures, seed=4) != one
    saturday = one.waiting[5 * 24 : 7 * 24]
    assert all(later <= before for before, later in pairwise(saturday))


def test_the_page_and_the_picture_are_what_the_command_makes_of_the_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page, picture = tmp_path / "capacity.md", tmp_path / "capacity.svg"
    page.write_text(command.PAGE.read_text("utf-8"), "utf-8")
    for name, file in (("PAGE", page), ("PICTURE", picture)):
        monkeypatch.setattr(command, name, file)
    monkeypatch.setattr(sys, "argv", ["bench.capacity", "--assumed", str(ASSUMED), "--write"])
    assert command.main() == 0
    assert "used up first" in capsys.readouterr().out
    docs = Path(__file__).parents[2] / "docs"
    assert page.read_text("utf-8") == (docs / "capacity.md").read_text("utf-8")
    assert picture.read_text("utf-8") == (docs / "capacity.svg").read_text("utf-8")
    texts = [
        one.text or "" for one in ET.fromstring(picture.read_text("utf-8")).iter() if one.tag.endswith("text")
    ]
    assert any("province, 300 pages" in text for text in texts) and any(
        "nothing waits" in text for text in texts
    )
