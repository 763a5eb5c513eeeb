# SPDX-License-Identifier: Apache-2.0
"""The doctor names what ails a computer and how to mend it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from batch.desk.commands.doctor import register
from batch.services.doctor import examination, package_diagnoses
from batch.services.doctor.examination import Diagnosis, Fitness, Runner, examine
from intake.settings.current import choose_settings
from intake.settings.settings import ReadingSettings, Settings

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)


def _programs(**answers: str | None) -> Runner:
    """A computer whose programs answer as told; by default all are well."""
    well = {
        "tesseract --version": "tesseract 5.3.0\n leptonica-1.82.0",
        "tesseract --list-langs": "List of available languages (3):\neng\nosd\nvie\n",
        "pdftoppm -v": "pdftoppm version 22.12.0",
    }
    given = {
        key.replace("_", " ").replace("tesseract version", "tesseract --version"): v
        for key, v in answers.items()
    }
    return lambda command: {**well, **given}.get(" ".join(command))


def _health(found: list[Diagnosis]) -> dict[str, Fitness]:
    return {diagnosis.name: diagnosis.health for diagnosis in found}


def _examine(home: Path, run: Runner, now: datetime = NOW) -> list[Diagnosis]:
    return list(examine(Settings(home=home), now, run))


@pytest.mark.long
def test_a_well_computer_has_nothing_to_mend(tmp_path: Path) -> None:
    found = _examine(tmp_path, _programs())
    assert all(diagnosis.usable for diagnosis in found)
    assert not any(diagnosis.mend for diagnosis in found if diagnosis.health is Fitness.OK)


@pytest.mark.long
def test_missing_programs_are_named_with_their_package_and_the_work_goes_on_without_them(
    tmp_path: Path,
) -> None:
    found = {d.name: d for d in _examine(tmp_path, lambda _command: None)}
    for name, package in (
        ("tesseract", "tesseract-ocr"),
        ("tesseract vie", "tesseract-ocr-vie"),
        ("poppler", "poppler-utils"),
    ):
        assert found[name].health is Fitness.SPARED
        assert found[name].usable
        assert package in found[name].mend


@pytest.mark.long
def test_tesseract_is_missed_where_it_was_chosen_to_read_alone(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, reading=ReadingSettings(recogniser="tesseract"))
    found = {d.name: d for d in examine(settings, NOW, lambda _command: None)}
    assert found["tesseract"].health is found["tesseract vie"].health is Fitness.MISSING
    assert found["poppler"].health is Fitness.SPARED


@pytest.mark.long
def test_tesseract_four_is_too_old(tmp_path: Path) -> None:
    found = _examine(tmp_path, _programs(tesseract_version="tesseract 4.1.1"))
    assert _health(found)["tesseract"] is Fitness.OLD


def test_a_program_that_is_not_there_answers_none() -> None:
    assert examination.run_program(["sohoa-no-such-program"]) is None


def test_the_real_programs_of_this_computer_are_understood() -> None:
    assert examination.check_tesseract(examination.run_program).usable
    assert examination.check_language(examination.run_program).usable
    assert examination.check_poppler(examination.run_program).usable


def test_a_python_package_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        metadata, "requires", lambda _name: ["rich>=999", "nothing-of-the-kind>=1", "typer>=0.1"]
    )
    found = examination.check_packages()
    assert found.health is Fitness.MISSING
    assert "rich" in found.found
    assert "nothing-of-the-kind" in found.found
    assert "typer" not in found.found


def test_the_packages_of_this_environment_are_complete() -> None:
    assert examination.check_packages().health is Fitness.OK


@pytest.mark.long
def test_a_package_that_puts_files_under_our_names_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert package_diagnoses.check_names().health is Fitness.OK
    info = tmp_path / "intake-2.0.8.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: intake\nVersion: 2.0.8\n")
    (info / "RECORD").write_text("intake/catalog.py,,\n")
    (tmp_path / "intake").mkdir()
    (tmp_path / "intake" / "catalog.py").touch()  # a file that is not there is not counted everywhere
    monkeypatch.syspath_prepend(tmp_path)
    found = package_diagnoses.check_names()
    assert (found.health, found.found) == (Fitness.BROKEN, "intake")


@pytest.mark.parametrize(
    ("free_bytes", "health"),
    [(50_000_000_000, Fitness.OK), (1_000_000_000, Fitness.LOW), (1_000_000, Fitness.BROKEN)],
)
def test_a_full_disk_is_told_before_it_hurts(tmp_path: Path, free_bytes: int, health: Fitness) -> None:
    assert examination.check_disk(tmp_path / "not" / "there", free_bytes).health is health


@pytest.mark.long
@pytest.mark.parametrize("year", [1970, 2020, 2060])
def test_a_clock_years_off_is_broken(tmp_path: Path, year: int) -> None:
    found = _examine(tmp_path, _programs(), datetime(year, 6, 1, tzinfo=UTC))
    assert _health(found)["clock"] is Fitness.BROKEN


@pytest.mark.long
def test_a_clock_behind_the_last_use_of_the_store_has_gone_back(tmp_path: Path) -> None:
    (tmp_path / "sohoa.db").touch()
    long_before = datetime(2026, 11, 2, tzinfo=UTC)
    used = datetime(2026, 11, 20, tzinfo=UTC).timestamp()
    os.utime(tmp_path / "sohoa.db", (used, used))
    assert _health(_examine(tmp_path, _programs(), long_before))["clock"] is Fitness.BROKEN
    assert _health(_examine(tmp_path, _programs(), NOW))["clock"] is Fitness.OK


def _app() -> typer.Typer:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return app


def test_the_command_exits_three_on_a_computer_that_is_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_settings(None, home=tmp_path)
    sick = [Diagnosis("tesseract", Fitness.MISSING, "–", "install it")]
    monkeypatch.setattr(examination, "examine", lambda *_given, **_named: sick)
    result = CliRunner().invoke(_app(), ["doctor", "--json"])
    assert result.exit_code == 3
    assert json.loads(result.stdout) == [
        {"name": "tesseract", "health": "missing", "found": "–", "mend": "install it"}
    ]


def test_the_command_shows_what_is_low_and_still_exits_zero(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_settings(None, home=tmp_path)
    weak = [Diagnosis("disk", Fitness.LOW, "1.0 GB", "make room")]
    monkeypatch.setattr(examination, "examine", lambda *_given, **_named: weak)
    result = CliRunner().invoke(_app(), ["doctor"])
    assert result.exit_code == 0
    assert "make room" in result.stdout


@pytest.mark.long
def test_a_computer_without_a_font_for_slips_is_still_usable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batch.slips.typeset.fonts.system_folders", lambda: (tmp_path,))
    (font,) = [d for d in _examine(tmp_path, _programs()) if d.name == "font"]
    assert (font.health, font.usable) == (Fitness.LOOK, True)
    assert "fonts-liberation2" in font.mend
