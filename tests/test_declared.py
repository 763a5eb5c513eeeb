# SPDX-License-Identifier: Apache-2.0
"""Every package that the program imports is one that the project asks for by name."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("sohoa", "batch", "intake", "ocr", "templates")


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    return {_normal(re.split(r"[^A-Za-z0-9._-]", line)[0]) for line in lines}


@cache
def _imported() -> dict[str, str]:
    """Top-level name → a module that imports it."""
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for name in _names(ast.parse(path.read_text(encoding="utf-8"))):
                found.setdefault(name.split(".")[0], str(path.relative_to(ROOT)))
    return {name: place for name, place in found.items() if name not in {*ROOMS, *sys.stdlib_module_names}}


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def test_every_imported_package_is_declared() -> None:
    brings, declared = packages_distributions(), _declared()
    undeclared = {
        name: place
        for name, place in _imported().items()
        if not {_normal(one) for one in brings.get(name, [name])} & declared
    }
    assert not undeclared


def test_a_package_that_nobody_declared_would_be_noticed() -> None:
    assert "numpy" in _imported()
    assert "numpy" in _declared()
    assert "starlette" in _imported()
