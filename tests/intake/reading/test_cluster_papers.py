# SPDX-License-Identifier: Apache-2.0
"""Papers in an object store, read on a cluster: each worker opens them with what its own computer has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from intake.errors import ObjectStoreError
from intake.reading.page_work import HowToRead
from intake.reading.read_pages import read_pages
from intake.services.receive.ingest import ingest, plan
from intake.settings.settings import StoreSettings
from intake.store.store import Store
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.dossiers.fake_pages import fake_read, shaded
from tests.support.servers.dask_cluster import Cluster, cluster_in
from tests.support.servers.object_server import (
    SECRET,
    Line,
    named_in_environment,
    object_server,
    remote_objects,
    store_settings,
)
from tests.support.servers.wire_tap import tapped

pytestmark = pytest.mark.long
OF_DATABASE = "of-the-database"


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    with object_server() as line:
        yield line


@pytest.fixture
def where(line: Line) -> StoreSettings:
    return store_settings(line, password=SecretStr(OF_DATABASE))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with cluster_in(tmp_path / "cluster") as cluster:
        yield cluster


@pytest.fixture
def dossier_of(where: StoreSettings, tmp_path: Path) -> Iterator[tuple[Store, str]]:
    """A store whose papers lie in the object store, and a dossier of two pages in it."""
    store = Store.open(tmp_path / "desk", objects=remote_objects(where, tmp_path / "desk"))
    shaded(tmp_path / "scans" / "an" / "a.tif", pages=2)
    (source,) = plan(tmp_path / "scans")
    yield store, ingest(store, source, procedure=PROCEDURE, who="t").dossier_id
    store.close()


def test_no_secret_passes_the_scheduler_and_workers_open_papers_with_their_own(
    cluster: Cluster,
    where: StoreSettings,
    dossier_of: tuple[Store, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as of_the_worker:
        named_in_environment(where.model_copy(update={"password": None}), of_the_worker)
        cluster.work()
    store, dossier = dossier_of
    with tapped(cluster.address) as tap:
        outcomes = list(read_pages(store, [dossier], HowToRead(work=fake_read, cluster=tap.address)))
    assert [outcome.failure for outcome in outcomes] == [None, None]
    seen = tap.passed()
    assert outcomes[0].task.sha256.encode() in seen  # what is looked for would be found
    assert not [told for told in (SECRET, OF_DATABASE) if told.encode() in seen]
    assert len(list((cluster.folder / "home-1" / "cache" / "objects").glob("??/*"))) == 1


@pytest.mark.slow
def test_a_worker_whose_computer_keeps_no_papers_there_is_told_of(
    cluster: Cluster, where: StoreSettings, dossier_of: tuple[Store, str]
) -> None:
    cluster.work()
    store, dossier = dossier_of
    with pytest.raises(ObjectStoreError) as told:
        list(read_pages(store, [dossier], HowToRead(work=fake_read, cluster=cluster.address)))
    assert told.value.sentence == ObjectStoreError.unknown_to_worker(where.objects).sentence
