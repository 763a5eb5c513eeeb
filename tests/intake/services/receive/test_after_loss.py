# SPDX-License-Identifier: Apache-2.0
"""After a loss, scans that were there before may be of a dossier that was sent: a person looks first."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from intake.services.changing.holding import why_held
from intake.services.receive.ingest import ingest, plan
from intake.store.life.bring_back import accept
from intake.store.store import Store
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.dossiers.fake_pages import shaded

pytestmark = pytest.mark.of_sqlite  # a copy is put back beside the mark
BEFORE, AFTER = NOW - timedelta(hours=1), NOW + timedelta(hours=1)


def taken_in(store: Store, folder: Path, written: datetime) -> str:
    """The dossier of a folder whose scan was written then."""
    scan = shaded(folder / "an" / "a.png")
    os.utime(scan, (written.timestamp(),) * 2)
    (source,) = plan(folder)
    return ingest(store, source, procedure=PROCEDURE, who="t").dossier_id


def held(store: Store, dossier: str) -> str:
    with store.read() as session:
        return why_held(session, dossier)


@pytest.mark.parametrize(("written", "waits"), [(BEFORE, True), (AFTER, False)], ids=["before", "after"])
def test_a_dossier_taken_in_anew_waits_where_its_scans_are_older_than_the_loss(
    store: Store, tmp_path: Path, written: datetime, waits: bool
) -> None:
    accept(store.home, who="lan", now=NOW)
    dossier = taken_in(store, tmp_path / "scans", written)
    assert ("cổng" in held(store, dossier)) is waits


def test_without_a_loss_old_scans_are_taken_in_as_ever(store: Store, tmp_path: Path) -> None:
    assert held(store, taken_in(store, tmp_path / "scans", BEFORE)) == ""


def test_what_the_copy_knew_is_not_held(store: Store, tmp_path: Path) -> None:
    dossier = taken_in(store, tmp_path / "scans", BEFORE)
    accept(store.home, who="lan", now=NOW)
    assert taken_in(store, tmp_path / "scans", BEFORE) == dossier
    assert held(store, dossier) == ""
