# SPDX-License-Identifier: Apache-2.0
"""A page on which the reader aborts, hangs or eats memory costs that page alone, under every command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

import sohoa
from tests.support.programs import faulty_recogniser
from tests.support.programs.examples import some_of

pytestmark = pytest.mark.long

SENTENCES = {
    "aborts": ("crash", "Chương trình đọc trang bị hỏng giữa chừng ở trang này, cả hai lần."),
    "hangs": ("timeout", "Đọc trang quá lâu nên đã dừng."),
    "eats-memory": ("memory", "Không đủ bộ nhớ để đọc trang này."),
}


def faults(always: str) -> pytest.MarkDecorator:
    """One of them in every run; pages are read by the same service under all commands."""
    return pytest.mark.parametrize("fault", some_of(SENTENCES, always=[always]), indirect=True)


@pytest.fixture
def fault(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the fault that meets every page which is not blank."""
    faulty_recogniser.install(tmp_path / "installed")
    monkeypatch.syspath_prepend(str(tmp_path / "installed"))
    monkeypatch.setenv("SOHOA_HOME", str(tmp_path / "store"))
    monkeypatch.setenv("SOHOA_READING__RECOGNISER", request.param)
    monkeypatch.setenv("SOHOA_PAGE_TIMEOUT_S", "3")
    monkeypatch.setenv("SOHOA_OCR_TIMEOUT_S", "6")
    monkeypatch.setenv("SOHOA_READING__PAGE_MEMORY_MB", "512")
    return str(request.param)


@pytest.fixture
def papers(tmp_path: Path) -> list[str]:
    """A page that brings the fault, and a blank one, of one dossier."""
    folder = tmp_path / "scans" / "an"
    folder.mkdir(parents=True)
    page = Image.new("L", (600, 800), 255)
    page.save(folder / "2.png")
    ImageDraw.Draw(page).rectangle((100, 100, 500, 300), fill=0)
    page.save(folder / "1.png")
    return [str(folder / "1.png"), str(folder / "2.png")]


def typed(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    """Exit code, what stood on standard output, as JSON, and what on standard error."""
    code = sohoa.run([*words, "--json"])
    told = capfd.readouterr()
    return code, json.loads(told.out), told.err


def pages_of(capfd: pytest.CaptureFixture[str], dossier: str) -> dict[str, tuple[str, str]]:
    _code, shown, _err = typed(capfd, "show", dossier)
    pages = [(paper["file"], page) for paper in shown["papers"] for page in paper["pages"]]
    return {file: (page["status"], page["reason"]) for file, page in pages}


@faults(always="aborts")
def test_under_add_it_costs_that_page_and_gives_a_sentence(
    fault: str, papers: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    reason, sentence = SENTENCES[fault]
    _code, made, _err = typed(capfd, "new")
    code, told, remarks = typed(capfd, "add", made["id"], *papers)
    assert code == 1
    assert told["not_read"] == [{"file": "1.png", "page": 1, "code": reason, "reason": sentence}]
    assert f"1.png, trang 1: {sentence}" in " ".join(remarks.split())
    assert pages_of(capfd, made["id"]) == {"1.png": ("failed", reason), "2.png": ("read", "")}


@faults(always="hangs")
def test_under_read_it_costs_that_page_and_gives_a_sentence(
    fault: str, papers: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    reason, sentence = SENTENCES[fault]
    code, told, _err = typed(capfd, "read", *papers)
    assert code == 1
    assert told[papers[0]][0]["error"] == {"code": reason, "message": sentence}
    assert "error" not in told[papers[1]][0]


@faults(always="eats-memory")
def test_under_run_it_costs_that_page_and_gives_a_sentence(
    fault: str, papers: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    reason, sentence = SENTENCES[fault]
    code, told, _err = typed(capfd, "run", str(Path(papers[0]).parents[1]))
    (line,) = told["dossiers"]
    assert (code, line["pages_failed"], line["note"]) == (1, 1, f"1.png, trang 1: {sentence}")
    assert pages_of(capfd, line["dossier"]) == {"1.png": ("failed", reason), "2.png": ("read", "")}
