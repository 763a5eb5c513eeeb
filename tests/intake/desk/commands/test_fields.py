# SPDX-License-Identifier: Apache-2.0
"""A form's fields at the desk: each is listed, and each may be called by its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from intake.desk import console
from intake.desk.screens.form import show_form
from intake.errors import AmbiguousFieldError
from intake.services.changing.edit import Edit, edit
from intake.services.dossier_view import dossier_shown
from intake.services.reviewing.showing import shown
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.intake_desk import scan
from tests.support.desks.typed_commands import Desk
from tests.support.dossiers.fake_pages import form_page

FORM = "birth-registration"


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def filled(desk: Desk, tmp_path: Path, reads: dict[str, Any]) -> str:
    sure, guessed = (
        form_page({"child.full_name": "TRẦN GIA HÂN"}),
        form_page({"father.ethnicity": "Kinh"}, 0.24),
    )
    reads["reading"] = replace(sure, fields=(*sure.fields, *guessed.fields))
    made = desk.new()
    desk.run("add", made, str(scan(tmp_path / "form.png")))
    return made


@pytest.mark.long
def test_values_are_entered_and_confirmed_by_the_names_of_their_fields(desk: Desk, filled: str) -> None:
    store = Store.open(desk.home)
    shown(store, filled, ["child.full_name"], who="hoa")
    store.close()
    typed = ("gioi tinh=Nữ", "họ tên cha=TRẦN VĂN VÍ DỤ")
    desk.run("edit", filled, *typed, "--confirm", "họ tên trẻ", "--who", "hoa", code=1)
    values = desk.json("show", filled)["values"]
    assert {key: each["value"] for key, each in values.items() if each["corrected"]} == {
        "child.sex": "Nữ",
        "father.full_name": "TRẦN VĂN VÍ DỤ",
        "child.full_name": "TRẦN GIA HÂN",
    }


@pytest.mark.long
def test_where_several_fields_may_be_meant_nothing_is_entered(desk: Desk, filled: str) -> None:
    with pytest.raises(AmbiguousFieldError):
        desk.run("edit", filled, "giới tính=Nữ", "họ tên=A")
    assert "child.sex" not in desk.json("show", filled)["values"]


@pytest.mark.long
def test_a_colleagues_change_is_told_of_a_field_that_is_called_by_its_name(desk: Desk, filled: str) -> None:
    from intake.errors import ChangedMeanwhileError

    seen = desk.json("show", filled)["version"]
    desk.run("edit", filled, "child.sex=Nữ", code=1)
    store = Store.open(desk.home)
    with pytest.raises(ChangedMeanwhileError):
        edit(store, filled, Edit([("giới tính", "Nam")]), who="hoa", commune="", seen=seen)
    store.close()


@pytest.mark.long
def test_every_field_of_the_form_is_told_of_read_or_not(desk: Desk, filled: str) -> None:
    catalogue = load_catalogue()
    keys = catalogue.document_type(FORM).fields()
    brief, whole = words(desk.run("show", filled).stdout), desk.run("show", filled, "--all").stdout
    assert list(desk.json("show", filled)["fields"]) == list(keys)
    assert [key for key in keys if catalogue.field_name(key) not in brief] == []
    assert [key for key in keys if key not in whole] == []


@pytest.mark.long
def test_a_key_is_shown_where_a_person_has_to_write_it(desk: Desk, filled: str) -> None:
    shown = desk.run("show", filled).stdout
    assert "father.ethnicity" in shown
    assert "child.full_name" not in shown


def test_a_guess_is_not_shown_as_a_value(desk: Desk, filled: str) -> None:
    assert "(không chắc: “Kinh”)" in words(desk.run("show", filled).stdout)


def test_single_fields_are_shown_whole(desk: Desk, filled: str) -> None:
    shown = words(desk.run("show", filled, "dân tộc cha", "giới tính").stdout)
    assert "father.ethnicity" in shown and "24" in shown
    assert "giới tính của trẻ" in shown and "(chưa có giá trị)" in shown
    assert "TRẦN GIA HÂN" not in shown
    assert list(desk.json("show", filled, "giới tính")) == ["child.sex"]


@pytest.mark.long
def test_what_was_changed_is_told_first(desk: Desk, filled: str) -> None:
    desk.run("edit", filled, "giới tính=Nữ", code=1)
    told = desk.run("edit", filled, "giới tính=Nam", "họ tên cha=TRẦN VĂN VÍ DỤ", code=1).stdout.splitlines()
    assert told[:2] == [
        "Đã sửa: giới tính của trẻ = Nam (trước: Nữ)",
        "Đã nhập: họ, chữ đệm, tên của cha = TRẦN VĂN VÍ DỤ",
    ]


@pytest.mark.long
def test_no_key_of_any_form_is_broken_on_a_screen_of_80_columns(
    desk: Desk, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = load_catalogue()
    store = Store.open(desk.home)
    view = dossier_shown(store, filled, catalogue)
    store.close()
    for kind, paper in catalogue.document_types.items():
        screen = Console(width=80, record=True, highlight=False)
        monkeypatch.setattr(console, "results", lambda screen=screen: screen)
        show_form(view | {"fields": paper.fields()}, catalogue, whole=True)
        shown = screen.export_text()
        assert [key for key in paper.fields() if key not in shown] == [], kind
        assert max(map(len, shown.splitlines())) <= 80
