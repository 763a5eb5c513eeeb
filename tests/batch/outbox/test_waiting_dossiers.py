# SPDX-License-Identifier: Apache-2.0
"""A dossier that waits to be sent may still be changed, and nothing goes out that was not read, checked and
shown since it changed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sohoa
from batch.errors import PackageError
from batch.gateway.contract import RemoteOutcome
from batch.gateway.errors import NotQueuedError
from batch.outbox import outbox
from batch.outbox.push import require_queued
from batch.package.package import PackagePlace, PackageSettings, build_package
from batch.package.store import keep_package, plan_ready
from batch.store import outbox_rows
from intake.dossier.journal import PAPERS_REPLACED, PAPERS_SWAPPED
from intake.dossier.sending import Sending
from intake.dossier.states import CLOSED, State
from intake.errors import ClosedDossierError, OnItsWayError, TransitionError, UndoError
from intake.services.fill_and_check import check, fill
from intake.services.holding import hold_for_papers
from intake.services.receive.ingest import Taken, ingest, plan
from intake.store.dossier.documents import FileInfo
from intake.store.dossier.journal import holds
from intake.store.queue.lease_owner import new_owner
from templates.catalogue.loading import load_catalogue
from tests.support.earlier_store import at_revision
from tests.support.examples import share_of_examples
from tests.support.fake_dossiers import OTHER_MOTHER, PENNED, dossier
from tests.support.packing_desk import WHO
from tests.support.waiting_desk import WaitingDesk

REFUSALS = (PackageError, ClosedDossierError, OnItsWayError, UndoError, NotQueuedError, TransitionError)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[State, Path]:
    """A new, a complete, a queued and a sent dossier, each at a desk to be copied."""
    folders = {s: tmp_path_factory.mktemp("made") for s in (State.RECEIVED, State.COMPLETE, State.QUEUED)}
    WaitingDesk(folders[State.RECEIVED]).store.close()
    complete = WaitingDesk(folders[State.COMPLETE])
    complete.complete()
    complete.store.close()
    queued = WaitingDesk(folders[State.QUEUED], like=folders[State.COMPLETE])
    queued.package()
    queued.store.close()
    return folders


@pytest.fixture
def complete(tmp_path: Path, made: dict[State, Path]) -> Iterator[WaitingDesk]:
    desk = WaitingDesk(tmp_path, like=made[State.COMPLETE])
    yield desk
    desk.store.close()


@pytest.fixture
def queued(tmp_path: Path, made: dict[State, Path]) -> Iterator[WaitingDesk]:
    desk = WaitingDesk(tmp_path, like=made[State.QUEUED])
    yield desk
    desk.store.close()


HELD_SHOWN = ("list", "show", "check", "package", "status --offline", "status", "add --no-read")

CHANGES: dict[str, Callable[[WaitingDesk], object]] = {
    "add": WaitingDesk.add,
    "add what can't be opened": WaitingDesk.add_broken,
    "edit": WaitingDesk.edit,
    "answer": WaitingDesk.answer,
    "undo": WaitingDesk.undo,
    "hold": WaitingDesk.hold,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_takes_a_waiting_dossier_out_of_the_queue(
    queued: WaitingDesk, change: Callable[[WaitingDesk], object]
) -> None:
    change(queued)

    assert queued.state is not State.QUEUED
    assert queued.row is not None
    assert queued.row.state == Sending.WITHDRAWN
    with queued.store.read() as session:
        assert list(outbox.due(session, queued.clock(), early=True)) == []
    with pytest.raises(NotQueuedError):
        require_queued(queued.store, queued.dossier)
    with pytest.raises(NotQueuedError):
        queued.push()
    assert queued.gateway.taken == []


def test_a_paper_added_to_a_waiting_dossier_is_read_and_goes_with_it(queued: WaitingDesk) -> None:
    taken = queued.add()
    assert (taken.left_queue, taken.late, queued.state) == (True, False, State.CAPTURED)
    with pytest.raises(PackageError):
        queued.package()

    queued.judge()
    queued.package()

    assert queued.push().state == "sent"
    assert queued.sent() == [queued.facts()]
    assert len(queued.sent()[0][0]) == 3


def test_what_was_edited_is_what_is_sent_and_under_the_same_number(queued: WaitingDesk) -> None:
    queued.gateway.down = True
    queued.push()
    queued.gateway.down = False
    queued.edit("Xã Khác")
    queued.package()

    queued.push()

    assert dict(queued.sent()[0][1])["child.hometown"] == "Xã Khác"
    assert queued.gateway.issued == 1


def test_a_number_that_was_issued_outlives_the_way_out_of_the_queue(queued: WaitingDesk) -> None:
    with queued.store.write() as session:
        row = outbox.of_dossier(session, queued.dossier)
        assert row is not None
        outbox_rows.change(session, row.id, {"progress": {**row.progress, "number": "G09-7"}})
    queued.edit()
    queued.package()

    assert queued.push().number == "G09-7"
    assert queued.gateway.issued == 0


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nothing_changes_while_a_living_pusher_sends_it(
    queued: WaitingDesk, change: Callable[[WaitingDesk], object]
) -> None:
    assert outbox.lease(queued.store, queued.dossier, new_owner()) is not None
    before = queued.facts()[1]

    told = _outcome(change, queued)

    assert told in ("OnItsWayError", "late")
    assert (queued.state, queued.facts()[1]) == (State.QUEUED, before)
    assert queued.row is not None
    assert queued.row.state == Sending.SENDING


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nothing_changes_while_the_gateway_may_have_it(
    queued: WaitingDesk, change: Callable[[WaitingDesk], object]
) -> None:
    queued.gateway.answer_lost = True
    assert queued.push().state == "failed-retry"
    before = queued.facts()[1]

    assert _outcome(change, queued) in ("OnItsWayError", "late")

    assert (queued.state, queued.facts()[1]) == (State.QUEUED, before)
    queued.gateway.answer_lost = False
    assert queued.push().state == "sent"
    assert len(queued.gateway.taken) == 1


def test_what_a_dead_pusher_left_may_be_changed(queued: WaitingDesk) -> None:
    assert outbox.lease(queued.store, queued.dossier, "elsewhere/1/dead") is not None
    queued.clock.move(timedelta(hours=1))

    assert queued.edit()


def test_a_returned_dossier_that_waits_again_may_be_changed_again(queued: WaitingDesk) -> None:
    queued.push()
    queued.gateway.outcome = RemoteOutcome.RETURNED
    queued.follow()
    queued.edit("Xã Hai")
    queued.package()

    assert queued.edit("Xã Ba")
    queued.package()
    queued.push()

    assert [dict(values)["child.hometown"] for _papers, values in queued.sent()][1:] == ["Xã Ba"]


def _outcome(change: Callable[[WaitingDesk], object], desk: WaitingDesk) -> str:
    """The name of the error that refuses the change, ``late`` for a paper that comes too late."""
    try:
        done = change(desk)
    except REFUSALS as error:
        assert error.sentence
        assert error.advice
        return type(error).__name__
    return "late" if getattr(done, "late", False) else "done"


WAYS = {
    State.RECEIVED: (),
    State.CAPTURED: ("captured",),
    State.READ: ("captured", "read"),
    State.REVIEWED: ("captured", "read", "reviewed"),
    State.COMPLETE: (),
    State.INCOMPLETE: ("incomplete",),
    State.PACKAGED: ("packaged",),
    State.QUEUED: (),
    State.PUSHED: (),
    State.ACCEPTED: ("accepted",),
    State.RETURNED: ("returned",),
    State.REJECTED: ("rejected",),
    State.RESULT_ATTACHED: ("accepted", "result-attached"),
}


def brought_to(state: State, folder: Path, made: dict[State, Path]) -> WaitingDesk:
    """A dossier in this state; what leads there from a complete or a sent one is told in ``WAYS``."""
    sent = state in (*CLOSED, State.RETURNED)
    base = State.QUEUED if sent else State.COMPLETE
    desk = WaitingDesk(folder, like=made.get(state, made[base]))
    if sent:
        assert desk.push().state == "sent"
    for step in WAYS[state]:
        with desk.store.write() as session:
            desk.store.advance(session, desk.dossier, State(step), who=WHO)
    assert desk.state is state
    return desk


OPEN = [state for state in State if state not in CLOSED]
# What each command comes to, from every state; "" where it changes nothing and refuses nothing.
TABLE: dict[str, dict[State, str]] = {
    "edit": dict.fromkeys(OPEN, "done") | dict.fromkeys(CLOSED, "ClosedDossierError"),
    "answer": dict.fromkeys(OPEN, "done") | dict.fromkeys(CLOSED, "ClosedDossierError"),
    "hold": dict.fromkeys(OPEN, "done") | dict.fromkeys(CLOSED, "ClosedDossierError"),
    "undo": dict.fromkeys(OPEN, "done")
    | dict.fromkeys(CLOSED, "ClosedDossierError")
    | {State.RECEIVED: "UndoError"},
    "add": dict.fromkeys(OPEN, "done") | dict.fromkeys(CLOSED, "late"),
    "add what can't be opened": dict.fromkeys(State, "done"),
    "package": dict.fromkeys(State, "PackageError")
    | dict.fromkeys((State.COMPLETE, State.PACKAGED, State.QUEUED), "done"),
    "push": dict.fromkeys(State, "NotQueuedError")
    | dict.fromkeys((State.QUEUED, *CLOSED, State.RETURNED), "done"),
}
COMMANDS = {**CHANGES, "package": WaitingDesk.package, "push": lambda desk: _push(desk)}


def _push(desk: WaitingDesk) -> None:
    require_queued(desk.store, desk.dossier)
    desk.push()


@pytest.mark.parametrize("command", TABLE)
@pytest.mark.parametrize("state", State)
def test_every_command_in_every_state(
    tmp_path: Path, made: dict[State, Path], state: State, command: str
) -> None:
    desk = brought_to(state, tmp_path, made)
    before, given = desk.facts(), len(desk.gateway.taken)

    told = _outcome(COMMANDS[command], desk)

    assert told == TABLE[command][state]
    if state in CLOSED:
        assert desk.state is state
        assert desk.facts()[1] == before[1]
    assert len(desk.gateway.taken) == given + (state is State.QUEUED and command == "push")
    desk.store.close()


STEPS: dict[str, Callable[[WaitingDesk], object]] = {
    **CHANGES,
    "add another's": lambda desk: desk.add(odd=OTHER_MOTHER),
    "add a doubtful one": lambda desk: desk.add(odd=PENNED),
    "edit otherwise": lambda desk: desk.edit("Xã Khác"),
    "edit, killed before the check": lambda desk: desk.edit("Xã Kia", judged=False),
    "review": lambda desk: desk.edit("Xã Ví Dụ", reviewed=True),
    "check": WaitingDesk.judge,
    "package": WaitingDesk.package,
    "push": WaitingDesk.push,
    "push, down": lambda desk: _faulty(desk, "down"),
    "push, answer lost": lambda desk: _faulty(desk, "answer_lost"),
    "returned": lambda desk: _returned(desk),
}


def _faulty(desk: WaitingDesk, fault: str) -> None:
    setattr(desk.gateway, fault, True)
    try:
        desk.push()
    finally:
        setattr(desk.gateway, fault, False)


def _returned(desk: WaitingDesk) -> None:
    desk.gateway.outcome = RemoteOutcome.RETURNED
    desk.follow()


@settings(max_examples=share_of_examples(15), deadline=None)
@given(st.lists(st.sampled_from(sorted(STEPS)), min_size=3, max_size=14))
def test_whatever_happens_the_gateway_gets_what_the_last_check_was_shown(
    made: dict[State, Path], steps: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        desk = WaitingDesk(Path(folder), like=made[State.QUEUED])
        for step in steps:
            shown, given = desk.shown, len(desk.gateway.taken)
            told = _outcome(STEPS[step], desk)
            assert all(facts == shown for facts in desk.sent()[given:]), (step, told)
            waits = desk.row is not None and desk.row.state != Sending.WITHDRAWN
            assert desk.state is not State.QUEUED or waits
        desk.store.close()


def test_values_changed_behind_the_states_are_not_sent(queued: WaitingDesk) -> None:
    with queued.store.write() as session:
        queued.store.correct(session, queued.dossier, "child.hometown", "Xã Lạ", who=WHO)

    result = queued.push()

    assert result.trouble == "outdated-package"
    assert queued.gateway.taken == []


def test_a_page_that_nobody_read_is_neither_sent_nor_packaged(queued: WaitingDesk) -> None:
    """As the versions before left it: a paper laid into a dossier that waits."""
    stored = queued.store.keep(queued.scan())
    with queued.store.write() as session:
        paper = FileInfo("x.png", "image/png", 1)
        queued.store.add_document(session, queued.dossier, stored, paper, who=WHO)

    assert queued.push().trouble == "outdated-package"
    with pytest.raises(PackageError):
        queued.package()
    assert queued.gateway.taken == []


def test_what_changes_while_its_files_are_made_is_not_queued(complete: WaitingDesk) -> None:
    plan = plan_ready(complete.store, complete.dossier, load_catalogue())
    place = PackagePlace(complete.store.packages, complete.store.objects)
    built = build_package(plan, place, PackageSettings())
    complete.edit("Xã Khác")
    assert complete.state is State.COMPLETE

    with pytest.raises(PackageError):
        keep_package(complete.store, complete.dossier, built, who=WHO)

    assert complete.row is None


def test_a_late_paper_is_read_before_a_returned_dossier_goes_again(queued: WaitingDesk) -> None:
    queued.push()
    assert queued.add().late
    _returned(queued)

    queued.edit(judged=False)
    fill_and_check_only(queued)

    assert queued.state is State.CAPTURED
    queued.judge()
    queued.package()
    queued.push()
    assert queued.sent()[1] == queued.facts()


def fill_and_check_only(desk: WaitingDesk) -> None:
    fill(desk.store, desk.dossier, load_catalogue(), who=WHO)
    check(desk.store, desk.dossier, load_catalogue(), commune="", now=desk.clock(), who=WHO)


def test_what_is_held_waits_for_a_person_and_for_nothing_else(queued: WaitingDesk) -> None:
    queued.hold()
    for _night in range(2):
        queued.judge()
        assert queued.state is State.READ
    queued.edit()
    assert queued.state is State.READ

    queued.edit(reviewed=True)

    assert queued.state is State.COMPLETE
    queued.undo()
    assert queued.state is State.READ


def test_packaging_what_changed_in_the_queue_says_that_it_is_to_be_checked(queued: WaitingDesk) -> None:
    queued.add()
    queued.read()
    fill(queued.store, queued.dossier, load_catalogue(), who=WHO)

    with pytest.raises(PackageError) as told:
        queued.package()

    assert "chưa được kiểm tra lại" in told.value.sentence
    assert f"sohoa check {queued.dossier}" in told.value.advice


@pytest.mark.parametrize("command", HELD_SHOWN)
def test_a_held_dossier_is_named_with_who_holds_it_and_why(
    queued: WaitingDesk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
) -> None:
    monkeypatch.setenv("SOHOA_HOME", str(queued.store.home))
    held = sohoa.run(["hold", queued.dossier, "--because", "Gia đình hẹn", "--who", "chị Ví Dụ"])
    capsys.readouterr()

    told = _said_by(queued, command, capsys)

    assert held in (0, 1)
    assert "đang được chị Ví Dụ giữ lại: Gia đình hẹn" in told
    assert f"sohoa edit {queued.dossier} --reviewed" in told


@pytest.mark.parametrize("command", HELD_SHOWN)
@pytest.mark.parametrize("why", [PAPERS_REPLACED, PAPERS_SWAPPED])
def test_what_the_program_holds_back_is_named_with_its_reason(
    queued: WaitingDesk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    why: str,
) -> None:
    monkeypatch.setenv("SOHOA_HOME", str(queued.store.home))
    with queued.store.write() as session:
        queued.store.advance(session, queued.dossier, State.READ, who=WHO)
        hold_for_papers(queued.store, session, queued.dossier, why, who="cron")

    told = _said_by(queued, command, capsys)

    assert "chương trình giữ lại:" in told
    assert "có đúng của công dân này không" in told
    assert "cron" not in told.partition("Lịch sử")[0]
    assert f"sohoa edit {queued.dossier} --reviewed" in told


def _said_by(desk: WaitingDesk, command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command says of the dossier, without line breaks."""
    words = command.split()
    sohoa.run(words if command in ("list", "status --offline") else [*words, desk.dossier])
    out, err = capsys.readouterr()
    return " ".join((out + err).replace("│", " ").split())


