# SPDX-License-Identifier: Apache-2.0
"""The executor: order, flat window, and every fault a page can bring."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import forkserver
from pathlib import Path

import pytest

from intake.capture.refusals import RefusalCode
from intake.errors import StorageFullError, WorkersError
from intake.reading import workers as workers_module
from intake.reading.worker_process import Failure, FailureCode, Limits, why_failed
from intake.reading.workers import Workers, start_forkserver
from ocr.errors import RecogniserMissingError
from templates.errors import SohoaError
from templates.files.active import use_home
from templates.language.messages import choose_language
from templates.system import START_METHOD
from tests.support.dossiers.own_forms import write_own_form
from tests.support.programs.examples import some_of
from tests.support.programs.waiting import alive, wait_until
from tests.support.programs.worker_faults import Job, do, never_ready

ROOT = Path(__file__).parents[3]
GENEROUS = Limits(timeout_s=60)
SHORT = Limits(timeout_s=1.0)


def run(jobs: list[Job], count: int = 2, limits: Limits = GENEROUS) -> dict[Job, object]:
    """Each job's value or failure code."""
    outcomes = list(Workers(do, count, limits).run(jobs))
    assert len(outcomes) == len(jobs)
    return {o.task: o.failure.code if o.failure else o.value for o in outcomes}


def good(count: int) -> list[Job]:
    return [Job("good", number) for number in range(count)]


def test_every_task_has_exactly_one_outcome_and_each_worker_tells_what_it_has() -> None:
    told: list[tuple[int, Job | None]] = []
    outcomes = list(
        Workers(do, 2, GENEROUS, at_work=lambda place, job: told.append((place, job))).run(good(9))
    )
    assert {o.task: o.value for o in outcomes} == {Job("good", n): n * 2 for n in range(9)}
    assert sorted(job.number for _place, job in told if job) == list(range(9))
    assert {place for place, _job in told} == {0, 1}
    assert [[job for at, job in told if at == place][-1] for place in (0, 1)] == [None, None]


def test_lasting_workers_keep_their_processes_from_list_to_list_until_closed(tmp_path: Path) -> None:
    workers = Workers(do, 2, GENEROUS, lasting=True)
    for number in range(3):
        (outcome,) = workers.run([Job("good", 1, str(tmp_path))])
        assert outcome.value == 2, number
    assert [o.failure.code for o in workers.run([Job("crash")]) if o.failure] == [FailureCode.CRASH]
    assert [o.value for o in workers.run([Job("good", 2)])] == [4]
    workers.close()
    pids = (tmp_path / "good-1").read_text().split()
    assert len(pids) == 3 and len(set(pids)) == 1
    assert wait_until(lambda: not alive(int(pids[0])))


def end_idle_workers(workers: Workers[Job, int]) -> None:
    pids = [slot._pid.result() for slot in workers._slots]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not any(map(alive, pids)))


def end_forkserver() -> None:
    pid = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not alive(pid))


@pytest.mark.skipif(START_METHOD != "forkserver", reason="nothing is forked here")
@pytest.mark.long
@pytest.mark.parametrize("ended", some_of(["workers", "forkserver", "both"], always=["both"]))
def test_processes_ended_from_outside_between_two_pages_cost_no_page(ended: str) -> None:
    workers = Workers(do, 2, GENEROUS, lasting=True)
    assert sorted(o.value for o in workers.run(good(3)) if o.value is not None) == [0, 2, 4]
    if ended != "forkserver":
        end_idle_workers(workers)
    if ended != "workers":
        end_forkserver()
    assert sorted(o.value for o in workers.run(good(3)) if o.value is not None) == [0, 2, 4]
    workers.close()


@pytest.mark.skipif(START_METHOD != "forkserver", reason="nothing is forked here")
@pytest.mark.long
@pytest.mark.slow
def test_a_forkserver_ended_before_the_first_page_is_started_again() -> None:
    start_forkserver()
    end_forkserver()
    assert run(good(3)) == {Job("good", n): n * 2 for n in range(3)}


def test_no_tasks_start_no_process() -> None:
    assert run([]) == {}


