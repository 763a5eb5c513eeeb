# SPDX-License-Identifier: Apache-2.0
"""Setting up: the script names what it can't install, and the lock files hold what the project asks for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = tuple(f"requirements{part}.lock" for part in ("", "-province", "-dev", "-train"))
TOOLS = ("sh", "dirname", "cat", "grep", "id", "cksum", "rm", "mkdir", "sleep")


def _bare_computer(tmp_path: Path, *tools: str) -> dict[str, str]:
    """An environment whose PATH holds the named programs and no package manager."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in (*TOOLS, *tools):
        found = shutil.which(name)
        assert found, f"{name} is needed for this test"
        (folder / name).symlink_to(found)
    (folder / "python3").symlink_to(sys.executable)
    return {"PATH": str(folder), "HOME": str(tmp_path)}


def _run(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / "run"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=60, check=False)


def test_without_a_command_the_script_says_each_of_its_own_in_a_line(tmp_path: Path) -> None:
    done = _run(env=_bare_computer(tmp_path))
    assert done.returncode == 0
    told = [line.split()[:2] for line in done.stdout.splitlines()]
    assert told == [["./run", word] for word in ("demo", "test", "kit")]


def test_an_unknown_command_is_wrong_use(tmp_path: Path) -> None:
    assert _run("dance", env=_bare_computer(tmp_path)).returncode == 2


def test_what_can_not_be_installed_is_named_package_by_package(tmp_path: Path) -> None:
    done = _run("demo", env=_bare_computer(tmp_path))
    assert done.returncode == 3
    named = re.findall(r"^  - (\S+)$", done.stderr, re.MULTILINE)
    assert {"tesseract-ocr", "tesseract-ocr-vie", "poppler-utils"} <= set(named)


def test_what_is_there_is_not_asked_for(tmp_path: Path) -> None:
    done = _run("demo", env=_bare_computer(tmp_path, "pdftoppm"))
    assert done.returncode == 3
    assert "poppler-utils" not in done.stderr


@pytest.mark.parametrize(
    ("system", "options", "code"),
    [("", (), 0), ("win32", (), 1), ("darwin", (), 1), ("darwin", ("--quick",), 0)],
)
def test_what_is_looked_at_beside_the_tests_fails_the_run_too(
    tmp_path: Path, system: str, options: tuple[str, ...], code: int
) -> None:
    tools = tmp_path / ".venv" / "bin"
    tools.mkdir(parents=True)
    refuses = f'case " $* " in *" {system or "none"} "*) exit 1; esac'
    for name in ("ruff", "lint-imports", "python", "mypy"):
        (tools / name).write_text(f"#!/bin/sh\n{refuses if name == 'mypy' else ''}\n", "ascii")
        (tools / name).chmod(0o755)
    script = (ROOT / "run").read_text("utf-8")
    for step in ("install_packages test\n", "install_python test\n"):
        assert script.count(step) == 1
        script = script.replace(step, "\n")
    (tmp_path / "run").write_text(script, "utf-8")
    command = ["sh", str(tmp_path / "run"), "test", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr


def test_the_scripts_are_clean_shell() -> None:
    if shutil.which("shellcheck") is None:
        pytest.skip("shellcheck is not installed here")
    done = subprocess.run(
        ["shellcheck", str(ROOT / "run"), str(ROOT / ".ci" / "run")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_the_scripts_can_be_started(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _locked(name: str) -> set[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {_normal(found) for found in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}


def _asked_for() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    extras = project["project"]["optional-dependencies"]
    lists = {
        "requirements.lock": [
            *project["project"]["dependencies"],
            *groups["build"],
        ],
        "requirements-province.lock": [*extras["cluster"], *extras["postgres"], *extras["s3"]],
        "requirements-dev.lock": groups["dev"],
        "requirements-train.lock": groups["train"],
    }
    return {
        lock: [_normal(re.match(r"[A-Za-z0-9._-]+", line)[0]) for line in lines]  # type: ignore[index]
        for lock, lines in lists.items()
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_the_project_asks_for_is_locked(lock: str) -> None:
    assert not set(_asked_for()[lock]) - _locked(lock)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash_and_none_an_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    for entry in re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)):
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
