# SPDX-License-Identifier: Apache-2.0
"""What operating systems do differently: locks, ends of processes, memory, files that must last.

Two halves with the same functions, ``posix`` and ``windows``; whoever needs one imports it from here, and
nobody else asks which system this is. ``file_names`` says which names no Windows takes. Any room may call.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    from templates.system.windows import (
        START_METHOD,
        ask_terminal,
        become_group,
        boot,
        born,
        cores,
        end_own_group,
        free_memory,
        is_link,
        is_read_only,
        is_running,
        kill_group,
        kill_process,
        limit_memory,
        lock,
        move_into_place,
        on_network,
        open_file,
        open_private,
        plain_path,
        sync_folder,
        take_port,
        work_quietly,
    )
else:
    from templates.system.posix import (
        START_METHOD,
        ask_terminal,
        become_group,
        boot,
        born,
        cores,
        end_own_group,
        free_memory,
        is_link,
        is_read_only,
        is_running,
        kill_group,
        kill_process,
        limit_memory,
        lock,
        move_into_place,
        on_network,
        open_file,
        open_private,
        plain_path,
        sync_folder,
        take_port,
        work_quietly,
    )

__all__ = [
    "START_METHOD",
    "ask_terminal",
    "become_group",
    "boot",
    "born",
    "cores",
    "end_own_group",
    "free_memory",
    "is_link",
    "is_read_only",
    "is_running",
    "kill_group",
    "kill_process",
    "limit_memory",
    "lock",
    "move_into_place",
    "on_network",
    "open_file",
    "open_private",
    "plain_path",
    "sync_folder",
    "take_port",
    "work_quietly",
]
