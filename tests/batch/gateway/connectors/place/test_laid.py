# SPDX-License-Identifier: Apache-2.0
"""A folder is laid whole or not at all, and once: killed at any instant, on a full disk, with no share."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest

from batch.gateway.connectors.place import laid
from batch.gateway.connectors.place.laid import OURS, Copied, content_key, lay, prepared
from batch.gateway.errors import DamagedTransferError
from batch.gateway.place_errors import PlaceAwayError, PlaceFullError
from tests.support.dossiers.laid_dossiers import checked_by_coreutils, is_whole, laid_in, place_in
from tests.support.programs.killed_at import killed_before

NAME = "261116-2234_0123456789ab"
PIECES = {"a.pdf": b"%PDF a", "tai-lieu/Giấy chứng sinh.pdf": b"%PDF b", "ho-so.json": b"{}"}


def test_what_is_laid_is_whole_and_can_be_checked_by_anybody(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    assert lay(place, NAME, PIECES) == NAME
    assert laid_in(place) == [NAME] and is_whole(place / NAME)
    if shutil.which("sha256sum"):
        assert checked_by_coreutils(place / NAME)
    assert list((place / OURS / "tmp").iterdir()) == []


def test_laid_again_changes_nothing_also_after_it_was_fetched(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    lay(place, NAME, PIECES)
    before = {path: path.stat().st_mtime_ns for path in (place / NAME).rglob("*")}
    lay(place, NAME, PIECES)
    assert {path: path.stat().st_mtime_ns for path in (place / NAME).rglob("*")} == before
    shutil.move(place / NAME, tmp_path / "fetched")
    lay(place, NAME, PIECES)
    assert laid_in(place) == []


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="a process is forked to be killed")
@pytest.mark.parametrize("fetched_meanwhile", [False, True], ids=["stays", "fetched meanwhile"])
def test_killed_before_any_change_of_a_file_and_tried_again_it_lies_there_once_and_whole(
    tmp_path: Path, fetched_meanwhile: bool
) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(b"%PDF a")
    pieces = {**PIECES, "a.pdf": Copied(source, sha256(b"%PDF a").hexdigest())}
    steps = count(1)
    while True:
        place = place_in(tmp_path / f"step{(step := next(steps))}")
        killed = killed_before(step, lambda place=place: lay(place, NAME, pieces))
        seen = laid_in(place)
        assert seen in ([], [NAME]) and all(is_whole(place / name) for name in seen)
        if fetched_meanwhile and seen:
            shutil.move(place / NAME, tmp_path / f"fetched{step}")
        lay(place, NAME, pieces)
        expected = [] if fetched_meanwhile and seen else [NAME]
        assert laid_in(place) == expected and all(is_whole(place / name) for name in expected)
        assert list((place / OURS / "tmp").iterdir()) == []
        if not killed:
            break
    assert step > 12


@pytest.mark.parametrize("at", range(1, 7))
def test_a_disk_that_is_full_leaves_nothing_behind_and_the_next_try_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    place, calls, sync = place_in(tmp_path), count(1), os.fsync

    def full(handle: int) -> None:
        if next(calls) == at:
            raise OSError(errno.ENOSPC, "no room")
        sync(handle)

    with monkeypatch.context() as patched:
        patched.setattr(laid.os, "fsync", full)
        with pytest.raises(PlaceFullError) as told:
            lay(place, NAME, PIECES)
    assert str(place) in told.value.sentence
    assert all(is_whole(place / name) for name in laid_in(place))
    lay(place, NAME, PIECES)
    assert laid_in(place) == [NAME] and is_whole(place / NAME)


def test_a_share_that_is_not_connected_gets_nothing_though_its_mount_point_is_a_folder(
    tmp_path: Path,
) -> None:
    place = place_in(tmp_path)
    (connected := tmp_path / "elsewhere").mkdir()
    shutil.move(place / OURS, connected / OURS)
    with pytest.raises(PlaceAwayError) as told:
        lay(place, NAME, PIECES)
    assert "sohoa gateway test" in told.value.advice and laid_in(place) == []
    shutil.rmtree(place)
    for refused in (lambda: lay(place, NAME, PIECES), lambda: prepared(place)):
        with pytest.raises(PlaceAwayError):
            refused()
    assert not place.exists()


def test_a_file_that_is_not_what_it_was_is_not_laid(tmp_path: Path) -> None:
    place, source = place_in(tmp_path), tmp_path / "a.pdf"
    source.write_bytes(b"%PDF other")
    for piece in (Copied(source, sha256(b"%PDF a").hexdigest()), Copied(tmp_path / "gone", "")):
        with pytest.raises(DamagedTransferError):
            lay(place, NAME, {"a.pdf": piece})
    assert laid_in(place) == [] and list((place / OURS / "tmp").iterdir()) == []


def test_other_content_has_another_name_and_the_same_the_same(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(PIECES["a.pdf"])
    as_file = {**PIECES, "a.pdf": Copied(source, sha256(PIECES["a.pdf"]).hexdigest())}
    assert content_key(PIECES) == content_key(as_file) != content_key({**PIECES, "ho-so.json": b"[]"})
