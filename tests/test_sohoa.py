# SPDX-License-Identifier: Apache-2.0
"""The front door: language, global options, exit codes, and no traceback on the screen."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

import sohoa
from sohoa import front
from templates.desk.command_line import App
from templates.errors import SohoaError, UsageError

ROOT = Path(sohoa.__file__).parent.parent


def _command(action: Callable[[], object]) -> Callable[[], object]:
    """A command tree with one command ``act`` in place of the rooms'."""

    def build() -> object:
        app = App(no_args_is_help=True)
        app.callback()(front._global_options)
        app.command("act")(action)
        return typer.main.get_command(app)

    return build


def _run(monkeypatch: pytest.MonkeyPatch, action: Callable[[], object], *arguments: str) -> int:
    monkeypatch.setattr(front, "build", _command(action))
    return front.run([*arguments, "act"])


def _raise(error: BaseException) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


def test_a_command_that_ends_well_gives_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run(monkeypatch, lambda: None) == 0


def test_a_command_may_say_that_dossiers_need_attention(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run(monkeypatch, _raise(typer.Exit(1))) == 1


@pytest.mark.parametrize(("kind", "code"), [(UsageError, 2), (SohoaError, 3)])
def test_our_errors_are_one_sentence_and_an_advice(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], kind: type[SohoaError], code: int
) -> None:
    assert _run(monkeypatch, _raise(kind("Hỏng rồi.", "Làm lại."))) == code
    out, err = capfd.readouterr()
    assert (out, err) == ("", "Hỏng rồi.\nLàm lại.\n")


def test_an_unexpected_error_goes_to_the_log_and_not_to_the_screen(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code = _run(monkeypatch, _raise(ValueError("NGUYỄN VĂN AN")), "--home", str(tmp_path / "store"))
    out, err = capfd.readouterr()
    assert (code, out) == (3, "")
    assert "Traceback" not in err
    assert "NGUYỄN" not in err
    log_file = tmp_path / "store" / "log" / "sohoa.log"
    assert str(log_file) in err
    assert "ValueError" in log_file.read_text(encoding="utf-8")


def test_an_unexpected_error_with_an_unwritable_home_is_still_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    assert _run(monkeypatch, _raise(ValueError()), "--home", str(tmp_path / "file" / "store")) == 3
    assert "sohoa doctor" in capfd.readouterr().err


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), MemoryError()])
def test_a_full_disk_or_memory_is_said_plainly(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], error: Exception
) -> None:
    assert _run(monkeypatch, _raise(error)) == 3
    assert type(error).__name__ not in capfd.readouterr().err


def test_stopping_by_hand_gives_130_and_says_that_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, _raise(KeyboardInterrupt())) == 130
    assert "Không mất" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--what", "act"], "Không có tùy chọn --what"),
        (["atc"], "Không có lệnh “atc”. Có phải là act?"),
        (["--lang", "fr", "act"], "Không có ngôn ngữ “fr”"),
        (["act", "more"], "Thừa: more"),
    ],
)
def test_wrong_use_is_said_in_vietnamese_and_gives_two(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    monkeypatch.setattr(front, "build", _command(lambda: None))
    assert front.run(arguments) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert words in err


def test_the_settings_file_may_choose_the_language_and_an_option_overrules_it(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "sohoa.toml"
    path.write_text('language = "en"\n', encoding="utf-8")
    monkeypatch.setattr(front, "build", _command(lambda: None))
    front.run(["--config", str(path), "--what"])
    front.run(["--config", str(path), "--lang=vi", "--what"])
    english, vietnamese = (line for line in capfd.readouterr().err.splitlines() if "--what" in line)
    assert english == "There is no option --what."
    assert vietnamese == "Không có tùy chọn --what."


def test_global_options_may_stand_behind_the_command() -> None:
    found = front.globals_first(
        ["run", "F", "--quiet", "--home", "H", "--json", "--lang=en", "--", "--quiet"]
    )
    assert found == ["--quiet", "--home", "H", "--lang=en", "run", "F", "--json", "--", "--quiet"]
    assert front.globals_first(["list", "-q"]) == ["-q", "list"]


def test_a_global_option_without_its_value_is_wrong_use(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(front, "build", _command(lambda: None))
    assert front.run(["act", "--home"]) == 2
    assert "--home" in capfd.readouterr().err


@pytest.mark.parametrize("words", [["--home", ""], ["--home="]])
def test_an_empty_home_is_not_the_folder_one_stands_in(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], words: list[str]
) -> None:
    """A script whose variable is not set says so."""
    monkeypatch.setattr(front, "build", _command(lambda: pytest.fail("it ran")))
    assert front.run(["act", *words]) == 2
    assert "--home" in capfd.readouterr().err


def _process(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SOHOA_LANG": "vi"}
    command = [sys.executable, "-m", "sohoa", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60, check=False, **options
    )


def test_the_whole_program_shows_its_help_in_vietnamese() -> None:
    done = _process("--help")
    assert done.returncode == 0
    assert "Tùy chọn" in done.stdout
    assert "Mã thoát" in done.stdout
    for command in ("run", "read", "new", "add", "list", "show", "edit", "check", "package", "push"):
        assert command in done.stdout
    assert done.stderr == ""


def test_the_whole_program_says_its_version() -> None:
    done = _process("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("sohoa ")


def test_a_reader_that_goes_away_is_no_error() -> None:
    script = f"{sys.executable} -m sohoa config show; echo code $? >&2"
    done = subprocess.run(
        ["bash", "-c", f"({script}) | head -c 1 >/dev/null"],
        capture_output=True, text=True, cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip
    assert done.stderr == "code 0\n"


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(("redirection", "code"), [(">&-", 0), ("2>&-", 0), (">/dev/full", 3)])
def test_closed_and_full_outputs_are_borne(
    redirection: str, code: int, unbuffered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m sohoa config show --json {redirection}"],
        capture_output=True, text=True, cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == code
    assert "Traceback" not in done.stderr


@pytest.mark.long
def test_what_a_library_says_of_its_retries_stays_off_the_screen(tmp_path: Path) -> None:
    unreachable = {
        "SOHOA_UNIT__CODE": "H56.1",
        "SOHOA_GATEWAY__BASE_URL": "http://127.0.0.1:1",
        "SOHOA_GATEWAY__CLIENT_ID": "one",
        "SOHOA_GATEWAY__CLIENT_SECRET": "two",
    }
    done = subprocess.run(
        [sys.executable, "-m", "sohoa", "--home", str(tmp_path), "--lang", "vi", "gateway", "test"],
        env={**os.environ, **unreachable},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode != 0
    assert "stamina" not in done.stdout + done.stderr
    assert "retry" not in done.stdout + done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows hands words over as Unicode")
def test_vietnamese_words_arrive_whole_where_the_locale_knows_only_ascii(tmp_path: Path) -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "sohoa", "--home", str(tmp_path / "kho"), "list", "Phường Đống Đa"],
        env={**os.environ, **ascii_only, "SOHOA_LANG": "vi"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 2
    assert "Phường Đống Đa" in done.stderr
