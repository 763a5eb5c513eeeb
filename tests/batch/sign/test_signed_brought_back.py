# SPDX-License-Identifier: Apache-2.0
"""A store brought back from a copy, where the gateway's files tell nothing: because those that were sent are
signed, or because it answers no such questions. A dossier that may have been sent then waits for a person.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from batch.gateway.contract import OutgoingFile, RemoteFile
from batch.gateway.unanswered import UnansweredError
from batch.outbox.perhaps_sent import say_not_sent, say_sent
from batch.outbox.push import Pushed, Pusher
from bench.storm.dossiers import queued_dossier
from intake.store.life import bring_back
from intake.store.store import Store
from tests.support.desks.packing_desk import WHO, Clock, new_store
from tests.support.desks.signing_desk import sign
from tests.support.servers.scripted_gateway import ScriptedGateway
from tests.support.servers.signing_keys import signing_settings


class SilentGateway(ScriptedGateway):
    """Answers no questions about files."""

    def find_upload(self, _file: OutgoingFile) -> RemoteFile | None:
        raise UnansweredError.at("find-upload")


def push(store: Store, dossier: str, gateway: ScriptedGateway) -> Pushed:
    return Pusher(store, gateway, WHO).push(dossier, early=True)


@pytest.fixture
def brought_back(store: Store, packaged_home: Path, clock: Clock) -> Iterator[Store]:
    """The store as it was before anything was signed or sent, brought back at a person's word."""
    yield from _put_back(store, packaged_home, clock)


def _put_back(store: Store, copy: Path, clock: Clock) -> Iterator[Store]:
    store.close()
    shutil.rmtree(store.home)
    shutil.copytree(copy, store.home)
    bring_back.accept(store.home, who=WHO, now=clock())
    again = new_store(store.home, clock)
    yield again
    again.close()


@pytest.fixture
def sent(store: Store, dossier: str, tmp_path: Path) -> ScriptedGateway:
    """A gateway that has the dossier, signed."""
    gateway = ScriptedGateway()
    sign(store, signing_settings(tmp_path / "key"), dossier)
    assert push(store, dossier, gateway).state == "sent"
    return gateway


@pytest.mark.long
def test_a_dossier_signed_and_sent_after_the_copy_was_made_waits_for_a_person_when_it_is_signed_anew(
    sent: ScriptedGateway, brought_back: Store, dossier: str, tmp_path: Path
) -> None:
    sign(brought_back, signing_settings(tmp_path / "key"), dossier)
    held = push(brought_back, dossier, sent)
    assert (held.state, held.trouble) == ("refused", "perhaps-sent")
    assert "--number" in held.sentence and "--anew" in held.sentence
    say_sent(brought_back, sent, dossier, sent.numbers[0], who=WHO, sure=lambda _found: True)
    assert push(brought_back, dossier, sent).number == sent.numbers[0]
    assert (len(sent.taken), sent.issued) == (1, 1)


def test_a_dossier_not_sent_yet_goes_out_signed_once_a_person_said_so(
    brought_back: Store, dossier: str, tmp_path: Path
) -> None:
    gateway = ScriptedGateway()
    sign(brought_back, signing_settings(tmp_path / "key"), dossier)
    assert push(brought_back, dossier, gateway).trouble == "perhaps-sent"
    say_not_sent(brought_back, dossier, who=WHO)
    assert (push(brought_back, dossier, gateway).state, len(gateway.taken)) == ("sent", 1)


@pytest.mark.parametrize(("gateway", "state"), [(ScriptedGateway, "sent"), (SilentGateway, "refused")])
def test_an_unsigned_one_waits_only_for_a_gateway_that_does_not_say_which_files_it_has(
    brought_back: Store, dossier: str, gateway: type[ScriptedGateway], state: str
) -> None:
    assert push(brought_back, dossier, gateway()).state == state


def test_one_that_came_in_after_the_store_was_brought_back_waits_for_nobody(brought_back: Store) -> None:
    new = queued_dossier(brought_back, 2)
    assert push(brought_back, new, SilentGateway()).state == "sent"


def test_an_unsigned_one_of_an_office_that_signs_waits_for_a_person(
    store: Store, dossier: str, tmp_path: Path, clock: Clock
) -> None:
    """What was sent may have been signed, though it is not any more."""
    unsigned = queued_dossier(store, 2)
    sign(store, signing_settings(tmp_path / "key"), dossier)
    copy = shutil.copytree(store.home, tmp_path / "copy")
    for again in _put_back(store, copy, clock):
        assert push(again, unsigned, ScriptedGateway()).trouble == "perhaps-sent"
