# SPDX-License-Identifier: Apache-2.0
"""sohoa forms new: a first template from a blank form, and how near it is to one made by hand."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from PIL import Image, ImageDraw
from rapidfuzz import fuzz
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

import sohoa
from batch.desk.commands.forms_new import drafted, write_draft
from batch.desk.screens.form_yaml import draft_yaml
from batch.errors import DraftError
from intake.capture.opening import load_page
from ocr.drafting.stubs import procedure_stub
from ocr.drafting.trial import try_form
from samples.printing import papers
from samples.printing.press import set_paper
from samples.printing.style import font_name
from templates.catalogue.loading import _loaded, load_catalogue
from templates.errors import UsageError
from templates.files.datafiles import load, read_yaml
from templates.model.document_types import DocumentType, FieldType, LabelSpec
from templates.model.form_lines import default_layout
from templates.model.own_files import OWN_FILES

pytestmark = pytest.mark.long

_HALVES = ("Họ, chữ đệm, tên bên nữ:", "Họ, chữ đệm, tên bên nam:"), ("Dân tộc:",) * 2, ("Quốc tịch:",) * 2
_ROWS = ("Họ, chữ đệm, tên", "Ngày, tháng, năm sinh", "Dân tộc", "Quốc tịch")


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("blank") / "mau.pdf"
    path.write_bytes(set_paper("birth-registration-2024", {}, papers.MACHINE).pdf)
    return path


@pytest.fixture(scope="module")
def draft(blank: Path) -> DocumentType:
    return drafted(blank, 1, "my-form")


def _like(item: LabelSpec, other: LabelSpec) -> bool:
    wordings = (item.label, *item.aliases)
    return other.field is not None and max(fuzz.ratio(w.lower(), other.label.lower()) for w in wordings) >= 85


def test_nearly_all_fields_of_the_form_stand_in_the_draft_in_their_order(draft: DocumentType) -> None:
    shipped = next(e for e in load_catalogue().document_type("birth-registration").editions if e.id == "2024")
    wanted = [item for item in shipped.skeleton if item.field]
    left = iter(draft.editions[0].skeleton)
    found = [item for item in wanted if any(_like(item, other) for other in left)]
    assert len(found) >= 0.95 * len(wanted)


def test_a_draft_is_a_template_and_loads_as_it_was_written(draft: DocumentType, tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(draft_yaml(draft), encoding="utf-8")
    assert load(DocumentType, path) == draft
    assert (draft.kind, draft.titles) == ("my-form", ("TỜ KHAI ĐĂNG KÝ KHAI SINH",))
    assert all(edition.unverified for edition in draft.editions)


def test_types_sections_dates_and_notes_are_seen(draft: DocumentType) -> None:
    items = {item.field: item for item in draft.editions[0].skeleton if item.field}
    assert items["mother.full_name"].type is FieldType.NAME
    assert items["father.nationality"].type is FieldType.NATIONALITY
    assert items["marriage.date"].label == "đăng ký ngày"
    assert items["copies.wanted"].type is FieldType.YES_NO
    assert items["copies.count"].stop_words == ("bản",)
    assert draft.editions[0].skeleton[-1].closes
    assert not any(item.label in ("tháng", "năm") for item in draft.editions[0].skeleton)


def test_a_filled_form_matches_the_draft(draft: DocumentType, tmp_path: Path) -> None:
    path = tmp_path / "filled.pdf"
    path.write_bytes(set_paper("birth-registration-2024", {"child.sex": "Nữ"}, papers.MACHINE).pdf)
    page = load_page(path)
    trial = try_form(page.image, draft, page.dpi, page.text)
    assert trial is not None
    assert trial.coverage >= 0.95
    assert [label.text for label in trial.labels if label.label == "Giới tính"] == ["Nữ"]


def _drawn(path: Path, *, table: bool) -> Path:
    canvas = Canvas(str(path), pagesize=A4)

    def write(x: float, y: float, text: str) -> None:
        canvas.setFont(font_name("serif"), 13)
        canvas.drawString(x, y, text)

    write(200, 780, "TỜ KHAI ĐĂNG KÝ KẾT HÔN")
    write(80, 750, "Kính gửi: " + "." * 60)
    if table:
        write(80, 710, "Thông tin")
        write(260, 710, "Bên nữ")
        write(430, 710, "Bên nam")
        for number, label in enumerate(_ROWS):
            write(80, 685 - 22 * number, label)
    else:
        for number, (left, right) in enumerate(_HALVES):
            write(80, 700 - 22 * number, left)
            write(320, 700 - 22 * number, right)
    write(80, 580, "Làm tại: " + "." * 40 + ", ngày ...... tháng ...... năm ......")
    canvas.save()
    return path


def test_a_table_is_seen_by_its_headings(tmp_path: Path) -> None:
    (edition,) = drafted(_drawn(tmp_path / "table.pdf", table=True), 1, "").editions
    assert edition.columns is not None
    assert (edition.columns.left, edition.columns.right, edition.columns.table) == ("Bên nữ", "Bên nam", True)
    names = [item.field for item in edition.skeleton if item.label == "Họ, chữ đệm, tên"]
    assert names == ["bride.full_name", "groom.full_name"]


def test_labels_side_by_side_are_two_columns(tmp_path: Path) -> None:
    (edition,) = drafted(_drawn(tmp_path / "halves.pdf", table=False), 1, "").editions
    assert edition.columns is not None
    assert (edition.columns.left, edition.columns.table) == ("Họ, chữ đệm, tên bên nữ", False)
    keys = [item.field for item in edition.skeleton]
    assert keys.index("bride.nationality") < keys.index("groom.full_name") < keys.index("groom.nationality")
    assert keys[-2:] == ["made.place", "made.date"]


@pytest.mark.parametrize("ink", [False, True], ids=["empty", "no form"])
def test_a_page_without_a_form_gives_no_draft(ink: bool, tmp_path: Path) -> None:
    page = Image.new("L", (1240, 1754), 255)
    if ink:
        ImageDraw.Draw(page).rectangle((300, 300, 700, 600), fill=0)
    page.save(tmp_path / "page.png")
    with pytest.raises(DraftError):
        drafted(tmp_path / "page.png", 1, "")


def test_a_template_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    write_draft(path, "one")
    with pytest.raises(DraftError):
        write_draft(path, "two")
    assert path.read_text("utf-8") == "one"
    assert [file.name for file in tmp_path.iterdir()] == ["draft.yaml"]


def test_a_template_goes_onto_a_stick_that_knows_no_second_name_and_replaces_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_names: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")  # as FAT does on Linux

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "draft.yaml"
    write_draft(path, "one")
    with pytest.raises(DraftError):
        write_draft(path, "two")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("draft.yaml", "one")]


def test_the_command_writes_the_draft(
    blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "draft.yaml"
    assert sohoa.run(["forms", "new", str(blank), "--kind", "my-form", "--output", str(path)]) == 0
    assert load(DocumentType, path).kind == "my-form"
    assert capsys.readouterr().out == ""
    assert sohoa.run(["forms", "new", str(blank), "-o", str(path)]) == 3


def test_a_page_that_the_file_has_not_is_wrong_use_and_no_damage(blank: Path) -> None:
    with pytest.raises(UsageError, match="trang 2"):
        drafted(blank, 2, "")


@pytest.fixture
def own_blank(tmp_path: Path) -> Path:
    """The blank of a form that nobody knows."""
    path = tmp_path / "to-khai.pdf"
    path.write_bytes(set_paper("dog-registration", {}, papers.MACHINE).pdf)
    return path


def _new(home: Path, blank: Path, *more: str) -> int:
    return sohoa.run(["--home", str(home), "forms", "new", str(blank), "--kind", "dog-registration", *more])


def test_all_files_of_a_form_are_drafted_into_the_home_and_not_used_yet(
    own_blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "store"
    assert _new(home, own_blank, "--procedure", "9.000001") == 0
    folder = home / "forms" / "dog-registration"
    assert capsys.readouterr().out.split() == [str(folder / f"{name}.yaml") for name in OWN_FILES]
    _loaded.cache_clear()  # as in the next process
    assert sohoa.run(["--home", str(home), "forms", "list", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert "dog-registration" not in {paper["kind"] for paper in told["papers"]}
    assert "dog-registration" in " ".join(told["not_used"])


def test_only_what_the_author_knows_is_left_to_be_filled_in(
    own_blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "store"
    assert _new(home, own_blank, "--procedure", "9.000001") == 0
    capsys.readouterr()
    assert sohoa.run(["--home", str(home), "forms", "check", "--json", str(home / "forms")]) == 1
    complaints = json.loads(capsys.readouterr().out)["complaints"]
    assert {Path(one["path"]).name for one in complaints} == {"procedure.yaml"}
    assert all(one["text"].startswith("cần điền") and one["line"] for one in complaints)
    path = home / "forms" / "dog-registration" / "procedure.yaml"
    path.write_text(path.read_text("utf-8").replace("'?'", "QĐ 1"), encoding="utf-8")
    assert sohoa.run(["--home", str(home), "forms", "check", str(home / "forms")]) == 0


def test_every_stub_names_its_schema_and_keeps_to_it(own_blank: Path, tmp_path: Path) -> None:
    home = tmp_path / "store"
    assert _new(home, own_blank, "--procedure", "9.000001") == 0
    for path in (home / "forms" / "dog-registration").iterdir():
        first = path.read_text("utf-8").splitlines()[0]
        schema = json.loads((path.parent / first.partition("$schema=")[2]).read_text("utf-8"))
        data = json.loads(json.dumps(read_yaml(path), default=str))
        assert not list(Draft202012Validator(schema).iter_errors(data)), path.name


def test_files_that_are_there_stay_and_the_missing_ones_follow_the_form_as_its_author_wrote_it(
    own_blank: Path, tmp_path: Path
) -> None:
    home = tmp_path / "store"
    assert _new(home, own_blank) == 0
    folder = home / "forms" / "dog-registration"
    form = folder / "form.yaml"
    form.write_text(form.read_text("utf-8").replace("chu_nuoi.ten_cho", "dog.name"), encoding="utf-8")
    (folder / "print.yaml").write_text("mine", encoding="utf-8")
    (folder / "procedure.yaml").unlink()
    assert _new(home, own_blank) == 0
    assert (folder / "print.yaml").read_text("utf-8") == "mine"
    assert "dog.name" in form.read_text("utf-8")
    assert "dog.name" in (folder / "procedure.yaml").read_text("utf-8")


def test_people_are_named_after_the_label_of_their_name(own_blank: Path) -> None:
    fields = drafted(own_blank, 1, "").fields()
    assert fields["chu_nuoi.full_name"] is FieldType.NAME
    assert {"chu_nuoi.birth_date", "chu_nuoi.id_document", "chu_nuoi.residence"} <= set(fields)


def test_a_faulty_form_is_not_drafted_over_and_its_fault_is_told(
    own_blank: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "store"
    (home / "forms" / "dog-registration").mkdir(parents=True)
    form = home / "forms" / "dog-registration" / "form.yaml"
    form.write_text("kind: dog-registration\n", encoding="utf-8")
    assert _new(home, own_blank) == 3
    assert form.read_text("utf-8") == "kind: dog-registration\n"
    assert "forms check" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("Tờ khai đăng ký nuôi chó", "Đăng ký nuôi chó"),
        ("Đơn đề nghị sử dụng vỉa hè", "Sử dụng vỉa hè"),
        ("Sổ hộ khẩu", "Sổ hộ khẩu"),
    ],
)
def test_the_procedure_is_called_after_what_the_form_asks_for(
    draft: DocumentType, title: str, about: str
) -> None:
    assert procedure_stub(draft.model_copy(update={"name": {"vi": title, "en": title}}), "")["name"] == about


def test_a_heading_is_printed_as_one_and_a_sentence_ends(draft: DocumentType) -> None:
    said = [line for line in default_layout(draft).lines if line.say]
    assert any(line.say.endswith("dưới đây:") and line.bold for line in said)
    assert all(line.say.endswith((":", ".")) for line in said if len(line.say) > 60)
