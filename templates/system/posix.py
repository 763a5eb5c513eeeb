# SPDX-License-Identifier: Apache-2.0
"""The half for Linux and macOS."""

from __future__ import annotations

import fcntl
import os
import resource
import signal
import socket
import subprocess
import sys
import zlib
from contextlib import suppress
from pathlib import Path

assert sys.platform != "win32"

START_METHOD: str = "forkserver"
"""How worker processes start: forked from a process that has the heavy imports loaded."""

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_NUMBERED_IN = Path("/proc/self/ns/pid")
_KIB_IN_MIB = 1024
_OPENS_WITHIN_S, _ANSWERS_WITHIN_S = 5, 0.4
_MEMORY = Path("/proc/meminfo")
_MOUNTS = Path("/proc/self/mountinfo")
_ELSEWHERE = frozenset(
    [
        "afs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.davfs",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
    ]
)
"""Names of file systems whose files lie on other computers."""
_QUIET = 10
"""A nice value (setpriority(2)); 19 would get next to nothing beside a busy browser."""
_BORN_AT = 19  # in /proc/PID/stat behind the program's name: starttime, field 22 (proc_pid_stat(5))


_KEPT_AWAKE_BY: list[subprocess.Popen[bytes]] = []
"""Held to the end of the process, for with it the pipe would be closed."""


def lock(handle: int) -> None:
    """Wait until nobody else has this file locked, and lock it until the handle is closed."""
    fcntl.flock(handle, fcntl.LOCK_EX)


def open_private(path: Path, flags: int) -> int:
    """``os.open`` for bytes; a file that it makes is for its owner alone."""
    return os.open(path, flags, 0o600)


def work_quietly() -> None:
    """Let every other program go first, for this process and those it starts. The disk is asked with the same
    courtesy: Linux takes the priority of reading and writing from that of the processor (ioprio_set(2)). And
    keep the computer awake as long as this process lives.
    """
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, max(_QUIET, os.getpriority(os.PRIO_PROCESS, 0)))
    _stay_awake()


def _stay_awake() -> None:
    """Keep the computer from going to sleep as long as this process lives, however it ends: a program of the
    system holds that until our end of its pipe is closed. Where nobody may say so (no logind, an account
    from far away) the computer sleeps as it likes, and what was missed is done later.
    """
    if sys.platform == "darwin":
        keeps = ["caffeinate", "-i"]
    else:
        keeps = ["systemd-inhibit", "--what=idle:sleep", "--who=sohoa", "--why=sohoa run", "--mode=block"]
    silent = subprocess.DEVNULL
    with suppress(OSError):
        awake = subprocess.Popen(
            [*keeps, "cat"], stdin=subprocess.PIPE, stdout=silent, stderr=silent, start_new_session=True
        )
        _KEPT_AWAKE_BY.append(awake)


def take_port(listener: socket.socket, host: str, port: int) -> None:
    """Bind to a port that no other program has, 0 for any; one that was closed a moment ago is free."""
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))


def sync_folder(folder: Path) -> None:
    """Have the disk hold the names in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def move_into_place(source: Path, target: Path) -> None:
    """Rename a file, in one step, in place of one that may be there."""
    source.replace(target)


def on_network(path: Path) -> bool:
    """Whether a path, which need not be there yet, lies on another computer's disk, for all that this system
    tells.
    """
    try:
        mounts = [line.split() for line in _MOUNTS.read_text("utf-8", "replace").splitlines()]
    except OSError:
        return False
    whole, best, kind = path.resolve(), -1, ""
    for fields in mounts:
        # proc_pid_mountinfo(5): the fifth field is the place, blanks in it are octal; behind "-" is the kind.
        place = Path(fields[4].encode().decode("unicode_escape"))
        if whole.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), fields[fields.index("-") + 1]
    return kind in _ELSEWHERE


def is_read_only(path: Path) -> bool:
    """Whether nobody may write to the disk on which a path lies, whatever their rights."""
    try:
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def is_link(path: Path) -> bool:
    """Whether a path only leads to another place."""
    return path.is_symlink()


def plain_path(path: Path) -> str:
    """A path as programs take it that know ASCII only."""
    return str(path)


def cores() -> int:
    """How many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def free_memory() -> int | None:
    """Bytes that programs may still have; None where this system does not tell them in a file (macOS)."""
    with suppress(OSError, ValueError, IndexError):
        for line in _MEMORY.read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return None


def boot() -> str:
    """A name for the time since this computer was started, "" where the system tells none. A container that
    counts its processes by itself has another one than its neighbours on that computer.
    """
    try:
        told = f"{_BOOT_ID.read_text('ascii').strip()} {_NUMBERED_IN.readlink()}"
    except OSError:
        return ""
    return f"{zlib.crc32(told.encode()):08x}"


def born(pid: int) -> str:
    """When a running process began, as this system counts, so that another that gets its number later is
    told from it; "" where it does not say.
    """
    try:
        status = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    return status.rpartition(")")[2].split()[_BORN_AT]


def is_running(pid: int, since: str = "") -> bool:
    """Whether a process with this number runs here (ours or another's), ``since`` then if that is known."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return since in ("", born(pid))


def become_group() -> None:
    """Let this process and all it starts be one group, to be ended together."""
    os.setpgid(0, 0)


def kill_group(pid: int) -> None:
    """End a process that became a group, and all that it started, at once."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def kill_process(pid: int) -> None:
    """End one process at once."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def end_own_group() -> None:
    """End this process and all that it started, at once."""
    os.killpg(0, signal.SIGKILL)


def limit_memory(mebibytes: int) -> None:
    """Let every allocation fail with which this process, or one it starts, would hold more than that.

    What is limited is the writable memory that was asked for (RLIMIT_DATA): unlike the address space it has
    no room for libraries and files. Of what was asked for up to now, a part was never touched (stacks,
    arenas) and so is not held; the limit is higher by that part.
    """
    asked_kib, held_kib = _kib("VmData"), _kib("VmRSS")
    allowed = (mebibytes * _KIB_IN_MIB + max(0, asked_kib - held_kib)) * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed))


def _kib(name: str) -> int:
    """A line of the process's status; 0 where this system has no such file."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def open_file(path: Path) -> bool:
    """Show a file in the program that the person chose for it; False where there is none, or no screen."""

    on_mac = sys.platform == "darwin"
    if not on_mac and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    words = ["open" if on_mac else "xdg-open", str(path)]
    silent = subprocess.DEVNULL
    try:
        opener = subprocess.Popen(words, stdin=silent, stdout=silent, stderr=silent)
        return opener.wait(_OPENS_WITHIN_S) == 0
    except FileNotFoundError:
        return False
    except subprocess.TimeoutExpired:  # some wait until the viewer is closed
        return True


def ask_terminal(question: bytes, end: bytes) -> bytes:
    """What the terminal answers to a question (a control sequence) up to ``end``; b"" where it is none, or
    keeps silent.
    """
    import termios
    import tty

    try:
        handle = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return b""
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle, termios.TCSANOW)
        os.write(handle, question)
        return _answer(handle, end)
    finally:
        termios.tcsetattr(handle, termios.TCSANOW, before)
        os.close(handle)


def _answer(handle: int, end: bytes) -> bytes:
    import select

    told = b""
    while not told.endswith(end) and select.select([handle], [], [], _ANSWERS_WITHIN_S)[0]:
        told += os.read(handle, 1)
    return told if told.endswith(end) else b""
