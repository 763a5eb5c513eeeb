# SPDX-License-Identifier: Apache-2.0
"""The clerk's guide says what stands on the station's pages, and shows them as they are."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from templates.language.messages import _, speaking
from tests.support.browser.web_browser import CHROMIUM

ROOT = Path(__file__).parent.parent
WEB = ROOT / "batch" / "web"
GUIDE = (ROOT / "docs" / "huong-dan.md").read_text("utf-8")
PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 100_000
WINDOW = (1366, 768)
OF_THE_BROWSER = {"Ctrl+C", "F5", "Ctrl+P", "Ctrl+W", "Tab"}
OF_THE_NUMBERS = {"Alt+2", "Alt+9", "0", "2", "3"}
"""Keys that no page writes down one by one."""

_TEXT = r'"(?:[^"\\]|\\.)*"'
_MESSAGE = re.compile(rf"(?:_|ngettext)\(\s*({_TEXT}(?:\s+{_TEXT})*)")
_LITERAL = re.compile(r'\{\{ "([^"]+)" if [^}]* else "([^"]+)" \}\}')
_KEY = re.compile(r"F\d+|Enter|Esc|Tab|Delete|Dấu cách|[A-Z0-9?]|(?:Ctrl|Alt|Shift)\+.+")


def shown_texts() -> Iterator[str]:
    """What the station's pages and its errors say in Vietnamese, cut at what is filled in."""
    files = [*WEB.rglob("*.html"), *WEB.rglob("*.py")]
    with speaking("vi"):
        for file in files:
            text = file.read_text("utf-8")
            for match in _MESSAGE.finditer(text):
                message = "".join(part[1:-1] for part in re.findall(_TEXT, match[1]))
                if any(map(str.isalpha, message)):  # the door's own words on how a page is added say _("…")
                    yield from re.split(r"\{\w+\}", _(message))
            for match in _LITERAL.finditer(text):
                yield from match.groups()


def plain(text: str) -> str:
    return text.replace("“", "").replace("”", "").strip(" \n:.,;").casefold()


def test_every_word_in_bold_stands_on_a_page_of_the_station() -> None:
    there = {plain(text) for text in shown_texts()}
    quoted = re.findall(r"\*\*([^*]+)\*\*", GUIDE)
    assert len(quoted) > 40
    assert [text for text in quoted if plain(" ".join(text.split())) not in there] == []


def keys_on_pages() -> set[str]:
    """Keys written on a page or handed to ``keys.html``, as ("does", "F2", _("…")) or (["F2"], _("…"))."""
    pages = "".join(file.read_text("utf-8") for file in WEB.rglob("*.html"))
    buttons = re.findall(rf'\("\w+", ({_TEXT}|_\({_TEXT}\)), _\(', pages)
    lines = re.findall(r"\(\[([^\]]+)\], _\(", pages)
    listed = re.findall(rf"(_?)\(?({_TEXT})", ", ".join([*buttons, *lines]))
    with speaking("vi"):
        return {
            re.sub(r'\{\{ _\("(\w+)"\) \}\}', lambda word: _(word[1]), key)
            for key in re.findall(r"<kbd>(.*?)</kbd>", pages)
        } | {_(text[1:-1]) if said else text[1:-1] for said, text in listed}


def test_every_key_it_names_is_written_on_a_page() -> None:
    there = keys_on_pages()
    named = {text for text in re.findall(r"`([^`]+)`", GUIDE) if _KEY.fullmatch(text)}
    assert len(named) > 25
    assert named - there - OF_THE_BROWSER - OF_THE_NUMBERS == set()


def test_every_function_key_of_the_station_is_explained() -> None:
    keys = {key for key in keys_on_pages() if re.fullmatch(r"F\d+", key)}
    assert len(keys) > 6
    assert [key for key in keys if f"`{key}`" not in GUIDE] == []


def test_its_pictures_are_there_and_small_and_no_others() -> None:
    named = re.findall(r"\]\(pictures/([^)]+)\)", GUIDE)
    assert sorted(named) == sorted(path.name for path in PICTURES.iterdir())
    for name in named:
        with Image.open(PICTURES / name) as picture:
            assert (picture.size, picture.mode) == (WINDOW, "P"), name
        assert (PICTURES / name).stat().st_size < MOST_BYTES, name


def test_every_picture_is_told_in_words_too() -> None:
    assert all(len(words) > 15 for words in re.findall(r"!\[([^\]]*)\]", GUIDE))


@pytest.mark.slow
@pytest.mark.skipif(not (CHROMIUM.exists() or os.environ.get("CI")), reason="no Chromium on this computer")
@pytest.mark.timeout(900)
def test_a_newcomer_does_all_exercises_by_keyboard_alone_and_the_guide_shows_what_they_see(
    tmp_path: Path,
) -> None:
    made = tmp_path / "pictures"
    made.mkdir()
    command = [sys.executable, str(ROOT / "docs" / "make_pictures.py"), "--into", str(made)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=880)
    assert done.returncode == 0, done.stderr[-3000:]
    assert {path.name for path in made.iterdir()} == {path.name for path in PICTURES.iterdir()}
