# SPDX-License-Identifier: Apache-2.0
"""What one system alone has stands in ``templates.system``: files and names of it nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent.parent
ROOMS = ("templates", "ocr", "intake", "batch")
OF_ONE_SYSTEM = re.compile(r"[\"'](/proc/|/dev/|/tmp/|/etc/|C:\\\\)|sys\.platform|os\.name\b")
# Where the account's own folders and the typefaces lie is asked of the system's name, and which scheduler
# and which program for scanners it has; free memory is told by one file of Linux or not at all.
ALLOWED = {
    "intake/settings/file.py",
    "batch/slips/typeset/fonts.py",
    "batch/desk/scheduler.py",
    "batch/desk/commands/nightly/schedule.py",
    "intake/capture/scanning/other_program.py",
    "batch/night/beforehand.py",
}


def test_no_room_names_a_file_or_asks_for_the_name_of_one_system() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if OF_ONE_SYSTEM.search(path.read_text("utf-8"))
    }
    assert {name for name in found if not name.startswith("templates/system/")} == ALLOWED
