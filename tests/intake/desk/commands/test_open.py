# SPDX-License-Identifier: Apache-2.0
"""``sohoa open`` and ``show --image``: the paper itself, and who looked at it."""

from __future__ import annotations

import base64
import os
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from intake.desk.screens import terminal_picture
from intake.desk.screens.terminal_picture import TerminalPictures, said, way_of_terminal
from intake.dossier.journal import What
from intake.store.store import Store
from templates.errors import UsageError
from templates.system import ask_terminal
from tests.support.desks.intake_desk import scan
from tests.support.desks.typed_commands import Desk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the viewer is one of this system")


@pytest.fixture
def filled(desk: Desk, tmp_path: Path, reads: dict[str, Any]) -> str:
    assert reads
    made = desk.new()
    desk.run("add", made, str(scan(tmp_path / "form.png")))
    return made


@pytest.fixture
def viewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the viewer was shown lies here afterwards, under its access rights."""
    seen, programs = tmp_path / "seen", tmp_path / "bin"
    seen.mkdir()
    programs.mkdir()
    opener = programs / "xdg-open"
    opener.write_text(f'#!/bin/sh\ncp "$1" "{seen}/$(stat -c %a "$1").${{1##*.}}"\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":9")
    return seen


def looked(desk: Desk, dossier: str) -> list[dict[str, Any]]:
    """What of the dossier was noted as shown."""
    store = Store.open(desk.home)
    with store.read() as session:
        found = [dict(e.data["values"]) for e in store.journal(session, dossier) if e.what == What.SHOWN]
    store.close()
    return found


@pytest.mark.long
def test_the_page_of_a_field_is_shown_to_its_viewer_alone_and_counts_as_seen(
    desk: Desk, filled: str, viewer: Path
) -> None:
    desk.run("open", filled, "họ tên trẻ", "--who", "hoa")
    (copy,) = viewer.iterdir()
    assert copy.name == "600.jpg"
    assert Image.open(copy).width == 120
    assert [list(values) for values in looked(desk, filled)] == [["child.full_name"]]
    desk.run("edit", filled, "--confirm", "họ tên trẻ", "--who", "hoa", code=1)


@pytest.mark.long
def test_all_pages_are_one_file(desk: Desk, filled: str, viewer: Path, tmp_path: Path) -> None:
    desk.run("add", filled, str(scan(tmp_path / "b.png", "b")))
    desk.run("open", filled)
    assert [copy.name for copy in viewer.iterdir()] == ["600.pdf"]
    desk.run("open", filled, "2")
    desk.run("open", filled, "1/1")
    assert sorted(copy.name for copy in viewer.iterdir()) == ["600.jpg", "600.pdf"]


@pytest.mark.long
def test_without_a_viewer_nothing_is_left_behind_and_nothing_counts_as_seen(
    desk: Desk, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(UsageError) as told:
        desk.run("open", filled, "giới tính")
    assert "sohoa desk" in told.value.advice
    assert list((desk.home / "shown").iterdir()) == []
    assert looked(desk, filled) == []


@pytest.mark.long
def test_copies_that_nobody_removed_are_gone_with_the_next(desk: Desk, filled: str, viewer: Path) -> None:
    desk.run("open", filled, "1")
    (left,) = (desk.home / "shown").iterdir()
    os.utime(left, (0, 0))
    desk.run("open", filled, "1")
    (other,) = (desk.home / "shown").iterdir()
    assert other.name != left.name
    assert list(viewer.iterdir())


@pytest.mark.parametrize("what", ["7", "1/2", "0", "mother.full_name"])
def test_what_is_not_there_is_told(desk: Desk, filled: str, what: str) -> None:
    with pytest.raises(UsageError):
        desk.run("open", filled, what)


def test_a_terminal_without_pictures_says_so_and_nothing_counts_as_seen(desk: Desk, filled: str) -> None:
    with pytest.raises(UsageError) as told:
        desk.run("show", filled, "--image", "giới tính")
    assert "sohoa open" in told.value.advice
    assert looked(desk, filled) == []


@pytest.mark.long
def test_the_strip_is_said_to_a_terminal_that_shows_pictures(
    desk: Desk, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal_picture, "way_of_terminal", lambda: TerminalPictures.KITTY)
    shown = desk.run("show", filled, "--image", "giới tính", "--who", "hoa").stdout
    assert "\x1b_Ga=T,f=100" in shown
    assert "child.sex" in shown
    assert [list(values) for values in looked(desk, filled)] == [["child.sex"]]


def test_kittys_pieces_are_the_picture_again() -> None:
    picture = bytes(range(256)) * 40
    pieces = said(picture, TerminalPictures.KITTY).split(b"\x1b\\")[:-1]
    heads, told = zip(*(piece.removeprefix(b"\x1b_G").split(b";", 1) for piece in pieces), strict=True)
    assert base64.b64decode(b"".join(told)) == picture
    assert all(len(piece) <= 4096 for piece in told)
    assert [head.rpartition(b"m=")[2] for head in heads] == [b"1"] * (len(heads) - 1) + [b"0"]


@pytest.mark.parametrize(
    ("environment", "answer", "way"),
    [
        ({"TERM": "xterm-kitty"}, b"", TerminalPictures.KITTY),
        ({"TERM_PROGRAM": "iTerm.app"}, b"", TerminalPictures.ITERM),
        ({"TERM": "xterm"}, b"\x1b[?62;4;22c", TerminalPictures.SIXEL),
        ({"TERM": "xterm"}, b"\x1b[?62;22c", None),
        ({"TERM": "xterm"}, b"\x1b[?4c", None),  # the first number is the terminal's class
        ({"TERM": "xterm"}, b"", None),
        ({"TERM": "xterm-kitty", "TMUX": "x"}, b"", None),
    ],
)
def test_what_a_terminal_shows_is_known_by_its_name_or_its_answer(
    environment: dict[str, str],
    answer: bytes,
    way: TerminalPictures | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("TERM", "TERM_PROGRAM", "TMUX", "KITTY_WINDOW_ID", "LC_TERMINAL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(terminal_picture, "ask_terminal", lambda _question, _end: answer)
    monkeypatch.setattr(sys, "stdout", _Terminal())
    assert way_of_terminal() is way


class _Terminal(BytesIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.long
@pytest.mark.parametrize(("answer", "told"), [(b"\x1b[?62;4c", b"\x1b[?62;4c"), (b"", b"")])
def test_a_terminal_is_asked_and_left_as_it_was(answer: bytes, told: bytes) -> None:
    import pty

    child, terminal = pty.fork()
    if child == 0:
        os._exit(0 if ask_terminal(b"\x1b[c", b"c") == told else 1)
    assert b"\x1b[c" in os.read(terminal, 100)
    if answer:
        os.write(terminal, answer)
    _pid, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
