# SPDX-License-Identifier: Apache-2.0
"""Papers kept in a store elsewhere: whole and checked before they count, and every bad day told."""

from __future__ import annotations

import hashlib
import io
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
import stamina
from pydantic import ValidationError

from intake.errors import DamagedObjectError, ObjectStoreError
from intake.settings.settings import StoreSettings, address_typed
from intake.store.objects import StoredObject
from intake.store.remote.objects import RemoteObjects
from intake.store.remote.place import ObjectPlace, filesystem
from templates.errors import UsageError
from tests.support.servers.object_server import Line, object_server, put_right, remote_objects, store_settings

SCAN = b"scan " * 5000
_rooms = count()


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
    """The way to the service, in order again."""
    return put_right(service)


@pytest.fixture
def objects(line: Line, tmp_path: Path) -> RemoteObjects:
    return remote_objects(store_settings(line), tmp_path / "home")


def keep(objects: RemoteObjects, content: bytes = SCAN) -> StoredObject:
    return objects.keep_stream(io.BytesIO(content))


def read(objects: RemoteObjects, kept: StoredObject, name: str = "") -> bytes:
    with objects.opened(kept.sha256, name) as path:
        return path.read_bytes()


def elsewhere(objects: RemoteObjects, folder: Path) -> RemoteObjects:
    """The same store as another computer sees it."""
    return RemoteObjects(objects.place, type(objects.cache)(folder, objects.cache.limit_bytes))


def harm(objects: RemoteObjects, kept: StoredObject, content: bytes | None) -> None:
    """Somebody alters or deletes what lies in the store."""
    reached, root = filesystem(objects.place)
    key = f"{root}/objects/{kept.sha256[:2]}/{kept.sha256[2:]}"
    reached.rm_file(key) if content is None else reached.pipe_file(key, content)


@pytest.fixture(params=["s3", "s3 that tells no checksum", "file", "memory"])
def any_store(request: pytest.FixtureRequest, line: Line, tmp_path: Path) -> RemoteObjects:
    if request.param.startswith("s3"):
        line.silent = request.param != "s3"
        return remote_objects(store_settings(line), tmp_path / "home")
    if request.param == "file":
        (tmp_path / "disk").mkdir()
        settings = StoreSettings(objects=(tmp_path / "disk").as_uri())
    else:
        settings = StoreSettings(objects=f"memory://room-{next(_rooms)}")
        filesystem(ObjectPlace(settings.objects, settings))[0].makedirs(settings.objects)
    return remote_objects(settings, tmp_path / "home")


@pytest.mark.parametrize("content", [b"", SCAN, bytes(3_000_000)], ids=["empty", "short", "several pieces"])
def test_what_is_kept_on_one_computer_is_read_on_another(
    any_store: RemoteObjects, tmp_path: Path, content: bytes
) -> None:
    kept = keep(any_store, content)
    assert kept == StoredObject(hashlib.sha256(content).hexdigest(), len(content))
    assert any_store.holds(kept)
    assert read(elsewhere(any_store, tmp_path / "other"), kept) == content


def test_what_lies_there_altered_or_no_more_is_told_never_read_and_healed_by_the_same_scan(
    any_store: RemoteObjects, tmp_path: Path
) -> None:
    for number, content in enumerate((SCAN[:-1] + b"?", b"short", None)):
        kept = keep(any_store)
        harm(any_store, kept, content)
        other = elsewhere(any_store, tmp_path / str(number))
        assert not other.holds(kept)
        with pytest.raises(DamagedObjectError) as told:
            read(other, kept, "giay-chung-sinh.pdf")
        assert "giay-chung-sinh.pdf" in told.value.sentence and told.value.advice
        keep(any_store)
        assert read(other, kept) == SCAN


def test_a_name_stands_for_a_file_on_every_computer(any_store: RemoteObjects, tmp_path: Path) -> None:
    name = "slips/261123-223K/phieu.pdf"
    assert any_store.named(name) is None
    kept = keep(any_store)
    any_store.name(name, kept)
    assert elsewhere(any_store, tmp_path / "other").named(name) == kept.sha256


