# SPDX-License-Identifier: Apache-2.0
"""Values of many dossiers on the desk's page: what is offered, what is kept, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from intake.services.changing.edit import Edit, edit
from intake.services.changing.hold_back import hold_back
from intake.store.store import Store
from tests.support.desks.web_desk import changed
from tests.support.dossiers import fake_dossiers
from tests.support.dossiers.led_dossiers import values
from tests.support.dossiers.reviewed_papers import value_of
from tests.support.dossiers.station_dossiers import DOUBTFUL, HARDLY, typed_dossier

pytestmark = pytest.mark.long

RELATION, NAME, HOMETOWN = "requester.relation", "child.full_name", "child.hometown"


@pytest.fixture
def dossiers(store: Store, tmp_path: Path) -> list[str]:
    """Three whose requester's relation is in doubt, of the last it was hardly read."""
    sure = ((1, DOUBTFUL), (2, DOUBTFUL), (3, HARDLY))
    return [typed_dossier(store, tmp_path, {RELATION: one}, child=child) for child, one in sure]


def cells(clerk: TestClient, sort: str = "others", **asked: str) -> list[dict[str, Any]]:
    return list(clerk.get(f"/values/{sort}/cells", params=asked).json()["cells"])


def as_shown(told: list[dict[str, Any]], right: bool = True) -> str:
    names = ("dossier", "key", "seen")
    return json.dumps([{name: cell[name] for name in names} | {"right": right} for cell in told])


def test_the_overview_counts_each_sort_and_leads_to_it(clerk: TestClient, dossiers: list[str]) -> None:
    page = clerk.get("/values").text
    assert 'href="/values/others"' in page and "<b>3</b>" in page
    assert 'href="/values/names"' not in page and len(dossiers) == 3


def test_where_nothing_waits_that_is_said(clerk: TestClient) -> None:
    assert "Không còn giá trị nào chưa chắc" in clerk.get("/values").text


def test_cells_tell_values_but_none_that_was_hardly_read(clerk: TestClient, dossiers: list[str]) -> None:
    told = cells(clerk)
    assert [cell["dossier"] for cell in told] == dossiers
    assert [cell["value"] for cell in told] == ["Mẹ", "Mẹ", ""]
    assert [cell["apart"] for cell in told] == ["", "", "hardly"]
    assert [cell["dossier"] for cell in cells(clerk, after=told[1]["at"])] == dossiers[2:]
    assert cells(clerk, form="death-registration") == []


def test_a_strip_is_a_picture_of_where_the_value_stands(clerk: TestClient, dossiers: list[str]) -> None:
    strip = clerk.get(f"/dossier/{dossiers[0]}/strip/{RELATION}")
    page = clerk.get(f"/dossier/{dossiers[0]}/paper/1/1/large")
    assert (strip.status_code, strip.headers["content-type"]) == (200, "image/jpeg")
    assert 0 < len(strip.content) < len(page.content) / 4
    assert clerk.get(f"/dossier/{dossiers[0]}/strip/mother.full_name.x").status_code == 422


def test_a_screenful_is_confirmed_and_taken_back(
    clerk: TestClient, store: Store, dossiers: list[str]
) -> None:
    told = cells(clerk)
    answer = changed(clerk, "/values/confirm", cells=as_shown(told)).json()
    assert [each["dossier"] for each in answer["done"]] == dossiers[:2]
    assert [each["dossier"] for each in answer["left"]] == dossiers[2:]
    assert value_of(store, dossiers[0], RELATION).corrected_by == "hoa"
    back = changed(clerk, "/values/back", done=json.dumps(answer["done"])).json()
    assert [cell["dossier"] for cell in back["cells"]] == dossiers[:2]
    assert value_of(store, dossiers[0], RELATION).corrected_by == ""


def test_what_is_typed_is_kept_and_can_be_taken_back(
    clerk: TestClient, store: Store, dossiers: list[str]
) -> None:
    cell = cells(clerk)[2]
    told = {name: cell[name] for name in ("dossier", "key", "seen")}
    answer = changed(clerk, "/values/cell", **told, value="Bố", shown="1").json()
    assert (answer["value"], values(store, dossiers[2])[RELATION]) == ("Bố", "Bố")
    again = changed(clerk, "/values/cell", **told, value="Chú")
    assert again.json()["gone"] is True and again.status_code == 409
    back = changed(clerk, "/values/back", done=json.dumps(answer["done"])).json()
    assert [one["value"] for one in back["cells"]] == [""]


