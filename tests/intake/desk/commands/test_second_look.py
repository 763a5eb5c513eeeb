# SPDX-License-Identifier: Apache-2.0
"""Second looks in the terminal: typed there too, shown to nobody who is still to read, waited for aloud."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from intake.errors import AnotherPersonError
from intake.services.judging import check_dossier
from intake.store.store import Store
from tests.support.desks.typed_commands import Desk
from tests.support.dossiers.reviewed_papers import a_birth, form, value_of

NAME, OTHER = "child.full_name", "LÝ VĂN KHÁC"


@pytest.fixture
def store(desk: Desk) -> Iterator[Store]:
    desk.new()
    store = Store.open(desk.home)
    yield store
    store.close()


@pytest.fixture
def dossier(desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch) -> str:
    made = desk.new()
    a_birth(store, made, {NAME: 0.6})
    check_dossier(store, made, commune="")
    monkeypatch.setenv("SOHOA_REVIEW__SECOND_LOOK", '["name"]')
    return made


def says(desk: Desk, dossier: str, who: str, value: str, code: int = 1) -> str:
    return " ".join(desk.run("edit", dossier, f"{NAME}={value}", "--who", who, code=code).output.split())


@pytest.mark.long
def test_three_persons_settle_a_name_by_edit_alone_and_none_of_them_twice(
    desk: Desk, store: Store, dossier: str
) -> None:
    says(desk, dossier, "hoa", OTHER)
    told = says(desk, dossier, "nam", form(1)[NAME])
    assert "người thứ ba" in told and OTHER not in told
    for again in ("hoa", "Nam"):
        with pytest.raises(AnotherPersonError):
            says(desk, dossier, again, OTHER)
    says(desk, dossier, "chi", form(1)[NAME], code=0)
    kept = value_of(store, dossier, NAME)
    assert (kept.value, kept.corrected_by, kept.needs_review) == (form(1)[NAME], "chi", False)


@pytest.mark.long
def test_what_the_first_said_stands_on_no_screen_until_another_has_read_it(desk: Desk, dossier: str) -> None:
    says(desk, dossier, "hoa", OTHER)
    for command in (("show", dossier), ("show", dossier, "--all"), ("show", dossier, NAME)):
        screen = desk.run(*command, code=0).output
        assert OTHER not in screen and "chờ người thứ hai" in " ".join(screen.split())
    assert OTHER not in str(desk.json("show", dossier)["values"][NAME])
    says(desk, dossier, "nam", form(1)[NAME])
    screen = desk.run("show", dossier, NAME).output
    assert f"hoa: {OTHER}" in screen and f"nam: {form(1)[NAME]}" in screen


@pytest.mark.long
def test_the_list_tells_whom_a_dossier_waits_for(desk: Desk, dossier: str) -> None:
    says(desk, dossier, "hoa", OTHER)
    told = " ".join(desk.run("list").output.split())
    assert f"{dossier} 1 giá trị chờ người thứ hai, không phải hoa" in told
    lines = {line["id"]: line for line in desk.json("list")["dossiers"]}
    assert lines[dossier]["to_review"] == 1 and "hoa" in lines[dossier]["second_look"]


@pytest.mark.long
def test_a_name_is_not_confirmed_by_a_second_person_who_typed_nothing(desk: Desk, dossier: str) -> None:
    says(desk, dossier, "hoa", OTHER)
    with pytest.raises(AnotherPersonError) as told:
        desk.run("edit", dossier, "--confirm", NAME, "--who", "nam")
    assert f"{NAME}=" in told.value.advice and OTHER not in f"{told.value.sentence} {told.value.advice}"


@pytest.mark.long
def test_once_settled_the_history_tells_what_all_three_said(desk: Desk, dossier: str) -> None:
    says(desk, dossier, "hoa", OTHER)
    says(desk, dossier, "nam", "LÝ VĂN BA")
    hidden = " ".join(desk.run("show", dossier).output.partition("Lịch sử")[2].split())
    assert OTHER not in hidden and "LÝ VĂN BA" not in hidden
    says(desk, dossier, "chi", form(1)[NAME], code=0)
    history = " ".join(desk.run("show", dossier).output.partition("Lịch sử")[2].split())
    assert f"→ {OTHER}" in history and "LÝ VĂN BA, khác người thứ nhất" in history
    assert f"{OTHER} → {form(1)[NAME]}" in history
