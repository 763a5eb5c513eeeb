# SPDX-License-Identifier: Apache-2.0
"""The house as a whole: what one looks for has one name and lies in one place."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
HALLS = ("sohoa", "templates", "ocr", "intake", "batch")
MOST_MODULES = 20
"""About sixteen is what one takes in at a glance; a folder near this wants to be parted."""


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
            if len(modules) >= MOST_MODULES and folder.name != "versions":
                full[folder.relative_to(ROOT).as_posix()] = len(modules)
    assert full == {}
