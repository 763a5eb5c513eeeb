# SPDX-License-Identifier: Apache-2.0
"""Through the real command line: a copy, a dossier sent after it, the home lost, the copy brought back and
looked through, and nothing sent twice.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import sohoa
from batch.gateway.sandbox.server import RunningSandbox
from intake.store.backup.printed_key import new_key, printed
from tests.support.desks.packing_desk import RECEIVED, Clock, new_store, packaged_dossier
from tests.support.programs.examples import some_of
from tests.support.servers.told_gateway import told_gateway
from tests.support.stores.backup_desk import copied, files, opened_copies, small_home

pytestmark = [pytest.mark.timeout(180), pytest.mark.long]


@pytest.fixture
def gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningSandbox]:
    with told_gateway(tmp_path / "gateway", monkeypatch) as running:
        yield running


def typed(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> tuple[int, str]:
    """Exit code and all that one command says."""
    code = sohoa.run(["--home", str(home), *words])
    told = capsys.readouterr()
    return code, told.out + told.err


@pytest.mark.parametrize(
    "locked", [pytest.param(False, id="plain", marks=pytest.mark.slow), pytest.param(True, id="locked")]
)
def test_copy_loss_restore_verify_and_nothing_sent_twice(
    tmp_path: Path,
    gateway: RunningSandbox,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    locked: bool,
) -> None:
    home, usb = tmp_path / "store", tmp_path / "usb"
    store = new_store(home, Clock(RECEIVED))
    early, late = packaged_dossier(store, tmp_path / "scans"), packaged_dossier(store, tmp_path / "scans")
    store.close()
    if locked:
        monkeypatch.setenv("SOHOA_BACKUP__SECRET_KEY", printed(new_key()))
    assert typed(capsys, home, "push", early)[0] == 0

    code, told = typed(capsys, home, "backup", str(usb), *(["--encrypt"] if locked else []))
    assert code == 0 and "000001-" in told
    assert typed(capsys, home, "push", late)[0] == 0  # after the copy, which so knows nothing of it
    before, counted = files(home), gateway.sandbox.store.counters()
    shutil.rmtree(home)

    code, told = typed(capsys, home, "restore", str(usb))
    assert code == 0, told
    assert {**before, "sohoa.sent": ""} == {**files(home), "sohoa.sent": ""}
    assert typed(capsys, home, "backup", "verify", str(usb))[0] == 0

    # The gateway is asked for its files, and a person is told; nothing goes out.
    code, told = typed(capsys, home, "push")
    assert code == 1 and "--number" in told
    after = gateway.sandbox.store.counters()
    assert (after["dossiers"], after["duplicate_dossiers"], after["duplicate_files"]) == (2, 0, 0)
    assert after["numbers"] == counted["numbers"]

    number = _number_of_the_other(gateway, home, early)
    code, told = typed(capsys, home, "push", late, "--number", number)
    assert code == 2 and "--yes" in told, "nobody sits there who could be asked"
    code, told = typed(capsys, home, "push", late, "--number", number, "--yes")
    assert code == 0, told
    assert gateway.sandbox.store.counters()["dossiers"] == 2
    code, told = typed(capsys, home, "backup", str(usb))
    assert code == 0 and "000002-" in told


def _number_of_the_other(gateway: RunningSandbox, home: Path, early: str) -> str:
    store = new_store(home, Clock(RECEIVED))
    with store.read() as session:
        known = store.get(session, early).official_number
    store.close()
    (other,) = {one["number"] for one in gateway.sandbox.store.dossiers()} - {known}
    return str(other)


KILLED = """
import os, signal, sys
left = int(sys.argv[2])
def hear(name, told):
    global left
    if name in ("open", "os.rename", "os.mkdir") and str(told[0]).startswith(sys.argv[1]):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hear)
import sohoa
sys.exit(sohoa.run(sys.argv[3:]))
"""


@pytest.mark.parametrize("point", some_of([1, 3, 6, 9, 14, 22, 30, 37], always=[6]))
def test_kill_9_during_a_copy_harms_nothing_and_the_next_one_finishes_it(tmp_path: Path, point: int) -> None:
    home, usb = tmp_path / "store", tmp_path / "usb"
    small_home(home)
    first = copied(home, usb).snapshot
    (home / "slips" / "a" / "more.pdf").write_bytes(b"more")
    words = ["--home", str(home), "backup", str(usb), "--keep", "1"]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(usb), str(point), *words], check=False, capture_output=True
    )
    assert done.returncode in (0, -signal.SIGKILL)
    whole = opened_copies(usb)
    for name in whole.names():
        assert all(whole.has_all(entry) for entry in whole.entries(whole.head(name)))
    assert whole.names()[-1] == first or done.returncode == 0
    again = copied(home, usb, keep=1)
    assert again.removed is not None and opened_copies(usb).names() == [again.snapshot]


def test_the_night_is_told_where_its_copies_go_and_what_is_wrong_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home, usb, scans = tmp_path / "store", tmp_path / "usb", tmp_path / "scans"
    small_home(home)
    scans.mkdir()
    monkeypatch.setenv("SOHOA_BACKUP__TO", str(usb))
    code, told = typed(capsys, home, "run", str(scans), "--json", "--quiet")
    assert code == 0, told
    assert json.loads(told)["backup"]["snapshot"].startswith("000001-")
    shutil.rmtree(usb)
    code, told = typed(capsys, home, "run", str(scans))
    assert code == 1 and str(usb) in told
    code, told = typed(capsys, home, "doctor", "--json", "--quiet")
    (found,) = [one for one in json.loads(told) if one["name"] == "backup"]
    assert found["health"] == "ok" and os.fspath(usb) in found["found"]
