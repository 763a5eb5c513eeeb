# SPDX-License-Identifier: Apache-2.0
"""Data files of the installation are parsed once, and anew as soon as they are touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from templates.files import parsed_once as module
from templates.files.parsed_once import parsed_once

WORDS = {"the words": ["of", "a", "file"]}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One of an installation of its own."""
    monkeypatch.setattr(module, "_TEMPLATES", tmp_path)
    monkeypatch.setattr(module, "_DATA", tmp_path / "data")
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "words.yaml"
    path.write_text("words", "utf-8")
    path.chmod(0o644)
    return path


def parsed(_path: Path) -> object:
    return WORDS


def never(path: Path) -> object:
    raise AssertionError(f"{path} is parsed again")


def test_what_was_parsed_is_not_parsed_again_and_each_who_asks_gets_their_own(file: Path) -> None:
    assert parsed_once(file, parsed) == WORDS
    assert {kept.stat().st_mode & 0o777 for kept in file.parents[1].rglob("*.parsed")} == {0o644}
    one, other = (parsed_once(file, never) for _each in range(2))
    assert one == other == WORDS and one is not other


@pytest.mark.parametrize("change", ["length", "time"])
def test_a_file_that_was_touched_is_parsed_anew(file: Path, change: str) -> None:
    parsed_once(file, parsed)
    before = file.stat()
    if change == "length":
        file.write_text("other words", "utf-8")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    else:
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000_000))
    assert parsed_once(file, lambda _path: "other") == "other"


@pytest.mark.parametrize("rubbish", [b"", b"\x80\x05", b"no pickle at all"])
def test_what_is_kept_cut_off_or_damaged_is_made_again(file: Path, tmp_path: Path, rubbish: bytes) -> None:
    parsed_once(file, parsed)
    (kept,) = (tmp_path / "__pycache__").iterdir()
    kept.write_bytes(rubbish)
    assert parsed_once(file, parsed) == WORDS
    assert parsed_once(file, never) == WORDS


def test_a_file_of_an_office_is_never_kept(file: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_bytes(file.read_bytes())
    parsed_once(own, parsed)
    assert not (tmp_path / "__pycache__").exists()


def test_where_nothing_can_be_kept_it_is_parsed_all_the_same(file: Path, tmp_path: Path) -> None:
    (tmp_path / "__pycache__").write_text("a file in the way", "utf-8")
    assert parsed_once(file, parsed) == parsed_once(file, parsed) == WORDS
