# SPDX-License-Identifier: Apache-2.0
"""The house as a whole: what one looks for has one name and lies in one place."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from tests.support.browser.in_browser import ALWAYS_IN_BROWSER
from tests.support.stores.on_server import ALWAYS_ON_SERVER

ROOT = Path(__file__).parent.parent
HALLS = ("sohoa", "templates", "ocr", "intake", "batch")
MOST_MODULES = 17
"""About sixteen is what one takes in at a glance; migrations are a chain by number, and looked for by it."""
MOST_LINES = 350
"""What one reads at a sitting; most are far shorter."""


def test_no_public_class_name_stands_for_two_things() -> None:
    places = defaultdict(list)
    for hall in HALLS:
        for file in (ROOT / hall).rglob("*.py"):
            for node in ast.parse(file.read_text("utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    places[node.name].append(file.relative_to(ROOT).as_posix())
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_no_folder_holds_more_modules_than_one_takes_in() -> None:
    full = {}
    for hall in HALLS:
        for folder in (ROOT / hall, *(ROOT / hall).rglob("*")):
            modules = [file for file in folder.glob("*.py") if file.name != "__init__.py"]
            if len(modules) > MOST_MODULES and folder.name != "versions":
                full[folder.relative_to(ROOT).as_posix()] = len(modules)
    assert full == {}


def test_no_module_is_longer_than_one_reads_at_a_sitting() -> None:
    lengths = {
        file.relative_to(ROOT).as_posix(): len(file.read_text("utf-8").splitlines())
        for hall in HALLS
        for file in (ROOT / hall).rglob("*.py")
    }
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_every_test_that_is_named_to_be_in_each_run_is_there() -> None:
    named = [(ROOT / file, name) for file, names in ALWAYS_ON_SERVER.items() for name in names]
    web = ROOT / "tests" / "batch" / "web"
    named += [(web / file, name) for file, names in ALWAYS_IN_BROWSER.items() for name in names]
    texts = {file: file.read_text("utf-8") for file, _name in named}
    assert [name for file, name in named if f"def {name}(" not in texts[file]] == []