def test_the_same_paper_is_sent_once(objects: RemoteObjects, line: Line, tmp_path: Path) -> None:
    keep(objects)
    keep(objects)
    keep(elsewhere(objects, tmp_path / "other"))
    assert line.uploads() == 2  # the bucket, and the paper


_KEEPER = """
import io, sys
from pathlib import Path
from tests.support.servers.object_server import Line, remote_objects, store_settings
url, bucket, home = sys.argv[1:]
objects = remote_objects(store_settings(Line(url), bucket=bucket), Path(home))
for number in range(25):
    objects.keep_stream(io.BytesIO(bytes([number]) * 5000))
"""


@pytest.mark.long
def test_two_computers_that_keep_the_same_papers_at_once_both_find_each_of_them_whole(
    objects: RemoteObjects, line: Line, tmp_path: Path
) -> None:
    bucket = objects.place.url.split("/")[2]
    command = [sys.executable, "-c", _KEEPER, line.url, bucket]
    keepers = [subprocess.Popen([*command, str(tmp_path / home)]) for home in ("a", "b")]
    assert [keeper.wait(120) for keeper in keepers] == [0, 0]
    for number in range(25):
        content = bytes([number]) * 5000
        kept = StoredObject(hashlib.sha256(content).hexdigest(), len(content))
        assert objects.holds(kept) and read(objects, kept) == content


def test_what_the_store_had_already_pushes_nothing_out_of_the_cache(
    objects: RemoteObjects, tmp_path: Path
) -> None:
    """A night looks at every scan of its folder again; most of them it knows."""
    kept = keep(objects)
    other = elsewhere(objects, tmp_path / "other")
    keep(other)
    assert [path for path in other.cache.root.rglob("*") if path.is_file()] == []
    assert read(other, kept) == SCAN


def test_a_service_that_tells_the_checksum_is_not_read_back(objects: RemoteObjects, line: Line) -> None:
    keep(objects)
    assert [request.method for request in line.asked[1:]] == ["HEAD", "PUT", "HEAD"]


def test_what_came_by_once_is_read_without_the_service(objects: RemoteObjects, line: Line) -> None:
    kept = keep(objects)
    line.fault = lambda _request: 503
    assert read(objects, kept) == SCAN


def test_a_moments_trouble_is_waited_out(objects: RemoteObjects, line: Line) -> None:
    once = iter([503])
    line.fault = lambda request: next(once, 0) if request.method == "PUT" else 0
    kept = keep(objects)
    assert objects.holds(kept)


BAD_DAYS: dict[str, tuple[Callable[[Line], None], str, str]] = {
    "busy": (lambda line: setattr(line, "fault", lambda _request: 503), "bận", "chạy lại"),
    "forbidden": (lambda line: setattr(line, "fault", lambda _request: 403), "không cho", "objects_key"),
    "no bucket": (lambda line: setattr(line, "fault", lambda _request: 404), "Không có kho", "store.objects"),
    "cut half-way": (lambda line: setattr(line, "cut", True), "không trả lời", "chạy lại"),
}


@pytest.mark.parametrize("day", BAD_DAYS)
def test_what_can_not_be_sent_is_told_kept_nowhere_and_sent_by_the_next_try(
    day: str, objects: RemoteObjects, line: Line, tmp_path: Path
) -> None:
    harmed, sentence, advice = BAD_DAYS[day]
    harmed(line)
    with pytest.raises(ObjectStoreError) as told:
        keep(objects)
    assert sentence in told.value.sentence and objects.place.url in told.value.sentence
    assert advice in told.value.advice and told.value.exit_code == 3
    assert list(objects.cache.root.rglob("*")) == []
    line.fault, line.cut = lambda _request: 0, False
    assert read(elsewhere(objects, tmp_path / "other"), keep(objects)) == SCAN


