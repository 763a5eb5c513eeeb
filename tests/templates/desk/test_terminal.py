# SPDX-License-Identifier: Apache-2.0
"""No text reaches a terminal as a command."""

from __future__ import annotations

import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table
from rich.text import Text

from templates.desk.terminal import safe_console, safe_json

ANY_SIGN = st.text(st.characters(exclude_categories=()))
COMMANDS = ("Cc", "Cf", "Cs", "Zl", "Zp")
NASTY = st.text(
    st.one_of(st.characters(categories=("Cc", "Cf", "Cs", "Zl", "Zp")), st.sampled_from("\x1b[2Ja"))
)


def _printed(*things: object) -> str:
    stream = io.StringIO()
    safe_console(file=stream, width=80).print(*things, markup=False)
    return stream.getvalue()


def _commands(text: str) -> set[str]:
    return {c for c in text if unicodedata.category(c) in COMMANDS} - {"\n"}


@pytest.mark.long
@given(st.one_of(ANY_SIGN, NASTY))
def test_texts_and_tables_hold_no_sign_that_commands(text: str) -> None:
    table = Table(title=text)
    table.add_column(Text(text))
    table.add_row(Text(text))
    assert not _commands(_printed(text, Text(text, style="bold"), table))


def test_colours_of_our_own_still_work() -> None:
    stream = io.StringIO()
    safe_console(file=stream, force_terminal=True, color_system="standard").print("đỏ", style="red")
    assert "\x1b[31m" in stream.getvalue()


def test_vietnamese_and_tables_are_printed_as_they_are() -> None:
    assert _printed("Nguyễn Thị Ánh") == "Nguyễn Thị Ánh\n"


@given(st.one_of(ANY_SIGN, NASTY))
def test_json_is_safe_and_says_the_same(text: str) -> None:
    printed = safe_json({"name": text})
    assert not _commands(printed)
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")  # as JSON joins them
    assert json.loads(printed) == {"name": paired}
