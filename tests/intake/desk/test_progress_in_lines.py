# SPDX-License-Identifier: Apache-2.0
"""Where there is no terminal, how far a long step is stands in the log, a line each minute."""

from __future__ import annotations

import threading

import pytest

from intake.desk import progress as progress_lines
from intake.desk.progress import HowFarItIs, progress


def test_rate_and_time_left_follow_from_what_was_done() -> None:
    now = [0.0]
    far = HowFarItIs(90, lambda: now[0])
    assert far.minutes_left is None
    now[0] = 120.0
    far.count(30)
    assert (far.per_minute, far.minutes_left) == (15.0, 4)
    assert HowFarItIs(None).minutes_left is None


def test_a_line_is_said_while_it_lasts_and_none_of_what_is_over_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines: list[str] = []
    said = threading.Event()

    def say(text: str) -> None:
        lines.append(text)
        said.set()

    monkeypatch.setattr(progress_lines, "say", say)
    with progress("Đang đọc", 8):
        pass
    assert lines == []
    monkeypatch.setattr(progress_lines, "SAY_EVERY_S", 0.01)
    with progress("Đang đọc", 8) as advance:
        advance(2)
        assert said.wait(10)
    assert "Đang đọc: 2/8 trang" in lines[0]
