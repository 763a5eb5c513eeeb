# SPDX-License-Identifier: Apache-2.0
"""The desk that runs for a home: its port, and the key of its sessions, in files of its owner alone.

::

    <home>/desk/key           the key; it outlives the desk, so that open pages can go on after a new start
    <home>/desk/running.json  port and process of the desk that was opened last
"""

from __future__ import annotations

import json
import os
import secrets
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from batch.web.door import Door
from batch.web.pages.entering import PROOF_HEADER
from intake.settings.clock import utc_now
from templates.system import born, is_running, move_into_place, open_private

LOOPBACK = "127.0.0.1"
_KEY_BYTES = 32
_ANSWERS_WITHIN_S = 5


def key_of(home: Path) -> bytes:
    """The key of the home's desk, made with the first one."""
    file = home / "desk" / "key"
    with suppress(FileNotFoundError):
        if len(key := file.read_bytes()) == _KEY_BYTES:
            return key
    _write(file, secrets.token_bytes(_KEY_BYTES))
    return file.read_bytes()


def note_running(home: Path, port: int) -> None:
    """Remember that this process serves the home's desk at ``port``."""
    told = {"port": port, "pid": os.getpid(), "born": born(os.getpid())}
    _write(home / "desk" / "running.json", json.dumps(told).encode())


def running_desk(home: Path) -> str | None:
    """The address of the desk that runs for the home, with a token that lets one browser in; None where none
    runs.
    """
    try:
        told = json.loads((home / "desk" / "running.json").read_bytes())
        if told["pid"] == os.getpid() or not is_running(told["pid"], told["born"]):
            return None
        return address(told["port"], _asked_for_token(told["port"], key_of(home)))
    except (OSError, ValueError, KeyError, TypeError, HTTPException):
        return None  # an old file, or a desk that is just ending: another is opened


def address(port: int, token: str) -> str:
    """Where a browser is let in with ``token``."""
    return f"http://{LOOPBACK}:{port}/enter?token={token}"


def _asked_for_token(port: int, key: bytes) -> str:
    with closing(HTTPConnection(LOOPBACK, port, timeout=_ANSWERS_WITHIN_S)) as asking:
        asking.request("GET", "/token", headers={PROOF_HEADER: Door(key, utc_now).proof()})
        answer = asking.getresponse()
        text = answer.read().decode("ascii")
    if answer.status != 200:
        raise HTTPException(str(answer.status))
    return text


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all, and never readable for others."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = file.with_name(f"{file.name}.{os.getpid()}")
    half.unlink(missing_ok=True)
    handle = open_private(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    try:
        os.write(handle, content)
    finally:
        os.close(handle)
    move_into_place(half, file)
