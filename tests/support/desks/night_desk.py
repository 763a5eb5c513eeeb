# SPDX-License-Identifier: Apache-2.0
"""What the tests of whole runs share: a desk with its gateway, one run of it, and a picture of its store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from batch.gateway.registry import OfficeDoors
from batch.gateway.sandbox.rules import load_rules
from batch.night.context import Night
from batch.night.night import run_folder, run_open
from batch.outbox.outbox import of_dossier
from intake.reading.page_work import PageTask
from intake.settings.clock import utc_now
from intake.settings.night import inbox_of
from intake.settings.settings import GatewaySettings, Settings, UnitSettings
from intake.store.objects import digest
from intake.store.remote.place import objects_of
from intake.store.store import Store
from intake.store.tables.model import DossierRow, PackageRow
from ocr.result import PageReading
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import files_of
from tests.support.dossiers.fake_dossiers import read_known

PROCEDURE = "1.001193"


def desk(home: Path, url: str = "") -> Settings:
    """Settings of a desk that pushes to ``url`` (nowhere if empty)."""
    ((client, secret),) = load_rules().clients.items()
    gateway = GatewaySettings(base_url=url, client_id=client, client_secret=SecretStr(secret))
    unit = UnitSettings(code="H42.7.15", name="UBND xã An Bình")
    return Settings(home=home, gateway=gateway, unit=unit)


def run_night(
    settings: Settings,
    folder: Path,
    read: Callable[[PageTask], PageReading] = read_known,
    workers: int = 2,
    procedure: str = PROCEDURE,
    clock: Callable[[], datetime] = utc_now,
    *,
    procedure_open: bool = False,
) -> Night:
    """One run over ``folder``; the night comes back with its store closed."""
    store = Store.open(settings.home, clock, objects=objects_of(settings))
    doors = OfficeDoors(settings) if settings.gateway.base_url else None
    try:
        night = Night(store, load_catalogue(), settings, "t", procedure, workers=workers, read=read)
        return run_folder(replace(night, doors=doors, procedure_open=procedure_open), folder)
    finally:
        store.close()


def run_all_open(settings: Settings, clock: Callable[[], datetime] = utc_now, **more: Any) -> Night:
    """One run over all that is open, its scans in ``scans`` of the home; ``more`` are fields of the night."""
    store = Store.open(settings.home, clock, objects=objects_of(settings))
    doors = OfficeDoors(settings) if settings.gateway.base_url else None
    wanted = {"workers": 1, "read": read_known, "doors": doors, **more}
    try:
        return run_open(
            Night(store, load_catalogue(), settings, "t", PROCEDURE, **wanted), inbox_of(settings)
        )
    finally:
        store.close()


def picture(home: Path) -> dict[str, Any]:
    """All that a run is to bring about, by the names of the dossiers; nothing that only time decides."""
    store = Store.open(home)
    try:
        with store.read() as session:
            return {dossier.folder: _dossier(store, session, dossier) for dossier in store.list(session)}
    finally:
        store.close()


def _dossier(store: Store, session: Any, dossier: Any) -> dict[str, Any]:
    sending = of_dossier(session, dossier.id)
    papers, pages = store.documents(session, dossier.id), store.pages(session, dossier.id)
    made = session.get_one(DossierRow, dossier.id).packages
    moves = [e.data["to"] for e in store.journal(session, dossier.id) if e.what == "state"]
    return {
        "state": dossier.state.value,
        "moves": moves,
        "numbered": dossier.official_number is not None,
        "papers": sorted((d.name, d.sha256, d.page_count) for d in papers),
        "pages": sorted((d.name, p.number, p.status) for d in papers for p in pages.get(d.id, ())),
        "values": {
            k: (v.value, v.source, v.needs_review) for k, v in store.form_values(session, dossier.id).items()
        },
        "findings": [finding["code"] for finding in store.findings(session, dossier.id)],
        "packages": [[(c.kind, c.pages) for c in package.components] for package in made],
        "sending": sending.state if sending else None,
    }


def names_are_single(home: Path) -> bool:
    """Whether no dossier stands twice in the store."""
    store = Store.open(home)
    try:
        with store.read() as session:
            counted = Counter(dossier.folder for dossier in store.list(session))
    finally:
        store.close()
    return set(counted.values()) <= {1}


def packages_are_whole(home: Path) -> bool:
    """Whether every file that a package names is there with its hash, and nothing half-made lies about."""
    store = Store.open(home)
    try:
        with store.read() as session:
            packages = session.query(PackageRow).all()
            files = [(home / p.folder / f.file, f.sha256) for p in packages for f in files_of(p.manifest)]
    finally:
        store.close()
    left_over = list((home / "packages").glob(".*")) + list((home / "objects").glob(".part-*"))
    return not left_over and all(digest(path).sha256 == sha256 for path, sha256 in files)
