# SPDX-License-Identifier: Apache-2.0
"""Slips of several computers with one store: the same print everywhere, and nobody waits for the store."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from batch.slips.numbered.issue import Issued, ReceivedDocument, issue_receipt
from batch.slips.sheets import files
from intake.errors import ObjectStoreError
from intake.settings.settings import StoreSettings
from intake.store.remote.objects import RemoteObjects
from intake.store.remote.place import ObjectPlace, filesystem
from intake.store.store import Store
from tests.support.desks.packing_desk import Clock
from tests.support.desks.slip_desk import CLERK, RECEIVED, new_dossier
from tests.support.servers.object_server import remote_objects

pytestmark = pytest.mark.usefixtures("each_database")  # on PostgreSQL with --slow: see conftest

_rooms = count()


@pytest.fixture
def shared() -> StoreSettings:
    settings = StoreSettings(objects=f"memory://slips-{next(_rooms)}")
    filesystem(ObjectPlace(settings.objects, settings))[0].makedirs(settings.objects)
    return settings


def computer(home: Path, shared: StoreSettings) -> Store:
    return Store.open(home, Clock(RECEIVED), objects=remote_objects(shared, home))


def receipt(store: Store, dossier: str) -> Issued:
    return issue_receipt(
        store, dossier, by=CLERK, papers=[ReceivedDocument("Giấy chứng sinh", "Bản chính")], docx=True
    )


def typeset_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a newer program might."""
    monkeypatch.setattr(files, "_pdf", lambda _document: b"other")
    monkeypatch.setattr(files, "_docx", lambda _document: b"other")


@pytest.mark.of_sqlite  # the other home has a database of its own
def test_a_slip_is_the_same_on_another_computer_with_a_newer_program(
    tmp_path: Path, shared: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = computer(tmp_path / "here", shared)
    dossier = new_dossier(here)
    first = receipt(here, dossier)
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    for folder in ("slips", "cache"):
        shutil.rmtree(tmp_path / "there" / folder)
    typeset_otherwise(monkeypatch)

    again = receipt(computer(tmp_path / "there", shared), dossier)

    assert again.again and again.pdf.is_relative_to(tmp_path / "there")
    assert again.pdf.read_bytes() == first.pdf.read_bytes()
    assert again.docx is not None and first.docx is not None
    assert again.docx.read_bytes() == first.docx.read_bytes()


def test_a_slip_whose_shared_file_was_altered_is_made_from_its_row(
    tmp_path: Path, shared: StoreSettings
) -> None:
    here = computer(tmp_path / "here", shared)
    dossier = new_dossier(here)
    first = receipt(here, dossier)
    reached, root = filesystem(ObjectPlace(shared.objects, shared))
    for key in reached.find(f"{root}/objects"):
        reached.pipe_file(key, b"altered")
    shutil.rmtree(tmp_path / "here" / "slips")
    shutil.rmtree(tmp_path / "here" / "cache")
    assert receipt(here, dossier).pdf.read_bytes() == first.pdf.read_bytes()


def test_a_slip_is_printed_while_the_store_is_away_and_shared_when_it_is_asked_for_next(
    tmp_path: Path, shared: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = computer(tmp_path / "here", shared)
    dossier = new_dossier(here)

    def away(_objects: RemoteObjects, *_arguments: Any) -> None:
        raise ObjectStoreError.away("memory://")

    with monkeypatch.context() as bad_day:
        for call in ("named", "keep", "name"):
            bad_day.setattr(RemoteObjects, call, away)
        first = receipt(here, dossier)
    assert first.pdf.read_bytes().startswith(b"%PDF")
    name = first.pdf.relative_to(tmp_path / "here").as_posix()
    assert here.objects.shared is not None and here.objects.shared.named(name) is None

    receipt(here, dossier)
    assert here.objects.shared.named(name) is not None
