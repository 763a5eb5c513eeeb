# SPDX-License-Identifier: Apache-2.0
"""Two runs that read on one cluster at once: each dossier is in the hands of one of them alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from batch.night.in_hand import InHand
from intake.reading.page_work import HowToRead
from intake.reading.read_pages import read_pages
from intake.services.receive.ingest import ingest, plan
from intake.store.store import Store
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.dossiers.fake_pages import fake_read, hangs_first_time, shaded
from tests.support.programs.waiting import wait_until
from tests.support.servers.dask_cluster import Cluster, cluster_in, kill

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster_in(tmp_path_factory.mktemp("cluster")) as cluster:
        cluster.work()
        cluster.work()
        yield cluster


def test_no_dossier_is_taken_by_two_runs_and_each_page_is_read_once(
    two_workers: Cluster, tmp_path: Path
) -> None:
    home, scans = tmp_path / "home", tmp_path / "scans"
    for name in ("an", "binh", "chi", "dung"):
        shaded(scans / name / "a.tif", sum(map(ord, name)) % 150 + 20, pages=3)
    store = Store.open(home)
    dossiers = [ingest(store, source, procedure=PROCEDURE, who="t").dossier_id for source in plan(scans)]
    at_once = Barrier(2)

    def a_run(order: list[str]) -> list[tuple[str, int]]:
        """The pages that one run read of all dossiers, in its own order."""
        mine = Store.open(home)
        how = HowToRead(work=fake_read, cluster=two_workers.address)
        with InHand(mine) as ours:
            at_once.wait(60)
            read = read_pages(mine, order, how, mine=ours.take)
            pages = [(outcome.task.dossier_id, outcome.task.page) for outcome in read]
            at_once.wait(120)  # neither gives its dossiers back before the other has asked for them
        mine.close()
        return pages

    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(a_run, order) for order in (dossiers, dossiers[::-1])]
        read = [run.result(240) for run in runs]
    assert Counter(read[0] + read[1]) == Counter({(d, page): 1 for d in dossiers for page in (1, 2, 3)})
    assert not {dossier for dossier, _page in read[0]} & {dossier for dossier, _page in read[1]}
    store.close()


def test_a_killed_worker_costs_its_pages_time_and_each_page_is_kept_once(tmp_path: Path) -> None:
    shaded(tmp_path / "scans" / "an" / "a.tif", 200, pages=3)
    store = Store.open(tmp_path / "home")
    (source,) = plan(tmp_path / "scans")
    dossier = ingest(store, source, procedure=PROCEDURE, who="t").dossier_id

    def a_run(address: str) -> list[int]:
        how = HowToRead(work=hangs_first_time, cluster=address)
        return [outcome.task.page for outcome in read_pages(store, [dossier], how) if not outcome.failure]

    with cluster_in(tmp_path / "cluster") as cluster, ThreadPoolExecutor(1) as pool:
        first = cluster.work()
        running = pool.submit(a_run, cluster.address)
        assert wait_until(lambda: list((tmp_path / "home" / "objects").glob("??/.hangs")) != [], 120)
        cluster.work()
        kill(first)
        assert sorted(running.result(200)) == [1, 2, 3]
    with store.read() as session:
        assert len(store.page_readings(session, dossier)) == 3
    store.close()
