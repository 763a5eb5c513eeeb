# SPDX-License-Identifier: Apache-2.0
"""Claims on dossiers: exclusive between processes, and gone with the process that held them."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from batch.night.claims import DossierClaims

HOLDER = """
import sys, time
from pathlib import Path
from batch.night.claims import DossierClaims
with DossierClaims(Path(sys.argv[1])) as claims:
    print(claims.claim("d1"), flush=True)
    time.sleep(600)
"""


def holder(lock: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", HOLDER, str(lock)], stdout=subprocess.PIPE, text=True)


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_dossier_claimed_elsewhere_is_refused_and_others_are_not(tmp_path: Path) -> None:
    lock = tmp_path / "state" / "claims"
    process = holder(lock)
    try:
        assert first_line(process) == "True"
        with DossierClaims(lock) as claims:
            assert not claims.claim("d1")
            assert claims.claim("d2")
    finally:
        process.kill()
        process.wait()


def test_a_killed_process_holds_no_claim(tmp_path: Path) -> None:
    process = holder(tmp_path / "claims")
    assert first_line(process) == "True"
    process.send_signal(signal.SIGKILL)
    process.wait()
    with DossierClaims(tmp_path / "claims") as claims:
        assert claims.claim("d1")


def test_leaving_the_block_lets_others_have_the_dossier(tmp_path: Path) -> None:
    lock = tmp_path / "claims"
    with DossierClaims(lock) as claims:
        assert claims.claim("d1")
    process = holder(lock)
    try:
        assert first_line(process) == "True"
    finally:
        process.kill()
        process.wait()
