# SPDX-License-Identifier: Apache-2.0
"""What one system alone has stands in ``templates.system``: files and names of it nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent.parent
ROOMS = ("sohoa", "templates", "ocr", "intake", "batch")
FILE_OF_ONE_SYSTEM = re.compile(r"[\"'](/(proc|sys|dev|run|var|tmp|etc)/|(proc|sys)/|C:\\\\)")
NAME_OF_ONE_SYSTEM = re.compile(r"sys\.platform|os\.name\b|platform\.system")
# Where the account's own folders and the typefaces lie is asked of the system's name, and which scheduler
# and which program for scanners it has.
ALLOWED_TO_ASK = {
    "intake/settings/file.py",
    "batch/slips/typeset/fonts.py",
    "batch/desk/scheduler.py",
    "batch/desk/commands/nightly/schedule.py",
    "intake/capture/scanning/other_program.py",
}


def _having(pattern: re.Pattern[str]) -> set[str]:
    found = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if pattern.search(path.read_text("utf-8"))
    }
    assert found, "these patterns find nothing any more"
    return {name for name in found if not name.startswith("templates/system/")}


def test_no_room_names_a_file_of_one_system() -> None:
    assert _having(FILE_OF_ONE_SYSTEM) == set()


def test_no_room_but_these_asks_for_the_name_of_the_system() -> None:
    assert _having(NAME_OF_ONE_SYSTEM) == ALLOWED_TO_ASK
