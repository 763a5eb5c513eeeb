# SPDX-License-Identifier: Apache-2.0
"""The screens of the counter as a person sees them: a terminal of 80 columns and 24 lines, and a pipe."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import sohoa
from intake.store.store import Store
from tests.support.programs.examples import some_of

pytestmark = pytest.mark.long

ROOT = Path(sohoa.__file__).parent.parent
STYLES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
CTRL_C = "\x03"
SETTLED_S = 0.3
"""A program that has said nothing for so long has asked its question to the end."""
LONG = "Nguyễn Phúc Hoàng Thị Ngọc Ví Dụ " * 3


def sit_down(slave: int) -> None:
    """In the child: the terminal is its own, and Ctrl-C works, even where a shell has it ignored."""
    os.login_tty(slave)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def dossier(home: Path) -> str:
    """One with names and values as long as they come."""
    store = Store.open(home)
    with store.write() as session:
        made = store.create_dossier(
            session, procedure="1.001193", who="người rất dài tên " * 3, requester=LONG
        ).id
        store.correct(session, made, "child.birth_place", "Bệnh viện " + "Đa khoa " * 20, who="lan")
        store.answer(session, made, "abandoned", "yes", who="lan")
    store.close()
    return made


@pytest.fixture
def terminal(home: Path) -> Callable[..., tuple[int, list[str]]]:
    """Run the program at a terminal, ``typed`` one a question; exit code and the lines on the screen."""

    def run(*arguments: str, typed: Sequence[str] = (), lang: str = "C.UTF-8") -> tuple[int, list[str]]:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LC_ALL", "NO_COLOR")}
        environment |= {"SOHOA_HOME": str(home), "TERM": "xterm-256color", "LANG": lang}
        program = subprocess.Popen(
            [sys.executable, "-m", "sohoa", *arguments],
            cwd=ROOT, env=environment, stdin=slave, stdout=slave, stderr=slave,
            preexec_fn=lambda: sit_down(slave),
        )  # fmt: skip
        os.close(slave)
        keys = iter(typed)
        screen, asked = b"", 0
        while True:
            if not select.select([master], [], [], SETTLED_S)[0]:  # it waits
                waiting = STYLES.sub("", screen.decode(errors="replace")).endswith(" ")  # as a question ends
                if waiting and len(screen) > asked:
                    asked = len(screen)
                    os.write(master, next(keys, CTRL_C).encode())  # a question too many ends it
                continue
            try:
                piece = os.read(master, 65536)
            except OSError:  # how Linux says that the other side is closed
                break
            if not piece:
                break
            screen += piece
        os.close(master)
        text = STYLES.sub("", screen.decode()).replace("\r\n", "\n")
        return program.wait(timeout=60), [line.rstrip() for line in text.split("\n")]

    return run


@pytest.mark.parametrize("lang", some_of(["C.UTF-8", "C"], always=["C"]))
def test_new_at_a_terminal_asks_and_every_line_fits(
    terminal: Callable[..., tuple[int, list[str]]], home: Path, lang: str
) -> None:
    typed = [
        "khai sinh\n",
        "Phạm Thị Ví Dụ\n",
        "\n",
        "\n",
        "0912345678\n",
        "\n",
        "hàng xóm\n",
        "\n",
        "2\n",
        "0\n",
        "\n",
    ]
    code, lines = terminal("new", "--no-print", typed=typed, lang=lang)
    assert code == 0
    assert max(map(len, lines)) <= 80
    store = Store.open(home)
    with store.read() as session:
        (made,) = store.list(session)
    store.close()
    assert made.id in lines
    assert made.requester == "Phạm Thị Ví Dụ"


def test_ctrl_c_at_a_terminal_leaves_nothing(
    terminal: Callable[..., tuple[int, list[str]]], home: Path
) -> None:
    code, lines = terminal("new", typed=["khai sinh\n", "Phạm\n", CTRL_C])
    assert code == 130
    assert "Chưa lập hồ sơ nào." in lines
    assert not (home / "sohoa.db").exists()


@pytest.mark.parametrize("command", some_of(["show", "check", "undo", "answer"], always=["show"]))
def test_every_screen_fits_eighty_columns(
    terminal: Callable[..., tuple[int, list[str]]], dossier: str, command: str
) -> None:
    _code, lines = terminal(command, dossier)
    assert dossier in "".join(lines) or command == "undo"
    assert max(map(len, lines)) <= 80


def test_the_tables_of_show_fit_eighty_columns_in_a_pipe_too(home: Path, dossier: str) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "COLUMNS"}
    done = subprocess.run(
        [sys.executable, "-m", "sohoa", "show", dossier],
        cwd=ROOT, env={**environment, "SOHOA_HOME": str(home)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    rows = [line for line in done.stdout.splitlines() if "  " in line]  # a sentence stays one line there
    assert rows
    assert [line for line in rows if len(line) > 80] == []
