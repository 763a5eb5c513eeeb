# SPDX-License-Identifier: Apache-2.0
"""The office's own forms: laid over the catalogue, never under it, and a broken one costs only itself."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from templates.catalogue.loading import Catalogue, _loaded, load_catalogue
from templates.catalogue.own_outcome import OwnForms
from templates.errors import UnknownNameError
from templates.files.active import SHIPPED, tell_children, use_home, version_of
from tests.support.dossiers.own_forms import CODE, FORM, KIND, NAMES, PRINT, PROCEDURE, write_own_form

VERSION = version_of(SHIPPED).version
FULL_NAME = "keeper.full_name"
SHIPPED_CODE = "1.001193"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    use_home(lambda: tmp_path)
    yield tmp_path
    use_home(None)


def loaded() -> tuple[Catalogue, OwnForms]:
    catalogue = load_catalogue()
    assert catalogue.own is not None
    return catalogue, catalogue.own


def complaints(own: OwnForms) -> str:
    return "\n".join(f"{one.file} {one.line} {one.key}: {one.text}" for one in own.complaints)


def test_an_office_without_own_forms_has_the_catalogue_itself(home: Path) -> None:
    (home / "catalogue").mkdir()
    assert load_catalogue() is load_catalogue(SHIPPED)


def test_a_new_form_is_there_with_its_procedure_its_printed_lines_and_its_sources(home: Path) -> None:
    write_own_form(home)
    catalogue, own = loaded()
    assert not own.complaints
    assert catalogue.document_type(KIND).fields()[FULL_NAME] == "name"
    assert catalogue.procedure(f"{CODE}.000.00.00.H56", date(2026, 11, 29)).form == KIND
    assert catalogue.form_layout(KIND).title == ("TỜ KHAI", "ĐĂNG KÝ NUÔI CHÓ")
    assert [ref.paper for ref in catalogue.autofill_map(CODE, KIND).fields[FULL_NAME].sources] == [
        "id-card",
        KIND,
    ]
    assert catalogue.field_name(FULL_NAME, "vi") == "họ, chữ đệm, tên của chủ nuôi"


def test_all_that_the_program_brought_is_still_there_beside_it(home: Path) -> None:
    write_own_form(home)
    catalogue, _own = loaded()
    shipped = load_catalogue(SHIPPED)
    assert set(catalogue.document_types) - set(shipped.document_types) == {KIND}
    assert set(catalogue.procedures) - set(shipped.procedures) == {CODE}
    assert catalogue.procedures[SHIPPED_CODE] == shipped.procedures[SHIPPED_CODE]


def test_only_the_form_itself_has_to_be_written(home: Path) -> None:
    write_own_form(home, procedure=None, autofill=None, print=None, names=None)
    catalogue, own = loaded()
    assert not own.complaints
    printed = list(catalogue.form_layout(KIND).printed_fields())
    assert printed == ["authority", FULL_NAME, "keeper.id_document", "dog.name"]
    assert catalogue.field_name("dog.name", "vi") == "tên chó"
    assert catalogue.autofill_map(CODE, KIND).fields == {}


@pytest.mark.parametrize("file", ["form", "procedure", "autofill", "print", "names"])
@pytest.mark.parametrize(
    "text", ["[", "\t- x: {", "kind: 3\ncode: 3\nlines: 3\nfields: 3\nroles: 3", "", "- a", "\xff"]
)
def test_a_broken_file_stops_nothing_and_is_told_with_its_name(home: Path, file: str, text: str) -> None:
    folder = write_own_form(home)
    (folder / f"{file}.yaml").write_bytes(text.encode("latin-1"))
    catalogue, own = loaded()
    assert f"{KIND}/{file}.yaml" in {one.file for one in own.complaints}
    assert catalogue.document_type("birth-registration")
    assert catalogue.procedure(SHIPPED_CODE, date(2026, 11, 29))
    assert (KIND in catalogue.document_types) == (file != "form")


def test_nesting_without_end_does_not_end_the_process(home: Path) -> None:
    folder = write_own_form(home)
    (folder / "form.yaml").write_text("[" * 100_000, encoding="utf-8")
    assert loaded()[1].complaints


def test_a_procedure_whose_form_is_broken_is_left_out_with_it(home: Path) -> None:
    write_own_form(home, form=FORM.replace("role: form", "rolle: form"))
    catalogue, own = loaded()
    assert CODE not in catalogue.procedures
    assert own.left_out.keys() == {KIND, CODE}


def test_asking_for_a_form_left_out_names_its_file(home: Path) -> None:
    folder = write_own_form(home, procedure=PROCEDURE.replace("source:", "sauce:", 1))
    catalogue, _own = loaded()
    with pytest.raises(UnknownNameError) as caught:
        catalogue.procedure(CODE, date(2026, 11, 29))
    assert str(folder / "procedure.yaml") in caught.value.advice


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"procedure": PROCEDURE.replace("keys: [keeper.full_name", "keys: [keeper.fullname")}, FULL_NAME),
        ({"procedure": PROCEDURE.replace("{kind: dog-registration}", "{kind: dog-registraton}")}, KIND),
        ({"procedure": PROCEDURE.replace("9.000001", "?")}, "cần điền"),
        ({"print": PRINT.replace("dog.name", "dog.nam")}, "dog.name"),
        ({"names": NAMES.replace("keeper", "mother")}, "của mẹ"),
    ],
)
def test_what_does_not_fit_together_is_left_out_and_told(
    home: Path, changed: dict[str, str], told: str
) -> None:
    write_own_form(home, **changed)
    _catalogue, own = loaded()
    assert told in complaints(own)
    (name,) = changed
    assert {one.path.stem for one in own.complaints} == {name}


@pytest.mark.long
def test_a_file_of_another_name_is_not_read_and_that_is_told(home: Path) -> None:
    folder = write_own_form(home)
    (folder / "prodecure.yaml").write_text(PROCEDURE, encoding="utf-8")
    assert "prodecure.yaml" in complaints(loaded()[1])


def test_a_draft_is_not_used(home: Path) -> None:
    folder = write_own_form(home, form="draft: true\n" + FORM)
    catalogue, own = loaded()
    assert KIND not in catalogue.document_types
    assert CODE not in catalogue.procedures
    assert own.drafts == [folder]
    assert not own.complaints


def test_nothing_of_the_catalogue_is_replaced_unless_the_file_says_so(home: Path) -> None:
    shipped = load_catalogue(SHIPPED).document_type("other")
    own_text = (SHIPPED / "forms" / "other.yaml").read_text("utf-8").replace("vi: ", "vi: Của xã – ")
    write_own_form(home, "khac", form=own_text, procedure=None, autofill=None, print=None, names=None)
    catalogue, own = loaded()
    assert catalogue.document_type("other") == shipped
    assert f"replaces: “{VERSION}”" in complaints(own)


def test_a_file_that_says_so_replaces_and_is_listed_with_the_catalogue_it_was_written_over(
    home: Path,
) -> None:
    text = (
        (SHIPPED / "forms" / "other.yaml").read_text("utf-8").replace("name: {vi: ", "name: {vi: Của xã – ")
    )
    rest = {"procedure": None, "autofill": None, "print": None, "names": None}
    write_own_form(home, "khac", form=f'replaces: "{VERSION}"\n{text}', **rest)
    catalogue, own = loaded()
    assert catalogue.document_type("other").name["vi"].startswith("Của xã – ")
    assert [(one.name, one.over, one.is_stale) for one in own.replaced] == [("other", VERSION, False)]


def test_a_replacement_written_over_an_older_catalogue_is_said_to_be_stale(home: Path) -> None:
    text = (SHIPPED / "forms" / "other.yaml").read_text("utf-8")
    rest = {"procedure": None, "autofill": None, "print": None, "names": None}
    write_own_form(home, "khac", form=f'replaces: "2026.1"\n{text}', **rest)
    assert [one.is_stale for one in loaded()[1].replaced] == [True]


def test_a_form_may_not_lack_a_field_that_the_catalogues_rules_may_name(home: Path) -> None:
    text = FORM.replace(KIND, "marital-status")
    rest = {"procedure": None, "autofill": None, "print": None, "names": None}
    write_own_form(home, form=f'replaces: "{VERSION}"\n{text}', **rest)
    catalogue, own = loaded()
    assert "subject.full_name" in complaints(own)
    assert catalogue.document_type("marital-status") == load_catalogue(SHIPPED).document_type(
        "marital-status"
    )


def test_two_folders_of_one_kind_are_told_and_the_first_is_used(home: Path) -> None:
    write_own_form(home, "a")
    write_own_form(home, "b", procedure=None, autofill=None, print=None, names=None)
    catalogue, own = loaded()
    assert KIND in catalogue.document_types
    assert {one.path.parent.name for one in own.complaints} == {"b"}


def test_a_procedure_may_build_on_one_of_the_catalogue(home: Path) -> None:
    based = (
        PROCEDURE[: PROCEDURE.index("    source: QĐ", 120)]
        + "    based_on: 1.004873/2025-07\n    source: QĐ 1\n"
    )
    write_own_form(home, procedure=based)
    catalogue, own = loaded()
    assert not own.complaints, complaints(own)
    edition = catalogue.procedure(CODE, date(2026, 11, 29))
    assert edition.form == "marital-status"
    assert edition.procedure == CODE


@pytest.mark.long
def test_own_forms_survive_a_program_with_newer_data(home: Path) -> None:
    write_own_form(home)
    newer = home / "catalogue" / "2027.1"
    shutil.copytree(SHIPPED, newer)
    (newer / "catalogue.yaml").write_text('version: "2027.1"\nformat: 1\n', encoding="utf-8")
    (home / "catalogue" / "current.json").write_text(
        f'{{"version": "2027.1", "over": "{VERSION}"}}', encoding="utf-8"
    )
    catalogue, own = loaded()
    assert catalogue.root == newer
    assert KIND in catalogue.document_types and not own.complaints


def test_a_catalogue_that_brings_the_form_itself_wins_and_the_own_one_is_told(home: Path) -> None:
    write_own_form(home)
    newer = home / "catalogue" / "2027.1"
    shutil.copytree(SHIPPED, newer)
    (newer / "catalogue.yaml").write_text('version: "2027.1"\nformat: 1\n', encoding="utf-8")
    theirs = FORM.replace("nuôi chó\n", "nuôi chó (tỉnh)\n", 1)
    (newer / "forms" / f"{KIND}.yaml").write_text(theirs, encoding="utf-8")
    (home / "catalogue" / "current.json").write_text(
        f'{{"version": "2027.1", "over": "{VERSION}"}}', encoding="utf-8"
    )
    catalogue, own = loaded()
    assert catalogue.document_type(KIND).name["vi"].endswith("(tỉnh)")
    assert "replaces: “2027.1”" in complaints(own)


def test_a_child_process_gets_the_same_catalogue(home: Path) -> None:
    write_own_form(home)
    tell_children()
    assert os.environ["SOHOA_OWN_FORMS"] == str(home / "forms")
    catalogue = load_catalogue()
    assert pickle.loads(pickle.dumps(catalogue)) is catalogue


def test_the_file_of_a_form_is_not_read_where_nobody_asks_for_the_catalogue(home: Path) -> None:
    write_own_form(home)
    before = _loaded.cache_info().currsize
    tell_children()
    assert _loaded.cache_info().currsize == before
