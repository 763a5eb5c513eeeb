# SPDX-License-Identifier: Apache-2.0
"""A desk that answers at a port, and Debian's Chromium that looks at it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from batch.web.desk import WebDesk
from batch.web.running import address
from batch.web.serving import config_for, listen

CHROMIUM = Path("/usr/bin/chromium")
STOP_S = 20
HELD = """() => {
  const ask = window.fetch, held = new Promise((goOn) => { window.goOn = goOn; });
  window.fetch = async (...about) => { await held; return ask(...about); };
}"""
"""What the page asks is held back until ``goOn`` is called."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; where none is installed the test is skipped, unless ``CI`` is set."""
    if not CHROMIUM.exists() and not os.environ.get("CI"):
        pytest.skip("no Chromium on this computer")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield started
        started.close()


class ServedDesk:
    """A desk at a port of its own, which can be stopped and started at the same one."""

    def __init__(self, desk: WebDesk) -> None:
        self.desk = desk
        self.port = 0
        self._before: list[BrowserContext] = []
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        listening = listen(self.port)
        self.port = listening.port
        self._server = uvicorn.Server(config_for(self.desk, listening))
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listening.socket]}, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(STOP_S)

    def close(self) -> None:
        """Stop, and close what looked at it: a page that is left open goes on drawing and asking."""
        for context in self._before:
            context.close()
        self.stop()

    def let_in(self, browser: Browser, **options: Any) -> Page:
        """A new browser's page that was let in."""
        context: BrowserContext = browser.new_context(viewport={"width": 1366, "height": 768}, **options)
        self._before.append(context)
        page = context.new_page()
        page.goto(address(self.port, self.desk.door.token()))
        return page


@contextmanager
def served(desk: WebDesk) -> Iterator[ServedDesk]:
    """The desk as long as the block lasts."""
    running = ServedDesk(desk)
    try:
        yield running
    finally:
        running.close()


class Keys:
    """The keyboard of a page, which counts what is pressed and what is typed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = self.typed = 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.typed += len(text)
