# SPDX-License-Identifier: Apache-2.0
"""A form of the office's own breaks: the night and the desk go on, and say it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import sohoa
from templates.catalogue.loading import _loaded
from templates.files.active import use_home
from tests.support.desks.night_desk import desk, picture, run_night
from tests.support.dossiers.fake_dossiers import FORM, dossier
from tests.support.dossiers.own_forms import CODE, KIND, PROCEDURE, write_own_form

BROKEN = PROCEDURE.replace("source:", "sauce:", 1)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "store"
    write_own_form(home)
    use_home(lambda: home)
    yield home
    use_home(None)
    _loaded.cache_clear()


def _break(home: Path) -> None:
    write_own_form(home, procedure=BROKEN)
    _loaded.cache_clear()  # as in the next process


@pytest.mark.long
def test_a_night_goes_on_beside_a_dossier_of_a_procedure_that_broke(home: Path, tmp_path: Path) -> None:
    settings, scans = desk(home), tmp_path / "scans"
    dossier(scans / "own", 1, (FORM,))
    run_night(settings, scans, procedure=CODE)
    assert picture(home)["own"]["state"] == "incomplete"  # the registration of a dog is missing
    _break(home)
    dossier(scans / "own", 1)  # one paper more, so that it must be checked anew
    dossier(scans / "birth", 2)
    run_night(settings, scans)
    states = {name: one["state"] for name, one in picture(home).items()}
    assert states == {"birth": "queued", "own": "captured"}  # read, but nobody could check it


@pytest.fixture
def dossier_of_own(home: Path, capsys: pytest.CaptureFixture[str]) -> str:
    asked = ["--requester", "Phạm Văn Ví Dụ", "--procedure", CODE, "--yes"]
    assert sohoa.run(["--home", str(home), "new", *asked]) == 0
    return capsys.readouterr().out.split()[0]


@pytest.mark.long
@pytest.mark.parametrize("command", ["list", "show", "report", "doctor --json"])
def test_the_desk_still_shows_its_dossiers(
    home: Path, dossier_of_own: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _break(home)
    words = [dossier_of_own] if command == "show" else []
    code = sohoa.run(["--home", str(home), *command.split(), *words])
    assert code == 0 or command == "doctor --json"  # which judges the computer of whoever runs the tests
    out = capsys.readouterr()
    assert dossier_of_own in out.out or command in ("report", "doctor --json")
    if command == "doctor --json":
        (own,) = (each for each in json.loads(out.out) if each["name"] == "own forms")
        assert own["health"] == "look"
        assert f"{KIND}/procedure.yaml" in own["found"]


@pytest.mark.long
@pytest.mark.parametrize("command", ["check", "due", "slip"])
def test_what_needs_the_broken_file_says_which_it_is(
    home: Path, dossier_of_own: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _break(home)
    words = [command, dossier_of_own, *(["form"] if command == "slip" else [])]
    assert sohoa.run(["--home", str(home), *words]) == 2
    assert str(home / "forms" / KIND / "procedure.yaml") in capsys.readouterr().err


def test_a_command_that_reads_the_forms_says_what_is_left_out(
    home: Path, dossier_of_own: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _break(home)
    sohoa.run(["--home", str(home), "show", dossier_of_own])
    assert f"{KIND}/procedure.yaml" in capsys.readouterr().err
    sohoa.run(["--home", str(home), "--quiet", "show", dossier_of_own])
    assert "forms check" not in capsys.readouterr().err


def test_a_form_without_printed_lines_is_printed_as_its_labels_stand(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "forms" / KIND / "print.yaml").unlink()
    _loaded.cache_clear()
    asked = ["--requester", "Phạm Văn Ví Dụ", "--procedure", CODE, "--yes"]
    assert sohoa.run(["--home", str(home), "new", *asked]) == 0
    made = capsys.readouterr().out.split()[0]
    assert sohoa.run(["--home", str(home), "slip", made, "form"]) == 0
    assert Path(capsys.readouterr().out.split()[-1]).read_bytes().startswith(b"%PDF")
