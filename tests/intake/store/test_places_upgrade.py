# SPDX-License-Identifier: Apache-2.0
"""A store from before dossiers knew where their folders lie."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from intake.services.receive.ingest import Taken, ingest, plan
from intake.store.objects import digest
from intake.store.store import Store
from tests.support.desks.intake_desk import NOW, PROCEDURE, scan
from tests.support.stores.earlier_store import at_revision

BEFORE = "r0008"


def add_dossier(connection: Connection, dossier: str, folder: str, run_folder: str, file: Path) -> None:
    run = connection.execute(
        text("INSERT INTO run (folder, who, started_at, pages_read) VALUES (:f, 'lan', :at, 0) RETURNING id"),
        {"f": run_folder, "at": NOW},
    ).scalar_one()
    connection.execute(
        text(
            "INSERT INTO dossier (id, procedure, state, folder, source_key, received_at, owner, requester,"
            " answers) VALUES (:id, :p, 'captured', :folder, :id, :at, 'lan', '', '{}')"
        ),
        {"id": dossier, "p": PROCEDURE, "folder": folder, "at": NOW},
    )
    connection.execute(text("INSERT INTO run_dossier VALUES (:run, :id, '')"), {"run": run, "id": dossier})
    kept = digest(file)
    connection.execute(
        text(
            "INSERT INTO document (dossier_id, sha256, name, media_type, page_count, size, refusal_code,"
            " refusal_reason, added_at) VALUES (:id, :sha, :name, 'image/png', 1, :size, '', '', :at)"
        ),
        {"id": dossier, "sha": kept.sha256, "name": file.name, "size": kept.size, "at": NOW},
    )


def night(store: Store, folder: Path) -> dict[str, Taken]:
    return {s.name: ingest(store, s, procedure=PROCEDURE, who="lan") for s in plan(folder)}


@pytest.mark.long
def test_dossiers_of_an_older_store_go_on_with_their_folders(tmp_path: Path) -> None:
    scans = tmp_path / "scans"
    files = {name: scan(scans / name / "1.png", name) for name in ("01", "02")}
    files["03.png"] = scan(scans / "03.png", "03")
    with at_revision(tmp_path / "home", BEFORE) as connection:
        add_dossier(connection, "260731-2237", "01", str(scans), files["01"])
        add_dossier(connection, "260731-224J", "02", "scans", files["02"])  # its run was typed from elsewhere
        add_dossier(connection, "260731-225W", "03.png", str(scans / "03.png"), files["03.png"])
    store = Store.open(tmp_path / "home", clock=lambda: NOW)
    with store.read() as session:
        places = {d.id: d.place for d in store.list(session)}
    assert places == {
        "260731-2237": str(scans / "01"),
        "260731-224J": "",
        "260731-225W": str(scans / "03.png"),
    }
    scan(scans / "01" / "2.png", "more")  # grown since: known by its place
    taken = night(store, scans)
    assert [one.dossier_id for one in taken.values()] == sorted(places)
    assert not any(one.created or one.copied for one in taken.values())
    scan(scans / "02" / "2.png", "more of 02")  # known by its papers before, by its place from now on
    assert night(store, scans)["02"].dossier_id == "260731-224J"
    store.close()
