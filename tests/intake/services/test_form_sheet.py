# SPDX-License-Identifier: Apache-2.0
"""The form as a person goes through it: every field, in the paper's order, with what is left to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.dossier.thresholds import USABLE
from intake.services.changing.edit import Edit, edit
from intake.services.counter.still_missing import still_missing
from intake.services.form_sheet import FieldStanding, SheetField, form_sheet
from intake.services.reviewing.doubts import left_to_decide
from intake.store.dossier.lines import lines_of
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers import fake_dossiers
from tests.support.dossiers.station_dossiers import CHILD, DOUBTFUL, HARDLY, penned_dossier, typed_dossier

DOUBTS = {"requester.relation": DOUBTFUL, "child.hometown": HARDLY}
FORM = fake_dossiers.form(CHILD)


@pytest.fixture
def typed(store: Store, tmp_path: Path) -> str:
    return typed_dossier(store, tmp_path, DOUBTS)


def fields(store: Store, dossier: str) -> dict[str, SheetField]:
    return {field.key: field for field in form_sheet(store, dossier, load_catalogue()).fields}


def test_every_field_of_the_form_is_there_once_and_in_the_papers_order(store: Store, typed: str) -> None:
    catalogue = load_catalogue()
    keys = [field.key for field in form_sheet(store, typed, catalogue).fields]
    printed = list(catalogue.form_layout("birth-registration").printed_fields())
    assert keys == list(dict.fromkeys(printed))
    assert set(keys) == set(catalogue.document_type("birth-registration").fields())


def test_only_what_a_person_must_decide_is_doubtful(store: Store, typed: str) -> None:
    found = fields(store, typed)
    assert [key for key, field in found.items() if field.standing is FieldStanding.DOUBTFUL] == list(DOUBTS)
    assert form_sheet(store, typed, load_catalogue()).doubtful == len(DOUBTS)
    assert found["father.full_name"].standing is FieldStanding.ABSENT
    assert found["child.sex"].standing is FieldStanding.SURE


def test_a_guess_is_not_shown_as_a_value_but_where_it_stands(store: Store, typed: str) -> None:
    assert HARDLY < USABLE
    guess = fields(store, typed)["child.hometown"]
    assert guess.value == ""
    assert all(FORM["child.hometown"] != offer.text for offer in guess.offers)
    assert guess.places[0].zone is not None
    assert guess.places[0].value == ""
    assert fields(store, typed)["requester.relation"].value == FORM["requester.relation"]


def test_what_a_person_decided_bears_their_name_and_its_version(store: Store, typed: str) -> None:
    edit(store, typed, Edit([("child.hometown", "Hà Nam")]), who="hoa", commune="")
    field = fields(store, typed)["child.hometown"]
    assert (field.standing, field.value, field.by) == (FieldStanding.DECIDED, "Hà Nam", "hoa")
    assert field.at == store.clock()
    assert 0 < field.version <= form_sheet(store, typed, load_catalogue()).version


def test_on_a_penned_form_also_what_was_not_read_at_all_is_to_be_looked_at(
    store: Store, tmp_path: Path
) -> None:
    dossier = penned_dossier(store, tmp_path, "child.full_name")
    doubtful = {
        key: field
        for key, field in fields(store, dossier).items()
        if field.standing is FieldStanding.DOUBTFUL
    }
    assert {"child.full_name", "requester.full_name"} <= set(doubtful)
    (likely,) = doubtful["child.full_name"].places
    assert likely.about and likely.value == ""
    at = list(doubtful).index("child.full_name")
    before, after = (list(doubtful.values())[at + step].places[0].zone for step in (-1, 1))
    assert likely.zone and before and after
    assert before[1] <= likely.zone[1] < likely.zone[1] + likely.zone[3] <= after[1] + after[3]
    assert all(field.value == "" for field in doubtful.values())


def test_the_pages_are_named_and_the_form_is_told_among_them(store: Store, typed: str) -> None:
    sheet = form_sheet(store, typed, load_catalogue())
    assert sorted(page.name for page in sheet.pages) == ["Giấy chứng sinh", "Tờ khai đăng ký khai sinh"]
    assert sheet.pages[sheet.form_page].name == "Tờ khai đăng ký khai sinh"


def test_one_number_of_doubts_is_told_wherever_it_is_told(store: Store, tmp_path: Path) -> None:
    dossier = penned_dossier(store, tmp_path, "child.full_name", "requester.relation")
    edit(store, dossier, Edit([("child.full_name", FORM["child.full_name"])]), who="hoa", commune="")
    sheet = form_sheet(store, dossier, load_catalogue())
    left = left_to_decide(store, dossier, who="hoa", commune="")
    with store.read() as session:
        (line,) = lines_of(session, store.list(session), store.clock())
        missing = still_missing(store, session, dossier, commune="")
        counts = (line["to_review"], store.waiting_for_review(session, dossier), len(missing["review"]))
    keys = {doubt.key for doubt in left.values}
    assert "requester.relation" in keys and "child.full_name" not in keys
    assert {sheet.doubtful, *counts} == {len(keys)}