def test_what_can_not_be_fetched_is_told_and_is_no_damage(
    objects: RemoteObjects, line: Line, tmp_path: Path
) -> None:
    kept, other = keep(objects), elsewhere(objects, tmp_path / "other")
    for code in (503, 403, 404):
        line.fault = lambda _request, code=code: code
        with pytest.raises(ObjectStoreError):
            read(other, kept)
    line.fault = lambda _request: 0
    assert read(other, kept) == SCAN


def test_a_refusal_is_not_tried_again(objects: RemoteObjects, line: Line) -> None:
    line.asked.clear()
    line.fault = lambda _request: 403
    with pytest.raises(ObjectStoreError):
        keep(objects)
    assert len(line.asked) == 1


def test_a_service_that_is_away_is_told(tmp_path: Path) -> None:
    nobody = Line(url="http://127.0.0.1:9")
    objects = remote_objects(store_settings(nobody, bucket="papers"), tmp_path)
    for call in (lambda: keep(objects), objects.require):
        with pytest.raises(ObjectStoreError, match="không trả lời"):
            call()


def test_a_bucket_that_is_missing_is_told_when_keeping_and_reading(line: Line, tmp_path: Path) -> None:
    objects = remote_objects(store_settings(line, bucket="never-made"), tmp_path)
    for call in (lambda: keep(objects), lambda: read(objects, StoredObject("0" * 64, 1)), objects.require):
        with pytest.raises(ObjectStoreError, match="Không có kho"):
            call()


@pytest.mark.long
@pytest.mark.parametrize("silent", [False, True], ids=["told by the service", "read back"])
def test_what_is_altered_on_the_way_is_not_kept(objects: RemoteObjects, line: Line, silent: bool) -> None:
    """A service that tells a checksum has reckoned it over what arrived; here the line takes it away."""
    line.alter, line.silent = True, True
    with pytest.raises(ObjectStoreError, match="không đúng"):
        keep(objects)
    line.alter, line.silent = False, silent
    assert objects.holds(keep(objects))


def test_a_disk_that_is_not_connected_is_not_made_up(tmp_path: Path) -> None:
    disk = tmp_path / "not-connected"
    objects = remote_objects(StoreSettings(objects=disk.as_uri()), tmp_path / "home")
    with pytest.raises(ObjectStoreError, match="Không có kho"):
        keep(objects)
    assert not disk.exists()


def test_without_s3fs_the_extra_to_install_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    objects = remote_objects(StoreSettings(objects="s3://not-installed/here"), tmp_path)
    with pytest.raises(ObjectStoreError) as told:
        keep(objects)
    assert 'pip install "sohoa[s3]"' in told.value.advice and told.value.exit_code == 3


@pytest.mark.parametrize("address", ["papers", "s3://", "s3:/papers", "sftp://lan:password@disk/papers"])
def test_what_is_no_address_or_bears_a_password_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(ValidationError, match="address"):
        StoreSettings(objects=address)
    with pytest.raises(UsageError) as told:
        address_typed(address)
    assert "password" not in told.value.sentence + told.value.advice


def test_a_scheme_that_nothing_reaches_is_told(tmp_path: Path) -> None:
    objects = remote_objects(StoreSettings(objects="gopher://papers/here"), tmp_path)
    with pytest.raises(ObjectStoreError, match="gopher"):
        keep(objects)


def test_a_key_without_its_secret_is_told_when_the_store_is_needed(tmp_path: Path) -> None:
    objects = remote_objects(StoreSettings(objects="s3://papers/here", objects_key="unit-key"), tmp_path)
    for call in (lambda: keep(objects), objects.require):
        with pytest.raises(ObjectStoreError, match="unit-key"):
            call()


def test_a_worker_gets_the_store_with_its_task_and_no_text_shows_the_secret(
    objects: RemoteObjects,
) -> None:
    kept = keep(objects)
    assert read(pickle.loads(pickle.dumps(objects)), kept) == SCAN
    assert "unit-secret" not in repr(objects)