def test_tasks_are_pulled_only_as_workers_fall_free() -> None:
    pulled = 0

    def tasks() -> Iterator[Job]:
        nonlocal pulled
        for job in good(50):
            pulled += 1
            yield job

    for done, _outcome in enumerate(Workers(do, 2, GENEROUS).run(tasks()), start=1):
        assert pulled <= done + 2


def test_a_worker_uses_one_thread() -> None:
    assert run([Job("threads")]) == {Job("threads"): 1001}


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_worker_writes_in_the_language_chosen(language: str) -> None:
    choose_language(language)
    assert run([Job("english")]) == {Job("english"): int(language == "en")}


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("crash", FailureCode.CRASH),
        ("bad-exception", FailureCode.ERROR),
        ("exit", FailureCode.ERROR),
        ("unpicklable-result", FailureCode.ERROR),
        ("refuse", FailureCode.REFUSED),
    ],
)
def test_a_fault_costs_its_own_page_only(fault: str, code: FailureCode) -> None:
    results = run([*good(2), Job(fault), *[Job("good", n) for n in range(2, 5)]])
    assert results.pop(Job(fault)) is code
    assert results == {Job("good", n): n * 2 for n in range(5)}


def test_a_page_that_hangs_is_stopped_and_the_rest_goes_on() -> None:
    results = run([Job("hang"), *good(6)], limits=SHORT)
    assert results.pop(Job("hang")) is FailureCode.TIMEOUT
    assert results == {Job("good", n): n * 2 for n in range(6)}


def test_what_a_hung_page_started_is_stopped_too(tmp_path: Path) -> None:
    results = run([Job("hang-in-a-child", folder=str(tmp_path))], limits=SHORT)
    assert list(results.values()) == [FailureCode.TIMEOUT]
    child = int((tmp_path / "child").read_text())
    assert wait_until(lambda: not alive(child))


def test_a_page_beyond_the_memory_limit_is_recorded() -> None:
    results = run([Job("memory"), *good(2)], limits=Limits(timeout_s=60, memory_mb=4096))
    assert results.pop(Job("memory")) is FailureCode.MEMORY
    assert len(results) == 2


def test_a_page_whose_worker_died_is_tried_once_more_alone(tmp_path: Path) -> None:
    job = Job("crash-first-time", 3, str(tmp_path))
    assert run([job, *good(3)])[job] == 6
    assert len((tmp_path / "crash-first-time-3").read_text().splitlines()) == 2


def test_a_page_that_always_kills_its_worker_is_tried_twice_only(tmp_path: Path) -> None:
    job = Job("crash", 1, str(tmp_path))
    assert run([job])[job] is FailureCode.CRASH
    assert len((tmp_path / "crash-1").read_text().splitlines()) == 2


def test_a_refusal_keeps_its_reason_and_an_error_gives_no_text_away() -> None:
    outcomes = {o.task.name: o for o in Workers(do, 2, GENEROUS).run([Job("refuse"), Job("bad-exception")])}
    refused, broken = outcomes["refuse"].failure, outcomes["bad-exception"].failure
    assert refused is not None and refused.reason == "encrypted"
    assert broken is not None and "values of the paper" not in repr(broken)


def test_a_recogniser_that_fails_is_named_and_traced_without_the_paper_s_words() -> None:
    (outcome,) = Workers(do, 1, GENEROUS).run([Job("recogniser-fails")])
    failure = outcome.failure
    assert failure is not None and failure.code is FailureCode.RECOGNISER
    assert (failure.sentence, failure.advice) == ("The recogniser parrot failed.", "Choose another.")
    assert any("recogniser_fails" in line for line in failure.trace)
    assert "values of the paper" not in repr(failure)


def test_every_failure_tells_the_clerk_what_to_do() -> None:
    for code in FailureCode:
        assert Failure(code).sentence and Failure(code).advice


@pytest.mark.parametrize(
    ("fault", "error", "advice"),
    [
        ("no-recogniser", RecogniserMissingError, "Install it."),
        ("disk-full", StorageFullError, "Free some space."),
    ],
)
def test_what_every_page_would_meet_stops_the_run_with_its_advice(
    fault: str, error: type[SohoaError], advice: str
) -> None:
    with pytest.raises(error) as caught:
        list(Workers(do, 2, GENEROUS).run([*good(2), Job(fault), *good(2)]))
    assert caught.value.advice == advice


