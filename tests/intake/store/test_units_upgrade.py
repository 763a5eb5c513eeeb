# SPDX-License-Identifier: Apache-2.0
"""A store from before dossiers had a unit, a version and a number in the register."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from intake.dossier.dossier_id import mint, running_number
from intake.store.life.numbers import Series
from intake.store.store import Store
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.stores.earlier_store import at_revision

BEFORE = "r0012"
IN_2025 = datetime(2025, 12, 31, 16, 59, tzinfo=UTC)
"""A minute before the year ends in Viet Nam."""
IN_2026 = datetime(2025, 12, 31, 17, 0, tzinfo=UTC)


def add_dossier(connection: Connection, dossier: str, at: datetime) -> None:
    connection.execute(
        text(
            "INSERT INTO dossier (id, procedure, state, folder, place, received_at, owner, requester,"
            " answers) VALUES (:id, :p, 'received', '', '', :at, 'lan', '', '{}')"
        ),
        {"id": dossier, "p": PROCEDURE, "at": f"{at:%Y-%m-%d %H:%M:%S.%f}"},
    )


def add_slip(connection: Connection, dossier: str, number: int) -> None:
    connection.execute(
        text(
            "INSERT INTO slip (dossier_id, kind, unit, year, number, sign, edition, content, wish, issued_at,"
            " issued_by) VALUES (:id, 'receipt', 'H01', 2026, :n, '', '', '{}', '', :at, 'lan')"
        ),
        {"id": dossier, "n": number, "at": f"{NOW:%Y-%m-%d %H:%M:%S.%f}"},
    )


@pytest.mark.long
def test_dossiers_of_an_older_store_are_numbered_as_they_came_and_numbers_go_on(tmp_path: Path) -> None:
    ids = [mint(at.date(), number) for at, number in ((IN_2025, 7), (IN_2026, 8), (NOW, 9))]
    with at_revision(tmp_path / "home", BEFORE) as connection:
        for dossier, at in zip(ids, (IN_2025, IN_2026, NOW), strict=True):
            add_dossier(connection, dossier, at)
        for number in (1, 2):
            add_slip(connection, ids[2], number)
        connection.execute(text("INSERT INTO folder_content VALUES ('a', :id)"), {"id": ids[0]})
    store = Store.open(tmp_path / "home", clock=lambda: NOW)
    with store.write() as session:
        kept = {d.id: d for d in store.list(session)}
        assert [(kept[one].register_year, kept[one].register_number) for one in ids] == [
            (2025, 1),
            (2026, 1),
            (2026, 2),
        ]
        made = store.create_dossier(session, procedure=PROCEDURE, who="lan")
        assert (running_number(made.id), made.register_number) == (10, 3)
        assert store.next_number(session, Series.slips("H01", "receipt", 2026)) == 3
    store.close()
    with at_revision(tmp_path / "home", BEFORE) as connection:
        assert connection.execute(text("SELECT * FROM folder_content")).all() == [("a", ids[0])]
    Store.open(tmp_path / "home").close()
