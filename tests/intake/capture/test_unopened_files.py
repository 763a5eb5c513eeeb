# SPDX-License-Identifier: Apache-2.0
"""What is no paper by its very kind or size is refused without reading a byte of it: it may never end."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from intake.capture.pages import DEFAULT_LIMITS
from intake.capture.sources import plan
from intake.reading.page_work import HowToRead
from intake.services.receive import separator_sorting
from intake.services.receive.ingest import ingest, take_in
from intake.services.receive.separator_sorting import sorter
from intake.store.objects import StoredObject
from intake.store.store import Store
from tests.support.desks.intake_desk import PROCEDURE, scan

LIMITS = replace(DEFAULT_LIMITS, max_file_mb=1)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    socket.socket(socket.AF_UNIX).bind(str(path))


def _too_large(path: Path) -> None:
    """A sparse file of one terabyte: reading it would take hours."""
    with path.open("wb") as file:
        file.truncate(1 << 40)


KINDS = {"not-a-file": _pipe, "too-large": _too_large}


def _papers(store: Store, dossier: str) -> dict[str, tuple[str, str | None]]:
    with store.read() as session:
        return {d.name: (d.refusal_code, d.sha256) for d in store.documents(session, dossier)}


@pytest.mark.parametrize("code", KINDS)
def test_it_is_named_with_its_reason_and_not_hashed_and_the_rest_goes_on(
    store: Store, tmp_path: Path, code: str
) -> None:
    folder = tmp_path / "scans" / "01"
    scan(folder / "b.png")
    KINDS[code](folder / "a.pdf")
    (source,) = plan(folder.parent)
    taken = ingest(store, source, procedure=PROCEDURE, who="lan", limits=LIMITS)
    papers = _papers(store, taken.dossier_id)
    assert papers["a.pdf"] == (code, None)
    assert papers["b.png"][0] == "" and papers["b.png"][1]
    assert (len(taken.added), len(taken.refused)) == (1, 1)


@pytest.mark.parametrize("code", KINDS)
def test_the_same_holds_where_a_person_adds_it(store: Store, dossier: str, tmp_path: Path, code: str) -> None:
    path = tmp_path / "a.pdf"
    KINDS[code](path)
    taken = take_in(store, dossier, [path], who="lan", limits=LIMITS)
    assert _papers(store, dossier) == {"a.pdf": (code, None)}
    assert (taken.added, len(taken.refused)) == ((), 1)


@pytest.mark.parametrize("code", KINDS)
def test_who_looks_for_cover_sheets_does_not_read_it_either(
    store: Store, tmp_path: Path, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "scans" / "01"
    scan(folder / "b.png")
    KINDS[code](folder / "a.pdf")
    (source,) = plan(folder.parent)
    read: list[str] = []

    def digest(path: Path) -> StoredObject:
        read.append(path.name)
        return StoredObject("0" * 64, 1)

    monkeypatch.setattr(separator_sorting, "digest", digest)
    with sorter(store, HowToRead(capture=LIMITS)) as led:
        (sorted_one,) = led.sort(source)
    assert read == ["b.png"]
    assert sorted_one.files == source.files


def test_a_socket_is_no_file(
    store: Store, dossier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket may not be long
    _socket(Path("a.pdf"))
    take_in(store, dossier, [Path("a.pdf")], who="lan")
    assert _papers(store, dossier) == {"a.pdf": ("not-a-file", None)}


def test_a_file_of_just_the_largest_size_is_still_looked_into(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    largest, larger = tmp_path / "a.pdf", tmp_path / "b.pdf"
    largest.write_bytes(b"x" * 1_000_000)
    larger.write_bytes(b"x" * 1_000_001)
    take_in(store, dossier, [largest, larger], who="lan", limits=LIMITS)
    papers = _papers(store, dossier)
    assert papers["a.pdf"][0] not in ("", "too-large") and papers["a.pdf"][1]
    assert papers["b.pdf"] == ("too-large", None)
