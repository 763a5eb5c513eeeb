# SPDX-License-Identifier: Apache-2.0
"""The computer is kept awake as long as a night's run lives, and no longer, however it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="the system's own program is another there")
def test_what_keeps_the_computer_awake_ends_with_a_run_that_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "told"
    os.mkfifo(told)
    held = tmp_path / "systemd-inhibit"
    held.write_text(f'#!/bin/sh\necho "$*" > {told}\ncat\necho ended > {told}\n')
    held.chmod(0o755)
    text = "import time; from templates.system import work_quietly; work_quietly(); time.sleep(600)"
    night = subprocess.Popen(
        [sys.executable, "-c", text], env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    )
    try:
        assert "--what=idle:sleep" in told.read_text() and night.poll() is None
    finally:
        night.kill()
        night.wait()
    assert told.read_text() == "ended\n"
