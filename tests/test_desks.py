# SPDX-License-Identifier: Apache-2.0
"""Commands only draw: what they ask for is a function's answer, in whose transaction they have no part."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for hall in ("intake", "batch") for path in (ROOT / hall / "desk").rglob("*.py"))


def transactions(text: str) -> Iterator[int]:
    """The lines of ``with store.read()`` and ``with store.write()``, whatever the store is called."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.With):
            continue
        for item in node.items:
            match item.context_expr:
                case ast.Call(func=ast.Attribute(attr="read" | "write"), args=[], keywords=[]):
                    yield node.lineno


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_desk_opens_a_transaction(path: Path) -> None:
    assert list(transactions(path.read_text())) == []


def test_a_transaction_would_be_seen() -> None:
    assert list(transactions("def f(s):\n    with s.home() as h, s.write() as t:\n        pass")) == [2]
    assert len(MODULES) > 40