def test_a_reason_for_a_hold_comes_in_by_the_door_for_what_people_type(
    queued: WaitingDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOHOA_HOME", str(queued.store.home))
    assert sohoa.run(["hold", queued.dossier, "--because", "a" * 10_000]) == 2
    assert queued.state is State.QUEUED
    assert "quá dài" in capsys.readouterr().err
    sohoa.run(["hold", queued.dossier, "--because", "\x1b[2Jhẹn\u202e\n\nlại"])
    with queued.store.read() as session:
        kept = holds(session, [queued.dossier])[queued.dossier]["reason"]
    assert kept == "hẹn lại"


def test_adding_to_what_waited_says_that_it_is_to_be_packaged_again(
    queued: WaitingDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOHOA_HOME", str(queued.store.home))

    told = _said_by(queued, "add", capsys)
    assert "Gói cũ" not in told  # nothing changed

    sohoa.run(["add", queued.dossier, str(queued.scan()), "--no-read"])
    out = capsys.readouterr().out
    assert f"sohoa check {queued.dossier}, rồi sohoa package {queued.dossier}" in " ".join(out.split())


def test_what_waited_before_the_upgrade_is_sent_after_it(tmp_path: Path, made: dict[State, Path]) -> None:
    desk = WaitingDesk(tmp_path, like=made[State.QUEUED])
    desk.store.close()
    with at_revision(tmp_path / "home", "r0009") as connection:
        connection.exec_driver_sql("UPDATE outbox SET progress = '{}'")

    later = WaitingDesk(tmp_path / "later", like=tmp_path)

    assert later.push().state == "sent"
    later.store.close()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("edit", "ID", "child.hometown=Xã Khác"), 0),
        (("answer", "ID", "abandoned=no"), 0),
        (("undo", "ID"), 1),
        (("hold", "ID", "--because", "Gia đình hẹn bổ sung"), 0),
    ],
    ids=lambda words: words[0] if isinstance(words, tuple) else "",
)
def test_the_command_says_that_it_left_the_queue(
    queued: WaitingDesk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
) -> None:
    monkeypatch.setenv("SOHOA_HOME", str(queued.store.home))
    asked = [queued.dossier if word == "ID" else word for word in words]

    assert sohoa.run(asked) == code

    assert "đã rút khỏi hàng chờ" in " ".join("".join(capsys.readouterr()).split())
    assert sohoa.run(["push", queued.dossier]) == 2


