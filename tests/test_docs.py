# SPDX-License-Identifier: Apache-2.0
"""What the pages say of commands and exit codes is what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import sohoa
from ocr.values.units import UnitStanding, propose_units
from templates.catalogue.loading import load_catalogue
from templates.files.active import SHIPPED

ROOT = Path(__file__).parent.parent
COMMANDS = (
    *("run", "read", "new", "cover", "add", "list", "show", "edit", "undo", "check", "package", "push"),
    *("status", "report"),
    *("forms list", "forms show", "forms check", "gateway sandbox", "gateway test", "doctor", "config show"),
)


def _leaves(group: Any, context: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if hasattr(command, "list_commands"):
            if command.invoke_without_command:
                yield f"{path}{name}", command
            yield from _leaves(command, context, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


@pytest.fixture
def commands() -> dict[str, Any]:
    root = sohoa.build()
    return dict(_leaves(root, typer.Context(root, info_name="sohoa")))


def test_every_command_of_the_programme_is_there(commands: dict[str, Any]) -> None:
    assert set(COMMANDS) <= set(commands)


def test_every_command_and_every_option_has_help(commands: dict[str, Any]) -> None:
    silent = [name for name, command in commands.items() if not (command.help or "").strip()]
    for name, command in commands.items():
        silent += [f"{name} {param.name}" for param in command.params if not getattr(param, "help", None)]
    assert not silent


def test_names_of_commands_and_options_are_english_words(commands: dict[str, Any]) -> None:
    for name, command in commands.items():
        assert re.fullmatch(r"[a-z -]+", name)
        for param in command.params:
            if param.param_type_name == "option":
                assert all(re.fullmatch(r"--?[a-z0-9-]+", option) for option in param.opts), param.opts


_WALKS = (("counter_session.py",), ("new_form_walk.py", "vi"), ("new_form_walk.py", "en"))
"""Scripts that run the program as a person would."""


@pytest.mark.long
@pytest.mark.parametrize(
    "script",
    [
        ("make_commands.py",), ("make_reference.py",), ("make_procedures.py",),
        *(pytest.param(script, marks=[pytest.mark.first, pytest.mark.long]) for script in _WALKS[1:2]),
        *(pytest.param(script, marks=pytest.mark.slow) for script in (_WALKS[0], _WALKS[2])),
    ],
    ids=" ".join,
)  # fmt: skip
def test_the_pages_written_by_the_program_are_as_it_is(script: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / script[0]), *script[1:], "--check"],
        capture_output=True, text=True, cwd=ROOT, check=False, timeout=280,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", ["README.md", "docs/bang-lenh.md", "docs/commands.md", "docs/lenh.md"])
def test_the_pages_for_people_document_the_exit_codes(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for code in (0, 1, 2, 3):
        assert re.search(rf"^\|\s*`?{code}`?\s*\|", text, re.MULTILINE), f"{page} lacks exit code {code}"


@pytest.mark.parametrize(
    "page", [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"], ids=lambda p: p.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "docs/huong-dan.md",
        "docs/bang-lenh.md",
        "docs/new-form.md",
        "docs/mau-moi.md",
        "docs/procedures.md",
    ],
)
def test_commands_shown_to_people_exist(page: str, commands: dict[str, Any]) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    shown = re.findall(r"(?:^|`|\s{4})sohoa ([a-z]+(?: [a-z]+)?)", text, re.MULTILINE)
    # The name of the one command of a group may be left out: sohoa backup PLACE.
    alone = {*commands, *(name.removesuffix(" make") for name in commands)}
    unknown = [words for words in shown if words not in alone and words.split()[0] not in alone]
    assert not unknown


@pytest.mark.parametrize("page", ["docs/bang-lenh.md", "docs/procedures.md"])
def test_the_communes_that_settings_are_shown_with_exist(page: str) -> None:
    catalogue = load_catalogue(SHIPPED)
    text = (ROOT / page).read_text(encoding="utf-8")
    shown = re.findall(r"commune = \"([^\"]+)\"|`unit\.commune`[^\"]*\"([^\"]+)\"", text)
    places = [place for pair in shown for place in pair if place]
    assert places
    assert [
        place for place in places if propose_units(place, catalogue).standing is not UnitStanding.CURRENT
    ] == []


def test_every_test_that_a_page_names_is_there() -> None:
    text = (ROOT / "docs" / "development.md").read_text("utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert len(named) > 20
    for file, name in named:
        assert f"\ndef {name}(" in (ROOT / file).read_text("utf-8"), (file, name)
