# SPDX-License-Identifier: Apache-2.0
"""The product's own wheel: built from a clean copy, and looked through for whatever it should hold."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
ROOMS = ("sohoa", "templates", "ocr", "intake", "batch")
_BESIDE = ("pyproject.toml", "setup.py", "README.md", "LICENSE")
_NOT_PACKED = shutil.ignore_patterns("__pycache__", "*.pyc", "*.mo")
# What only those need who work on the program.
_LEFT_OUT = (".md", ".pot", ".po")


def build(folder: Path) -> Path:
    """Make the wheel in ``folder``. Raises ``subprocess.CalledProcessError``."""
    with TemporaryDirectory() as clean:
        for room in ROOMS:
            shutil.copytree(ROOT / room, Path(clean) / room, ignore=_NOT_PACKED)
        for name in _BESIDE:
            shutil.copy2(ROOT / name, clean)
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
        subprocess.run([*command, "--wheel-dir", str(folder), clean], check=True)
    (wheel,) = folder.glob("sohoa-*.whl")
    return wheel


def names_in(wheel: Path) -> set[str]:
    """The paths of all files in a wheel."""
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


def missing(packed: Iterable[str], source: Iterable[str]) -> list[str]:
    """Which files of the rooms (``source``) a wheel lacks, and its licence and compiled messages."""
    packed = set(packed)
    wanted = {name for name in source if not name.endswith(_LEFT_OUT)}
    wanted |= {f"{name.removesuffix('.po')}.mo" for name in source if name.endswith(".po")}
    lacks = sorted(wanted - packed)
    return lacks if any(name.endswith("/licenses/LICENSE") for name in packed) else [*lacks, "LICENSE"]


def source_files() -> list[str]:
    """All files of the rooms, as they lie in the checkout."""
    found = [
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".mo", ".pyc")
    ]
    return sorted(found)
