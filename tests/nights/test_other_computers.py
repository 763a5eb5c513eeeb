# SPDX-License-Identifier: Apache-2.0
"""A dossier goes its whole way on computers that are not like ours: without programs, and with Windows' half.

What Windows itself does differently can't be shown here; that nothing of POSIX is leaned on can.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.desks.counter_job import PAPERS, ROOT, Desk, whole_way
from tests.support.programs.examples import some_of

AS_WINDOWS = os.pathsep.join([str(ROOT / "tests" / "support" / "programs" / "as_windows"), str(ROOT)])
EVERY_MODULE = """
import importlib, pkgutil, sohoa
for name in ("batch", "intake", "ocr", "templates"):
    for found in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}."):
        if not found.name.startswith(("templates.system.posix", "intake.store.migrations.env")):
            importlib.import_module(found.name)
import sys
print(len(sys.modules), "templates.system.posix" in sys.modules, "templates.system.windows" in sys.modules)
"""


def without_programs(folder: Path) -> dict[str, str]:
    """A PATH in which nothing is: neither Tesseract nor Poppler."""
    folder.mkdir()
    return {"PATH": str(folder)}


@pytest.mark.long
@pytest.mark.slow
def test_the_values_of_a_form_are_read_where_neither_program_is(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", without_programs(tmp_path / "empty"))
    first_page = desk.json("read", str(PAPERS[0]))[str(PAPERS[0])][0]
    read = {key: told["value"] for key, told in first_page["fields"].items()}
    truth = json.loads((PAPERS[0].parent / "truth.json").read_text("utf-8"))
    wanted = truth["files"][PAPERS[0].name][0]["fields"]
    right = [key for key, told in wanted.items() if read.get(key) == told["value"]]
    assert len(right) >= 0.9 * len(wanted), sorted(set(wanted) - set(right))


@pytest.mark.long
def test_doctor_says_what_is_lost_without_the_programs_and_that_the_work_goes_on(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", without_programs(tmp_path / "empty"))
    told = {one["name"]: one for one in desk.json("doctor")}
    for name in ("tesseract", "tesseract vie", "poppler"):
        assert told[name]["health"] == "spared"
        assert told[name]["mend"]
    assert desk.said[-1].returncode == 0


@pytest.mark.long
def test_a_dossier_goes_its_whole_way_over_the_windows_half_without_tesseract_and_poppler(
    tmp_path: Path, store_url: str
) -> None:
    calls = tmp_path / "calls"
    windows = {"PYTHONPATH": AS_WINDOWS, "AS_WINDOWS_CALLS": str(calls), "SOHOA_STORE__URL": store_url}
    manifest = whole_way(Desk(tmp_path / "home", {**windows, **without_programs(tmp_path / "empty")}))
    assert [component["kind"] for component in manifest["components"]] == [
        "birth-registration",
        "birth-notice",
        "id-card",
        "marriage-certificate",
    ]
    assert {"LockFileEx", "CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject"} <= set(
        calls.read_text("ascii").split()
    )


@pytest.mark.long
def test_every_module_is_imported_where_nothing_of_posix_is() -> None:
    done = subprocess.run(
        [sys.executable, "-c", EVERY_MODULE],
        env={**os.environ, "PYTHONPATH": AS_WINDOWS},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[1:] == ["False", "True"]


@pytest.mark.long
@pytest.mark.parametrize("encoding", some_of(["cp1258", "cp1252", "ascii"], ["cp1258"]))
def test_vietnamese_is_printed_whole_on_a_console_of_any_code_page(tmp_path: Path, encoding: str) -> None:
    desk = Desk(tmp_path / "home", {"PYTHONIOENCODING": encoding})
    done = desk.run("--help")
    assert done.returncode == 0
    assert "Đọc, kiểm tra, đóng gói" in done.stdout.decode("utf-8")
    wrong = desk.run("show", "không-có")
    assert wrong.returncode == 2
    assert "Không có hồ sơ" in wrong.stderr.decode("utf-8")
