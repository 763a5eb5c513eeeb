# SPDX-License-Identifier: Apache-2.0
"""A file that is whole before it bears its name."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from batch.slips.errors import SlipError
from intake.store.synced import write_synced
from templates.system import is_running, move_into_place


def put_file(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or not there; ``SlipError`` where that fails."""
    for left in path.parent.glob(f".{path.name}.*.part"):
        if not is_running(int(left.name.split(".")[-2])):
            left.unlink(missing_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write_synced(part, data)
        move_into_place(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise SlipError.not_written(path) from error