def test_a_value_that_can_not_be_is_refused_with_a_sentence(
    clerk: TestClient, store: Store, tmp_path: Path
) -> None:
    dossier = typed_dossier(store, tmp_path, {"child.ethnicity": DOUBTFUL})
    (cell,) = cells(clerk, "places")
    told = {name: cell[name] for name in ("dossier", "key", "seen")}
    answer = changed(clerk, "/values/cell", **told, value="Abc")
    assert answer.status_code == 422 and answer.json()["error"] and "--" not in answer.text
    assert value_of(store, dossier, "child.ethnicity").corrected_by == ""


def test_what_a_colleague_decided_is_named_and_not_overwritten(
    clerk: TestClient, store: Store, dossiers: list[str]
) -> None:
    told = cells(clerk)
    edit(store, dossiers[0], Edit([(RELATION, "Ông")]), who="nam", commune="")
    answer = changed(clerk, "/values/confirm", cells=as_shown(told[:2])).json()
    assert [each["dossier"] for each in answer["done"]] == [dossiers[1]]
    assert "nam" in answer["left"][0]["why"] and "Ông" not in answer["left"][0]["why"]
    assert values(store, dossiers[0])[RELATION] == "Ông"


def test_of_a_held_dossier_nothing_is_confirmed_whatever_is_sent(
    clerk: TestClient, store: Store, dossiers: list[str]
) -> None:
    hold_back(store, dossiers[0], who="nam", reason="x", commune="")
    told = cells(clerk)
    assert told[0]["apart"] == "held"
    answer = changed(clerk, "/values/confirm", cells=as_shown(told)).json()
    assert dossiers[0] not in [each["dossier"] for each in answer["done"]]


@pytest.mark.parametrize(
    "sent", ["", "[]x", '{"dossier": 1}', '[{"dossier":"a","key":"b"}]', json.dumps([1] * 61)]
)
def test_what_our_script_never_sends_changes_nothing(
    clerk: TestClient, store: Store, dossiers: list[str], sent: str
) -> None:
    before = [values(store, dossier) for dossier in dossiers]
    assert changed(clerk, "/values/confirm", cells=sent).status_code == 403
    assert changed(clerk, "/values/back", done=sent).status_code == 403
    assert [values(store, dossier) for dossier in dossiers] == before


def test_more_than_a_screen_ever_holds_is_refused(clerk: TestClient, dossiers: list[str]) -> None:
    told = cells(clerk)[:1] * 61
    assert changed(clerk, "/values/confirm", cells=as_shown(told)).status_code == 403
    assert len(cells(clerk)) == len(dossiers)


@pytest.mark.parametrize("after", ["", "x", ":7", "child.sex:", "child.sex:x", "child.sex:" + "9" * 40])
def test_a_place_that_is_none_is_the_beginning(clerk: TestClient, dossiers: list[str], after: str) -> None:
    assert [cell["dossier"] for cell in cells(clerk, after=after)] == dossiers


def test_there_is_no_other_sort(clerk: TestClient) -> None:
    assert clerk.get("/values/everything").status_code == 404
    assert clerk.get("/values/everything/cells").status_code == 404


def test_no_value_and_no_name_stands_in_an_address_of_the_page(
    clerk: TestClient, store: Store, dossiers: list[str]
) -> None:
    page = clerk.get("/values/others").text
    assert fake_dossiers.form(1)[NAME] not in page
    assert not [line for line in page.splitlines() if "href" in line and "Mẹ" in line]
    assert len(dossiers) == 3 and store


def test_hostile_text_stays_text_in_the_page(clerk: TestClient, store: Store, tmp_path: Path) -> None:
    hostile = "</script><img src=x onerror=alert(1)>"
    typed_dossier(store, tmp_path, {HOMETOWN: DOUBTFUL}, changed={HOMETOWN: hostile}, notice=False)
    page = clerk.get("/values/places").text
    assert hostile not in page and "onerror" in page
