# SPDX-License-Identifier: Apache-2.0
"""Loading the data files: what they give, and how a broken one is told."""

from __future__ import annotations

import pickle
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from templates.catalogue.loading import DATA, load_catalogue
from templates.errors import TemplateError, UnknownNameError
from templates.files.datafiles import read_yaml
from templates.model import shared_rules


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The data files in a folder of their own, to be broken."""
    for name in ("forms", "procedures", "codes"):
        shutil.copytree(DATA / name, tmp_path / name, ignore=shutil.ignore_patterns("*.py*", "__pycache__"))
    for name in ("findings.yaml", "shared-rules.yaml"):
        shutil.copy(DATA / name, tmp_path)
    return tmp_path


def test_papers_and_procedures_are_found_by_kind_and_code():
    catalogue = load_catalogue()
    assert catalogue.document_type("birth-registration").role == "form"
    assert catalogue.procedure("1.001193", date(2026, 11, 18)).form == "birth-registration"


@pytest.mark.parametrize("code", ["1.001193", "1.001193.000.00.00.H56", "1.001193.H56", "1.001193.01"])
def test_a_code_may_carry_a_units_or_cases_suffix(code):
    assert load_catalogue().procedure_named(code).code == "1.001193"


@pytest.mark.parametrize("code", ["", "1.00119", "9.999999", "birth"])
def test_an_unknown_code_is_wrong_use(code):
    with pytest.raises(UnknownNameError) as caught:
        load_catalogue().procedure_named(code)
    assert caught.value.exit_code == 2
    assert caught.value.advice


def test_an_unknown_kind_is_wrong_use():
    with pytest.raises(UnknownNameError):
        load_catalogue().document_type("birth-registraton")


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2025, 6, 30), "2025-01"),
        (date(2025, 7, 1), "2025-07"),
        (date(2027, 2, 28), "2025-07"),
        (date(2027, 3, 1), "2027-03"),
    ],
)
def test_the_edition_in_force_changes_on_its_day(day, edition):
    assert load_catalogue().procedure("1.001193", day).id == edition


def test_a_day_before_all_editions_is_told():
    with pytest.raises(UnknownNameError, match="01/01/2010"):
        load_catalogue().procedure("1.001193", date(2010, 1, 1))


def test_an_edition_takes_over_what_it_does_not_change():
    procedure = load_catalogue().procedure_named("1.001193")
    first, second, third = procedure.editions
    assert first.submit == second.submit == third.submit
    assert (second.unverified, third.unverified) == (False, True)


def test_an_edition_drops_and_adds_what_it_says():
    first, second, third = load_catalogue().procedure_named("1.001193").editions
    assert {r.id for r in second.rules} - {r.id for r in first.rules} == {"authority-level"}
    assert {r.id for r in second.rules} - {r.id for r in third.rules} == {"competence"}


def test_an_edition_may_be_based_on_another_procedure():
    catalogue = load_catalogue()
    mobile = catalogue.procedure("1.003583", date(2026, 11, 18))
    assert {r.id for r in catalogue.procedure("1.001193", date(2026, 11, 18)).rules} < {
        r.id for r in mobile.rules
    }
    assert mobile.procedure == "1.003583"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("based_on: 1.001193/2025-01", "based_on: 1.001193/2019", "1.001193/2019"),
        ("based_on: 1.001193/2025-01", "based_on: 1.003583/2025-01", "1.003583/2025-01"),
        ("use: mobile-rules", "use: no-such-block", "no-such-block"),
        ("    until: 2025-06-30", "    until: 2025-06-30\n    without: [no-such-rule]", "no-such-rule"),
        ("note: $note_2027", "note: $note_2072", "note_2072"),
    ],
)
def test_what_an_edition_builds_on_must_be_there(copy, old, new, told):
    path = copy / "procedures/1.003583.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(TemplateError, match=r"1\.003583\.yaml") as caught:
        _ = load_catalogue(copy).procedures["1.003583"]
    assert told in caught.value.sentence


def test_a_pickled_catalogue_loads_itself_again():
    catalogue = load_catalogue()
    again = pickle.loads(pickle.dumps(catalogue))
    assert again is catalogue


def test_the_catalogue_cannot_be_changed():
    catalogue = load_catalogue()
    with pytest.raises(TypeError):
        catalogue.document_types["x"] = catalogue.document_type("other")  # type: ignore[index]


@pytest.mark.long
@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("forms/other.yaml", "titles:", "tittles:", ("forms/other.yaml", "tittles")),
        ("forms/other.yaml", "kind: other", "kind: otter", ("forms/other.yaml", "kind")),
        ("forms/other.yaml", "kind: other", "kind: other\nkind: other", ("forms/other.yaml", "2")),
        ("forms/other.yaml", "kind: other", "kind: [", ("forms/other.yaml",)),
        ("codes/sexes.yaml", 'code: "Nữ"', 'code: "Nam"', ("codes/sexes.yaml",)),
        ("codes/sexes.yaml", "source:", "sauce:", ("codes/sexes.yaml", "sauce")),
        ("procedures/1.001193.yaml", "working_days: 0", "working_days: -1", ("working_days",)),
        ("procedures/1.001193.yaml", "until: 2025-06-30", "until: 2025-07-30", ("trùng thời gian",)),
        ("procedures/1.001193.yaml", 'based_on: "2025-07"', 'based_on: "2019"', ("based_on", "2019")),
        ("procedures/1.001193.yaml", "- id: child-sex", "- id: child-name", ("child-name",)),
        ("procedures/1.001193.yaml", "days: 60", "dayz: 60", ("dayz",)),
        ("findings.yaml", "citizen: Xin", "citizens: Xin", ("findings.yaml", "citizens")),
    ],
)
def test_a_broken_file_is_named_with_the_place_in_it(copy, file, old, new, told):
    path = copy / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(TemplateError) as caught:
        _ = load_catalogue(copy).whole().procedures["1.001193"]
    assert all(part in caught.value.sentence for part in told)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b""], ids=["no utf-8", "empty"])
def test_a_file_that_is_no_yaml_is_a_broken_file(copy, content):
    (copy / "forms/other.yaml").write_bytes(content)
    with pytest.raises(TemplateError, match=r"forms/other\.yaml"):
        load_catalogue(copy).whole()


@pytest.mark.long
def test_a_broken_paper_that_nobody_asks_for_stops_nobody(copy):
    (copy / "forms/other.yaml").write_bytes(b"")
    catalogue = load_catalogue(copy)
    assert catalogue.document_type("id-card").kind == "id-card"
    with pytest.raises(TemplateError, match=r"forms/other\.yaml"):
        catalogue.document_type("other")


def test_a_missing_code_list_is_a_broken_file(copy):
    (copy / "codes/sexes.yaml").unlink()
    catalogue = load_catalogue(copy)
    assert catalogue.procedures["1.001193"].code == "1.001193"  # what lists dossiers needs no codes
    for ask in (catalogue.whole, lambda: catalogue.codes):
        with pytest.raises(TemplateError, match=r"codes/sexes\.yaml"):
            ask()


def test_names_are_those_of_the_language_asked_for():
    catalogue = load_catalogue()
    assert catalogue.paper_name("other", "en") == "Other paper"
    assert catalogue.field_name("mother.full_name", "vi") == "họ, chữ đệm, tên của mẹ"
    assert catalogue.field_name("mother.full_name", "en") == "mother's full name"
    assert catalogue.field_name("no.such", "vi") == "no.such"


def test_a_procedure_that_two_threads_want_at_once_is_read_whole_by_both(copy, monkeypatch):
    """Each page of the desk is made by a thread of its own."""

    def slowly(path):
        time.sleep(0.05)
        return read_yaml(path)

    monkeypatch.setattr(shared_rules, "read_yaml", slowly)
    procedures = load_catalogue(copy).procedures
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _turn: procedures["1.001193"].code, range(2)))
    assert both == ["1.001193", "1.001193"]


def test_in_lists_no_procedure_takes_more_than_a_line_or_two():
    catalogue = load_catalogue()
    shown = {code: (one.short or one.name)["vi"] for code, one in catalogue.procedures.items()}
    assert {code: name for code, name in shown.items() if len(name) > 60} == {}
    assert len(set(shown.values())) == len(shown)
