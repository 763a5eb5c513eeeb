# SPDX-License-Identifier: Apache-2.0
"""What a command imports: a clerk waits for each module at each command."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest
import typer

import sohoa
from templates.desk.command_line import App

ROOT = Path(sohoa.__file__).parent.parent


def _imported(*lines: Sequence[str]) -> list[set[str]]:
    """The modules in memory after each ``sohoa LINE``, typed one after the other in one process."""
    script = (
        "import json, sys, sohoa\n"
        "found = []\n"
        "for line in json.loads(sys.argv[1]):\n"
        "    try: sohoa.main(line)\n"
        "    except SystemExit as end: assert end.code in (None, 0, 1), line\n"
        "    found.append(sorted(sys.modules))\n"
        "print(); print(json.dumps(found))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(lines)],
        capture_output=True, encoding="utf-8", cwd=ROOT, timeout=120, check=True,
    )  # fmt: skip
    return [set(names) for names in json.loads(done.stdout.splitlines()[-1])]


def test_help_and_version_import_no_command_and_nothing_heavy() -> None:
    imported = _imported(["--help"], ["--version"])[-1]
    heavy = {"pydantic", "rich.console", "sqlalchemy", "yaml", "babel", "numpy", "cv2", "onnxruntime", "PIL"}
    assert not heavy & imported
    assert "importlib.metadata" not in imported
    commands = {name for name in imported if ".desk.commands." in name}
    assert commands == {"batch.desk.commands.registry", "intake.desk.commands.registry"}


def test_what_the_first_help_page_names_is_what_the_modules_mount() -> None:
    front = sohoa.build()
    for name, entry in front.commands.entries.items():
        assert entry.help
        mounted = set()
        for module in entry.modules:
            app = App()
            import_module(module).register(app)
            found = set(typer.main.get_group(app).commands)
            assert found <= set(front.commands), module
            mounted |= found
        assert name in mounted


def test_no_module_of_commands_is_left_out() -> None:
    named = {module for entry in sohoa.build().commands.entries.values() for module in entry.modules}
    there = {
        f"{room}.desk.commands.{path.stem}"
        for room in ("batch", "intake")
        for path in (ROOT / room / "desk" / "commands").glob("*.py")
        if "\ndef register(" in path.read_text(encoding="utf-8") and path.stem != "registry"
    }
    assert there <= named


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one dossier of which nothing is read."""
    folder = tmp_path_factory.mktemp("home")
    done = subprocess.run(
        [sys.executable, "-m", "sohoa", "--home", str(folder), "new", "--json"],
        capture_output=True, encoding="utf-8", cwd=ROOT, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.long
def test_commands_at_the_counter_import_no_pixels_no_networks_and_no_spare_parts(home: Path) -> None:
    """What one of them needs is in memory with those after it, so each is checked by the last, ``list`` first
    and alone.
    """
    start, dossier = ("--home", str(home)), _only_dossier(home)
    # The first reckons, once, when the dossier is due.
    _imported([*start, "list"])
    by_list, by_all = _imported(
        [*start, "list"],
        [*start, "show", dossier],
        [*start, "check", dossier],
        [*start, "edit", dossier, "child.sex=Nam"],
    )[::3]
    pixels = {"cv2", "numpy", "onnxruntime", "PIL", "pikepdf", "pypdfium2", "pytesseract"}
    spare = {"structlog", "alembic", "keyring", "httpx2", "starlette", "uvicorn", "cryptography", "babel"}
    shared_store = {"fsspec", "s3fs", "stamina", "intake.store.remote.objects"}
    assert not (pixels | spare | shared_store) & by_all
    assert not {"sqlalchemy.dialects.postgresql", "holidays.countries"} & by_all
    assert not {"rapidfuzz", "intake.check.check", "intake.form.autofill"} & by_list


def test_no_command_goes_through_the_installed_packages_for_plugins(home: Path) -> None:
    script = (
        "import importlib.metadata, sys, sohoa\n"
        "importlib.metadata.distributions = None\n"
        "sohoa.main(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "--home", str(home), "check", _only_dossier(home)],
        capture_output=True, encoding="utf-8", cwd=ROOT, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr


def _only_dossier(home: Path) -> str:
    with closing(sqlite3.connect(home / "sohoa.db")) as connection:
        return str(connection.execute("SELECT id FROM dossier").fetchone()[0])
