# SPDX-License-Identifier: Apache-2.0
"""A program one of whose weight files was damaged on the disk reads no page and says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.pages.drawn_forms import blank, write

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[4]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program whose line reader has one bit turned over."""
    place = tmp_path / "program"
    place.mkdir()
    for name in ("sohoa", "templates", "intake", "batch"):
        (place / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "ocr", place / "ocr", ignore=shutil.ignore_patterns("__pycache__"))
    model = place / "ocr" / "models" / "line_reader.onnx"
    content = bytearray(model.read_bytes())
    content[len(content) // 2] ^= 1
    model.write_bytes(content)
    return place


def _sohoa(program: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(program), "SOHOA_HOME": str(home), "SOHOA_LANG": "en"}
    command = [sys.executable, "-m", "sohoa", *arguments]
    return subprocess.run(
        command, cwd=home, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.slow
def test_no_page_of_the_night_is_read_and_the_command_ends_with_advice(program: Path, tmp_path: Path) -> None:
    page = blank(width=900, height=600)
    write(page, 100, 200, "Họ và tên: NGUYỄN VĂN VÍ DỤ")
    page.save(tmp_path / "page.png", dpi=(200, 200))
    (tmp_path / "dossier").mkdir()
    shutil.copy(tmp_path / "page.png", tmp_path / "dossier")
    done = _sohoa(program, tmp_path, "run", "dossier")
    assert done.returncode == 3, done.stderr
    assert "line_reader.onnx" in done.stderr and "Install the program anew." in done.stderr
    assert "Traceback" not in done.stderr
    assert "VÍ DỤ" not in done.stdout
