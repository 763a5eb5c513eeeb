# SPDX-License-Identifier: Apache-2.0
"""Pictures of pages for a desk: one that is there waits for none, and the desk ends with the one in hand."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from intake.capture.pages import CaptureLimits
from intake.errors import WorkersError
from intake.reading import page_picture
from intake.reading.page_picture import PagePictures, PictureTask
from intake.reading.worker_process import Limits
from tests.support.desks.intake_desk import NOW
from tests.support.stores.empty_home import store_in


@pytest.fixture
def task(tmp_path: Path) -> Callable[[int], PictureTask]:
    objects = store_in(tmp_path, lambda: NOW).objects
    return lambda page: PictureTask(objects, "0" * 64, "to-khai.png", page, 0, 100, CaptureLimits())


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> tuple[Event, Event]:
    """Page 2 begins (first event) and is not made until the second is set."""
    begins, go = Event(), Event()

    def made(_workers: Any, task: PictureTask) -> bytes:
        if task.page == 2:
            begins.set()
            go.wait()
        return b"%d" % task.page

    monkeypatch.setattr(page_picture, "done_apart", made)
    return begins, go


def test_a_picture_that_is_there_waits_for_none_that_is_being_made(
    task: Callable[[int], PictureTask], begun: tuple[Event, Event]
) -> None:
    begins, go = begun
    with closing(PagePictures(Limits(60))) as pictures, ThreadPoolExecutor() as threads:
        assert pictures.picture(task(1)) == b"1"
        slow = threads.submit(pictures.picture, task(2))
        begins.wait()
        assert pictures.picture(task(1)) == b"1"
        go.set()
        assert slow.result() == b"2"


def test_closing_waits_for_the_picture_in_hand_and_begins_none(
    task: Callable[[int], PictureTask], begun: tuple[Event, Event]
) -> None:
    begins, go = begun
    pictures = PagePictures(Limits(60))
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(pictures.picture, task(2))
        begins.wait()
        closing_ = threads.submit(pictures.close)
        go.set()
        assert slow.result() == b"2"
        closing_.result()
    with pytest.raises(WorkersError):
        pictures.picture(task(3))
