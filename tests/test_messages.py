# SPDX-License-Identifier: Apache-2.0
"""Every message of the code has a Vietnamese wording that fits it."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from templates.language.compiled import LOCALE_DIR

ROOT = Path(__file__).parent.parent
ROOMS = ("sohoa", "templates", "ocr", "intake", "batch")
SCRIPT = ROOT / "docs" / "make_messages.py"
CATALOGUE = LOCALE_DIR / "vi" / "LC_MESSAGES" / "sohoa.po"
KEYWORDS = {"_": 1, "ngettext": 2}
_SAYS = re.compile(r"\b(?:_|ngettext)\s*\(")


def _sources() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


@cache
def _vietnamese() -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """English wordings (one and many, where there is a number) with the Vietnamese ones."""
    with CATALOGUE.open("rb") as stream:
        messages = [message for message in read_po(stream, abort_invalid=True) if message.id]
    return [(_several(message.id), _several(message.string)) for message in messages]


def _several(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _placeholders(text: str) -> list[str]:
    return sorted(
        name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None
    )


def test_the_catalogue_says_all_that_the_code_says_and_nothing_else() -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--check"], capture_output=True, encoding="utf-8", cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr


def test_every_wording_keeps_the_placeholders() -> None:
    # The English for one may leave the number out ("one more page").
    wrong = [
        f"{english!r} → {wording!r}"
        for english, wordings in _vietnamese()
        for wording in wordings
        if _placeholders(english[-1]) != _placeholders(wording)
    ]
    assert not wrong, "\n".join(wrong)


def test_wordings_are_composed_unicode() -> None:
    for _english, wordings in _vietnamese():
        assert all(unicodedata.is_normalized("NFC", wording) for wording in wordings)


def test_messages_are_literals_that_can_be_looked_up() -> None:
    computed = [(path, call.lineno) for path in _sources() for call in _calls(path) if not _is_literal(call)]
    assert computed == []


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _calls(path: Path) -> list[ast.Call]:
    if not _SAYS.search(path.read_text(encoding="utf-8")):
        return []
    return [
        node
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS
    ]


def _is_literal(call: ast.Call) -> bool:
    assert isinstance(call.func, ast.Name)
    texts = KEYWORDS[call.func.id]
    return len(call.args) == (1 if texts == 1 else 3) and all(
        isinstance(word, ast.Constant) and isinstance(word.value, str) for word in call.args[:texts]
    )


def test_only_desks_fix_a_message_on_import() -> None:
    # Help texts are for one process; all else may be asked for by people of two languages.
    fixed = [
        (path, call.lineno)
        for path in _sources()
        if "desk" not in path.parts and path.parent.name != "sohoa"
        for call in _calls(path)
        if not any(call.lineno in lines for lines in _inside_functions(path))
    ]
    assert fixed == []


@cache
def _inside_functions(path: Path) -> list[range]:
    """The lines of each part of the bodies of a file's functions."""
    return [
        range(part.lineno, (part.end_lineno or 0) + 1)
        for function in ast.walk(_tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for part in (function.body if isinstance(function.body, list) else [function.body])
    ]
