# SPDX-License-Identifier: Apache-2.0
"""What a push would send and be refused, told without a word to the gateway."""

from __future__ import annotations

import pytest

from batch.gateway.connectors.ministry.kind import MinistryChecks
from batch.gateway.connectors.ministry.spec import MinistrySpec, load_spec
from batch.gateway.errors import TransientError
from batch.outbox.rehearsal import WOULD_REFUSE, rehearse
from intake.store.store import Store
from tests.support.desks.packing_desk import UNIT
from tests.support.desks.queue_desk import a_round, row_of
from tests.support.desks.told_events import damaged
from tests.support.servers.scripted_gateway import Fault, ScriptedGateway

SPEC = load_spec()


def sending(copy: str) -> MinistrySpec:
    upload = SPEC.operations.upload.model_copy(update={"copy_sent": copy})
    return SPEC.model_copy(update={"operations": SPEC.operations.model_copy(update={"upload": upload})})


def test_it_is_told_under_the_number_that_the_gateway_gave_before(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    assert rehearse(store, MinistryChecks(SPEC, UNIT), dossier).number == ""
    gateway.faults.append(Fault("upload", TransientError("x")))
    a_round(store, gateway)
    assert (
        rehearse(store, MinistryChecks(SPEC, UNIT), dossier).number
        == row_of(store, dossier).progress["number"]
    )
    assert gateway.taken == []


@pytest.mark.parametrize(("copy", "refused"), [("portal", True), ("master", False)])
def test_a_damaged_file_is_told_with_its_reason_where_it_is_the_copy_that_is_sent(
    store: Store, dossier: str, copy: str, refused: bool
) -> None:
    damaged(store, dossier)
    told = rehearse(store, MinistryChecks(sending(copy), UNIT), dossier)
    assert (told.trouble == "damaged-package") is refused
    if refused:
        assert (told.state, told.set_aside) == (WOULD_REFUSE, True)
        assert dossier in told.sentence
