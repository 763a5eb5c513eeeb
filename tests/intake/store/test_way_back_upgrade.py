# SPDX-License-Identifier: Apache-2.0
"""A store from before the way back: the codes that the ministry's gateway had told say their states."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import bindparam, text

from batch.gateway.connectors.ministry.spec import load_spec
from bench.storm.dossiers import queued_dossier
from intake.store.queue.standing import count_needing_person, doors_of
from intake.store.results import results_of
from intake.store.tables.column_types import UtcDateTime
from tests.support.stores.earlier_store import at_revision
from tests.support.stores.server_store import created, opened

BEFORE = "r0028"


@pytest.mark.parametrize(("code", "state"), [("5", "supplement-wanted"), ("10", "handed-over"), ("42", "")])
def test_a_code_that_was_kept_says_its_state_and_nothing_is_settled(
    tmp_path: Path, store_url: str, code: str, state: str
) -> None:
    home = tmp_path / "home"
    created(home, store_url)
    with opened(home, store_url) as store:
        dossier = queued_dossier(store)
    with at_revision(home, BEFORE, store_url) as connection:
        connection.execute(text("UPDATE outbox SET remote_status = :code"), {"code": code})
    with opened(home, store_url) as store, store.read() as session:
        (way,) = doors_of(session, dossier, store.clock())
        assert (way.remote_status, way.remote_state) == (code, state)
        assert (way.supplement_by, way.settled) == (None, False)
        assert results_of(session, dossier) == []


@pytest.mark.parametrize(("days", "settled"), [(None, True), (400, True), (29, False)])
def test_a_refusal_of_long_ago_is_settled_and_one_of_these_days_waits_for_a_person(
    tmp_path: Path, store_url: str, days: int | None, settled: bool
) -> None:
    home = tmp_path / "home"
    created(home, store_url)
    with opened(home, store_url) as store:
        dossier = queued_dossier(store)
    at = None if days is None else datetime.now(UTC) - timedelta(days=days)
    with at_revision(home, BEFORE, store_url) as connection:
        row = text("UPDATE outbox SET state = 'sent', remote_status = '3', remote_at = :at")
        connection.execute(row.bindparams(bindparam("at", at, UtcDateTime())))
        connection.execute(text("UPDATE dossier SET state = 'rejected' WHERE id = :id"), {"id": dossier})
    with opened(home, store_url) as store, store.read() as session:
        (way,) = doors_of(session, dossier, store.clock())
        assert (way.settled, way.needs_person) == (settled, not settled)
        assert count_needing_person(session) == int(not settled)


def test_the_upgrade_says_what_the_connector_s_data_says() -> None:
    from intake.store.migrations.versions import r0029_way_back as revision

    assert {code: status.state for code, status in load_spec().statuses.items()} == revision._STATES
