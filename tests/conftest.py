# SPDX-License-Identifier: Apache-2.0
"""What holds for every test: settings, language and store of whoever runs the tests stay out of it."""

from __future__ import annotations

import functools
import gc
import gettext
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
import stamina
import typer.testing
from hypothesis import settings
from hypothesis.internal.conjecture import providers

from intake.reading import workers
from intake.settings import current, log
from intake.store import database
from templates.language import messages
from tests.support.programs.examples import USUAL
from tests.support.stores.compiled_once import compiled_once
from tests.support.stores.databases import (
    each_database,
    only_for_sqlite,
    postgres,
    postgres_url,
    spare_further_cases,
    store_templates,
    store_url,
)
from tests.support.stores.empty_home import copied_tables

__all__ = [
    "each_database",
    "postgres",
    "postgres_url",
    "store_templates",
    "store_url",
]  # fixtures for every test

workers.PRELOAD += ("batch.night.pack_dossiers", "bench.storm.pusher")
workers.PRELOAD_TO_COUNT = workers.PRELOAD
"""What the tests' worker processes do is loaded once where they are forked from, whichever test starts that
first, and not by each of them.
"""


_NUMBERS = itertools.count()
"""Of the homes of tests that ask for no folder."""


class NoEnglish(gettext.NullTranslations):
    """Asked for a message that has no Vietnamese: what a slip in its wording would show a clerk."""

    def gettext(self, message: str) -> str:
        pytest.fail(f"no Vietnamese for the message {message!r}")

    def ngettext(self, msgid1: str, _msgid2: str, _n: int) -> str:
        return self.gettext(msgid1)


@pytest.fixture(scope="session", autouse=True)
def every_message_in_vietnamese() -> None:
    """No English in between: a message that is shown has its Vietnamese."""
    messages._catalogue(messages.DEFAULT_LANGUAGE).add_fallback(NoEnglish())


@pytest.fixture(scope="session", autouse=True)
def nobody_s_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """As ``own_surroundings``, for fixtures that more than one test shares; the folder of these homes."""
    with pytest.MonkeyPatch.context() as patched:
        for name in [name for name in os.environ if name.startswith("SOHOA_")]:
            patched.delenv(name)
        folder = tmp_path_factory.mktemp("nobody")
        _live_in(patched, folder)
        yield folder


def _live_in(patched: pytest.MonkeyPatch, home: Path) -> None:
    patched.setenv("HOME", str(home))
    patched.setenv("XDG_CONFIG_HOME", str(home / "config"))
    patched.setenv("XDG_DATA_HOME", str(home / "data"))
    # A test's store often lies in ``home`` itself, and what is known of it lies elsewhere.
    patched.setenv("XDG_STATE_HOME", str(home.parent / f"{home.name}-state"))


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """No test cuts the power: what a store commits or keeps is written and not waited for (a quarter of the
    time).
    """
    as_a_desk_does = database._prepare

    @functools.wraps(as_a_desk_does)
    def prepare(connection: Any, record: Any) -> None:
        as_a_desk_does(connection, record)
        connection.execute("PRAGMA synchronous = OFF")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "_prepare", prepare)
        patched.setattr(os, "fsync", lambda _handle: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_are_compiled_once() -> Iterator[None]:
    """A process of the program opens one store, the tests thousands."""
    with compiled_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def commands_are_made_once() -> Iterator[None]:
    """A command line that is typed again is not made anew from its functions: a fifth of such tests' time."""
    made: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
    make = typer.testing._get_command

    def kept(app: Any) -> Any:
        if app not in made:
            made[app] = make(app)
        return made[app]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(typer.testing, "_get_command", kept)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_waiting_between_tries() -> Iterator[None]:
    """A gateway or an object store that failed for a moment is asked again as often as ever, and at once."""
    at_once = functools.partial(stamina.retry_context, wait_initial=0, wait_max=0, wait_jitter=0)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stamina, "retry_context", at_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def new_stores_are_copied() -> Iterator[None]:
    """To migrate each test's new store from nothing is a tenth of the suite's time."""
    with copied_tables():
        yield


@pytest.fixture(autouse=True)
def own_surroundings(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, nobody_s_surroundings: Path
) -> None:
    """An empty home, Vietnamese messages, and no settings chosen yet."""
    if "tmp_path" in request.fixturenames:
        home: Path = request.getfixturevalue("tmp_path") / "home"
    else:  # to make a test a folder takes milliseconds, the longer the more there are
        home = nobody_s_surroundings / str(next(_NUMBERS))
    _live_in(monkeypatch, home)
    monkeypatch.setattr(current, "_chosen", None)
    monkeypatch.setattr(current, "_office", None)
    monkeypatch.setattr(current, "_installed", None)
    monkeypatch.setattr(current, "_current", None)
    monkeypatch.setattr(log, "_path", None)
    monkeypatch.setattr(messages, "_of_process", messages.DEFAULT_LANGUAGE)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--slow", action="store_true", help="run the suites marked slow as well, and ten times the examples"
    )
    parser.addoption(
        "--quick", action="store_true", help="of each test the first case, and none that is marked long"
    )


@pytest.hookimpl(optionalhook=True)  # without pytest-xdist nobody asks
def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are cores: what waits for a browser, a server or a page that hangs leaves its core
    to another. With one more, two cores idled for a third of the time.
    """
    return len(os.sched_getaffinity(0)) + 2


def pytest_configure(config: pytest.Config) -> None:
    """How many examples a property is tried on; before the tests are imported, which may ask for a share."""
    settings.register_profile("usual", max_examples=USUAL, deadline=None)
    settings.register_profile("slow", max_examples=10 * USUAL, deadline=None)
    settings.load_profile("slow" if config.getoption("--slow") else "usual")
    if not config.getoption("--slow"):
        # Hypothesis reads the source of every module for constants worth trying: seconds in each worker.
        providers._get_local_constants = providers.Constants


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What the tests are made of stays until the end: Python does not look through it for what may be freed,
    which is two thirds of the time that it takes to collect them, and it is done in each worker.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow suites out unless they are asked for, and what takes long from a quick run; the longest
    come first, so that no worker is left alone with one at the end.
    """
    if config.getoption("--quick"):
        config.hook.pytest_deselected(items=_keep_quick(items))
    items[:] = [item for item in items if not only_for_sqlite(item)]
    items.sort(key=lambda item: "first" not in item.keywords)
    if not config.getoption("--slow"):
        spare_further_cases(items)
        items[:] = [item for item in items if "slow" not in item.keywords]


def _keep_quick(items: list[pytest.Item]) -> list[pytest.Item]:
    """Leave the first case of each test that is not long; the others."""
    kept: dict[str, pytest.Item] = {}
    for item in items:
        if "long" not in item.keywords and "slow" not in item.keywords:
            kept.setdefault(item.nodeid.partition("[")[0], item)
    others = [item for item in items if kept.get(item.nodeid.partition("[")[0]) is not item]
    items[:] = kept.values()
    return others
