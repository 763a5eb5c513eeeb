# SPDX-License-Identifier: Apache-2.0
"""Kept files: whole or not at all, told as damaged where they can't be read, and known by their beginning."""

from __future__ import annotations

import errno
import hashlib
import io
import stat
from pathlib import Path
from typing import Any

import pytest

from intake.errors import DamagedObjectError
from intake.store.objects import (
    CHUNK_BYTES,
    LEAST_STUB_BYTES,
    ObjectFolder,
    StoredObject,
    begins_with,
    checked,
    digest,
)


@pytest.fixture
def folder(tmp_path: Path) -> ObjectFolder:
    return ObjectFolder(tmp_path / "home" / "objects")


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


LONG = bytes(range(256)) * (CHUNK_BYTES // 256) + b"and more than one piece"


@pytest.mark.parametrize("content", [b"", b"scan", LONG], ids=["empty", "short", "several pieces"])
def test_a_kept_file_is_every_byte_of_the_scan(folder: ObjectFolder, tmp_path: Path, content: bytes) -> None:
    source = written(tmp_path / "scan", content)

    kept = folder.keep(source)

    assert kept == digest(source) == StoredObject(hash_of(content), len(content))
    assert folder.path(kept.sha256).read_bytes() == content
    assert folder.verify(kept.sha256) == folder.path(kept.sha256)


def test_kept_files_lie_by_their_hash_where_earlier_versions_of_the_program_put_them(
    folder: ObjectFolder,
) -> None:
    kept = folder.keep_stream(io.BytesIO(b"scan"))
    assert folder.path(kept.sha256) == folder.root / kept.sha256[:2] / kept.sha256[2:]
    assert folder.has(kept.sha256)
    assert not folder.has("0" * 64)


def test_nobody_else_on_the_computer_may_look_into_the_folders(folder: ObjectFolder) -> None:
    kept = folder.keep_stream(io.BytesIO(b"scan"))
    for made in (folder.root, folder.path(kept.sha256).parent):
        assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_keeping_a_file_again_leaves_the_sound_one_and_nothing_beside_it(folder: ObjectFolder) -> None:
    kept = folder.keep_stream(io.BytesIO(b"scan"))
    before = folder.path(kept.sha256).stat()

    assert folder.keep_stream(io.BytesIO(b"scan")) == kept

    assert folder.path(kept.sha256).stat().st_ino == before.st_ino
    assert [path for path in folder.root.rglob("*") if path.is_file()] == [folder.path(kept.sha256)]


def test_a_kept_file_that_can_not_be_read_is_told_as_damaged_with_what_to_do(
    folder: ObjectFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = folder.keep_stream(io.BytesIO(b"scan"))

    opening, lies_at = Path.open, folder.path(kept.sha256)

    def bad_sector(path: Path, *mode: Any) -> object:
        if path == lies_at:
            raise OSError(errno.EIO, "Input/output error")
        return opening(path, *mode)

    monkeypatch.setattr(Path, "open", bad_sector)
    with pytest.raises(DamagedObjectError) as told:
        folder.verify(kept.sha256)
    assert kept.sha256[:12] in told.value.sentence and kept.sha256[:13] not in told.value.sentence
    assert told.value.advice


@pytest.mark.parametrize("content", [b"scam", None], ids=["another byte", "gone"])
def test_other_bytes_than_the_hash_says_are_damage(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "scan"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DamagedObjectError):
        checked(path, hash_of(b"scan"))
    assert checked(written(path, b"scan"), hash_of(b"scan")) == path


def test_a_file_is_known_by_its_beginning_where_that_is_long_enough(tmp_path: Path) -> None:
    whole = written(tmp_path / "scan", LONG)

    def begins(size: int) -> bool:
        return begins_with(whole, hash_of(LONG[:size]), size)

    assert begins(LEAST_STUB_BYTES) and not begins(LEAST_STUB_BYTES - 1)
    assert begins(CHUNK_BYTES) and begins(CHUNK_BYTES + 1) and begins(len(LONG))
    assert not begins_with(whole, hash_of(LONG), len(LONG) + 1)  # shorter than what it is to begin with
    assert not begins_with(whole, hash_of(LONG[1 : LEAST_STUB_BYTES + 1]), LEAST_STUB_BYTES)
    assert not begins_with(tmp_path / "gone", hash_of(LONG), len(LONG))
