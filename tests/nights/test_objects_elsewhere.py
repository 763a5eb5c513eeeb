# SPDX-License-Identifier: Apache-2.0
"""Nights and commands of a desk whose papers lie in an S3 service: the same as at home, and its bad days."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
import stamina
from pydantic import SecretStr

from batch.gateway.publishing import Publisher
from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from batch.outbox.push import OBJECTS_AWAY
from batch.services.doctor.health import Diagnosis, Fitness
from batch.services.doctor.store_diagnoses import check_kept
from intake.errors import ObjectStoreError
from intake.services.verifying import verify_store
from intake.settings.doors import PublishSettings
from intake.settings.settings import Settings, StoreSettings
from intake.store.objects import ObjectFolder
from intake.store.progress import unseen
from intake.store.remote.cache import ObjectCache
from intake.store.remote.place import filesystem, objects_at, objects_of
from intake.store.store import Store
from sohoa import front
from tests.support.desks.night_desk import desk, picture, run_night
from tests.support.dossiers.fake_dossiers import FORM, dossier
from tests.support.programs.examples import some_of
from tests.support.servers.object_server import (
    KEY,
    SECRET,
    Line,
    Request,
    named_in_environment,
    new_bucket,
    object_server,
    put_right,
    store_settings,
)
from tests.support.stores.databases import Joining

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=2, cap=True):
        yield


@pytest.fixture(scope="module")
def service() -> Iterator[Line]:
    with object_server() as line:
        yield line


@pytest.fixture
def line(service: Line) -> Line:
    return put_right(service)


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "gateway") as running:
        yield running


@pytest.fixture
def store(line: Line) -> StoreSettings:
    return store_settings(line)


@pytest.fixture
def settings(tmp_path: Path, gateway: RunningSandbox, store: StoreSettings) -> Settings:
    return desk(tmp_path / "store", gateway.url).model_copy(update={"store": store})


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "scans"
    dossier(folder / "complete", 1)
    dossier(folder / "lacking", 2, (FORM,))
    return folder


@pytest.fixture
def another_computer(settings: Settings, tmp_path: Path, each_database: Joining) -> Callable[[], Settings]:
    """Settings of one with the same rows and the same object store; nothing else of the first."""

    def joined() -> Settings:
        each_database(settings.home, tmp_path / "other")
        return settings.model_copy(update={"home": tmp_path / "other"})

    return joined


def offline(settings: Settings) -> Settings:
    return settings.model_copy(update={"gateway": desk(settings.home).gateway})


def health(settings: Settings, *, full: bool = False) -> dict[str, Diagnosis]:
    return {found.name: found for found in check_kept(settings, full=full)}


def test_a_night_brings_about_the_same_wherever_papers_lie(
    settings: Settings, scans: Path, tmp_path: Path
) -> None:
    run_night(offline(desk(tmp_path / "home")), scans)
    run_night(offline(settings), scans)
    assert picture(settings.home) == picture(tmp_path / "home")
    assert [path for path in (settings.home / "objects").rglob("*") if path.is_file()] == []
    assert list((settings.home / "packages").iterdir()) == []  # nobody asked to look at them
    assert {d.health for d in health(settings, full=True).values()} == {Fitness.OK}


@pytest.mark.slow
def test_a_bucket_that_is_not_there_is_nobodys_tampering(settings: Settings, scans: Path, line: Line) -> None:
    run_night(offline(settings), scans)
    with closing(Store.open(settings.home, objects=objects_of(settings))) as store:
        assert verify_store(store, quick=False, progress=unseen).touched == []
    wrong = settings.model_copy(update={"store": store_settings(line, bucket="no-such-bucket")})
    with (
        closing(Store.open(wrong.home, objects=objects_of(wrong))) as store,
        pytest.raises(ObjectStoreError),
    ):
        verify_store(store, quick=True, progress=unseen)


def test_another_computer_sends_what_the_first_one_packed(
    settings: Settings, scans: Path, gateway: RunningSandbox, another_computer: Callable[[], Settings]
) -> None:
    run_night(offline(settings), scans)
    other = another_computer()
    done = run_night(other, scans)
    assert [result.state for result in done.pushed] == ["sent"]
    assert len(gateway.sandbox.store.dossiers()) == 1


@pytest.mark.slow
def test_a_night_without_the_store_takes_nothing_in_and_the_next_one_ends_like_an_undisturbed_one(
    settings: Settings, scans: Path, line: Line
) -> None:
    line.fault = lambda _request: 503
    night = run_night(settings, scans)
    assert sorted(night.untaken) == ["complete", "lacking"] and len(night.away) == 1
    assert picture(settings.home) == {}

    put_right(line)
    run_night(settings, scans)
    told = picture(settings.home)
    assert {name: one["state"] for name, one in told.items()} == {
        "complete": "pushed",
        "lacking": "incomplete",
    }


def is_kept(request: Request) -> bool:
    """Whether a paper or a file of a package is sent."""
    return request.method == "PUT" and "/objects/" in request.path


@pytest.mark.parametrize("step", some_of(["read", "package"], always=["package"]))
def test_a_store_that_goes_away_later_in_the_night_costs_that_step_and_the_next_night_goes_on(
    step: str, settings: Settings, scans: Path, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as nothing_at_hand:
        nothing_at_hand.setattr(ObjectCache, "add", lambda *_arguments: None)
        if step == "read":
            line.fault = lambda request: 503 if request.method == "GET" else 0
        else:  # beyond the three papers
            line.fault = lambda request: 503 if is_kept(request) and sum(map(is_kept, line.asked)) > 3 else 0
        night = run_night(settings, scans)
    assert [error.exit_code for error in night.away] == [3]
    assert night.untaken == [] and night.pushed == []
    read = {"read": {"captured"}, "package": {"complete", "incomplete"}}
    assert {one["state"] for one in picture(settings.home).values()} <= read[step]
    put_right(line)
    run_night(settings, scans)
    assert {one["state"] for one in picture(settings.home).values()} == {"pushed", "incomplete"}


@pytest.mark.slow
def test_what_can_not_be_fetched_is_sent_another_time(
    settings: Settings, scans: Path, line: Line, gateway: RunningSandbox,
    another_computer: Callable[[], Settings],
) -> None:  # fmt: skip
    run_night(offline(settings), scans)
    other = another_computer()
    line.fault = lambda request: 503 if request.method == "GET" else 0
    (waiting,) = run_night(other, scans).pushed
    assert (waiting.state, waiting.trouble) == ("failed-retry", OBJECTS_AWAY)
    assert other.store.objects in waiting.sentence
    assert gateway.sandbox.store.dossiers() == []


@pytest.mark.slow
def test_add_with_the_store_away_keeps_nothing_half_done_and_can_be_given_again(
    store: StoreSettings, line: Line, scans: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    home = tmp_path / "desk"
    named_in_environment(store, monkeypatch)
    assert front.run(["--home", str(home), "new", "--yes"]) == 0
    (made,) = _dossiers(home)
    second = iter([0, 503, 503, 503])
    line.fault = lambda request: next(second, 0) if request.method == "PUT" else 0
    paper = [str(path) for path in sorted((scans / "complete").iterdir())]
    capfd.readouterr()

    assert front.run(["--home", str(home), "add", made, *paper]) == 3

    told = capfd.readouterr().err
    assert "quá bận" in told and "chạy lại" in told
    assert _papers(home, made) == []
    put_right(line)
    assert front.run(["--home", str(home), "add", made, *paper]) in (0, 1)
    assert _papers(home, made) == ["1.png", "2.png"]


def _dossiers(home: Path) -> list[str]:
    store = Store.open(home)
    with store.read() as session:
        return [one.id for one in store.list(session)]


def _papers(home: Path, made: str) -> list[str]:
    store = Store.open(home)
    with store.read() as session:
        return [one.name for one in store.documents(session, made)]


@pytest.mark.slow
def test_the_doctor_tells_a_store_that_is_away_shut_or_missing(settings: Settings, line: Line) -> None:
    for code, word in ((503, "quá bận"), (403, "không cho"), (404, "Không có kho")):
        line.fault = lambda _request, code=code: code
        (found,) = health(settings).values()
        assert (found.name, found.health) == ("objects", Fitness.BROKEN)
        assert word in found.found and found.mend


def test_the_doctor_names_what_was_deleted_or_altered_there_by_its_dossier(
    settings: Settings, scans: Path
) -> None:
    run_night(offline(settings), scans)
    reached, root = filesystem(objects_at(settings.store.objects, settings).place)
    keys = reached.find(f"{root}/objects")
    for number, key in enumerate(keys):
        reached.rm_file(key) if number % 2 else reached.pipe_file(key, reached.cat_file(key)[:-1] + b"?")
    found = health(settings)
    assert found["objects"].health is Fitness.OK
    assert found["papers"].health is found["packages"].health is Fitness.BROKEN
    assert "1.png" in found["papers"].found and "kho" in found["papers"].mend
    assert all(key.startswith(root) for key in keys)


@pytest.mark.slow
def test_the_doctor_asks_for_some_seconds_only(
    settings: Settings, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_night(offline(settings), scans)
    monkeypatch.setattr("batch.services.doctor.store_diagnoses.ASKED_WITHIN_S", -1.0)
    assert "1 tệp" in health(settings)["papers"].found
    assert "3 tệp" in health(settings, full=True)["papers"].found


def _is_upload(request: Request) -> bool:
    """Of a kept file; what the place is told of the store counts apart."""
    return request.method == "PUT" and "/objects/" in request.path


@pytest.mark.slow
def test_a_desk_is_carried_over_whole_cut_off_or_not_and_goes_on_there(
    settings: Settings, scans: Path, line: Line, gateway: RunningSandbox,
    another_computer: Callable[[], Settings],
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    at_home = settings.model_copy(update={"store": StoreSettings()})
    run_night(offline(at_home), scans)
    address = settings.store.objects
    named_in_environment(settings.store.model_copy(update={"objects": ""}), monkeypatch)
    move = ["--home", str(settings.home), "store", "move-objects", "--to", address]

    few = iter([0, 0])
    line.fault = lambda request: next(few, 503) if _is_upload(request) else 0
    assert front.run(move) == 3
    put_right(line)
    assert front.run(move) == 0
    files = [path for name in ("objects", "packages") for path in (settings.home / name).rglob("*")]
    assert (
        sum(map(_is_upload, line.asked)) == len([path for path in files if path.is_file()]) - 2
    )  # two were there
    assert address in capfd.readouterr().out

    other = another_computer()
    assert {d.health for d in health(other, full=True).values()} == {Fitness.OK}
    run_night(other, scans)
    assert len(gateway.sandbox.store.dossiers()) == 1


def test_papers_come_home_whole_cut_off_or_not_and_the_desk_goes_on_there(
    settings: Settings, scans: Path, line: Line, gateway: RunningSandbox,
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    run_night(offline(settings), scans)
    named_in_environment(settings.store, monkeypatch)
    shutil.rmtree(settings.home / "cache")
    back = ["--home", str(settings.home), "store", "move-objects", "--to", "home"]
    few = iter([0, 0])
    line.fault = lambda request: next(few, 503) if "objects/" in request.path else 0
    assert front.run(back) == 3
    put_right(line)
    assert front.run(back) == 0
    assert str(settings.home) in " ".join(capfd.readouterr().out.split())
    asked = len(line.asked)
    assert front.run(back) == 0 and len(line.asked) == asked + 1  # all of it is there

    at_home = settings.model_copy(update={"store": StoreSettings()})
    assert {d.health for d in health(at_home, full=True).values()} == {Fitness.OK}
    line.fault = lambda _request: 503
    assert [one.state for one in run_night(at_home, scans).pushed] == ["sent"]
    assert len(gateway.sandbox.store.dossiers()) == 1


@pytest.mark.slow
def test_a_damaged_paper_is_left_out_and_named_and_the_rest_carried_over(
    settings: Settings, scans: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    run_night(offline(settings.model_copy(update={"store": StoreSettings()})), scans)
    named_in_environment(settings.store.model_copy(update={"objects": ""}), monkeypatch)
    bad, *_others = (path for path in sorted((settings.home / "objects").rglob("*")) if path.is_file())
    bad.write_bytes(b"altered")
    move = ["--home", str(settings.home), "store", "move-objects", "--to", settings.store.objects]
    assert front.run(move) == 1
    assert bad.relative_to(settings.home).as_posix() in capfd.readouterr().err
    found = health(settings, full=True)
    assert (found["papers"].health, found["packages"].health) == (Fitness.BROKEN, Fitness.OK)


def test_where_settings_name_no_store_papers_lie_in_the_home(tmp_path: Path) -> None:
    assert isinstance(objects_of(Settings(home=tmp_path)), ObjectFolder)


def test_a_file_published_there_is_had_by_its_signed_link_alone(line: Line, tmp_path: Path) -> None:
    paper = tmp_path / "a.pdf"
    paper.write_bytes(b"%PDF-1.4\n%%EOF\n")
    place, secret = f"s3://{new_bucket(line)}/giay-to", SecretStr(SECRET)
    reached = {"user": KEY, "password": secret, "endpoint": line.url, "region": "us-east-1"}
    publisher = Publisher(PublishSettings(place=place, **reached))
    assert publisher.sweep() == 0
    link = publisher.link(publisher.publish(paper))
    ends = int(parse_qs(urlsplit(link).query)["Expires"][0])
    assert abs(ends - datetime.now(UTC).timestamp() - 3 * 86_400) < 3_600
    with urlopen(link) as answer:
        assert answer.read() == paper.read_bytes()
    ahead = Publisher(publisher.settings, lambda: datetime.now(UTC) + timedelta(days=4))
    assert ahead.sweep() == 1 and publisher.sweep() == 0
