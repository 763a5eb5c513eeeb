# SPDX-License-Identifier: Apache-2.0
"""What an author is told of their files: everything at once, where it stands, what was meant."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import sohoa
from templates.catalogue.author_check import check_files
from templates.catalogue.complaints import Complaint
from templates.catalogue.loading import load_catalogue
from templates.files.active import SHIPPED, use_home
from templates.language.messages import speaking
from tests.support.dossiers.own_forms import FORM, KIND, PRINT, PROCEDURE, write_own_form

FAULTY = """\
kind: Dog Registration
name: {en: Dog registration}
rolle: form
titles: TỜ KHAI
editions:
  - id: 2026
    source: QĐ 01/2026/QĐ-UBND
    since: 29/11/2026
    skeleton:
      - {label: Kính gửi, field: authority}
      - {label: Tên chó, field: Dog.Name, typ: name}
      - {label: Ngày tiêm, field: dog.vaccinated, type: dat}
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    use_home(lambda: tmp_path)
    yield tmp_path
    use_home(None)


def complaints(*paths: Path) -> list[Complaint]:
    return check_files(paths, load_catalogue()).complaints


def told(*paths: Path) -> str:
    return "\n".join(f"{one.path.name}:{one.line} {one.key}: {one.text}" for one in complaints(*paths))


def test_all_that_is_wrong_is_told_at_once_with_its_line(home: Path) -> None:
    folder = write_own_form(home, form=FAULTY, procedure=None, autofill=None, print=None, names=None)
    found = {(one.line, one.key.rpartition(".")[2]) for one in complaints(folder)}
    lines = dict(enumerate(FAULTY.splitlines(), 1))
    wanted = {
        (1, "kind"), (2, "name"), (3, "rolle"), (1, "role"), (4, "titles"), (6, "id"), (8, "since"),
        (11, "typ"), (11, "field"), (12, "type"),
    }  # fmt: skip
    assert {lines[line] for line, _key in wanted - found} == set()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ("không có khóa này; có phải role không?", "thiếu: ", "có phải date không?", "cần một ngày")),
        (
            "en",
            (
                "there is no such key; did you mean role?",
                "it is missing: ",
                "did you mean date?",
                "a day is needed",
            ),
        ),
    ],
)
def test_it_is_told_in_the_authors_language_what_was_expected_and_meant(
    home: Path, language: str, words: tuple[str, ...]
) -> None:
    folder = write_own_form(home, form=FAULTY, procedure=None, autofill=None, print=None, names=None)
    with speaking(language):
        text = told(folder)
    assert [word for word in words if word not in text] == []
    assert "Field required" not in text and "Input should" not in text


def test_every_missing_key_of_a_procedure_is_told_in_one_round(home: Path) -> None:
    bare = "name: Đăng ký nuôi chó\neditions:\n  - since: 2026-01-01\n    processing: {working_days: 1}\n"
    text = told(write_own_form(home, procedure=bare) / "procedure.yaml")
    keys = (
        "code",
        "category",
        "source",
        "editions.1.source",
        "forms",
        "form_rule",
        "result",
        "processing.law",
    )
    assert [key for key in keys if key not in text] == []


def test_only_the_files_given_are_told_of(home: Path) -> None:
    folder = write_own_form(
        home, form=FORM.replace("role:", "rolle:"), print=PRINT.replace("lines:", "line:")
    )
    write_own_form(home, "other", form="[")
    assert {one.path.name for one in complaints(folder / "print.yaml")} == {"print.yaml"}
    assert {one.path.parent.name for one in complaints(folder)} == {KIND}


def test_a_draft_is_checked_as_if_it_were_in_use(home: Path) -> None:
    folder = write_own_form(home, form="draft: true\n" + FORM, print=PRINT.replace("dog.name", "dog.nam"))
    assert "Có phải là dog.name?" in told(folder)
    notes = check_files([folder], load_catalogue()).notes
    assert ["draft" in note.key for note in notes] == [True]


