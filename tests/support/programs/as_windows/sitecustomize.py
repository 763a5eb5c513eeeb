# SPDX-License-Identifier: Apache-2.0
"""Makes each Python process with this folder in PYTHONPATH one without what POSIX alone has.

``templates.system`` takes its Windows half over stand-ins for the calls of kernel32, which keep their
promises by what Linux has (locks of an open file, a group of processes, RLIMIT_DATA). The names that Windows
lacks are gone from ``os`` and ``signal``, the modules that it lacks can't be imported by our rooms. Each
call leaves its name in the file $AS_WINDOWS_CALLS.
"""

from __future__ import annotations

import builtins
import ctypes
import importlib
import os
import pathlib
import signal
import sys
import types
from typing import Any

_ABSENT = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "syslog"}
_ROOMS = ("sohoa", "batch", "intake", "ocr", "templates")
_GONE = (
    *("fork", "forkpty", "killpg", "setpgid", "getpgid", "setsid", "sched_getaffinity", "pread", "pwrite"),
    *("mkfifo", "wait4", "nice", "chown", "O_DIRECTORY", "O_NOFOLLOW"),
)
_SIGNALS_GONE = ("SIGKILL", "SIGALRM", "SIGHUP", "SIGUSR1", "setitimer", "alarm", "pause")
_WRITE_LOCK, _SET, _SET_AND_WAIT = 1, 37, 38  # F_WRLCK, F_OFD_SETLK, F_OFD_SETLKW
_RLIMIT_DATA, _KILLED = 2, 9

_libc = ctypes.CDLL(None, use_errno=True)
_kill, _import = os.kill, builtins.__import__


class _Lock(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_short),
        ("whence", ctypes.c_short),
        ("start", ctypes.c_int64),
        ("length", ctypes.c_int64),
        ("pid", ctypes.c_int),
    ]


class Kernel32:
    """The calls that the Windows half makes; as there, 0 is a failure."""

    def __getattribute__(self, name: str) -> Any:
        call = type(self).__dict__[name]

        def noted(*given: Any) -> int:
            _note(name)
            answer: int = call(*given)
            return answer

        return noted

    def LockFileEx(handle: int, flags: int, _zero: int, low: int, high: int, where: Any) -> int:  # type: ignore[misc]  # noqa: N802, N805
        place = where._obj.offset | where._obj.offset_high << 32
        wanted = _Lock(_WRITE_LOCK, 0, place, low | high << 32, 0)
        how = _SET if flags & 1 else _SET_AND_WAIT
        return int(_libc.fcntl(ctypes.c_int(handle), ctypes.c_int(how), ctypes.byref(wanted)) == 0)

    def OpenProcess(_access: int, _inherit: int, pid: int) -> int:  # type: ignore[misc]  # noqa: N802, N805
        return pid if pathlib.Path(f"/proc/{pid}").exists() else 0

    def GetExitCodeProcess(_process: int, code: Any) -> int:  # type: ignore[misc]  # noqa: N802, N805
        code._obj.value = 259
        return 1

    def GetProcessTimes(process: int, created: Any, *_others: Any) -> int:  # type: ignore[misc]  # noqa: N802, N805
        status = pathlib.Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
        created._obj.value = int(status.rpartition(")")[2].split()[19])
        return 1

    def CloseHandle(_handle: int) -> int:  # type: ignore[misc]  # noqa: N802, N805
        return 1

    def CreateJobObjectW(_attributes: None, _name: None) -> int:  # type: ignore[misc]  # noqa: N802, N805
        return 77

    def SetInformationJobObject(job: int, kind: int, limits: Any, size: int) -> int:  # type: ignore[misc]  # noqa: N802, N805
        assert (job, kind, size) == (77, 9, 144)  # as winnt.h of 64 bits has them
        assert limits._obj.flags & 0x2000
        if limits._obj.flags & 0x100:
            most = limits._obj.process_memory + (1 << 30)  # RLIMIT_DATA counts what was never touched too
            both = (ctypes.c_uint64 * 2)(most, most)
            return int(_libc.setrlimit(_RLIMIT_DATA, both) == 0)
        return 1

    def GetShortPathNameW(path: str, short: Any, _room: int) -> int:  # type: ignore[misc]  # noqa: N802, N805
        short.value = path.encode("ascii", "replace").decode().replace("?", "~")
        return len(short.value)

    def GlobalMemoryStatusEx(told: Any) -> int:  # type: ignore[misc]  # noqa: N802, N805
        assert told._obj.size == 64  # as sysinfoapi.h has it
        told._obj.free_memory, told._obj.left_to_promise = 6_000_000_000, 4_000_000_000
        return int("MEMORY_UNTOLD" not in os.environ)

    def GetDriveTypeW(root: str) -> int:  # type: ignore[misc]  # noqa: N802, N805
        return 4 if os.environ.get("DRIVE_OF_ANOTHER_COMPUTER") == root else 3

    def NtQuerySystemInformation(kind: int, told: Any, size: int, _length: None) -> int:  # type: ignore[misc]  # noqa: N802, N805
        assert (kind, size) == (3, 48)
        told._obj.moved_since = int(os.environ.get("CLOCK_SET_BY", "0"))
        told._obj.started = int(os.environ.get("STARTED", "133500000000000000")) + told._obj.moved_since
        return 0

    def GetVolumeInformationW(root: str, *rest: Any) -> int:  # type: ignore[misc]  # noqa: N802, N805
        assert len(rest) == 7 and root.endswith("/")
        rest[4]._obj.value = 0x80000 if "DISK_IS_READ_ONLY" in os.environ else 0x3E72EFF
        return 1

    def GetCurrentProcess() -> int:  # type: ignore[misc]  # noqa: N802
        return -1

    def SetPriorityClass(_process: int, kind: int) -> int:  # type: ignore[misc]  # noqa: N802, N805
        assert kind == 0x4000  # below normal, as winbase.h has it
        return 1

    def SetThreadExecutionState(kept: int) -> int:  # type: ignore[misc]  # noqa: N802, N805
        assert kept == 0x80000001  # the system, until told otherwise
        return 0x80000000

    def AssignProcessToJobObject(job: int, process: int) -> int:  # type: ignore[misc]  # noqa: N802, N805
        assert (job, process) == (77, -1)
        return int(_libc.setpgid(0, 0) == 0)


