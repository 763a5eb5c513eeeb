# SPDX-License-Identifier: Apache-2.0
"""Where there is no terminal, how far a long step is stands in the log, a line each minute."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from intake.desk import progress as progress_lines
from intake.desk.progress import HowFarItIs, progress
from intake.reading.at_work import AtWork
from intake.reading.page_work import DossierPage


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
    with progress("Đang đọc", 8, hands=lambda: ["1: A"]) as advance:
        advance(2)
        assert said.wait(10)
    assert "Đang đọc: 2/8 trang" in lines[0] and lines[1] == "      1: A"


def page_of(number: int) -> DossierPage:
    papers: Any = None
    return DossierPage(
        page=number, objects=papers, dossier_id="261201-223V", document_id=1, name="họ tên.pdf", sha256=""
    )


def test_each_worker_says_which_page_it_has_and_how_long() -> None:
    now = [0.0]
    at_work = AtWork(lambda: now[0])
    at_work(1, page_of(3))
    at_work(0, page_of(2))
    now[0] = 4.0
    assert at_work.told() == [
        "tiến trình 1: 261201-223V, trang 2, 4 giây",
        "tiến trình 2: 261201-223V, trang 3, 4 giây",
    ]
    at_work(1, None)
    assert len(at_work.told()) == 1