def test_a_slip_for_what_waits_says_how_to_get_it_out(
    queued: WaitingDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOHOA_HOME", str(queued.store.home))
    asked = ["slip", queued.dossier, "supplement", "--item", "Bản chụp hộ chiếu."]

    assert sohoa.run(asked) == 2
    assert f"sohoa hold {queued.dossier}" in capsys.readouterr().err

    assert sohoa.run(["hold", queued.dossier]) == 0
    assert sohoa.run(asked) == 0


def test_a_page_scanned_again_goes_instead_of_the_one_that_waited(tmp_path: Path) -> None:
    desk = WaitingDesk(tmp_path)
    folder = dossier(tmp_path / "in" / "01", 1)
    desk.dossier = _from_folder(desk, tmp_path / "in").dossier_id
    shutil.copy(desk.scan(), folder / "3.png")  # of what waits, most must be the same papers still
    _from_folder(desk, tmp_path / "in")
    desk.judge()
    desk.package()

    shutil.copy(desk.scan(), folder / "2.png")
    taken = _from_folder(desk, tmp_path / "in")

    assert (taken.replaced, taken.left_queue, taken.late) == (("2.png",), True, False)
    assert taken.dossier_id == desk.dossier
    desk.judge()
    desk.package()
    desk.push()
    assert desk.sent() == [desk.facts()]
    desk.store.close()


def _from_folder(desk: WaitingDesk, folder: Path) -> Taken:
    (source,) = plan(folder)
    return ingest(desk.store, source, procedure="1.001193", who=WHO)
