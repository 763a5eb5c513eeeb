# SPDX-License-Identifier: Apache-2.0
"""The wheel holds all that the program needs, in an environment without this checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
ROOMS = ("sohoa", "templates", "ocr", "intake", "batch")
NOT_PACKED = (".mo", ".part", ".pot")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing of the build stays in the checkout."""
    folder = tmp_path_factory.mktemp("build")
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    code = "import setuptools.build_meta as b; b.build_wheel('out')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    return next((folder / "out").glob("*.whl"))


def test_the_wheel_holds_every_module_and_every_data_file(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    here = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in NOT_PACKED
    }
    assert not here - packed
    assert any(name.endswith("/licenses/LICENSE") for name in packed)


def test_from_the_wheel_messages_are_vietnamese_without_a_compiler(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); sys.modules['babel.messages.mofile'] = None\n"
        "import templates.language.messages as m; print(m.__file__, m._('Stopped.'))"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(tmp_path)],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    place, _space, words = done.stdout.strip().partition(" ")
    assert Path(place).is_relative_to(tmp_path)
    assert words == "Đã dừng."
