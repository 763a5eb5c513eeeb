# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from intake.capture.refusals import CaptureError, RefusalCode
from intake.desk import console
from intake.desk.screens import form as form_screen
from intake.desk.screens.dossier import show_dossier
from intake.dossier.states import State
from intake.errors import InvalidValueError, NotShownError, UnknownDossierError, UnknownFieldError
from intake.services.dossier_view import dossier_shown
from intake.services.reviewing.showing import shown
from intake.store.store import Store
from ocr.errors import RecogniserFailedError, RecogniserMissingError
from ocr.result import Proposal
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from tests.support.desks.intake_desk import scan
from tests.support.desks.typed_commands import Desk
from tests.support.dossiers.fake_pages import form_page

FORM = "birth-registration"


def test_new_prints_the_id_and_nothing_else(desk: Desk) -> None:
    result = desk.run("new", "--requester", "Phạm Thị Lan", "--who", "lan")
    (listed,) = desk.json("list")["dossiers"]
    assert result.stdout == f"{listed['id']}\n"
    assert listed["requester"] == "Phạm Thị Lan"


def test_new_refuses_an_unknown_procedure(desk: Desk) -> None:
    with pytest.raises(UsageError):
        desk.run("new", "--procedure", "9.999999")
    assert desk.json("list")["total"] == 0


@pytest.mark.long
@pytest.mark.usefixtures("reads")
def test_added_papers_are_read_and_fill_the_form_in(desk: Desk, tmp_path: Path) -> None:
    made = desk.new()
    told = desk.json("add", made[-4:], str(scan(tmp_path / "form.png")), "--who", "lan")
    assert (told["state"], told["added"][0]["kinds"]) == ("read", [FORM])
    value = desk.json("show", made)["values"]["child.full_name"]
    assert (value["value"], value["paper"], value["page"]) == ("TRẦN GIA HÂN", FORM, 1)


@pytest.mark.long
@pytest.mark.usefixtures("reads")
def test_the_same_paper_again_is_told_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    made, paper = desk.new(), str(scan(tmp_path / "form.png"))
    desk.run("add", made, paper)
    before = desk.json("show", made)
    assert desk.json("add", made, paper)["already_there"] == ["form.png"]
    assert desk.json("show", made) == before


def test_a_refused_file_is_told_with_its_reason_and_needs_attention(desk: Desk, tmp_path: Path) -> None:
    made = desk.new()
    (tmp_path / "a.pdf").write_text("no scan")
    told = desk.json("add", made, str(tmp_path / "a.pdf"), code=1)
    assert told["refused"][0]["code"] == "not-an-image"
    assert told["refused"][0]["reason"]


def test_a_missing_file_is_wrong_use(desk: Desk, tmp_path: Path) -> None:
    made = desk.new()
    with pytest.raises(UsageError):
        desk.run("add", made, str(tmp_path / "nothing.pdf"))


@pytest.mark.long
@pytest.mark.parametrize("trouble", [CaptureError(RefusalCode.TRUNCATED), ValueError("odd"), MemoryError()])
def test_a_page_that_can_not_be_read_is_recorded_and_the_command_goes_on(
    desk: Desk, tmp_path: Path, reads: dict[str, Any], trouble: Exception
) -> None:
    made = desk.new()
    reads["reading"] = trouble
    told = desk.json("add", made, str(scan(tmp_path / "form.png")), code=1)
    assert told["state"] == "read"
    (failed,) = told["not_read"]
    assert (failed["file"], failed["page"], bool(failed["reason"])) == ("form.png", 1, True)
    (page,) = desk.json("show", made)["papers"][0]["pages"]
    assert (page["status"], bool(page["reason"])) == ("failed", True)


def test_a_missing_recogniser_stops_the_command_but_keeps_the_paper(
    desk: Desk, tmp_path: Path, reads: dict[str, Any]
) -> None:
    made = desk.new()
    reads["reading"] = RecogniserMissingError("Tesseract is missing.")
    with pytest.raises(RecogniserMissingError):
        desk.run("add", made, str(scan(tmp_path / "form.png")))
    told = desk.json("show", made)
    assert (told["state"], len(told["papers"])) == ("captured", 1)


