# SPDX-License-Identifier: Apache-2.0
"""Pages read on a Dask cluster: each once, whatever a page, a worker or the cluster itself does to a run."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from distributed import Client

from intake.errors import ClusterError, StorageFullError
from intake.reading import cluster as step
from intake.reading.cluster import ClusterWorkers, require_usable
from intake.reading.page_work import HowToRead
from intake.reading.read_pages import read_pages
from intake.reading.worker_process import FailureCode, Limits
from intake.services.receive.ingest import ingest, plan
from intake.store.store import Store
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.dossiers.fake_pages import CRASH, fake_read, shaded
from tests.support.programs.examples import some_of
from tests.support.programs.waiting import alive, children, wait_until
from tests.support.programs.worker_faults import Job, do
from tests.support.servers.dask_cluster import Cluster, cluster_in, kill

pytestmark = pytest.mark.long
GENEROUS = Limits(timeout_s=60)


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster_in(tmp_path_factory.mktemp("cluster")) as cluster:
        cluster.work()
        cluster.work()
        yield cluster


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with cluster_in(tmp_path / "cluster") as cluster:
        yield cluster


def run(cluster: Cluster, jobs: list[Job], limits: Limits = GENEROUS) -> dict[Job, object]:
    """Each job's value or failure code."""
    outcomes = list(ClusterWorkers(do, cluster.address, limits).run(jobs))
    assert len(outcomes) == len(jobs)
    return {o.task: o.failure.code if o.failure else o.value for o in outcomes}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the whole of 127.0.0.0/8")
@pytest.mark.slow
def test_a_worker_of_this_computer_listens_at_its_own_address_alone(two_workers: Cluster) -> None:
    run(two_workers, [Job("well", 1), Job("well", 2)])
    with Client(two_workers.address, set_as_default=False) as client:
        told = client.scheduler_info(n_workers=-1)["workers"]
    assert len(told) == len(two_workers.processes) - 1
    ports = [urlsplit(address).port for address in told]
    ports += [urlsplit(one["nanny"]).port for one in told.values() if one["nanny"]]
    ports += [port for one in told.values() for port in one["services"].values()]
    for port in ports:
        assert answers("127.0.0.1", port)
        assert not answers("127.0.0.2", port)  # which who listens to all would answer to


def answers(host: str, port: int | None) -> bool:
    try:
        socket.create_connection((host, port or 0), timeout=5).close()
    except OSError:
        return False
    return True


def test_each_page_of_the_dossiers_is_read_once_and_kept(
    two_workers: Cluster, store: Store, tmp_path: Path
) -> None:
    shaded(tmp_path / "scans" / "an" / "a.tif", pages=5)
    shaded(tmp_path / "scans" / "binh.png", 100)
    dossiers = [
        ingest(store, source, procedure=PROCEDURE, who="t").dossier_id for source in plan(tmp_path / "scans")
    ]
    how = HowToRead(work=fake_read, cluster=two_workers.address)
    read = [(o.task.dossier_id, o.task.page) for o in read_pages(store, dossiers, how)]
    assert sorted(read) == sorted([(dossiers[0], number) for number in range(1, 6)] + [(dossiers[1], 1)])
    with store.read() as session:
        kept = [reading.value("child.full_name") for _d, reading in store.page_readings(session, dossiers[0])]
    assert [one.value for one in kept if one] == [f"MÀU {255 - number} QR" for number in range(5)]
    assert list(read_pages(store, dossiers, how)) == []


def test_a_page_is_read_with_memory_as_on_one_computer(two_workers: Cluster) -> None:
    runner: ClusterWorkers[str, str | None] = ClusterWorkers(os.getenv, two_workers.address, GENEROUS)
    names = ["MALLOC_TRIM_THRESHOLD_", "OMP_THREAD_LIMIT"]
    assert {one.task: one.value for one in runner.run(names)} == dict(zip(names, (None, "1"), strict=True))


def test_a_page_that_kills_its_reader_costs_itself_alone(
    two_workers: Cluster, store: Store, tmp_path: Path
) -> None:
    shaded(tmp_path / "scans" / "an" / "a.tif", CRASH + 1, pages=3)
    (source,) = plan(tmp_path / "scans")
    dossier = ingest(store, source, procedure=PROCEDURE, who="t").dossier_id
    outcomes = read_pages(store, [dossier], HowToRead(work=fake_read, cluster=two_workers.address))
    told = {o.task.page: o.failure.code if o.failure else None for o in outcomes}
    assert told == {1: None, 2: FailureCode.CRASH, 3: None}


def test_a_page_that_hangs_or_wants_too_much_memory_is_stopped_on_the_worker(two_workers: Cluster) -> None:
    limits = Limits(timeout_s=3.0, memory_mb=512)
    jobs = [Job("hang"), Job("memory"), *(Job("good", number) for number in range(4))]
    found = run(two_workers, jobs, limits)
    assert found[Job("hang")] is FailureCode.TIMEOUT
    assert found[Job("memory")] is FailureCode.MEMORY
    assert [found[Job("good", number)] for number in range(4)] == [0, 2, 4, 6]


def test_what_every_page_would_meet_ends_the_run_with_its_own_words(two_workers: Cluster) -> None:
    with pytest.raises(StorageFullError) as told:
        run(two_workers, [Job("disk-full"), Job("good")])
    assert told.value.advice


