# SPDX-License-Identifier: Apache-2.0
"""Write the counter session of the README by really running it at a terminal of 80 columns.

``python docs/counter_session.py`` writes it, ``--check`` only says whether it is what the program does now.
The clock stands still, the store is a temporary one and what takes long on a busy computer draws no bar,
so that the session is the same each time.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import sys
import tempfile
import termios
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BEGIN, END = "<!-- counter:begin -->\n", "<!-- counter:end -->\n"
SCANS = ROOT / "samples" / "dossiers" / "02-thieu-giay-chung-sinh"
SHOWN_HOME = "/home/lan/sohoa"
STYLES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
LOADED = (
    *("intake.services.dossier_view", "intake.services.judging", "intake.services.changing.edit"),
    *("intake.services.counter.reception", "intake.desk.progress", "rich.table", "rich.progress"),
)
"""What most commands load: done once, before the first of them is forked."""


@dataclass(frozen=True)
class Step:
    """A sentence, the command it leads to, and what the person types, one line a question."""

    told: str
    command: str
    typed: tuple[str, ...] = ()


SESSION = (
    Step(
        "A father wants a birth registered. He has the form with him, but no birth notice.",
        "sohoa new",
        ("lam giay khai sinh cho con", "Lò Văn Quyết", "", "", "0912 345 678", "", "cha", "", "1", ""),
    ),
    Step(
        "The cover sheet goes on top of the papers, the receipt to him. The papers are scanned:",
        "sohoa add 223K scans/ --quiet",
    ),
    Step(
        "A typing error is told with its reason; nothing is changed.",
        "sohoa edit 223K child.birth_date=31/02/2026",
    ),
    Step("The clerk answers a question by mistake …", "sohoa answer 223K notice_in_database=yes"),
    Step("… and takes it back.", "sohoa undo 223K"),
)


def session() -> str:
    """The whole session as Markdown."""
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "scans").symlink_to(SCANS)
        return "\n".join(_shown(step, Path(home)) for step in SESSION)


def _shown(step: Step, home: Path) -> str:
    screen = at_terminal(step.command.split()[1:], step.typed, home).replace(str(home / "store"), SHOWN_HOME)
    lines = [f"$ {step.command}", *(line.rstrip() for line in screen.rstrip().split("\n"))]
    block = "\n".join(f"    {line}".rstrip() for line in lines)
    return f"{step.told}\n\n{block}\n"


def at_terminal(arguments: Sequence[str], typed: Sequence[str], home: Path, language: str = "vi") -> str:
    """What is on the terminal when the program has ended, typed words included."""
    _load()
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith("SOHOA_") and key != "COLUMNS"
    }
    own = {"SOHOA_HOME": str(home / "store"), "SOHOA_LANG": language, "LOGNAME": "lan", "TERM": "xterm"}
    program, master = pty.fork()
    if not program:
        _be_the_program(arguments, home, {**kept, **own, "HOME": str(home), "PYTHONPATH": str(ROOT)})
    screen = _talk(master, [f"{line}\n" for line in typed])
    os.waitpid(program, 0)
    return screen


@cache
def _load() -> None:
    sys.path.insert(0, str(ROOT))
    clock = import_module("intake.settings.clock")
    clock.utc_now = lambda: datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
    for name in LOADED:
        import_module(name)
    import_module("intake.desk.progress").SHOW_AFTER_S = 1e6


def _be_the_program(arguments: Sequence[str], home: Path, surroundings: dict[str, str]) -> NoReturn:
    """In the child, which ends here and leaves what its parent has to tidy up to the parent."""
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    os.chdir(home)
    os.environ.clear()
    os.environ.update(surroundings)
    try:
        import_module("sohoa").main(list(arguments))
    except SystemExit:
        pass
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def _talk(master: int, typed: Sequence[str]) -> str:
    keys, screen = iter(typed), b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # how Linux says that the other side is closed
            piece = b""
        if not piece:
            os.close(master)
            return _last_drawn(STYLES.sub("", screen.decode()).replace("\r\n", "\n"))
        screen += piece
        if STYLES.sub("", screen.decode(errors="replace")).endswith((": ", "] ", "? ")):
            os.write(master, next(keys, "").encode())


def _last_drawn(screen: str) -> str:
    """Without the states of progress bars that a terminal has drawn over."""
    return "\n".join(line.rpartition("\r")[2] for line in screen.split("\n"))


def main() -> int:
    """Write the session, or with ``--check`` compare it; 1 where it is not as it should be."""
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    made = before + BEGIN + session() + END + rest.split(END)[1]
    if "--check" not in sys.argv:
        README.write_text(made, encoding="utf-8")
        return 0
    if made != text:
        sys.stderr.write("README.md: run python docs/counter_session.py\n")
    return int(made != text)


if __name__ == "__main__":
    sys.exit(main())