def test_a_question_mark_of_a_stub_is_told_with_what_belongs_there(home: Path) -> None:
    folder = write_own_form(home, procedure=PROCEDURE.replace("Thú y", "'?'"))
    (one,) = complaints(folder)
    assert (one.line, one.key) == (3, "category")
    assert one.text.startswith("cần điền: ")


def test_a_field_without_printed_line_is_a_note_and_the_reverse_is_wrong(home: Path) -> None:
    folder = write_own_form(home, print=PRINT.replace("  - authority\n", ""))
    checked = check_files([folder], load_catalogue())
    assert not checked.complaints
    assert [note.key for note in checked.notes] == ["authority"]
    (folder / "print.yaml").write_text(PRINT + "  - keeper.shoe_size\n", encoding="utf-8")
    (one,) = complaints(folder)
    assert (one.key, one.line) == ("keeper.shoe_size", len(PRINT.splitlines()) + 1)


def test_a_form_without_printed_lines_is_sound_and_that_is_noted(home: Path) -> None:
    checked = check_files([write_own_form(home, print=None)], load_catalogue())
    assert (checked.complaints, [note.path.name for note in checked.notes]) == ([], ["form.yaml"])


def test_a_complaint_of_what_a_block_brings_has_no_wrong_line(home: Path) -> None:
    used = PROCEDURE.replace("    fields:\n", "    fields:\n      - {use: requester-fields}\n")
    folder = write_own_form(home, procedure=used)
    lines = used.splitlines()
    for one in complaints(folder):
        assert one.line is None or one.key.split(".")[0] in "\n".join(lines[one.line - 1 :])


@pytest.mark.parametrize("text", ["a: [", "a: {b: c", "a: 'x", "a: b: c", "- a\nb: c", "a: 1\na: 2"])
def test_what_is_no_yaml_is_told_with_its_line_and_where_to_look(home: Path, text: str) -> None:
    (one,) = complaints(write_own_form(home, form=f"kind: x\n{text}\n") / "form.yaml")
    assert one.line is not None and one.line >= 2
    assert "YAML" in one.text


def test_files_of_a_catalogue_in_the_making_are_checked_against_it(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "data")
    path = tmp_path / "data" / "procedures" / "1.001193.yaml"
    assert told(path) == ""
    path.write_text(path.read_text("utf-8").replace("child.full_name", "child.fullname", 1), encoding="utf-8")
    assert "child.full_name" in told(path)
    assert told(tmp_path / "data" / "slips" / "receipt.yaml") == ""


@pytest.mark.long
def test_no_file_of_the_catalogue_is_complained_of() -> None:
    files = [
        p for name in ("forms", "procedures", "autofill") for p in sorted((SHIPPED / name).glob("*.yaml"))
    ]
    files += sorted((SHIPPED / "slips").glob("*.yaml"))
    assert told(*files) == ""


def test_the_command_tells_an_author_and_ends_with_1(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_own_form(home, form=FAULTY)
    assert sohoa.run(["--home", str(home), "forms", "check", str(folder)]) == 1
    out = capsys.readouterr()
    assert f"{KIND}/form.yaml" in out.out
    assert "bản cài đặt" not in out.out + out.err
    assert max(map(len, out.out.splitlines())) <= 80


def test_the_command_on_sound_files_ends_with_0_and_speaks_json(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_own_form(home)
    assert sohoa.run(["--home", str(home), "forms", "check", str(folder), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["complaints"], data["problems"], data["unverified"]) == ([], [], [])


@pytest.mark.long
def test_without_files_all_is_checked_own_forms_too(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_own_form(home)
    assert sohoa.run(["--home", str(home), "forms", "check"]) == 0
    write_own_form(home, form=FAULTY)
    assert sohoa.run(["--home", str(home), "forms", "check"]) == 1
    assert f"{KIND}/form.yaml" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_told(home: Path) -> None:
    assert "Không có tệp" in told(home / "nothing.yaml")
