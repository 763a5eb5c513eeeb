# SPDX-License-Identifier: Apache-2.0
"""The contract "an environment of its own": a stranger under one of our names is said, not stumbled over."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import sohoa

ROOT = Path(sohoa.__file__).parent.parent


def _run(*arguments: str, path: str = "") -> subprocess.CompletedProcess[str]:
    code = (
        "import sys; place = sys.argv.pop(1); place and sys.path.insert(0, place); import sohoa; sohoa.main()"
    )
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, path, *arguments],
        env=os.environ | {"SOHOA_LANG": "vi"},
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", sohoa.ROOMS)
def test_another_package_of_a_name_of_ours_keeps_the_program_from_starting(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("raise SystemExit(99)\n")
    done = _run("--version", path=str(tmp_path))
    assert done.returncode == 3
    assert f"({name})" in done.stderr
    assert "môi trường riêng" in done.stderr
    assert "environment of its own" in done.stderr
    assert "Traceback" not in done.stderr


def test_alone_in_its_environment_the_program_starts() -> None:
    assert sohoa.strangers() == []
    assert _run("--version").returncode == 0


@pytest.mark.long
def test_nothing_that_lies_in_the_folder_one_works_in_is_run(tmp_path: Path) -> None:
    """A citizen's USB stick, say; the console script does not look there, but its child processes did."""
    stick = tmp_path / "stick"
    stick.mkdir()
    for name in (*sohoa.ROOMS, "numpy", "cv2", "selectors"):
        (stick / f"{name}.py").write_text(f"open(r'{tmp_path / 'ran'}', 'a').write('{name} ')\n")
    Image.new("L", (1240, 1754), 255).save(stick / "scan.png", dpi=(150, 150))
    code = "import sys; sys.path.pop(0); import sohoa; sohoa.main()"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, "--home", str(tmp_path / "home"), "read", "scan.png"],
        cwd=stick, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert not (tmp_path / "ran").exists(), (tmp_path / "ran").read_text()
    assert done.returncode in (0, 1), done.stderr
