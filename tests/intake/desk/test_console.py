# SPDX-License-Identifier: Apache-2.0
"""Results go to standard output, all else to standard error."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from rich.console import Console

from intake.desk import console as module
from intake.desk import progress as progress_module
from intake.desk.console import (
    complain,
    concerning,
    configure_console,
    print_json,
    say,
    show,
    show_pairs,
    show_table,
)
from intake.desk.progress import progress
from ocr.result import Source


@pytest.fixture(autouse=True)
def fresh_consoles() -> Iterator[None]:
    consoles = (module.results, module.remarks)  # tests put others in their place

    def clear() -> None:
        for console in consoles:
            console.cache_clear()
        configure_console(quiet=False)

    clear()
    yield
    clear()


def test_remarks_stay_off_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    say("working")
    show("result")
    out, err = capsys.readouterr()
    assert (out, err) == ("result\n", "working\n")


def test_quiet_silences_remarks_but_not_errors(capsys: pytest.CaptureFixture[str]) -> None:
    configure_console(quiet=True)
    say("working")
    complain("It failed.", "Do this.")
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "It failed.\nDo this.\n"


def test_a_command_that_is_advised_names_the_office_that_the_dossier_is_of(
    capsys: pytest.CaptureFixture[str],
) -> None:
    advice = "See: sohoa show 7KQ2; then: sohoa decide 7KQ2 owner"
    complain("Held.", advice)
    assert capsys.readouterr().err == f"Held.\n{advice}\n"
    configure_console(quiet=False, office="H34.11")
    complain("Held.", advice)
    named = "See: sohoa --unit H34.11 show 7KQ2; then: sohoa --unit H34.11 decide 7KQ2 owner"
    assert " ".join(capsys.readouterr().err.split()) == f"Held. {named}"
    with concerning("H34.12"):
        say("sohoa check 7KQ2")
        show("sohoa push 7KQ2")
        show_table(["To do"], [["sohoa hold 7KQ2"]])
    say("sohoa store accept")  # of all offices
    out, err = capsys.readouterr()
    assert "--unit H34.12 push" in out and "--unit H34.12 hold" in out
    assert err == "sohoa --unit H34.12 check 7KQ2\nsohoa store accept\n"


def test_square_brackets_in_a_text_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    show("[bold]Nguyễn[/bold]")
    complain("[red]x[/red]")
    out, err = capsys.readouterr()
    assert "[bold]Nguyễn[/bold]" in out
    assert "[red]x[/red]" in err


def test_a_long_sentence_is_not_broken_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    show("từ " * 200)
    assert capsys.readouterr().out.count("\n") == 1


def test_json_keeps_diacritics_and_knows_our_records(capsys: pytest.CaptureFixture[str]) -> None:
    @dataclass
    class Record:
        name: str
        where: Path

    day = date(2026, 11, 2)
    now = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
    print_json({"r": Record("Đỗ Thị Ở", Path("a/b")), "day": day, "now": now, "s": Source.QR, "t": (1, 2)})
    out = capsys.readouterr().out
    assert "Đỗ Thị Ở" in out
    assert json.loads(out) == {
        "r": {"name": "Đỗ Thị Ở", "where": "a/b"},
        "day": "2026-11-02",
        "now": "2026-11-02T08:30:00+00:00",
        "s": "qr",
        "t": [1, 2],
    }


def test_a_wide_table_fits_eighty_columns_without_losing_text(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    terminal = Console(file=stream, width=80, force_terminal=True, color_system=None)
    monkeypatch.setattr(module, "results", lambda: terminal)
    show_table(["Số", "Tên"], [(1, "x" * 150)], right=(0,))
    show_pairs([("Tên", "y" * 150), ("Trống", None)])
    lines = stream.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    assert stream.getvalue().count("x") == stream.getvalue().count("y") == 150


def test_no_progress_is_drawn_off_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Reading", 3) as advance:
        for _page in range(3):
            advance(1)
    assert capsys.readouterr() == ("", "")


def test_progress_on_a_terminal_shows_pages_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    terminal = Console(file=stream, width=80, force_terminal=True, color_system=None)
    monkeypatch.setattr(progress_module, "remarks", lambda: terminal)
    monkeypatch.setattr(progress_module.threading, "Timer", _AtOnce)
    with progress("Đọc", 4, unit="trang") as advance:
        advance(2)
        advance(1)
    drawn = stream.getvalue()
    assert "3/4" in drawn
    assert "trang/" in drawn


class _AtOnce:
    """A timer whose time has always come."""

    daemon = False

    def __init__(self, _seconds: float, action: object) -> None:
        self.start = action

    def cancel(self) -> None: ...

    def join(self) -> None: ...


def test_a_quick_job_draws_nothing_even_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    terminal = Console(file=stream, width=80, force_terminal=True, color_system=None)
    monkeypatch.setattr(progress_module, "remarks", lambda: terminal)
    with progress("Đọc", 1) as advance:
        advance(1)
    assert "1/1" not in stream.getvalue()