def test_a_worker_of_another_version_reads_nothing(
    two_workers: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step, "VERSION", "0.0.1")
    with pytest.raises(ClusterError, match=r"0\.0\.1"):
        run(two_workers, [Job("good")])


def test_a_worker_with_other_forms_reads_nothing(
    two_workers: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step, "catalogue_fingerprint", lambda: "0" * 64)
    with pytest.raises(ClusterError) as told:
        run(two_workers, [Job("good")])
    assert told.value.sentence == ClusterError.other_catalogue().sentence


@pytest.mark.slow
def test_a_page_of_a_killed_worker_is_read_by_another(cluster: Cluster, tmp_path: Path) -> None:
    first = cluster.work()
    job = Job("hang-first-time", 1, str(tmp_path))
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run, cluster, [job, Job("good", 4)])
        assert wait_until((tmp_path / "hang-first-time-1").exists, 120)
        cluster.work()
        kill(first)
        assert running.result(timeout=200) == {job: 2, Job("good", 4): 8}


def test_a_run_whose_scheduler_is_gone_says_so_and_the_next_one_goes_on(
    cluster: Cluster, tmp_path: Path, two_workers: Cluster
) -> None:
    cluster.work()
    jobs = [Job("good", 1), Job("hang-first-time", 2, str(tmp_path))]
    outcomes = ClusterWorkers(do, cluster.address, GENEROUS).run(jobs)
    assert next(outcomes).value == 2
    assert wait_until((tmp_path / "hang-first-time-2").exists, 120)
    cluster.scheduler.send_signal(signal.SIGKILL)
    with pytest.raises(ClusterError):
        list(outcomes)
    assert run(two_workers, jobs[1:]) == {jobs[1]: 4}


@pytest.mark.parametrize("ended", some_of(["the scheduler", "the worker", "killed"], always=["killed"]))
@pytest.mark.slow
def test_a_worker_that_has_read_ends_with_all_it_started(
    cluster: Cluster, tmp_path: Path, ended: str
) -> None:
    worker = cluster.work()
    job = Job("good", 1, str(tmp_path))
    assert run(cluster, [job]) == {job: 2}
    reader = int((tmp_path / "good-1").read_text())
    started = [reader, *children(worker.pid)]
    if ended == "killed":
        worker.kill()  # alone: those that it started are told nothing
    else:
        (cluster.scheduler if ended == "the scheduler" else worker).terminate()
    assert wait_until(lambda: worker.poll() is not None, 90)
    assert wait_until(lambda: not any(map(alive, started)), 30)


def test_an_encrypted_wire_without_certificates_is_told() -> None:
    with pytest.raises(ClusterError) as told:
        list(ClusterWorkers(do, "tls://127.0.0.1:9", GENEROUS).run([Job("good")]))
    assert "CLIENT__CERT" in told.value.advice


def test_where_nothing_answers_the_run_ends_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step, "CONNECT_TIMEOUT_S", 1.0)
    with pytest.raises(ClusterError) as told:
        list(ClusterWorkers(do, "tcp://127.0.0.1:9", GENEROUS).run([Job("good")]))
    assert "127.0.0.1:9" in told.value.sentence and told.value.exit_code == 3


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the whole of 127.0.0.0/8")
def test_a_scheduler_that_shows_anybody_what_is_read_is_used_only_where_nobody_else_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step, "CONNECT_TIMEOUT_S", 1.0)
    with cluster_in(tmp_path / "open", page=":0") as open_to_all:
        for plain, told in ((False, "--dashboard-address"), (True, "cluster work")):
            with pytest.raises(ClusterError) as refused:
                runs = ClusterWorkers(do, open_to_all.address, GENEROUS, plain=plain)
                list(runs.run([Job("good")]))
            assert told in refused.value.advice


def test_a_cluster_without_workers_is_named(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step, "CONNECT_TIMEOUT_S", 1.0)
    with pytest.raises(ClusterError) as told:
        list(ClusterWorkers(do, cluster.address, GENEROUS).run([Job("good")]))
    assert told.value.sentence == ClusterError.without_workers(cluster.address).sentence


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:8786", "tcp://localhost:1", "tcp://[::1]:8786", "tls://a:8786"]
)
def test_a_scheduler_on_this_computer_or_an_encrypted_one_is_taken(address: str) -> None:
    require_usable(address, plain=False)


@pytest.mark.parametrize(
    "address", ["", "a:8786", "http://a:8786", "tcp://a", "tls://:8786", "tcp://a:b", "tcp://["]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ClusterError) as told:
        require_usable(address, plain=True)
    assert told.value.sentence == ClusterError.not_an_address(address).sentence


def test_an_open_wire_to_another_computer_wants_a_setting() -> None:
    with pytest.raises(ClusterError) as told:
        require_usable("tcp://10.1.2.3:8786", plain=False)
    assert "plain_cluster" in told.value.advice
    require_usable("tcp://10.1.2.3:8786", plain=True)


def test_the_fingerprint_follows_the_offices_own_forms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fingerprint: Callable[[], str] = step.catalogue_fingerprint.__wrapped__
    monkeypatch.setattr(step, "own_forms_folder", lambda: None)
    shipped = fingerprint()
    (tmp_path / "own.yaml").write_text("a: 1\n", "utf-8")
    monkeypatch.setattr(step, "own_forms_folder", lambda: tmp_path)
    first = fingerprint()
    (tmp_path / "own.yaml").write_text("a: 2\n", "utf-8")
    assert len({shipped, first, fingerprint()}) == 3
