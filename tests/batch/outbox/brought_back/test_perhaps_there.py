# SPDX-License-Identifier: Apache-2.0
"""A whole home put back: the gateway is asked for its files, and a person about what it has."""

from __future__ import annotations

import shutil
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from batch.gateway.sandbox.faults import RETRY_AFTER_S, Fault
from batch.gateway.sandbox.server import RunningSandbox
from batch.outbox.perhaps_sent import NumberFound, say_not_sent, say_sent
from batch.outbox.push import Pushed, Pusher
from batch.store import outbox_rows
from intake.dossier.states import State
from intake.store.queue.standing import waiting
from templates.errors import UsageError
from tests.support.desks.packing_desk import (
    FORM,
    WHO,
    connected,
    packaged_dossier,
    submitted,
)
from tests.support.stores.brought_back import (
    NOW,
    bring_back_database,
    entry_of,
    nothing_twice,
    opened,
    push_all,
    states,
    yes,
)

# Copies of the file are put back; of a server's database tests/intake/store/test_server_database.py.
pytestmark = [pytest.mark.timeout(180), pytest.mark.of_sqlite]


@pytest.mark.usefixtures("whole_home_back")
def test_a_whole_home_put_back_sends_nothing_whose_files_the_gateway_has(
    home: Path, gateway: RunningSandbox
) -> None:
    (held,) = push_all(home, gateway)
    assert (held.state, held.trouble) == ("refused", "perhaps-sent")
    assert "--number" in held.sentence and "--anew" in held.sentence
    assert states(home) == [(State.QUEUED, None)]
    store = opened(home)
    with store.read() as session:
        (standing,) = waiting(session, NOW)
    assert "--anew" in standing.until()
    store.close()
    nothing_twice(gateway)


def test_a_person_says_under_which_number_the_gateway_has_it(
    home: Path, gateway: RunningSandbox, whole_home_back: Pushed, packed_home: Path
) -> None:
    push_all(home, gateway)
    store, dossier = opened(home), whole_home_back.dossier
    with connected(gateway) as connector:
        with pytest.raises(UsageError):
            say_sent(store, connector, dossier, "G22.99.01-000000-9999", who=WHO, sure=yes)
        say_sent(store, connector, dossier, f" {whole_home_back.number} ", who=WHO, sure=yes)
        Pusher(store, connector, WHO).push(dossier, early=True)
    with store.read() as session:
        assert "said-sent" in [event.data.get("code") for event in store.journal(session, dossier)]
    store.close()
    assert states(home) == [(State.PUSHED, whole_home_back.number)]
    bring_back_database(packed_home, home)
    (known,) = push_all(home, gateway)
    assert known.number == whole_home_back.number
    nothing_twice(gateway)


def test_a_number_of_another_dossier_is_not_taken(
    home: Path, gateway: RunningSandbox, whole_home_back: Pushed
) -> None:
    push_all(home, gateway)
    store, dossier, number = opened(home), whole_home_back.dossier, whole_home_back.number
    with store.write() as session:
        other = store.create_dossier(session, procedure="1.001193", who=WHO)
        store.set_official_number(session, other.id, number, who=WHO)
    with connected(gateway) as connector, pytest.raises(UsageError, match=other.id):
        say_sent(store, connector, dossier, number, who=WHO, sure=yes)
    store.close()


@pytest.mark.long
def test_a_number_under_which_another_dossier_is_on_its_way_is_not_taken(
    home: Path, gateway: RunningSandbox, whole_home_back: Pushed, tmp_path: Path
) -> None:
    push_all(home, gateway)
    store, dossier, number = opened(home), whole_home_back.dossier, whole_home_back.number
    other = packaged_dossier(store, tmp_path / "scans")
    with store.write() as session:
        entry = entry_of(session, other)
        outbox_rows.change(session, entry.id, outbox_rows.how_far({"number": number}))
    with connected(gateway) as connector, pytest.raises(UsageError, match=other):
        say_sent(store, connector, dossier, number, who=WHO, sure=yes)
    store.close()