def test_a_recogniser_that_fails_is_named_and_its_page_kept_as_not_read(
    desk: Desk, tmp_path: Path, reads: dict[str, Any]
) -> None:
    made = desk.new()
    reads["reading"] = RecogniserFailedError("Parrot failed.", "Choose another.")
    result = desk.run("add", made, str(scan(tmp_path / "form.png")), code=1)
    assert "Parrot failed." in result.stderr and "Choose another." in result.stderr
    ((page,),) = [paper["pages"] for paper in desk.json("show", made)["papers"]]
    assert (page["status"], page["reason"]) == ("failed", "recogniser")


@pytest.mark.long
def test_the_list_is_filtered_and_paged(desk: Desk) -> None:
    made = [desk.new() for _ in range(3)]
    assert [d["id"] for d in desk.json("list", "--length", "2")["dossiers"]] == [made[2], made[1]]
    assert [d["id"] for d in desk.json("list", "--length", "2", "--page", "2")["dossiers"]] == [made[0]]
    assert desk.json("list", "--state", "complete")["total"] == 0
    assert desk.json("list", "--to", "01/01/2020")["total"] == 0
    assert desk.json("list", "--from", "2020-01-01", "--state", "received")["total"] == 3


@pytest.mark.long
def test_edit_sets_a_value_for_good_and_tells_who_when_and_what_it_replaced(
    desk: Desk, tmp_path: Path, reads: dict[str, Any]
) -> None:
    made = desk.new()
    desk.run("add", made, str(scan(tmp_path / "form.png")))
    decomposed = unicodedata.normalize("NFD", "TRẦN GIA HẬN")
    desk.run(
        "edit", made, f"child.full_name={decomposed}", "child.birth_date=3/7/2026", "--who", "Chị Lan", code=1
    )
    told = desk.json("show", made)
    assert told["values"]["child.full_name"]["value"] == "TRẦN GIA HẬN"
    assert told["values"]["child.birth_date"]["value"] == "03/07/2026"
    (event, _other) = [event for event in told["history"] if event["what"] == "value-corrected"]
    assert (event["who"], event["data"]["replaced"]) == ("Chị Lan", "TRẦN GIA HÂN")
    reads["reading"] = form_page({"child.full_name": "TRẤN GIA HÂN"})
    desk.run("add", made, str(scan(tmp_path / "again.png", "b")))
    assert desk.json("show", made)["values"]["child.full_name"]["value"] == "TRẦN GIA HẬN"


@pytest.mark.long
def test_edit_asks_for_a_likely_slip_of_the_keys_and_keeps_what_was_typed(desk: Desk) -> None:
    made = desk.new()
    result = desk.run("edit", made, "mother.full_name=NGUYÊN THỊ HOA", code=1)
    assert "NGUYỄN THỊ HOA" in result.stderr
    assert desk.json("show", made)["values"]["mother.full_name"]["value"] == "NGUYÊN THỊ HOA"
    assert "?" not in desk.run("edit", made, "mother.full_name=NGUYỄN THỊ HOA", code=1).stderr


@pytest.mark.long
def test_show_asks_beside_a_doubtful_value_and_an_old_address(
    desk: Desk, tmp_path: Path, reads: dict[str, Any]
) -> None:
    page = form_page({"mother.full_name": "NGUYÊN THỊ HOA"}, 0.6)
    (field,) = page.fields
    home = replace(field, key="mother.residence", value="xã Hồng Vân, huyện A Lưới, tỉnh Thừa Thiên Huế")
    asked = replace(field, proposals=(Proposal("NGUYỄN THỊ HOA", "lexicon:family-names", 0.98),))
    reads["reading"] = replace(page, fields=(asked, home))
    made = desk.new()
    desk.run("add", made, str(scan(tmp_path / "form.png")))
    told = desk.json("show", made)["values"]
    assert told["mother.full_name"]["value"] == "NGUYÊN THỊ HOA"
    assert [p["source"] for p in told["mother.full_name"]["proposals"]] == ["lexicon:family-names"]
    assert [unit["code"] for unit in told["mother.residence"]["units_now"]["now"]] == ["20056"]
    screen = " ".join(desk.run("show", made).stdout.split())
    assert "? Có phải: NGUYỄN THỊ HOA" in screen
    assert "→ nay là xã A Lưới 1" in screen


def test_edit_names_the_nearest_fields_for_an_unknown_one(desk: Desk) -> None:
    made = desk.new()
    with pytest.raises(UnknownFieldError) as told:
        desk.run("edit", made, "child.fullname=A")
    assert "child.full_name" in told.value.advice


