# SPDX-License-Identifier: Apache-2.0
"""What is told of a dossier that has no turn now: not waiting, busy, sent, returned, rejected."""

from __future__ import annotations

import pytest

from batch.gateway.contract import FieldMessage, RemoteOutcome
from batch.gateway.errors import BrokenConnectionError, NotQueuedError, RefusedError
from batch.outbox import outbox
from batch.outbox.push import Pushed, as_it_stands, require_queued
from intake.dossier.states import State
from intake.store.store import Store
from tests.support.desks.packing_desk import WHO, Clock
from tests.support.desks.queue_desk import NIGHT, a_round, asked, named, pusher, row_of
from tests.support.desks.told_events import MISSING, sent
from tests.support.servers.scripted_gateway import Fault, ScriptedGateway


def test_a_dossier_that_was_never_packaged_or_was_taken_out_does_not_wait(store: Store, dossier: str) -> None:
    with store.write() as session:
        never = store.create_dossier(session, procedure="1.001193", who=WHO).id
        store.advance(session, dossier, State.READ, who=WHO)
    for one in (never, dossier):
        for ask in (require_queued, as_it_stands):
            with pytest.raises(NotQueuedError) as told:
                ask(store, one)
            assert one in told.value.sentence
            assert f"sohoa package {one}" in told.value.advice


def test_naming_what_waits_tells_when_its_turn_is_and_what_is_sent_that_it_was(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    require_queued(store, dossier)
    assert as_it_stands(store, dossier) == Pushed(dossier, "queued", next_at=row_of(store, dossier).next_at)
    sent(store, gateway)
    require_queued(store, dossier)
    told = named(store, gateway, dossier)
    assert (told.state, told.number, told.next_at, told.set_aside) == (
        "already-sent",
        "G09-0001",
        None,
        False,
    )
    assert not told.sentence.isascii()


def test_a_dossier_in_another_pusher_s_hands_is_told_as_busy_with_its_number(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    gateway.faults.append(Fault("upload", BrokenConnectionError("x")))
    a_round(store, gateway)
    clock.move(NIGHT)
    assert outbox.lease(store, dossier, "another computer/1/x") is not None
    told = named(store, gateway, dossier)
    assert (told.state, told.number) == ("busy", "G09-0001")
    assert pusher(store, gateway).push(dossier) == Pushed(dossier, "busy")


def test_a_returned_dossier_is_told_with_the_officer_s_words_and_the_way_back(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    sent(store, gateway)
    gateway.outcomes["G09-0001"], gateway.notes["G09-0001"] = RemoteOutcome.RETURNED, "Thiếu giấy. "
    asked(store, gateway)

    told = named(store, gateway, dossier)
    assert (told.state, told.number) == ("returned", "G09-0001")
    assert "Thiếu giấy. " in told.sentence and "Thiếu giấy.." not in told.sentence
    assert f"sohoa check {dossier}" in told.sentence and "sohoa edit" in told.sentence
    with store.write() as session:
        store.advance(session, dossier, State.REVIEWED, who=WHO)
    told = named(store, gateway, dossier)
    assert (told.state, "sohoa edit" in told.sentence) == ("returned", False)
    assert f"sohoa package {dossier}" in told.sentence


def test_a_dossier_returned_without_a_word_says_so(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    sent(store, gateway)
    gateway.outcomes["G09-0001"] = RemoteOutcome.RETURNED
    asked(store, gateway)
    assert "không nêu lý do" in named(store, gateway, dossier).sentence


def test_a_dossier_rejected_for_good_is_told_with_who_refused_it_and_why(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    sent(store, gateway)
    gateway.outcomes["G09-0001"], gateway.notes["G09-0001"] = RemoteOutcome.REJECTED, "Không thuộc xã"
    asked(store, gateway)
    told = named(store, gateway, dossier)
    assert (told.state, told.number) == ("rejected", "G09-0001")
    assert f"{dossier}" in told.sentence and "Không thuộc xã." in told.sentence


def test_a_refused_field_is_told_as_the_dossiers_own_form_calls_it(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    refused = RefusedError("x", "", (FieldMessage("Eform.GioiTinh", "", "unknown-code"),))
    gateway.faults.append(Fault("submit", refused))
    (told,) = a_round(store, gateway)
    assert told.dossier == dossier
    assert [(m.field, m.key) for m in told.messages] == [("Eform.GioiTinh", "child.sex")]


def test_a_dossier_that_the_office_rejected_itself_is_not_told_as_the_gateway_s_word(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    gateway.faults.append(Fault("submit", RefusedError("x", "", (MISSING,))))
    a_round(store, gateway)
    with store.write() as session:
        store.advance(session, dossier, State.REJECTED, who=WHO)
    told = named(store, gateway, dossier)
    assert told.state == "rejected"
    assert "Cổng" not in told.sentence and not told.sentence.isascii()