@pytest.mark.long
def test_nothing_is_believed_of_a_dossier_that_merely_waits(
    home: Path, gateway: RunningSandbox, tmp_path: Path
) -> None:
    """Any number that the gateway knows would have it taken for sent, and it would never go out."""
    (sent,) = push_all(home, gateway)
    store = opened(home)
    waits = packaged_dossier(store, tmp_path / "scans")
    with connected(gateway) as connector:
        with pytest.raises(UsageError, match=waits):
            say_sent(store, connector, waits, sent.number, who=WHO, sure=yes)
        with pytest.raises(UsageError, match=waits):
            say_not_sent(store, waits, who=WHO)
        result = Pusher(store, connector, WHO).push(waits, early=True)
    store.close()
    assert result.state == "sent" and result.number != sent.number


@pytest.mark.parametrize(
    ("name", "value"), [("MaTTHC", "2.000635"), ("ChuHoSo", "TRẦN THỊ NGƯỜI KHÁC")], ids=["procedure", "name"]
)
def test_a_number_under_which_the_gateway_has_somebody_elses_dossier_is_not_taken(
    home: Path, gateway: RunningSandbox, whole_home_back: Pushed, name: str, value: str
) -> None:
    push_all(home, gateway)
    store, dossier, number = opened(home), whole_home_back.dossier, whole_home_back.number
    kept = gateway.sandbox.store.dossier(number)
    assert kept is not None
    gateway.sandbox.store.keep_dossier(number, {**kept, "body": {**kept["body"], name: value}})
    with connected(gateway) as connector, pytest.raises(UsageError, match=number) as told:
        say_sent(store, connector, dossier, number, who=WHO, sure=yes)
    assert "NGƯỜI KHÁC" not in told.value.sentence
    store.close()
    assert states(home) == [(State.QUEUED, None)]


@pytest.mark.parametrize("told", [True, False], ids=["told", "not told"])
def test_a_person_must_be_sure_and_sees_whose_it_is_over_there_and_here(
    home: Path, gateway: RunningSandbox, whole_home_back: Pushed, told: bool
) -> None:
    """A sister's dossier has the same requester and procedure."""
    push_all(home, gateway)
    store, dossier, number = opened(home), whole_home_back.dossier, whole_home_back.number
    kept = gateway.sandbox.store.dossier(number)
    assert kept is not None
    if not told:
        body = {**kept["body"], "MaTTHC": "", "ChuHoSo": ""}
        gateway.sandbox.store.keep_dossier(number, {**kept, "body": body})
    asked: list[NumberFound] = []

    def no(found: NumberFound) -> bool:
        asked.append(found)
        return False

    with connected(gateway) as connector:
        with pytest.raises(UsageError, match=number) as refused:
            say_sent(store, connector, dossier, number, who=WHO, sure=no)
        assert "--yes" in refused.value.advice
        say_sent(store, connector, dossier, number, who=WHO, sure=yes)
        assert Pusher(store, connector, WHO).push(dossier, early=True).number == number
    store.close()
    assert [(one.dossier, one.subject, one.there.owner) for one in asked] == [
        (dossier, FORM["child.full_name"], FORM["requester.full_name"] if told else "")
    ]
    nothing_twice(gateway)


def test_a_person_says_that_only_files_are_there_and_it_goes_out(
    home: Path, gateway: RunningSandbox, whole_home_back: Pushed
) -> None:
    shutil.rmtree(gateway.sandbox.store._dossiers)
    gateway.sandbox.store._dossiers.mkdir()
    push_all(home, gateway)
    store = opened(home)
    say_not_sent(store, whole_home_back.dossier, who=WHO)
    with connected(gateway) as connector:
        sent = Pusher(store, connector, WHO).push(whole_home_back.dossier, early=True)
    store.close()
    assert sent.state == "sent"
    assert gateway.sandbox.store.counters()["dossiers"] == 1


