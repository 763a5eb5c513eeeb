# SPDX-License-Identifier: Apache-2.0
"""``read``, ``run`` and ``report`` as typed, on the project's own samples, with the real recogniser."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import sohoa
from batch.gateway.sandbox.rules import load_rules
from batch.gateway.sandbox.server import RunningSandbox, running_sandbox

pytestmark = pytest.mark.long

SAMPLES = Path(__file__).parents[4] / "samples" / "dossiers"
COMPLETE, LACKING = "01-day-du", "02-thieu-giay-chung-sinh"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOHOA_HOME", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture
def gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningSandbox]:
    ((client, secret),) = load_rules().clients.items()
    with running_sandbox(tmp_path / "gateway") as running:
        monkeypatch.setenv("SOHOA_GATEWAY__BASE_URL", running.url)
        monkeypatch.setenv("SOHOA_GATEWAY__CLIENT_ID", client)
        monkeypatch.setenv("SOHOA_GATEWAY__CLIENT_SECRET", secret)
        monkeypatch.setenv("SOHOA_UNIT__CODE", "G09.20")
        yield running


def typed(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    """Exit code, and what stood on standard output, as JSON."""
    code = sohoa.run([*words, "--json"])
    return code, json.loads(capfd.readouterr().out)


def test_read_prints_json_alone_and_tells_of_files_it_cannot_read(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page, empty = str(SAMPLES / COMPLETE / "2-giay-chung-sinh.pdf"), str(tmp_path / "trống.pdf")
    Path(empty).touch()
    code, told = typed(capfd, "read", page, empty, "--workers", "1")
    assert code == 1 and list(told) == [page, empty]
    (entry,) = told[page]
    assert (entry["page"], entry["kind"], entry["rotation"]) == (1, "birth-notice", 0)
    assert set(entry["fields"]["mother.full_name"]) == {"value", "raw", "confidence", "source", "box"}
    assert told[empty][0]["error"]["code"] == "empty" and told[empty][0]["fields"] == {}


def test_a_file_name_that_is_no_utf8_comes_back_as_given(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.pdf")
    Path(odd).touch()
    code, told = typed(capfd, "read", odd)
    assert code == 1 and list(told) == [odd]


@pytest.mark.slow
def test_read_shows_a_table_without_json(capfd: pytest.CaptureFixture[str]) -> None:
    assert sohoa.run(["--lang", "en", "read", str(SAMPLES / COMPLETE / "3-cccd-me.jpg")]) == 0
    shown = capfd.readouterr().out
    assert "3-cccd-me.jpg, page 1" in shown and "person.personal_id" in shown


@pytest.fixture
def two_dossiers(tmp_path: Path) -> Path:
    """A complete one, and one of which only the mother's card came."""
    shutil.copytree(SAMPLES / COMPLETE, tmp_path / "scans" / COMPLETE)
    (tmp_path / "scans" / LACKING).mkdir()
    shutil.copy(SAMPLES / LACKING / "can-cuoc-me.jpg", tmp_path / "scans" / LACKING)
    return tmp_path / "scans"


@pytest.mark.usefixtures("home")
def test_run_takes_samples_from_the_scan_to_the_gateway(
    two_dossiers: Path, gateway: RunningSandbox, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book = tmp_path / "report.xlsx"
    code, told = typed(capfd, "run", str(two_dossiers), "--procedure", "1.001193", "--xlsx", str(book))
    lines = {line["folder"]: line for line in told["dossiers"]}
    assert code == 1 and set(lines) == {COMPLETE, LACKING}
    assert lines[LACKING]["state"] == "incomplete" and lines[LACKING]["missing"] >= 1
    assert told["numbers"]["received"] == 2 and told["numbers"]["pages_failed"] == 0
    assert lines[COMPLETE]["missing"] == 0
    pushed = lines[COMPLETE]["state"] == "pushed"
    assert gateway.sandbox.store.counters()["dossiers"] == int(pushed)
    assert load_workbook(book).worksheets[0]["B3"].value == 2
    code, again = typed(capfd, "report", "--run", str(told["subject"]["run"]))
    assert code == 0 and again["numbers"] == told["numbers"]


@pytest.mark.usefixtures("home")
def test_report_takes_a_period_and_refuses_two_subjects(capfd: pytest.CaptureFixture[str]) -> None:
    code, told = typed(capfd, "report", "--from", "01/11/2026", "--to", "2026-11-30")
    assert code == 0 and told["subject"] == {"from": "2026-11-01", "to": "2026-11-30"}
    assert told["numbers"]["digitised_share"] is None
    assert sohoa.run(["report", "--run", "1", "--from", "01/11/2026"]) == 2
    assert sohoa.run(["report", "--run", "1"]) == 2


@pytest.mark.usefixtures("home")
def test_run_on_a_wrong_folder_or_procedure_is_wrong_use(tmp_path: Path) -> None:
    assert sohoa.run(["run", str(tmp_path / "nowhere")]) == 2
    assert sohoa.run(["run", str(tmp_path), "--procedure", "9.99"]) == 2


@pytest.mark.usefixtures("home")
def test_run_that_must_push_needs_a_gateway(tmp_path: Path) -> None:
    assert sohoa.run(["run", str(tmp_path), "--push"]) == 2


@pytest.mark.usefixtures("home")
def test_night_is_worked_though_the_gateway_is_set_up_wrongly_and_says_so(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "none").mkdir()
    monkeypatch.setenv("SOHOA_GATEWAY__BASE_URL", "http://cong.example.vn")
    monkeypatch.setenv("SOHOA_GATEWAY__CLIENT_ID", "sohoa-demo")
    monkeypatch.setenv("SOHOA_GATEWAY__CLIENT_SECRET", "x")
    monkeypatch.setenv("SOHOA_UNIT__CODE", "G09.20")

    code = sohoa.run(["run", str(tmp_path / "none"), "--json"])

    told = capfd.readouterr()
    assert (code, json.loads(told.out)["numbers"]["received"]) == (1, 0)
    assert "gateway.base_url" in told.err
    assert sohoa.run(["run", str(tmp_path / "none"), "--push"]) == 2


@pytest.mark.usefixtures("home")
def test_an_empty_folder_is_a_run_of_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "none").mkdir()
    code, told = typed(capfd, "run", str(tmp_path / "none"))
    assert code == 0 and told["numbers"]["received"] == 0
