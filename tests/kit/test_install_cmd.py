# SPDX-License-Identifier: Apache-2.0
"""``install.cmd`` finds a Python the kit has wheels for and hands everything on: run by Wine's command
interpreter, with a program for Python that only notes how it was called.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

WINE, COMPILER = shutil.which("wine"), shutil.which("x86_64-w64-mingw32-gcc")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not (WINE and COMPILER), reason="needs wine and x86_64-w64-mingw32-gcc"),
]

_SCRIPT = Path(__file__).parents[2] / "kit" / "files" / "install.cmd"
_PYTHON = r"""
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(int count, char **words) {
  FILE *calls = fopen("calls.txt", "a");
  for (int n = 1; n < count; n++) fprintf(calls, "%s|", words[n]);
  fprintf(calls, "\n");
  fclose(calls);
  const char *version = getenv("FAKE_PYTHON"), *code = getenv("FAKE_CODE");
  if (count > 1 && words[1][0] == '-' && words[1][1] == '3' && strcmp(words[1] + 1, version)) return 103;
  for (int n = 1; n < count; n++) if (strstr(words[n], "install.py")) return atoi(code);
  return 0;
}
"""


@dataclass(frozen=True)
class Ran:
    code: int
    calls: list[str]
    said: str


Install = Callable[..., Ran]


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wine")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("python")
    (folder / "python.c").write_text(_PYTHON)
    subprocess.run([str(COMPILER), "-o", "python.exe", "python.c"], cwd=folder, check=True, timeout=120)
    return folder / "python.exe"


@pytest.fixture
def install(tmp_path: Path, prefix: Path, python: Path) -> Install:
    def run(name: str, version: str = "3.12", code: int = 0) -> Ran:
        (tmp_path / "install.cmd").write_bytes(_SCRIPT.read_bytes().replace(b"\n", b"\r\n"))
        (tmp_path / "pythons.txt").write_bytes(b"3.13\r\n3.12\r\n")
        if name:
            shutil.copy(python, tmp_path / f"{name}.exe")
        done = subprocess.run(
            [str(WINE), "cmd", "/c", "install.cmd", "--home", r"C:\so hoa"],
            cwd=tmp_path,
            env={**os.environ, "WINEPREFIX": str(prefix), "WINEDEBUG": "-all", "FAKE_PYTHON": version,
                 "FAKE_CODE": str(code)},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
        calls = tmp_path / "calls.txt"
        told = calls.read_text().splitlines() if calls.exists() else []
        return Ran(done.returncode, told, done.stdout)

    return run


def _installs(ran: Ran) -> list[str]:
    return [call for call in ran.calls if "install.py" in call]


def test_the_first_python_that_fits_installs_once_and_gets_every_word(install: Install) -> None:
    ran = install("py", "3.12")
    (call,) = _installs(ran)
    assert call.startswith("-3.12|") and call.endswith(r"install.py|--home|C:\so hoa|")
    assert ran.code == 0


def test_what_the_installation_ends_with_is_handed_on(install: Install) -> None:
    ran = install("py", "3.13", code=3)
    assert (len(_installs(ran)), ran.code) == (1, 3)


def test_without_the_launcher_the_python_of_the_path_installs(install: Install) -> None:
    ran = install("python", code=7)
    assert (len(_installs(ran)), ran.code) == (1, 7)


@pytest.mark.parametrize(("name", "version"), [("", "3.12"), ("py", "3.9")])
def test_where_no_python_fits_that_is_said_and_nothing_is_installed(
    install: Install, name: str, version: str
) -> None:
    ran = install(name, version)
    assert (ran.code, _installs(ran)) == (3, [])
    assert "Can cai Python" in ran.said
