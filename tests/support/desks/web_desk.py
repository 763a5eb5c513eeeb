# SPDX-License-Identifier: Apache-2.0
"""A desk as a web page without a port: its pages asked for by a browser that exists only in this process."""

from __future__ import annotations

import atexit
import re
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.testclient import TestClient

from batch.web.app import create_app
from batch.web.desk import WebDesk
from batch.web.door import Door
from intake.reading.page_picture import PagePictures
from intake.reading.worker_process import Limits
from intake.settings.settings import Settings
from intake.store.store import Store

HOST = "127.0.0.1:8770"
_tokens: dict[str, str] = {}
"""By the cookies of the browser that was shown them."""
ORIGIN = {"Origin": f"http://{HOST}"}


@dataclass(frozen=True)
class DeskAtRest:
    """A desk that stands as it was for all tests of a module, who was let in, and its dossier."""

    desk: WebDesk
    clerk: TestClient
    dossier: str


@contextmanager
def web_desk(
    store: Store, who: str = "hoa", language: str = "vi", told: Settings | None = None
) -> Iterator[WebDesk]:
    """A desk over the store."""
    door = Door(b"k" * 32, store.clock)
    settings = told or Settings(home=store.home)
    with closing(WebDesk(store, settings, who, door, PagePictures(Limits(60)), language)) as desk:
        yield desk


def stranger(desk: WebDesk, **headers: str) -> TestClient:
    """A browser that was not let in."""
    app = create_app(desk, [HOST])
    client = TestClient(app, base_url=f"http://{HOST}", headers={**ORIGIN, **headers}, follow_redirects=False)
    client.portal = _portal()
    return client


@cache
def _portal() -> BlockingPortal:
    """Where requests are answered: a thread with an event loop, which each would else begin and end anew."""
    kept = ExitStack()
    atexit.register(kept.close)
    return kept.enter_context(start_blocking_portal())


def browser(desk: WebDesk) -> TestClient:
    """A browser that was let in."""
    client = stranger(desk)
    assert client.get(f"/enter?token={desk.door.token()}").status_code == 303
    return client


def csrf_of(client: TestClient, page: str = "/") -> str:
    """The token that a page's changes must bear."""
    found = re.search(r'<meta name="csrf" content="([0-9a-f]+)">', client.get(page).text)
    assert found is not None
    return found[1]


def changed(client: TestClient, address: str, **form: Any) -> Any:
    """What a change answers that one of our pages asks for; all that a browser is shown have one token
    (``test_every_way``).
    """
    session = "; ".join(f"{name}={value}" for name, value in sorted(client.cookies.items()))
    if session not in _tokens:
        _tokens[session] = csrf_of(client)
    return client.post(address, data={**form, "csrf": _tokens[session]})
