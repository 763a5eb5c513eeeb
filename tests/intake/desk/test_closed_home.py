# SPDX-License-Identifier: Apache-2.0
"""A home that this account may not enter, or only read, is told as that by every kind of command."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import sohoa
from tests.support.stores.store_faults import give_to_nobody, used_home, without_rights

pytestmark = pytest.mark.long

CLOSED, READ_ONLY = "không có quyền đọc", "không ghi được"
WRITING = (["new", "--yes"], ["push"], ["store", "accept"])
READING = (["list"], ["report"], ["push", "--dry-run"], ["status", "--offline"])


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store in a folder that an ordinary user may reach, which a test's own may not be."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            monkeypatch.setenv(variable, name)
        home = Path(name) / "home"
        used_home(home)
        give_to_nobody(home)
        yield home
        for path in (home, *home.rglob("*")):
            path.chmod(0o700)


def _close(home: Path, folder: int, file: int) -> None:
    for path in sorted((home, *home.rglob("*")), reverse=True):
        path.chmod(folder if path.is_dir() else file)


def _run(home: Path, arguments: list[str]) -> int:
    return sohoa.run(["--home", str(home), *arguments])


@pytest.mark.parametrize("arguments", [*WRITING, *READING, ["show", "2232"], ["forms", "list"]], ids=" ".join)
def test_a_closed_home_is_told_as_closed(
    home: Path, arguments: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    _run(home, arguments)  # what it imports may lie where the ordinary user can't go
    capfd.readouterr()
    _close(home, 0, 0)
    with without_rights():
        assert _run(home, arguments) == 3
    told = capfd.readouterr().err
    assert CLOSED in told and str(home) in told
    assert "current.json" not in told and "lường trước" not in told


@pytest.mark.parametrize("arguments", [*WRITING, *READING], ids=" ".join)
def test_a_store_that_may_only_be_read_is_read_with_a_word_and_not_written(
    home: Path, arguments: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    _run(home, arguments)
    capfd.readouterr()
    _close(home, 0o555, 0o444)
    with without_rights():
        code = _run(home, arguments)
    assert READ_ONLY in capfd.readouterr().err
    assert code == (3 if arguments in WRITING else 0)


def test_the_doctor_examines_a_closed_home_to_the_end(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _run(home, ["doctor"])
    capfd.readouterr()
    _close(home, 0, 0)
    with without_rights():
        assert _run(home, ["doctor", "--json"]) == 3
    out, err = capfd.readouterr()
    assert "không có quyền" in out and "lường trước" not in err
