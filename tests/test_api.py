# SPDX-License-Identifier: Apache-2.0
"""The public api: a file read, a dossier checked and packaged, by the example that the docs print."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from intake.settings.clock import utc_now
from sohoa import api
from tests.support.desks.packing_desk import complete_dossier
from tests.support.pages.drawn_forms import blank, write
from tests.support.stores.empty_home import store_in

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "api.md"


@pytest.fixture
def dossier(tmp_path: Path) -> str:
    """A complete dossier in the store of ``tmp_path / "home"``."""
    store = store_in(tmp_path / "home", utc_now)
    made = complete_dossier(store, tmp_path / "scans")
    store.close()
    return made


@pytest.fixture
def chosen(tmp_path: Path) -> api.Settings:
    return api.Settings(home=tmp_path / "home", workers=1)


@pytest.mark.long
def test_the_example_of_the_docs_reads_checks_and_packages(dossier: str, tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    script = tmp_path / "example.py"
    script.write_text(example, encoding="utf-8")
    scan = blank(width=900, height=600)
    write(scan, 100, 200, "Họ và tên: NGUYỄN VĂN VÍ DỤ")
    scan.save(tmp_path / "page.png", dpi=(200, 200))
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "page.png"), dossier],
        env=os.environ | {"SOHOA_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)},
        cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert f"{dossier} complete" in done.stdout or f"{dossier} incomplete" in done.stdout
    assert "problem" not in done.stdout
    assert said


def test_a_file_that_cant_be_opened_is_one_page_with_a_problem(tmp_path: Path, chosen: api.Settings) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"no pdf")
    (page,) = api.read(tmp_path / "broken.pdf", chosen)
    assert (page.number, page.kind, page.values()) == (0, "", {})
    assert page.problem


def test_a_complete_dossier_is_packaged_and_says_where(
    dossier: str, chosen: api.Settings, tmp_path: Path
) -> None:
    folder = api.package(dossier[-4:], chosen)
    assert folder.is_relative_to(tmp_path / "home")
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["components"]


def test_what_is_not_there_is_an_error_with_sentence_and_advice(dossier: str, chosen: api.Settings) -> None:
    del dossier
    for ask in (api.check, api.package):
        with pytest.raises(api.SohoaError) as caught:
            ask("zzzz", chosen)
        assert caught.value.sentence and caught.value.advice


def test_a_check_says_what_the_command_says(dossier: str, chosen: api.Settings) -> None:
    told = api.check(dossier, chosen)
    assert {"id", "state", "status", "findings", "to_review", "return_date"} <= set(told)


def test_all_that_is_public_has_a_docstring_and_stands_in_the_docs() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in api.__all__:
        assert getattr(api, name).__doc__, name
        assert name in text, name