@pytest.mark.parametrize(
    "wrong",
    [
        "child.birth_date=tomorrow",
        "child.birth_date=32/13/2026",
        "child.sex=maybe",
        "mother.id_document=12345678901",
    ],
)
def test_edit_refuses_what_can_not_be_the_value_and_changes_nothing(desk: Desk, wrong: str) -> None:
    made = desk.new()
    with pytest.raises(InvalidValueError) as told:
        desk.run("edit", made, "child.full_name=TRẦN GIA HÂN", wrong)
    assert told.value.advice
    assert wrong.split("=")[1] not in told.value.sentence
    assert desk.json("show", made)["values"] == {}


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["child.sex"],
        ["--answer", "abandoned"],
        ["--answer", "moon=yes"],
        ["--answer", "abandoned=perhaps"],
        ["--confirm", "child.sex"],
        ["=x"],
    ],
)
def test_edit_without_a_meaning_is_wrong_use(desk: Desk, arguments: list[str]) -> None:
    made = desk.new()
    with pytest.raises(UsageError):
        desk.run("edit", made, *arguments)


@pytest.mark.long
@pytest.mark.usefixtures("reads")
def test_an_emptied_field_stays_empty(desk: Desk, tmp_path: Path) -> None:
    made = desk.new()
    desk.run("add", made, str(scan(tmp_path / "form.png")))
    desk.run("edit", made, "child.sex=", code=1)
    desk.run("check", made, code=1)
    value = desk.json("show", made)["values"]["child.sex"]
    assert (value["value"], value["corrected"]) == ("", True)


@pytest.mark.long
def test_confirming_and_answering_are_kept(desk: Desk, tmp_path: Path, reads: dict[str, Any]) -> None:
    made = desk.new()
    reads["reading"] = form_page({"child.sex": "Nam"}, confidence=0.5)
    desk.run("add", made, str(scan(tmp_path / "form.png")))
    assert desk.json("show", made)["values"]["child.sex"]["needs_review"]
    words = ("edit", made, "--confirm", "child.sex", "--answer", "requester_is_family=yes", "--who", "hoa")
    with pytest.raises(NotShownError):
        desk.run(*words)
    store = Store.open(desk.home)
    shown(store, made, ["child.sex"], who="hoa")
    store.close()
    desk.run(*words, code=1)
    told = desk.json("show", made)
    assert not told["values"]["child.sex"]["needs_review"]
    assert told["answers"] == {"requester_is_family": "yes"}


@pytest.mark.long
def test_what_could_not_be_read_can_not_be_confirmed_but_typed(
    desk: Desk, tmp_path: Path, reads: dict[str, Any]
) -> None:
    made = desk.new()
    reads["reading"] = form_page({"child.full_name": "Œ/Z.zq"}, confidence=0.01)
    desk.run("add", made, str(scan(tmp_path / "form.png")))
    with pytest.raises(UsageError):
        desk.run("edit", made, "--confirm", "child.full_name")
    desk.run("edit", made, "child.full_name=TRẦN GIA HÂN", code=1)
    assert desk.json("show", made)["values"]["child.full_name"]["value"] == "TRẦN GIA HÂN"


@pytest.mark.usefixtures("reads")
def test_a_sent_dossier_can_not_be_edited(desk: Desk, tmp_path: Path) -> None:
    made = desk.new()
    desk.run("add", made, str(scan(tmp_path / "form.png")))
    store = Store.open(desk.home)
    with store.write() as session:
        for state in (State.REVIEWED, State.COMPLETE, State.PACKAGED, State.QUEUED, State.PUSHED):
            store.advance(session, made, state, who="lan")
    store.close()
    with pytest.raises(UsageError):
        desk.run("edit", made, "child.sex=Nam")


@pytest.mark.long
@pytest.mark.usefixtures("reads")
def test_check_tells_what_is_missing_and_needs_attention(desk: Desk, tmp_path: Path) -> None:
    made = desk.new()
    desk.run("add", made, str(scan(tmp_path / "form.png")))
    told = desk.json("check", made, code=1)
    assert (told["status"], told["state"]) == ("incomplete", "incomplete")
    assert {finding["severity"] for finding in told["findings"]} >= {"error"}
    assert desk.json("show", made)["findings"] == told["findings"]


def test_an_unknown_dossier_is_wrong_use(desk: Desk) -> None:
    for command in ("show", "check"):
        with pytest.raises(UnknownDossierError):
            desk.run(command, "7KQ2")


