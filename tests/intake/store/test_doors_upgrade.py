# SPDX-License-Identifier: Apache-2.0
"""A store from before there were several doors: what began to be sent went to the only gateway there was."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from batch.store.outbox_rows import ways_of
from bench.storm.dossiers import queued_dossier
from tests.support.stores.earlier_store import at_revision
from tests.support.stores.server_store import created, opened

BEFORE = "r0024"


@pytest.mark.parametrize(
    ("state", "progress", "door"),
    [
        ("queued", "{}", ""),
        ("withdrawn", '{"number": "G09-7"}', "ministry"),
        ("failed-retry", '{"lost": ["G09-7"]}', "ministry"),
        ("sent", '{"number": "G09-7", "asked": true}', "ministry"),
    ],
)
def test_each_row_leads_and_one_that_began_bears_the_door_of_that_time(
    tmp_path: Path, store_url: str, state: str, progress: str, door: str
) -> None:
    home = tmp_path / "home"
    created(home, store_url)
    with opened(home, store_url) as store:
        dossier = queued_dossier(store)
    with at_revision(home, BEFORE, store_url) as connection:
        values = {"state": state, "progress": progress}
        connection.execute(text("UPDATE outbox SET state = :state, progress = :progress"), values)
    with opened(home, store_url) as store, store.read() as session:
        (way,) = ways_of(session, dossier)
    assert (way.leads, way.door, way.state) == (True, door, state)
