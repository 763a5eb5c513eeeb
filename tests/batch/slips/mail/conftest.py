# SPDX-License-Identifier: Apache-2.0
"""A morning at an office, a citizen who agreed to mail, and a mail server of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from batch.slips.mail.consent import record_consent
from batch.slips.numbered.issue import issue_receipt
from intake.settings.settings import MailSettings
from intake.store.store import Store
from tests.support.desks.mail_desk import ADDRESS
from tests.support.desks.packing_desk import Clock
from tests.support.desks.slip_desk import CLERK, RECEIVED, WHO, new_dossier, opened, set_office
from tests.support.servers.mail_server import Postbox, mail_server
from tests.support.stores.databases import spare_server

SPARED = ("test_mail_consent", "test_postman", "test_bounded_line")
"""They say who gets a mail and how it looks; who sends it stands in the others."""


@pytest.fixture
def clock() -> Clock:
    return Clock(RECEIVED)


@pytest.fixture
def store(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    set_office(monkeypatch)
    store = opened(tmp_path / "home", clock)
    yield store
    store.close()


@pytest.fixture
def dossier(store: Store) -> str:
    """A dossier whose citizen agreed, with a receipt in the queue."""
    made = new_dossier(store)
    with store.write() as session:
        record_consent(store, session, made, ADDRESS, who=WHO, how="form")
    assert issue_receipt(store, made, by=CLERK, mail=True).mailed
    return made


@pytest.fixture
def server() -> Iterator[tuple[Postbox, MailSettings]]:
    with mail_server() as running:
        yield running


@pytest.fixture(autouse=True)
def on_each_database(each_database: None) -> None:
    """A store that is opened lies in SQLite, and in a second run on PostgreSQL."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    spare_server(config, items, Path(__file__).parent, SPARED)
