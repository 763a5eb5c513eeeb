# SPDX-License-Identifier: Apache-2.0
"""The Windows half keeps its promises, over stand-ins for the calls it makes
(``tests/support/programs/as_windows``).

Each test is a process of its own, in which whatever Windows lacks is gone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.desks.counter_job import ROOT

AS_WINDOWS = os.pathsep.join([str(ROOT / "tests" / "support" / "programs" / "as_windows"), str(ROOT)])
HOLDER = """
import os, sys, time
from pathlib import Path
from templates.system import lock, open_private
handle = open_private(Path(sys.argv[1]), os.O_CREAT | os.O_RDWR)
print("asks", flush=True)
lock(handle)
print("whole", flush=True)
sys.stdin.read()
"""


def started(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": AS_WINDOWS},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer(code: str, *arguments: object) -> str:
    said, _nothing = started(code, *arguments).communicate(timeout=60)
    return said.strip()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_the_windows_half_is_taken_and_nothing_of_posix_is_left() -> None:
    code = "import os, templates.system as s; print(s.START_METHOD, hasattr(os, 'killpg'))"
    assert answer(code) == "spawn False"


@pytest.mark.parametrize("module", ["fcntl", "resource", "pwd", "grp"])
def test_a_room_that_wants_what_windows_lacks_does_not_get_it(module: str) -> None:
    code = f"exec('import {module}', {{'__name__': 'intake.anywhere'}})"
    process = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": AS_WINDOWS},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"No module named '{module}'" in process.stderr


def test_a_locked_file_is_waited_for_and_can_be_read_meanwhile(tmp_path: Path) -> None:
    (tmp_path / "mark").write_bytes(b"told")
    first = started(HOLDER, tmp_path / "mark")
    assert (line(first), line(first)) == ("asks", "whole")
    second = started(HOLDER, tmp_path / "mark")
    assert line(second) == "asks"
    assert (tmp_path / "mark").read_bytes() == b"told"
    first.communicate("", timeout=60)
    assert line(second) == "whole"
    second.communicate("", timeout=60)


def test_a_process_is_told_from_another_that_got_its_number_and_from_one_that_is_gone() -> None:
    code = """
import os
from templates.system import born, is_running
me = os.getpid()
gone = 2**22 + 1  # beyond what Linux numbers
print(is_running(me), is_running(me, born(me)), is_running(me, "1"), is_running(gone), born(gone))
"""
    assert answer(code) == "True True False False"


def test_a_write_protected_disk_is_told_from_a_missing_right(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "from pathlib import Path; from templates.system import is_read_only; print(is_read_only(Path()))"
    assert answer(code) == "False"
    monkeypatch.setenv("DISK_IS_READ_ONLY", "1")
    assert answer(code) == "True"


OWNER = """
import sys
from intake.store.queue.lease_owner import is_gone, new_owner
print(is_gone(sys.argv[1]) if sys.argv[1:] else new_owner())
"""


def test_computers_of_one_name_judge_none_of_each_other_s_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = answer(OWNER)
    assert answer(OWNER, gone) == "True"
    monkeypatch.setenv("CLOCK_SET_BY", "-864000000000")
    assert answer(OWNER, gone) == "True"
    monkeypatch.setenv("STARTED", "133500000000000001")
    assert answer(OWNER, gone) == "False"
    assert len(gone) <= 64


def test_a_group_ends_with_all_that_it_started() -> None:
    member = """
import subprocess, sys
from templates.system import become_group
become_group()
child = subprocess.Popen([sys.executable, "-S", "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
print(child.pid, flush=True)
child.wait()
"""
    group = started(member)
    child = int(line(group))
    answer("import sys; from templates.system import kill_group; kill_group(int(sys.argv[1]))", group.pid)
    assert group.wait(60) != 0
    assert not alive(child)


def alive(pid: int) -> bool:
    """Whether a process runs that is no zombie waiting for somebody to notice its end."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_ending_a_process_that_is_gone_is_no_error() -> None:
    code = "from templates.system import kill_group; kill_group(2 ** 22 + 1); print('gone')"
    assert answer(code) == "gone"


def test_a_group_gets_no_more_memory_than_it_may_have() -> None:
    code = """
from templates.system import become_group, limit_memory
become_group()
limit_memory(64)
try:
    print(len(bytearray(3 << 30)))
except MemoryError:
    print("refused", len(bytearray(32 << 20)))
"""
    assert answer(code) == f"refused {32 << 20}"


def test_what_a_virus_scanner_holds_open_is_tried_again_until_it_lets_go(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
import templates.system.windows as windows
place, busy = Path.replace, [3]
windows.time.sleep = lambda seconds: busy.append(busy.pop() - 1)
def replace(self, target):
    if busy[0]:
        error = PermissionError(13, "in use")
        error.winerror = 32
        raise error
    return place(self, target)
Path.replace = replace
source, target = (Path(sys.argv[1]) / name for name in ("new", "old"))
source.write_text("new"), target.write_text("old")
windows.move_into_place(source, target)
print(target.read_text(), busy)
"""
    assert answer(code, tmp_path) == "new [0]"


def test_a_folder_with_a_vietnamese_name_has_a_plain_one_for_programs_that_know_no_other() -> None:
    code = """
from pathlib import Path
from templates.system import plain_path
print(plain_path(Path("/home/lan")), plain_path(Path("/home/Phượng")))
"""
    assert answer(code) == "/home/lan /home/Ph~~ng"


def test_a_drive_or_a_share_of_another_computer_is_known() -> None:
    code = """
import os
from pathlib import Path, PureWindowsPath
from templates.system import on_network
class Share:
    def absolute(self): return PureWindowsPath(r"\\\\may-chu\\chung\\sohoa")
print(on_network(Path("/x")), on_network(Share()), end=" ")
os.environ["DRIVE_OF_ANOTHER_COMPUTER"] = "/"
print(on_network(Path("/x")))
"""
    assert answer(code) == "False True True"


def test_free_memory_is_what_is_free_and_may_still_be_promised() -> None:
    code = """
import os
from templates.system import free_memory
print(free_memory(), end=" ")
os.environ["MEMORY_UNTOLD"] = "1"
print(free_memory())
"""
    assert answer(code) == "4000000000 None"
