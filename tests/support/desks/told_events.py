# SPDX-License-Identifier: Apache-2.0
"""What tests of the outbox expect in a dossier's journal, and a refusal to be told."""

from __future__ import annotations

from typing import Any

from batch.gateway.contract import FieldMessage, RemoteOutcome
from intake.dossier.journal import What
from intake.dossier.states import State
from intake.store.store import Store
from tests.support.desks.packing_desk import WHO
from tests.support.desks.queue_desk import a_round
from tests.support.servers.scripted_gateway import STATES, ScriptedGateway

MISSING = FieldMessage("ChuHoSo", "requester.full_name", "missing", 50, "Thiếu")
MISSING_TOLD = {
    "field": "ChuHoSo",
    "key": "requester.full_name",
    "kind": "missing",
    "limit": 50,
    "text": "Thiếu",
}


def moved(before: State, after: State, **told: Any) -> tuple[str, str, dict[str, Any]]:
    return (What.STATE, WHO, {"from": before, "to": after, **told})


def noted(code: str, **told: Any) -> tuple[str, str, dict[str, Any]]:
    return (What.NOTED, WHO, {"code": code, **told})


def issued(number: str, replaced: str | None = None) -> tuple[str, str, dict[str, Any]]:
    return (What.NUMBER_ISSUED, WHO, {"number": number, "replaced": replaced})


def of_status(outcome: RemoteOutcome, note: str = "") -> dict[str, str]:
    means = {"means": STATES[outcome]} if outcome in STATES else {}
    return {"status": outcome.value, "connector": outcome.value, "note": note, **means}


def sent(store: Store, gateway: ScriptedGateway) -> None:
    assert [result.state for result in a_round(store, gateway)] == ["sent"]


def damaged(store: Store, dossier: str) -> None:
    next((store.packages / dossier).glob("*.portal.pdf")).unlink()