def test_what_differs_in_capitals_only_is_not_shown_as_different() -> None:
    places = form_screen._Places([{"document": 1, "page_count": 1}])
    place = {"source": "print", "document": 1, "page": 1}
    others = [{"value": text, **place} for text in ("GIÀNG THỊ MỴ", "Giàng Thị My", "GIÀNG THỊ MY")]
    value = {"value": "Giàng Thị Mỵ", "agreement": "tones", "alternatives": others}
    (told,) = form_screen._rivals(value, places)
    assert told.startswith("≠ Giàng Thị My (1")


@pytest.mark.long
def test_a_date_that_is_none_is_for_a_look_and_not_taken_over_unseen(
    desk: Desk, tmp_path: Path, reads: dict[str, Any]
) -> None:
    def told() -> set[str]:
        found = desk.json("check", made, code=1)["findings"]
        return {each["code"].partition(".")[2] for each in found if each["field"] == "child.birth_date"}

    sure, odd = form_page({"child.full_name": "HÂN"}), form_page({"child.birth_date": "15/3/08"}, 0.1)
    reads["reading"] = replace(sure, fields=(*sure.fields, *odd.fields))
    made = desk.new()
    desk.run("add", made, str(scan(tmp_path / "form.png")))
    assert "field-doubtful" in told() and "field-missing" not in told()
    with pytest.raises(UsageError):
        desk.run("edit", made, "--confirm", "child.birth_date")
    desk.run("edit", made, "--unreadable", "child.birth_date", code=1)
    kept = desk.json("show", made)["values"]["child.birth_date"]
    assert (kept["value"], kept["unreadable"]) == ("", True)
    assert "field-doubtful" not in told() and "field-illegible" in told()
    desk.run("edit", made, "child.birth_date=", code=1)
    assert "field-illegible" not in told() and told() & {"missing", "field-missing"}


@pytest.mark.parametrize(
    ("raw", "source", "shown"),
    [("15/3/08", "print", "15/3/08"), ("Œ/Z.zq", "hand", "(không đọc được)")],
)
def test_print_that_is_no_value_of_its_field_is_shown(raw: str, source: str, shown: str) -> None:
    assert shown in form_screen._empty({"raw": raw, "source": source, "corrected": False})


@pytest.mark.long
def test_after_an_edit_the_fields_of_a_missing_form_are_counted_not_listed(desk: Desk) -> None:
    made = desk.new()
    edited = desk.run("edit", made, "child.full_name=TRẦN GIA HÂN", code=1)
    checked = desk.run("check", made, code=1)
    undone = desk.run("undo", made, code=1)
    assert "child-fields.field-missing" in checked.stdout
    assert "application.missing" in edited.stdout
    assert "field-missing" not in edited.stdout + undone.stdout
    assert "số mục chưa ghi" in edited.stderr


@pytest.mark.long
def test_screens_fit_eighty_columns(desk: Desk, tmp_path: Path, reads: dict[str, Any]) -> None:
    reads["reading"] = form_page({"child.full_name": "TRẦN GIA HÂN", "child.birth_place": "Bệnh viện " * 12})
    made = desk.new()
    long_name = "giấy chứng sinh rất dài " * 6 + ".png"
    desk.run("add", made, str(scan(tmp_path / long_name)))
    desk.run("check", made, code=1)
    store = Store.open(desk.home)
    screen = Console(width=80, record=True, highlight=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(console, "results", lambda: screen)
        show_dossier(dossier_shown(store, made, load_catalogue()), load_catalogue())
    lines = screen.export_text().splitlines()
    store.close()
    assert max(map(len, lines)) <= 80
    text = "".join("".join(lines).split())
    assert "TRẦNGIAHÂN" in text


@pytest.mark.long
def test_the_commune_of_the_settings_is_what_check_compares_addresses_with(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_UNIT__COMMUNE", "Xã Như Quỳnh, tỉnh Hưng Yên")
    made = desk.new()
    told = desk.json("edit", made, "mother.residence=Phường Kinh Bắc, tỉnh Bắc Ninh", code=1)
    assert "competence.not-here" in [finding["code"] for finding in told["findings"]]
    (why,) = desk.json("check", made, "--why", "competence")
    assert "Như Quỳnh" in json.dumps(why, ensure_ascii=False)
