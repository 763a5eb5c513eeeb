# SPDX-License-Identifier: Apache-2.0
"""What is held back, what left the queue, and how every command tells it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import sohoa
from batch.errors import PackageError
from intake.desk.screens.judged import left_queue_word
from intake.dossier.journal import PAPERS_REPLACED, PAPERS_SWAPPED
from intake.dossier.states import State
from intake.services.changing.holding import hold_for_papers
from intake.services.fill_and_check import fill
from intake.services.receive.ingest import Taken, ingest, plan
from intake.store.dossier.journal import holds
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import WHO
from tests.support.desks.waiting_desk import WaitingDesk
from tests.support.dossiers.fake_dossiers import dossier

HELD_SHOWN = ("list", "show", "check", "package", "status --offline", "status", "add --no-read")


@pytest.mark.long
def test_what_is_held_waits_for_a_person_and_for_nothing_else(queued: WaitingDesk) -> None:
    queued.hold()
    for _night in range(2):
        queued.judge()
        assert queued.state is State.READ
    queued.edit()
    assert queued.state is State.READ

    queued.let_go()

    assert queued.state is State.COMPLETE
    queued.undo()
    assert queued.state is State.READ


def test_packaging_what_changed_in_the_queue_says_that_it_is_to_be_checked(queued: WaitingDesk) -> None:
    queued.add()
    queued.read()
    fill(queued.store, queued.dossier, load_catalogue())

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
    assert f"sohoa hold {queued.dossier} --release" in told


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
    assert f"sohoa hold {queued.dossier} --release" in told


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


@pytest.mark.long
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


def test_taking_a_change_back_says_too_that_the_package_no_longer_counts(
    queued: WaitingDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOHOA_HOME", str(queued.store.home))
    told = []
    for asked in (["edit", queued.dossier, "child.sex=Nữ"], ["undo", queued.dossier]):
        sohoa.run(asked)
        told.append(" ".join("".join(capsys.readouterr()).split()))
    for said in told:
        assert left_queue_word() in said
        assert f"sohoa package {queued.dossier}" in said
