# SPDX-License-Identifier: Apache-2.0
"""The cache of papers kept elsewhere: within its limit, never wrong, and safe for several processes."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from intake.errors import StorageFullError
from intake.settings.settings import StoreSettings
from intake.store.objects import StoredObject
from intake.store.remote.objects import RemoteObjects
from intake.store.remote.place import filesystem
from tests.support.servers.object_server import remote_objects

SIZE, LIMIT = 1000, 3500


@pytest.fixture
def objects(tmp_path: Path) -> RemoteObjects:
    """A store on another disk, and room for three papers here."""
    (tmp_path / "disk").mkdir()
    settings = StoreSettings(objects=(tmp_path / "disk").as_uri())
    return remote_objects(settings, tmp_path / "home", limit_bytes=LIMIT)


def paper(number: int) -> bytes:
    return bytes([number]) * SIZE


def keep(objects: RemoteObjects, number: int) -> StoredObject:
    return objects.keep_stream(io.BytesIO(paper(number)))


def read(objects: RemoteObjects, kept: StoredObject) -> bytes:
    with objects.opened(kept.sha256) as path:
        return path.read_bytes()


def cached(objects: RemoteObjects) -> list[Path]:
    return [path for path in objects.cache.root.rglob("*") if path.is_file()]


def in_cache(objects: RemoteObjects, kept: StoredObject) -> bool:
    return (objects.cache.root / kept.sha256[:2] / kept.sha256[2:]).is_file()


def age(objects: RemoteObjects, *papers: StoredObject) -> None:
    """As if they were opened in this order, long ago."""
    for moment, kept in enumerate(papers, start=1):
        os.utime(objects.cache.root / kept.sha256[:2] / kept.sha256[2:], (moment, moment))


def test_the_limit_holds_and_what_was_not_opened_longest_goes_first(objects: RemoteObjects) -> None:
    first, second, third = (keep(objects, number) for number in range(3))
    age(objects, first, second, third)
    assert read(objects, first) == paper(0)

    fourth = keep(objects, 3)

    assert [in_cache(objects, one) for one in (first, second, third, fourth)] == [True, False, True, True]
    assert sum(path.stat().st_size for path in cached(objects)) <= LIMIT
    assert read(objects, second) == paper(1)  # it is fetched again
    assert sum(path.stat().st_size for path in cached(objects)) <= LIMIT


def test_what_is_open_stays_readable_and_is_not_evicted(objects: RemoteObjects) -> None:
    first = keep(objects, 0)
    with objects.opened(first.sha256) as path:
        age(objects, first)
        for number in range(1, 8):
            keep(objects, number)
        assert in_cache(objects, first)
        assert objects.cache.clear()
        assert path.read_bytes() == paper(0)
    assert not path.exists()
    assert objects.cache.clear() and not in_cache(objects, first)


def test_a_paper_larger_than_the_limit_is_read_all_the_same_and_the_next_one_takes_its_room(
    objects: RemoteObjects,
) -> None:
    large = objects.keep_stream(io.BytesIO(bytes(2 * LIMIT)))
    assert read(objects, large) == bytes(2 * LIMIT)
    keep(objects, 1)
    assert not in_cache(objects, large)


@pytest.mark.parametrize("content", [b"", b"\0" * SIZE, paper(0)[:-1]], ids=["empty", "other", "cut"])
def test_a_corrupted_copy_is_never_read_and_fetched_again(objects: RemoteObjects, content: bytes) -> None:
    kept = keep(objects, 9)
    (copy,) = cached(objects)
    copy.write_bytes(content)
    assert read(objects, kept) == paper(9)
    assert copy.read_bytes() == paper(9)


def test_a_full_disk_costs_the_copies_first_and_is_told_then(
    objects: RemoteObjects, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep(objects, 0)
    keep(objects, 1)
    assert objects.cache.clear()
    keep(objects, 2)
    reached, _root = filesystem(objects.place)
    fetch, faults = reached.get_file, [OSError(errno.ENOSPC, "full")]

    def full(*arguments: Any, **more: Any) -> None:
        if faults:
            raise faults.pop()
        fetch(*arguments, **more)

    monkeypatch.setattr(reached, "get_file", full)
    assert read(objects, kept) == paper(0)
    assert [in_cache(objects, kept), len(cached(objects))] == [True, 1]

    objects.cache.clear()
    faults.extend(OSError(errno.ENOSPC, "full") for _try in range(2))
    with pytest.raises(StorageFullError) as told:
        read(objects, kept)
    assert str(objects.cache.root) in told.value.sentence and told.value.advice
    assert cached(objects) == []
    assert read(objects, kept) == paper(0)


def test_where_the_disk_knows_no_links_copies_do(
    objects: RemoteObjects, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(_source: object, _target: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", unknown)
    papers = [keep(objects, number) for number in range(6)]
    assert [read(objects, one) for one in papers] == [paper(number) for number in range(6)]
    assert sum(path.stat().st_size for path in cached(objects)) <= LIMIT


def test_what_killed_processes_had_open_goes_at_the_next_run(objects: RemoteObjects) -> None:
    keep(objects, 0)
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    left = objects.cache.root / f".open-{int(gone.stdout)}-0"
    left.write_bytes(b"left")
    ours = objects.cache.root / f".open-{os.getpid()}-0"
    ours.write_bytes(b"ours")
    objects.clear_left_overs()
    assert ours.exists() and not left.exists()


_READER = """
import sys
from pathlib import Path
from intake.settings.settings import StoreSettings
from tests.support.servers.object_server import remote_objects
disk, home, hashes = sys.argv[1], Path(sys.argv[2]), sys.argv[3].split(",")
objects = remote_objects(StoreSettings(objects=disk), home, limit_bytes=3500)
for _round in range(6):
    for number, sha256 in enumerate(hashes):
        with objects.opened(sha256) as path:
            assert path.read_bytes() == bytes([number]) * 1000
"""


@pytest.mark.long
def test_several_processes_read_through_one_small_cache_and_each_gets_the_right_bytes(
    objects: RemoteObjects, tmp_path: Path
) -> None:
    papers = [keep(objects, number) for number in range(12)]
    hashes = ",".join(one.sha256 for one in papers)
    arguments = [objects.place.url, str(tmp_path / "home"), hashes]
    readers = [subprocess.Popen([sys.executable, "-c", _READER, *arguments]) for _reader in range(3)]
    assert [reader.wait(120) for reader in readers] == [0, 0, 0]
    assert [path for path in cached(objects) if path.name.startswith(".")] == []
    for path in cached(objects):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.parent.name + path.name
    keep(objects, 99)
    assert sum(path.stat().st_size for path in cached(objects)) <= LIMIT
