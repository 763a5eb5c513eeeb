# SPDX-License-Identifier: Apache-2.0
"""A store brought back from a copy sends nothing a second time: the lines beside it tell what was sent."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from batch.gateway.sandbox.server import RunningSandbox
from intake.dossier.states import State
from intake.errors import LostStoreError
from tests.support.desks.packing_desk import (
    complete_dossier,
)
from tests.support.stores.brought_back import (
    Killed,
    bring_back_database,
    nothing_twice,
    opened,
    push_all,
    states,
)

# Copies of the file are put back; of a server's database tests/intake/store/test_server_database.py.
pytestmark = [pytest.mark.timeout(180), pytest.mark.of_sqlite]


def test_a_dossier_sent_after_the_copy_was_made_keeps_its_number_and_is_not_sent_again(
    home: Path, gateway: RunningSandbox, packed_home: Path
) -> None:
    (sent,) = push_all(home, gateway)
    bring_back_database(packed_home, home)
    (again,) = push_all(home, gateway)
    assert (again.state, again.number) == ("sent", sent.number)
    assert states(home) == [(State.PUSHED, sent.number)]
    nothing_twice(gateway)


def test_a_dossier_not_sent_before_is_sent_after_its_database_came_back(
    home: Path, gateway: RunningSandbox, tmp_path: Path
) -> None:
    copy = shutil.copytree(home, tmp_path / "copy")
    store = opened(home)
    complete_dossier(store, tmp_path / "scans")
    store.close()
    bring_back_database(copy, home)
    (sent,) = push_all(home, gateway)
    assert sent.state == "sent"
    nothing_twice(gateway)


def test_a_home_put_back_whole_from_before_the_push_alone_sends_nothing(
    home: Path, gateway: RunningSandbox, tmp_path: Path
) -> None:
    copy = shutil.copytree(home, tmp_path / "copy")
    push_all(home, gateway)
    shutil.rmtree(home)
    shutil.copytree(copy, home)
    with pytest.raises(LostStoreError):
        push_all(home, gateway)
    nothing_twice(gateway)


@pytest.mark.parametrize("step", ["asked", "submitted"])
def test_killed_while_sending_and_then_brought_back_it_arrives_once(
    home: Path, gateway: RunningSandbox, packed_home: Path, step: str
) -> None:
    def die(done: str) -> None:
        if done == step:
            raise Killed

    with pytest.raises(Killed):
        push_all(home, gateway, die)
    bring_back_database(packed_home, home)
    (again,) = push_all(home, gateway)
    assert again.state == "sent"
    # What was uploaded before is uploaded again where the dossier itself had not arrived.
    counters = gateway.sandbox.store.counters()
    assert (counters["dossiers"], counters["numbers"], counters["duplicate_dossiers"]) == (1, 1, 0)


def test_what_the_gateway_has_lost_meanwhile_goes_out_under_the_same_number(
    home: Path, gateway: RunningSandbox, packed_home: Path
) -> None:
    (sent,) = push_all(home, gateway)
    bring_back_database(packed_home, home)
    shutil.rmtree(gateway.sandbox.store._dossiers)
    gateway.sandbox.store._dossiers.mkdir()
    (again,) = push_all(home, gateway)
    assert (again.state, again.number) == ("sent", sent.number)
    counters = gateway.sandbox.store.counters()
    assert (counters["dossiers"], counters["numbers"]) == (1, 1)
