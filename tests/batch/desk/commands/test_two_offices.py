# SPDX-License-Identifier: Apache-2.0
"""Two offices at the command line of one installation: each works for itself, a supervisor sees both."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.support.desks.offices_desk import OfficesDesk

pytestmark = pytest.mark.long
DONE, WRONG_USE = 0, 2


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> OfficesDesk:
    return OfficesDesk(tmp_path, capsys)


def test_a_command_works_for_one_office_and_a_supervisor_looks_at_all(desk: OfficesDesk) -> None:
    mine, other = desk.new("mot"), desk.new("H34.12")
    assert (desk.listed("--unit", "mot"), desk.listed("--unit", "hai")) == ([mine], [other])
    assert desk.listed("--all-units") == [other, mine]
    assert desk.typed("show", other, "--unit", "mot")[0] == WRONG_USE
    shown = desk.json("show", other, "--unit", "hai")
    assert (shown["unit"], shown["register"]["number"]) == ("H34.12", 1)
    _code, screen, _said = desk.typed("list", "--all-units")
    assert other in screen and "H34.12" in screen
    _code, screen, _said = desk.typed("status", "--all-units")
    report = desk.json("report", "--all-units")
    assert {unit: numbers["received"] for unit, numbers in report["units"].items()} == {
        "H34.11": 1,
        "H34.12": 1,
    }
    assert "H34.12" in desk.typed("report", "--all-units")[1]


def test_where_no_office_is_named_nothing_is_done_and_the_offices_are_told(desk: OfficesDesk) -> None:
    for command in (("list",), ("new", "--who", "lan"), ("push",)):
        code, printed, said = desk.typed(*command)
        assert (code, printed) == (WRONG_USE, "")
        assert "H34.11, H34.12" in said
    code, _printed, said = desk.typed("list", "--unit", "H99")
    assert code == WRONG_USE and "H34.11, H34.12" in said


def test_the_environment_names_the_office_too(desk: OfficesDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = desk.new("mot")
    monkeypatch.setenv("SOHOA_UNIT__CODE", "H34.11")
    assert desk.listed() == [mine]
    monkeypatch.setenv("SOHOA_UNIT__CODE", "H34.12")
    assert desk.listed() == []


def test_a_night_over_all_offices_takes_each_one_s_folder(desk: OfficesDesk) -> None:
    inbox = desk.folder / "in"
    for unit, name in (("H34.11", "a.pdf"), ("H34.12", "b.pdf")):
        (inbox / unit).mkdir(parents=True)
        (inbox / unit / name).touch()  # refused, and so a dossier without anything to read
    nights = desk.json("run", str(inbox), "--all-units", "--no-push")["units"]
    folders = {unit: [line["folder"] for line in night["dossiers"]] for unit, night in nights.items()}
    assert folders == {"H34.11": ["a.pdf"], "H34.12": ["b.pdf"]}
    (dossier,) = desk.listed("--unit", "mot")
    assert dossier == nights["H34.11"]["dossiers"][0]["dossier"]
    run_of_other = str(nights["H34.12"]["subject"]["run"])
    assert desk.typed("report", "--unit", "mot", "--run", run_of_other)[0] == WRONG_USE
    desk.typed("run", str(inbox), "--all-units", "--no-push", "--xlsx", str(desk.folder / "r.xlsx"))
    assert {path.name for path in desk.folder.glob("*.xlsx")} == {"r-H34.11.xlsx", "r-H34.12.xlsx"}


def test_slips_and_the_register_bear_the_office_of_the_dossier_and_its_numbers(desk: OfficesDesk) -> None:
    for unit in ("mot", "hai"):
        desk.new(unit)
    third = desk.new("hai")
    for dossier in desk.listed("--unit", "hai")[::-1]:
        issued = desk.json("slip", dossier, "receipt", "--unit", "hai", "--who", "lan")
        assert issued["number"] == (2 if dossier == third else 1)
    book = desk.folder / "book.xlsx"
    assert desk.typed("book", "--unit", "hai", "--out", str(book))[0] == DONE
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(book).active.iter_rows()]
    assert [row[0] for row in cells[-2:]] == [1, 2]
    assert cells[0][0] == "UBND xã Thử Hai"


def test_tab_offers_the_dossiers_of_the_office_that_is_typed(
    desk: OfficesDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = desk.new("mot"), desk.new("hai")
    monkeypatch.setenv("_SOHOA_COMPLETE", "complete_bash")
    words = ["sohoa", "--config", str(desk.folder / "config.toml"), "--unit", "hai", "show", ""]
    monkeypatch.setenv("COMP_WORDS", " ".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    monkeypatch.setenv("SOHOA_HOME", str(desk.folder / "home"))
    _code, offered, _said = desk.typed()
    assert other in offered and mine not in offered
