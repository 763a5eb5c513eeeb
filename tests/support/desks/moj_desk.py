# SPDX-License-Identifier: Apache-2.0
"""Doors to the practice civil-status system, and sound dossiers of every procedure for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from batch.gateway.connectors.moj.connector import MojConnector
from batch.gateway.connectors.moj.kind import MojKind
from batch.gateway.connectors.moj.spec import NEWEST
from batch.gateway.contract import (
    CopyKind,
    OutgoingComponent,
    OutgoingFile,
    PaperFacts,
    Submission,
    Unit,
)
from batch.gateway.kinds import DoorSetup
from batch.gateway.sandbox.server import RunningMoj
from intake.settings.doors import DoorSettings
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers.procedure_dossiers import samples

CATALOGUE = load_catalogue()
UNIT = Unit("H21.129", "UBND xã Ví Dụ", "xã Hồng Quang, tỉnh Hưng Yên")
SOUND = {sample.procedure: sample for sample in reversed(samples()) if not (sample.expected["errors"] or ())}


def form_of(procedure: str) -> str:
    return CATALOGUE.procedure(procedure, SOUND[procedure].received.date()).form


@contextmanager
def connected(
    system: RunningMoj, version: str = NEWEST, unit: Unit = UNIT, **more: str
) -> Iterator[MojConnector]:
    client, secret = next(iter(system.sandbox.rules.clients.items()))
    options = {name.replace("_", "-"): value for name, value in more.items()}
    told = {"base_url": system.url, "client_id": client, "client_secret": secret, "timeout_s": 10}
    settings = DoorSettings(connector="moj", options=options, **told)  # type: ignore[arg-type]
    connector = MojKind(version).opened(DoorSetup("moj", settings, "gateway.", unit))
    try:
        yield connector
    finally:
        connector.close()


def of_sample(procedure: str, file: OutgoingFile, **values: str) -> Submission:
    sample = SOUND[procedure]
    form = form_of(procedure)
    (read,) = sample.papers[form]
    paper = OutgoingComponent("", "Tờ khai", (file,), form, PaperFacts(CopyKind.ORIGINAL))
    told = {**read, **values}
    return Submission("261116-2234", procedure, sample.received, told, (paper,), sample.answers)


def pushed(connector: MojConnector, one: Submission, number: str) -> None:
    uploads = {each.sha256: connector.upload(each) for each in one.files}
    connector.submit(connector.payload(one, number, uploads), number)


def kept(system: RunningMoj, number: str) -> dict[str, Any]:
    found = system.sandbox.store.dossier(number)
    assert found is not None
    return found


def stands(system: RunningMoj, number: str, **told: Any) -> None:
    system.sandbox.store.keep_dossier(number, {**kept(system, number), **told})
