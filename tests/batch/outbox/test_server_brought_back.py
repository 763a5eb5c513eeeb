# SPDX-License-Identifier: Apache-2.0
"""A server's database brought back from a copy made before a push: what is there is not sent again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import stamina

from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from batch.outbox.push import Pushed, Pusher, due_dossiers
from bench.postgres.server import PostgresServer
from intake.dossier.states import State
from intake.errors import LostStoreError
from intake.settings.settings import StoreSettings
from intake.store.life import bring_back
from intake.store.remote.objects import RemoteObjects
from intake.store.store import Store
from tests.support.desks.packing_desk import RECEIVED, WHO, Clock, connected, packaged_dossier
from tests.support.servers.object_server import remote_objects
from tests.support.stores.server_store import copied, server_of

# Once: the test names its server itself.
pytestmark = [pytest.mark.timeout(180), pytest.mark.long, pytest.mark.of_sqlite]
NOW = RECEIVED + timedelta(hours=3)


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=2, cap=True):
        yield


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "gateway") as running:
        yield running


def opened(home: Path, url: str, papers: RemoteObjects | None = None) -> Store:
    return Store.open(home, Clock(NOW), server=server_of(url), objects=papers)


def push_all(
    home: Path, url: str, gateway: RunningSandbox, papers: RemoteObjects | None = None
) -> list[Pushed]:
    with closing(opened(home, url, papers)) as store, connected(gateway) as connector:
        return list(Pusher(store, connector, WHO).push_all(due_dossiers(store, early=True), early=True))


def test_a_dossier_sent_after_the_copy_was_made_keeps_its_number_and_is_not_sent_again(
    tmp_path: Path, gateway: RunningSandbox, postgres: PostgresServer, postgres_url: str
) -> None:
    home = tmp_path / "home"
    with closing(opened(home, postgres_url)) as store:
        packaged_dossier(store, tmp_path / "scans")
    with copied(postgres, postgres_url) as older:
        (sent,) = push_all(home, postgres_url, gateway)
        with pytest.raises(LostStoreError):
            opened(home, older)
        bring_back.accept(home, who=WHO, now=NOW, server=server_of(older))
        (again,) = push_all(home, older, gateway)
        assert (sent.state, again.state, again.number) == ("sent", "sent", sent.number)
        with closing(opened(home, older)) as store, store.read() as session:
            (dossier,) = store.list(session)
        assert (dossier.state, dossier.official_number) == (State.PUSHED, sent.number)
    counters = gateway.sandbox.store.counters()
    assert (counters["dossiers"], counters["numbers"], counters["duplicate_files"]) == (1, 1, 0)


def test_what_a_desk_sent_whose_disk_is_lost_is_not_sent_again_by_another(
    tmp_path: Path, gateway: RunningSandbox, postgres: PostgresServer, postgres_url: str
) -> None:
    (tmp_path / "papers").mkdir()
    papers = remote_objects(StoreSettings(objects=f"file://{tmp_path / 'papers'}"), tmp_path)
    one, two = tmp_path / "one", tmp_path / "two"
    with closing(opened(one, postgres_url, papers)) as store:
        packaged_dossier(store, tmp_path / "scans")
    with copied(postgres, postgres_url) as older:
        (sent,) = push_all(one, postgres_url, gateway, papers)
        shutil.rmtree(one)
        by_id, by_papers = (papers.notes(f"sent/{way}") for way in ("dossiers", "papers"))
        assert list(by_id) == list(by_papers) != []
        bring_back.accept(two, who=WHO, now=NOW, server=server_of(older), shared=papers.shared)
        (again,) = push_all(two, older, gateway, papers)
    assert (sent.state, again.state, again.number) == ("sent", "sent", sent.number)
    counters = gateway.sandbox.store.counters()
    assert (counters["dossiers"], counters["numbers"]) == (1, 1)