@pytest.mark.parametrize(
    "kind",
    [
        "error-500",
        "json-429",
        "json-503",
        "code-429",
        "drop-before",
        "nonsense",
        "empty",
        "redirect",
    ],
)
@pytest.mark.usefixtures("whole_home_back")
def test_a_gateway_that_can_not_say_just_now_which_files_it_has_is_asked_again_before_anything_is_sent(
    home: Path, gateway: RunningSandbox, kind: str
) -> None:
    gateway.sandbox.faults.append(Fault(kind, "find-upload", 3))
    (waits,) = push_all(home, gateway)
    assert waits.state == "failed-retry"
    assert waits.next_at is not None
    assert waits.next_at >= NOW + timedelta(seconds=RETRY_AFTER_S if kind.startswith("json-") else 1)
    nothing_twice(gateway)

    gateway.sandbox.faults.clear()
    (held,) = push_all(home, gateway)
    assert (held.state, held.trouble) == ("refused", "perhaps-sent")
    nothing_twice(gateway)


@pytest.mark.usefixtures("whole_home_back")
def test_not_found_by_what_stands_before_a_gateway_that_starts_does_not_pass_for_not_there(
    home: Path, gateway: RunningSandbox
) -> None:
    gateway.sandbox.faults.append(Fault("json-404", "find-upload"))
    (held,) = push_all(home, gateway)
    assert (held.state, held.trouble) == ("refused", "perhaps-sent")
    nothing_twice(gateway)


@pytest.mark.parametrize("kind", ["json-404", "json-405", "json-501", "json-400", "no-words", "forbid"])
def test_a_gateway_that_answers_no_such_questions_holds_nothing_up(
    home: Path, gateway: RunningSandbox, kind: str
) -> None:
    gateway.sandbox.faults.append(Fault(kind, "find-upload", 99))
    (sent,) = push_all(home, gateway)
    assert sent.state == "sent"


@pytest.mark.usefixtures("whole_home_back")
def test_one_file_of_the_package_that_the_gateway_has_is_enough(home: Path, gateway: RunningSandbox) -> None:
    """The package may have been made anew, with a first file of other bytes and the rest as it was."""
    uploads = sorted(gateway.sandbox.store._files.glob("*.bin"))
    store = opened(home)
    with store.read() as session:
        entry = entry_of(session, store.list(session)[0].id)
    last = submitted(store, entry.dossier_id, entry.package_id).files[-1].sha256
    store.close()
    for upload in uploads:
        if sha256(upload.read_bytes()).hexdigest() != last:
            upload.unlink()
    assert len(uploads) > 1 and len(gateway.sandbox.store.file_hashes()) == 1
    (held,) = push_all(home, gateway)
    assert (held.state, held.trouble) == ("refused", "perhaps-sent")
    nothing_twice(gateway)


@pytest.mark.long
@pytest.mark.parametrize(("by", "ends"), [("", "sent"), ("elsewhere", "refused")], ids=["there", "elsewhere"])
def test_a_paper_that_another_dossier_here_took_there_does_not_speak_against_one(
    home: Path, gateway: RunningSandbox, tmp_path: Path, by: str, ends: str
) -> None:
    """Twins: the parents' papers were scanned once and lie in both dossiers. What left by another door
    explains nothing at this one.
    """
    (first,) = push_all(home, gateway)
    store = opened(home)
    twin = packaged_dossier(store, tmp_path / "scans")
    with store.read() as session:
        uploads = entry_of(session, first.dossier).progress["uploads"]
        shared = submitted(store, twin, entry_of(session, twin).package_id).files[-1]
    remote, _hash = gateway.sandbox.store.keep_file(shared.name, shared.path.read_bytes())
    with store.write() as session:
        entry = entry_of(session, first.dossier)
        there = {**uploads, shared.sha256: {"id": remote, "hash": shared.sha256}}
        kept = {**entry.progress, "uploads": there}
        outbox_rows.change(session, entry.id, {"progress": kept, "door": by or entry.door})
    store.close()
    (sent,) = push_all(home, gateway)
    assert (sent.dossier, sent.state) == (twin, ends)
