# SPDX-License-Identifier: Apache-2.0
"""A store whose clock stands still, a dossier with one page, a desk over it and a browser before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient

from batch.web import reading
from batch.web.desk import WebDesk
from intake.reading.page_work import HowToRead
from intake.services.fill_and_check import fill
from intake.store.dossier.documents import FileInfo
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.browser.in_browser import ALWAYS_IN_BROWSER
from tests.support.browser.web_browser import ServedDesk, chromium, served
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.desks.web_desk import DeskAtRest, web_desk
from tests.support.desks.web_desk import browser as let_in
from tests.support.dossiers.fake_pages import fake_read, form_page, shaded
from tests.support.dossiers.station_dossiers import NOW
from tests.support.stores.empty_home import store_in
from tests.support.stores.moved_home import moved_home

FOLDER = Path(__file__).parent
WAIT_MS = 60_000
"""The first picture starts what makes them; on a busy computer that takes a while."""


@pytest.fixture(scope="session")
def doubted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home with the dossier of most tests, made once, and its id."""
    folder = tmp_path_factory.mktemp("doubted")
    with closing(store_in(folder / "home", lambda: NOW)) as store:
        return folder / "home", doubted_dossier(store, folder)


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if "doubted" in request.fixturenames:
        moved_home(request.getfixturevalue("doubted")[0], tmp_path / "home")
    store = store_in(tmp_path / "home", lambda: NOW)
    yield store
    store.close()


@pytest.fixture
def dossier(store: Store, doubted: tuple[Path, str]) -> str:  # noqa: ARG001 (in it the dossier lies)
    """The id of a dossier whose only page says what the child is called, and that with some doubt."""
    return doubted[1]


def doubted_dossier(store: Store, folder: Path) -> str:
    kept = store.keep(shaded(folder / "to-khai.png"))
    info = FileInfo("to-khai.png", "image/png", 1)
    with store.write() as session:
        made = store.create_dossier(session, procedure=PROCEDURE, who="lan").id
        document, _new = store.add_document(session, made, kept, info, who="lan")
        reading = form_page({"child.full_name": "LÊ VĂN AN"}, 0.7)
        store.save_page_reading(session, document.id, reading, reader="1")
    fill(store, made, load_catalogue())
    return made


@pytest.fixture
def desk(store: Store) -> Iterator[WebDesk]:
    with web_desk(store) as made:
        yield made


@pytest.fixture
def clerk(desk: WebDesk) -> TestClient:
    return let_in(desk)


@pytest.fixture(scope="module")
def rest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskAtRest]:
    """For tests that change nothing: to make a desk costs ten times what asking for a page does."""
    folder = tmp_path_factory.mktemp("rest")
    with closing(store_in(folder / "home", lambda: NOW)) as store, web_desk(store) as desk:
        yield DeskAtRest(desk, let_in(desk), doubted_dossier(store, folder))


class OneBrowser:
    """Started with the first test that asks for it and kept for the others of this folder: to start it takes
    as long as what most of them do.
    """

    def __init__(self) -> None:
        self._end = ExitStack()
        self._started: Browser | None = None

    def started(self) -> Browser:
        self._started = self._started or self._end.enter_context(chromium())
        return self._started

    def close(self) -> None:
        self._started = None
        self._end.close()


_BROWSER = OneBrowser()


@pytest.fixture(scope="module")
def browser() -> Browser:
    expect.set_options(timeout=WAIT_MS)
    return _BROWSER.started()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--slow"):
        items[:] = [item for item in items if not _spared(item)]


def _spared(item: pytest.Item) -> bool:
    if item.path.parent != FOLDER or "browser" not in getattr(item, "fixturenames", ()):
        return False
    name = getattr(item, "originalname", item.name)
    return name not in ALWAYS_IN_BROWSER.get(item.path.name, (name,))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """Before a test of another folder the browser ends: beside it no test could have an event loop."""
    try:
        return (yield)
    finally:
        if nextitem is None or FOLDER not in nextitem.path.parents:
            _BROWSER.close()


@pytest.fixture
def running(desk: WebDesk) -> Iterator[ServedDesk]:
    with served(desk) as started:
        yield started


@pytest.fixture
def nothing_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page is really read."""
    monkeypatch.setattr(reading, "how_to_read", lambda _settings: HowToRead(work=fake_read))


@pytest.fixture
def at(clerk: TestClient) -> str:
    """The address of a new visit."""
    return str(clerk.get("/counter").headers["location"])
