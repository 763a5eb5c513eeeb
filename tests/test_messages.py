"""Every message of the code has a Vietnamese wording that fits it."""

from __future__ import annotations

import ast
import string
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from templates.language.messages import LOCALE_DIR

ROOT = Path(__file__).parent.parent
ROOMS = ("templates", "ocr", "intake", "batch")


def _sources() -> list[Path]:
    return [ROOT / "sohoa.py", *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))]


@cache
def _messages() -> dict[str, str]:
    """English text → where it stands first."""
    found: dict[str, str] = {}
    for path in _sources():
        with path.open("rb") as stream:
            for line, text, _comments, _context in extract("python", stream, keywords={"_": None}):
                if isinstance(text, str):
                    found.setdefault(text, f"{path.relative_to(ROOT)}:{line}")
    return found


@cache
def _vietnamese() -> dict[str, set[str]]:
    """English text → its wordings in all catalogues."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((LOCALE_DIR / "vi").glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, abort_invalid=True):
                if message.id and message.string and not message.fuzzy:
                    found[str(message.id)].add(str(message.string))
    return found


def _placeholders(text: str) -> list[str]:
    return sorted(
        name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None
    )


def test_every_message_has_a_vietnamese_wording() -> None:
    missing = [f"{place}: {text}" for text, place in _messages().items() if text not in _vietnamese()]
    assert not missing, "\n".join(missing)


def test_every_wording_keeps_the_placeholders() -> None:
    wrong = [
        f"{text!r} → {wording!r}"
        for text, wordings in _vietnamese().items()
        for wording in wordings
        if _placeholders(text) != _placeholders(wording)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_message_has_two_wordings() -> None:
    torn = [f"{text!r}: {sorted(wordings)}" for text, wordings in _vietnamese().items() if len(wordings) > 1]
    assert not torn, "\n".join(torn)


def test_wordings_are_composed_unicode() -> None:
    for wordings in _vietnamese().values():
        assert all(unicodedata.is_normalized("NFC", wording) for wording in wordings)


def test_no_wording_has_lost_its_message() -> None:
    orphans = sorted(set(_vietnamese()) - set(_messages()))
    assert not orphans, "\n".join(orphans)


@pytest.mark.parametrize("path", _sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_messages_are_literals_that_can_be_looked_up(path: Path) -> None:
    computed = [call.lineno for call in _calls(path) if not _is_literal(call)]
    assert not computed, f"{path}: lines {computed}"


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            yield node


def _is_literal(call: ast.Call) -> bool:
    return (
        len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    )