def test_leaving_early_ends_every_worker(tmp_path: Path) -> None:
    jobs = [Job("good", 1, str(tmp_path)), Job("hang", 2, str(tmp_path))]
    outcomes = Workers(do, 2, GENEROUS).run(jobs)
    next(outcomes)
    hung = tmp_path / "hang-2"
    assert wait_until(hung.exists)
    outcomes.close()  # type: ignore[attr-defined]
    assert wait_until(lambda: not alive(int(hung.read_text())))


@pytest.mark.long
@pytest.mark.timeout(60)
def test_a_process_that_a_thread_keeps_from_ending_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers_module, "END_TIMEOUT_S", 0.2)
    stays = Job("stay", 0, str(tmp_path))
    assert run([stays]) == {stays: 0}
    assert wait_until(lambda: not alive(int((tmp_path / "stay-0").read_text())))


@pytest.mark.long
@pytest.mark.timeout(60)
@pytest.mark.slow
def test_a_process_that_never_gets_ready_ends_the_run_and_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEVER_READY", str(tmp_path / "pid"))
    monkeypatch.setattr(workers_module, "prepare", never_ready)
    monkeypatch.setattr(workers_module, "START_TIMEOUT_S", 10.0)
    if START_METHOD == "forkserver":  # it was started without the variable
        start_forkserver()
        end_forkserver()
    with pytest.raises(WorkersError):
        run(good(1))
    assert wait_until(lambda: not alive(int((tmp_path / "pid").read_text())))


@pytest.mark.skipif(START_METHOD != "forkserver", reason="nothing is forked here")
@pytest.mark.long
@pytest.mark.timeout(90)
@pytest.mark.slow
def test_what_workers_are_forked_from_is_replaced_where_it_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start_forkserver()
    stopped = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    os.kill(stopped, signal.SIGSTOP)
    monkeypatch.setattr(workers_module, "START_TIMEOUT_S", 20.0)
    assert run(good(3), count=1) == {Job("good", n): n * 2 for n in range(3)}
    assert not alive(stopped)


@pytest.mark.parametrize(
    "sign", some_of([signal.SIGINT, signal.SIGKILL, signal.SIGTERM], always=[signal.SIGKILL])
)
def test_a_killed_run_leaves_no_orphans(tmp_path: Path, sign: signal.Signals) -> None:
    code = (
        "from tests.support.programs.worker_faults import Job, do\n"
        "from intake.reading.workers import Workers\n"
        "from intake.reading.worker_process import Limits\n"
        "if __name__ == '__main__':\n"
        f"    jobs = [Job('hang-in-a-child', 0, {str(tmp_path)!r})]\n"
        "    list(Workers(do, 2, Limits(timeout_s=600)).run(jobs))\n"
    )
    here = os.pathsep.join((str(Path(__file__).parent), str(ROOT)))
    script = tmp_path / "night.py"
    script.write_text(code)
    env = {**os.environ, "PYTHONPATH": here}
    parent = subprocess.Popen(
        [sys.executable, str(script)], env=env, stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's `&` has it ignored
    )  # fmt: skip
    worker, child = tmp_path / "hang-in-a-child-0", tmp_path / "child"
    assert wait_until(lambda: child.exists() and child.read_text())
    parent.send_signal(sign)
    parent.wait(60)
    pids = [int(worker.read_text()), int(child.read_text())]
    assert wait_until(lambda: not any(alive(pid) for pid in pids))


@pytest.mark.parametrize("code", [*FailureCode, *RefusalCode])
def test_every_reason_that_the_store_keeps_of_a_failed_page_has_its_sentence(
    code: FailureCode | RefusalCode,
) -> None:
    assert why_failed(code.value).endswith(".") and code.value not in why_failed(code.value)


def test_what_workers_fork_from_is_told_of_the_offices_own_forms_before_it_starts(tmp_path: Path) -> None:
    write_own_form(tmp_path)
    use_home(lambda: tmp_path)
    try:
        start_forkserver()  # as add and read do, before anybody has asked for the catalogue
        assert os.environ["SOHOA_OWN_FORMS"] == str(tmp_path / "forms")
    finally:
        use_home(None)
