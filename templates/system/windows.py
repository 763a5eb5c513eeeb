# SPDX-License-Identifier: Apache-2.0
"""The half for Windows 10 and 11: Job Objects, LockFileEx, and files that a virus scanner holds open.

Written after Microsoft's reference of each call (names below); sizes are given in full, because ``DWORD`` of
``ctypes.wintypes`` has another size elsewhere and the tests run this half on Linux too, over stand-ins for
the calls.
"""

from __future__ import annotations

import ctypes
import msvcrt
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

assert sys.platform == "win32"

START_METHOD: str = "spawn"
"""How worker processes start: Windows knows no fork, so each loads all imports itself."""

_LOCK_PLACE = 1 << 62
"""Locks here keep others from reading what is locked, so what stands for the whole file lies behind it."""
_EXCLUSIVE = 2
_SHARING_VIOLATION, _ACCESS_DENIED = 32, 5
_MOVE_TRIES, _MOVE_WAIT_S = 40, 0.05
_QUERY_LIMITED, _STILL_ACTIVE = 0x1000, 259
_EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
_LIMIT_PROCESS_MEMORY, _KILL_ON_JOB_CLOSE = 0x100, 0x2000
_MOST_PATH = 1 << 15
_DRIVE_REMOTE = 4
_READ_ONLY_VOLUME = 0x80000
_BELOW_NORMAL = 0x4000  # BELOW_NORMAL_PRIORITY_CLASS; children inherit it
_KEEPS_AWAKE = 0x80000001  # ES_CONTINUOUS | ES_SYSTEM_REQUIRED
_TIME_OF_DAY = 3  # SystemTimeOfDayInformation
_REPARSE_POINT = 0x400  # FILE_ATTRIBUTE_REPARSE_POINT
_OWN_ADDRESS = -5  # SO_EXCLUSIVEADDRUSE: with SO_REUSEADDR another program may listen at the same port
_LEADING = (0xA000000C, 0xA0000003)  # IO_REPARSE_TAG_SYMLINK, _MOUNT_POINT (a junction)


class Overlapped(ctypes.Structure):
    """OVERLAPPED: where in the file a lock lies."""

    _fields_ = [
        ("internal", ctypes.c_size_t),
        ("internal_high", ctypes.c_size_t),
        ("offset", ctypes.c_uint32),
        ("offset_high", ctypes.c_uint32),
        ("event", ctypes.c_void_p),
    ]


class JobLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION, its two inner structures laid flat."""

    _fields_ = [
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("most_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    ]


class BootTold(ctypes.Structure):
    """SYSTEM_TIMEOFDAY_INFORMATION: times in 100 ns; ``moved_since``: by how much the clock was set since."""

    _fields_ = [
        ("started", ctypes.c_int64),
        ("now", ctypes.c_int64),
        ("zone_bias", ctypes.c_int64),
        ("zone", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("moved_since", ctypes.c_int64),
        ("slept", ctypes.c_uint64),
    ]


class MemoryTold(ctypes.Structure):
    """MEMORYSTATUSEX: bytes of memory, of memory and page file together, of the process's addresses."""

    _fields_ = [
        ("size", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        ("all_memory", ctypes.c_uint64),
        ("free_memory", ctypes.c_uint64),
        ("all_that_may_be_promised", ctypes.c_uint64),
        ("left_to_promise", ctypes.c_uint64),
        ("all_addresses", ctypes.c_uint64),
        ("free_addresses", ctypes.c_uint64),
        ("free_extended", ctypes.c_uint64),
    ]


def _system() -> ctypes.WinDLL:
    """kernel32, its handles told to be as wide as a pointer."""
    system = ctypes.WinDLL("kernel32", use_last_error=True)
    handle, number = ctypes.c_void_p, ctypes.c_uint32
    system.LockFileEx.argtypes = [handle, number, number, number, number, ctypes.POINTER(Overlapped)]
    system.OpenProcess.argtypes = [number, ctypes.c_int, number]
    system.OpenProcess.restype = handle
    system.GetExitCodeProcess.argtypes = [handle, ctypes.POINTER(number)]
    system.GetProcessTimes.argtypes = [handle, *[ctypes.POINTER(ctypes.c_uint64)] * 4]
    system.CloseHandle.argtypes = [handle]
    system.CreateJobObjectW.argtypes = [ctypes.c_void_p, ctypes.c_wchar_p]
    system.CreateJobObjectW.restype = handle
    system.SetInformationJobObject.argtypes = [handle, ctypes.c_int, ctypes.POINTER(JobLimits), number]
    system.GetCurrentProcess.restype = handle
    system.GetShortPathNameW.argtypes = [ctypes.c_wchar_p, ctypes.c_wchar_p, number]
    system.AssignProcessToJobObject.argtypes = [handle, handle]
    system.SetPriorityClass.argtypes = [handle, number]
    system.SetThreadExecutionState.argtypes = [number]
    system.GlobalMemoryStatusEx.argtypes = [ctypes.POINTER(MemoryTold)]
    system.GetDriveTypeW.argtypes = [ctypes.c_wchar_p]
    system.GetVolumeInformationW.argtypes = [
        ctypes.c_wchar_p,
        ctypes.c_wchar_p,
        number,
        *[ctypes.POINTER(number)] * 3,
        ctypes.c_wchar_p,
        number,
    ]
    return system


_kernel = _system()
_native = ctypes.WinDLL("ntdll")
_job: int | None = None  # open as long as this process lives; the system ends the job with its last handle


def lock(handle: int) -> None:
    """Wait until nobody else has this file locked, and lock it until the handle is closed."""
    where = Overlapped(offset=_LOCK_PLACE & 0xFFFFFFFF, offset_high=_LOCK_PLACE >> 32)
    if not _kernel.LockFileEx(msvcrt.get_osfhandle(handle), _EXCLUSIVE, 0, 1, 0, ctypes.byref(where)):
        raise ctypes.WinError(ctypes.get_last_error())


def open_private(path: Path, flags: int) -> int:
    """``os.open`` for bytes. Whom the file is for says its folder: the home below %LOCALAPPDATA% is its
    owner's, files have no mode here.
    """
    return os.open(path, flags | os.O_BINARY)


def work_quietly() -> None:
    """Let every other program go first, for this process and those it starts, and keep the computer awake as
    long as this process lives (SetPriorityClass, SetThreadExecutionState).
    """
    _kernel.SetPriorityClass(_kernel.GetCurrentProcess(), _BELOW_NORMAL)
    _kernel.SetThreadExecutionState(_KEEPS_AWAKE)


def take_port(listener: socket.socket, host: str, port: int) -> None:
    """Bind to a port that no other program has nor can take, 0 for any."""
    listener.setsockopt(socket.SOL_SOCKET, _OWN_ADDRESS, 1)
    listener.bind((host, port))


def sync_folder(folder: Path) -> None:
    """Nothing: NTFS keeps names in its journal, and a folder can't be synced without special rights."""


def move_into_place(source: Path, target: Path) -> None:
    """Rename a file, in one step, in place of one that may be there.

    What a virus scanner or a viewer has open can't be replaced; most let go within a moment, so it is tried
    for two seconds.
    """
    for _try in range(_MOVE_TRIES):
        try:
            source.replace(target)
        except PermissionError as error:
            if error.winerror not in (_SHARING_VIOLATION, _ACCESS_DENIED):
                raise
            time.sleep(_MOVE_WAIT_S)
        else:
            return
    source.replace(target)


def on_network(path: Path) -> bool:
    """Whether a path, which need not be there yet, lies on another computer's disk: a drive letter of one, or
    a name that begins with two backslashes.
    """
    anchor = path.absolute().anchor
    return anchor.startswith("\\\\") or bool(_kernel.GetDriveTypeW(anchor) == _DRIVE_REMOTE)


def is_read_only(path: Path) -> bool:
    """Whether nobody may write to the disk on which a path lies, whatever their rights."""
    flags = ctypes.c_uint32()
    told = _kernel.GetVolumeInformationW(
        path.absolute().anchor, None, 0, None, None, ctypes.byref(flags), None, 0
    )
    return bool(told and flags.value & _READ_ONLY_VOLUME)


def is_link(path: Path) -> bool:
    """Whether a path only leads to another place: a symbolic link or a junction."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return bool(found.st_file_attributes & _REPARSE_POINT) and found.st_reparse_tag in _LEADING


def plain_path(path: Path) -> str:
    """A path as programs take it that know ASCII only: by its short names (8.3), as every drive with Windows
    on it has them; accounts here are named Đặng or Phượng.
    """
    if str(path).isascii():
        return str(path)
    short = ctypes.create_unicode_buffer(_MOST_PATH)
    return short.value if _kernel.GetShortPathNameW(str(path), short, _MOST_PATH) else str(path)


def cores() -> int:
    """How many cores this computer has."""
    return os.cpu_count() or 1


def free_memory() -> int | None:
    """Bytes that programs may still have; None where the system does not tell. Here memory that was promised
    counts, touched or not, so that what is left to promise is a second limit.
    """
    told = MemoryTold(size=ctypes.sizeof(MemoryTold))
    if not _kernel.GlobalMemoryStatusEx(ctypes.byref(told)):
        return None
    return int(min(told.free_memory, told.left_to_promise))


def boot() -> str:
    """A name for the time since this computer was started, which no other computer has, though many bear one
    name; "" where the system tells none. Setting the clock does not change it.
    """
    told = BootTold()
    if _native.NtQuerySystemInformation(_TIME_OF_DAY, ctypes.byref(told), ctypes.sizeof(told), None):
        return ""
    # Hundreds of nanoseconds: two computers never start in the same.
    return f"{(told.started - told.moved_since) & 0xFFFFFFFF:08x}"


def born(pid: int) -> str:
    """When a running process began, as this system counts, so that another that gets its number later is
    told from it; "" where it does not say.
    """
    return (_asked(pid) or ("",))[0]


def is_running(pid: int, since: str = "") -> bool:
    """Whether a process with this number runs here (ours or another's), ``since`` then if that is known."""
    found = _asked(pid)
    return found is not None and (found[0] == "" or since in ("", found[0]))


def _asked(pid: int) -> tuple[str] | None:
    """When a process began, "" for one that tells us nothing; None where there is none."""
    handle = _kernel.OpenProcess(_QUERY_LIMITED, False, pid)
    if not handle:
        return ("",) if ctypes.get_last_error() == _ACCESS_DENIED else None
    try:
        code = ctypes.c_uint32()
        _kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        times = [ctypes.c_uint64() for _time in range(4)]
        _kernel.GetProcessTimes(handle, *[ctypes.byref(value) for value in times])
    finally:
        _kernel.CloseHandle(handle)
    return (str(times[0].value),) if code.value == _STILL_ACTIVE else None


def become_group() -> None:
    """Let this process and all it starts be one job, which ends with this process, however it ends."""
    global _job
    _job = _kernel.CreateJobObjectW(None, None)
    _set_limits(JobLimits(flags=_KILL_ON_JOB_CLOSE))
    if not _kernel.AssignProcessToJobObject(_job, _kernel.GetCurrentProcess()):
        raise ctypes.WinError(ctypes.get_last_error())


def kill_group(pid: int) -> None:
    """End a process that became a group at once; its job takes along all that it started."""
    with suppress(OSError):  # it is gone
        os.kill(pid, signal.SIGTERM)  # TerminateProcess, which nothing can refuse


def kill_process(pid: int) -> None:
    """End one process at once."""
    kill_group(pid)


def end_own_group() -> None:
    """End this process and all that it started, at once."""
    kill_group(os.getpid())


def limit_memory(mebibytes: int) -> None:
    """Let every allocation fail with which this process, or one it starts, would hold more than that: the
    memory that the system has promised it (commit charge). To be called by a group.
    """
    flags = _KILL_ON_JOB_CLOSE | _LIMIT_PROCESS_MEMORY
    _set_limits(JobLimits(flags=flags, process_memory=mebibytes << 20))


def _set_limits(limits: JobLimits) -> None:
    size = ctypes.sizeof(limits)
    if not _kernel.SetInformationJobObject(_job, _EXTENDED_LIMITS, ctypes.byref(limits), size):
        raise ctypes.WinError(ctypes.get_last_error())


def open_file(path: Path) -> bool:
    """Show a file in the program that the person chose for it; False where there is none."""
    try:
        os.startfile(path)
    except OSError:
        return False
    return True


def ask_terminal(question: bytes, end: bytes) -> bytes:  # noqa: ARG001 (as its other half)
    """b"": consoles of Windows are not asked."""
    return b""