class _Settable:
    """A library of which the types of calls can be told."""

    def __init__(self) -> None:
        self._calls = Kernel32()

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._calls, name)
        vars(self)[name] = call
        return call


def _note(name: str) -> None:
    if told := os.environ.get("AS_WINDOWS_CALLS"):
        with open(told, "a", encoding="ascii") as stream:  # noqa: PTH123
            stream.write(f"{name}\n")


class _Status:
    """What ``lstat`` says, with what it says besides on Windows."""

    st_file_attributes, st_reparse_tag = 0, 0

    def __init__(self, found: os.stat_result) -> None:
        self._found = found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._found, name)


def _end(pid: int, number: int) -> None:
    """``os.kill`` as the Windows half may use it: TerminateProcess, which takes the job along."""
    if sys._getframe(1).f_globals.get("__name__") == "templates.system.windows":
        assert number == signal.SIGTERM
        _note("TerminateProcess")
        if _libc.killpg(pid, _KILLED) != 0:
            raise OSError(22, "Invalid argument")
    else:
        _kill(pid, number)


def _imported(name: str, globals_: Any = None, *more: Any, **named: Any) -> Any:
    importer = str((globals_ or {}).get("__name__", ""))
    if name == "msvcrt" and importer == "templates.system.windows":  # the standard library would believe it
        return types.SimpleNamespace(get_osfhandle=lambda handle: handle)
    if name.partition(".")[0] in _ABSENT and importer.partition(".")[0] in _ROOMS:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return _import(name, globals_, *more, **named)


def _become_windows() -> None:
    lstat = pathlib.Path.lstat
    pathlib.Path.lstat = lambda self: _Status(lstat(self))  # type: ignore[method-assign, assignment, return-value]
    ctypes.WinDLL = lambda _name, **_options: _Settable()  # type: ignore[attr-defined]
    ctypes.get_last_error, ctypes.WinError = lambda: 87, OSError  # type: ignore[attr-defined]
    os.O_BINARY = 0  # type: ignore[attr-defined]
    os.kill = _end
    builtins.__import__ = _imported
    for name in _GONE:
        delattr(os, name)
    for name in _SIGNALS_GONE:
        delattr(signal, name)
    before, sys.platform = sys.platform, "win32"
    try:
        importlib.import_module("templates.system")
    finally:
        sys.platform = before
    assert "templates.system.posix" not in sys.modules


_become_windows()
