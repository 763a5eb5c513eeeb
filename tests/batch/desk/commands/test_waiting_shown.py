# SPDX-License-Identifier: Apache-2.0
"""Whatever waits for the gateway or came back from it is named with why and until when by every command."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import stamina
from openpyxl import load_workbook

import sohoa
from batch.gateway.contract import FieldMessage, RemoteOutcome
from batch.gateway.errors import AskedToWaitError, GatewayTroubleError, RefusedError
from batch.gateway.sandbox.server import RunningSandbox
from bench.storm.dossiers import package, queued_dossier
from intake.desk import console
from intake.dossier.state_words import state_word
from intake.store.store import Store
from tests.support.desks.queue_desk import a_round, asked, corrected, pusher
from tests.support.servers.scripted_gateway import Fault, ScriptedGateway
from tests.support.servers.told_gateway import told_gateway

NO_PLACE = FieldMessage("nksNoiSinh", "child.birth_place", "missing")


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("SOHOA_HOME", str(tmp_path / "desk"))
    monkeypatch.setenv("SOHOA_UNIT__CODE", "G09.20")
    store = Store.open(tmp_path / "desk")
    yield store
    store.close()


@pytest.fixture(autouse=True)
def wide_screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """So wide that no sentence is broken; a console keeps the width it was made with."""
    monkeypatch.setenv("COLUMNS", "200")
    console.results.cache_clear()
    console.remarks.cache_clear()
    yield
    console.results.cache_clear()
    console.remarks.cache_clear()


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningSandbox]:
    with told_gateway(tmp_path / "gateway", monkeypatch, unit="") as running:
        yield running


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Exit code, and all that was said."""
    code = sohoa.run(list(words))
    told = capsys.readouterr()
    return code, told.out + told.err


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    sohoa.run([*words, "--json"])
    return json.loads(capsys.readouterr().out)


def waits_an_hour(store: Store, number: int = 1) -> str:
    """A dossier that the gateway asked to come back with in an hour."""
    dossier = queued_dossier(store, number)
    busy = AskedToWaitError("x")
    busy.retry_after_s = 3600.0
    a_round(store, ScriptedGateway(faults=[Fault("number", busy)]))
    return dossier


def refused(store: Store) -> str:
    dossier = queued_dossier(store)
    no = RefusedError("x", "", (NO_PLACE,))
    a_round(store, ScriptedGateway(faults=[Fault("submit", no)]))
    return dossier


def returned(store: Store) -> str:
    """A dossier that was sent, and that an officer gave back."""
    dossier = queued_dossier(store)
    gateway = ScriptedGateway()
    a_round(store, gateway)
    gateway.outcomes["G09-0001"], gateway.notes["G09-0001"] = (
        RemoteOutcome.RETURNED,
        "Bổ sung giấy chứng sinh",
    )
    asked(store, gateway)
    return dossier


def set_aside(store: Store) -> str:
    dossier = queued_dossier(store)
    next((store.packages / dossier).glob("*.portal.pdf")).unlink()
    a_round(store, ScriptedGateway())
    return dossier


EVERYWHERE = ("push", "status", "list", "report")


@pytest.mark.parametrize("command", [*EVERYWHERE, "show"])
def test_what_waits_is_named_with_its_reason_and_its_next_try(
    store: Store, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    dossier = waits_an_hour(store)
    words = [command, dossier] if command == "show" else [command]
    words += ["--offline"] if command == "status" else []

    _code, told = typed(capsys, *words)

    assert dossier in told
    assert "cổng đang bận và yêu cầu đợi" in told
    assert re.search(r"thử lại lúc \d\d/\d\d/\d{4} \d\d:\d\d", told)


@pytest.mark.long
@pytest.mark.parametrize("made", [waits_an_hour, refused, returned, set_aside])
def test_a_state_has_one_word_on_every_screen(
    store: Store, capsys: pytest.CaptureFixture[str], made: Callable[[Store], str]
) -> None:
    dossier = made(store)
    with store.read() as session:
        word = state_word(store.get(session, dossier).state)
    for words in (["list"], ["show", dossier], ["status", "--offline"], ["status", dossier, "--offline"]):
        _code, told = typed(capsys, *words)
        assert word in told, words
    assert word in typed(capsys, "report")[1]


def test_push_with_nothing_due_says_so_only_if_nothing_waits(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = typed(capsys, "push")
    assert (code, "Không có hồ sơ nào chờ gửi" in told) == (0, True)

    waits_an_hour(store)
    code, told = typed(capsys, "push")
    assert (code, "Không có hồ sơ nào chờ gửi" in told, "sohoa push --now" in told) == (1, False, True)


@pytest.mark.long
@pytest.mark.usefixtures("sandbox")
def test_a_person_can_have_everything_that_waits_tried_at_once(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting = [waits_an_hour(store, number) for number in range(3)]

    tried = answer(capsys, "push", "--now")

    assert {one["dossier"]: one["state"] for one in tried} == dict.fromkeys(waiting, "sent")


def test_json_of_push_names_what_was_not_tried(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = waits_an_hour(store)

    (one,) = answer(capsys, "push")

    assert (one["dossier"], one["state"], one["trouble"]) == (dossier, "failed-retry", "asked-to-wait")
    assert one["next_at"]


@pytest.mark.parametrize("command", [*EVERYWHERE, "show"])
def test_what_was_set_aside_is_named_with_the_way_out(
    store: Store, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    dossier = set_aside(store)
    words = [command, dossier] if command == "show" else [command]

    _code, told = typed(capsys, *words)

    assert "một tệp đã đóng gói bị mất hoặc bị sửa" in told
    assert f"sohoa package {dossier}" in told


@pytest.mark.usefixtures("sandbox")
def test_naming_a_refused_dossier_says_what_is_wrong_with_it(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = refused(store)

    for words in (["push", dossier], ["push", dossier, "--dry-run"]):
        code, told = typed(capsys, *words)
        assert code == 1
        assert "Cổng đã trả lại hồ sơ" in told or "Cổng đã từ chối hồ sơ" in told
        assert re.search(r"Thiếu “.*[Nn]ơi sinh.*”", told)
        assert "chương trình khác" not in told


@pytest.mark.usefixtures("sandbox")
def test_naming_a_sent_dossier_says_that_it_was_sent(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = queued_dossier(store)
    assert typed(capsys, "push", dossier)[0] == 0

    for words in (["push", dossier], ["push", dossier, "--dry-run"]):
        code, told = typed(capsys, *words)
        assert (code, "đã được gửi từ trước" in told) == (1, True)


@pytest.mark.parametrize("command", ["list", "show", "status", "report"])
def test_the_gateways_refusal_stands_wherever_the_dossier_does(
    store: Store, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    dossier = refused(store)
    words = [command, dossier] if command == "show" else [command]
    words += ["--offline"] if command == "status" else []

    assert re.search(r"Thiếu “.*[Nn]ơi sinh.*”", typed(capsys, *words)[1])


@pytest.mark.parametrize("command", ["list", "show", "status", "report"])
def test_an_officers_remark_stands_wherever_the_dossier_does(
    store: Store, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    dossier = returned(store)
    words = [command, dossier] if command == "show" else [command]
    words += ["--offline"] if command == "status" else []

    assert "Bổ sung giấy chứng sinh" in typed(capsys, *words)[1]


@pytest.mark.parametrize(
    ("came_back", "reason"), [(refused, "[Nn]ơi sinh"), (returned, "Bổ sung giấy chứng sinh")]
)
def test_reasons_stay_in_the_history_when_the_dossier_is_packaged_again(
    store: Store, capsys: pytest.CaptureFixture[str], came_back: Callable[[Store], str], reason: str
) -> None:
    dossier = came_back(store)
    corrected(store, dossier)
    assert re.search(f"Cổng .*{reason}", typed(capsys, "show", dossier)[1])

    package(store, dossier, "again")

    assert re.search(f"→ bị trả lại: .*{reason}", typed(capsys, "show", dossier)[1])
    assert answer(capsys, "show", dossier)["gateway"]["why"] == ""


@pytest.mark.long
def test_the_workbook_names_what_is_not_at_the_gateway(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = waits_an_hour(store)

    typed(capsys, "report", "--xlsx", str(tmp_path / "r.xlsx"))

    rows = list(load_workbook(tmp_path / "r.xlsx").worksheets[2].values)
    assert rows[1][0] == dossier
    assert rows[1][2] == "cổng đang bận và yêu cầu đợi"


def test_a_night_names_how_many_of_other_days_still_wait(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = waits_an_hour(store)
    folder = tmp_path / "scans"
    folder.mkdir()

    code, told = typed(capsys, "run", str(folder), "--no-push")

    assert (code, "Còn 1 hồ sơ của những ngày khác" in told) == (1, True)
    assert answer(capsys, "run", str(folder), "--no-push")["waiting_besides"] == [dossier]


def test_what_another_pusher_has_in_hand_is_named_as_being_sent(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = queued_dossier(store)
    one = pusher(store, ScriptedGateway())
    one.owner = "another computer/1/x"
    one.after_step = lambda step: told.append(typed(capsys, "push")) if step == "asked" else None
    told: list[tuple[int, str]] = []

    one.push(dossier)

    assert (told[0][0], dossier in told[0][1], "đang được gửi" in told[0][1]) == (0, True, True)


def test_nothing_a_paper_says_is_in_the_log_of_a_dossier_that_failed(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    queued_dossier(store, child__full_name="LÊ BÍ MẬT")
    broken = UnicodeEncodeError("ascii", "LÊ BÍ MẬT", 0, 1, "LÊ BÍ MẬT")
    assert typed(capsys, "list")[0] == 0  # the settings are chosen, so the log has its file
    a_round(store, ScriptedGateway(faults=[Fault("submit", broken)]))

    log = (store.log / "sohoa.log").read_text("utf-8")
    assert "push-failed" in log
    assert "MẬT" not in log


def rejected(store: Store) -> str:
    """A dossier that was sent, and that an officer refused for good."""
    dossier = queued_dossier(store)
    gateway = ScriptedGateway()
    a_round(store, gateway)
    gateway.outcomes["G09-0001"], gateway.notes["G09-0001"] = RemoteOutcome.REJECTED, "Không thuộc thẩm quyền"
    asked(store, gateway)
    return dossier


@pytest.mark.usefixtures("sandbox")
def test_naming_a_returned_dossier_says_why_it_came_back_and_what_to_do(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = returned(store)

    code, told = typed(capsys, "push", dossier)

    assert (code, "bị trả lại" in told, "đã gửi từ trước" in told) == (1, True, False)
    assert "Cổng đã trả lại hồ sơ: Bổ sung giấy chứng sinh" in told
    assert f"sohoa check {dossier}, sohoa package {dossier}" in told
    code, told = typed(capsys, "package", dossier)
    assert (code, "Bổ sung giấy chứng sinh" in told, "đã ở trên cổng" in told) == (3, True, False)


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize(("command", "exit_code"), [("push", 1), ("package", 3)])
def test_naming_a_rejected_dossier_says_who_refused_it_and_that_it_is_closed(
    store: Store, capsys: pytest.CaptureFixture[str], command: str, exit_code: int
) -> None:
    dossier = rejected(store)

    code, told = typed(capsys, command, dossier)

    assert (code, "đã gửi từ trước" in told, "đã ở trên cổng" in told) == (exit_code, False, False)
    assert f"Cổng đã từ chối hẳn hồ sơ {dossier}: Không thuộc thẩm quyền" in told
    assert "sohoa new" in told


@pytest.mark.long
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [(False, "đang được gửi"), (True, "có thể đã đến cổng; chưa nhận được trả lời của cổng")],
)
def test_packaging_what_may_be_on_its_way_says_no_more_than_is_known(
    store: Store, capsys: pytest.CaptureFixture[str], answers: bool, sentence: str
) -> None:
    dossier = queued_dossier(store)
    told: list[tuple[int, str]] = []
    one = pusher(store, ScriptedGateway(faults=[Fault("submit", GatewayTroubleError("x"))] * 9))
    one.after_step = lambda _step: None if answers else told.append(typed(capsys, "package", dossier))
    one.push(dossier)
    if answers:
        told.append(typed(capsys, "package", dossier))

    assert (told[0][0], sentence in told[0][1], "đã ở trên cổng" in told[0][1]) == (3, True, False)


@pytest.mark.usefixtures("sandbox")
def test_push_calls_a_state_what_status_calls_it_and_shows_the_number(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = refused(store)
    _code, told = typed(capsys, "push", dossier)
    assert ("bị trả lại" in told, "G09-0001" in told) == (True, True)
    assert "bị trả lại" in typed(capsys, "status", "--offline")[1]


@pytest.mark.usefixtures("sandbox")
def test_what_the_program_itself_set_aside_is_not_called_refused(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = set_aside(store)

    for words in (["push", dossier], ["status", dossier, "--offline"]):
        _code, told = typed(capsys, *words)
        assert ("chờ cán bộ quyết định" in told, "từ chối" in told) == (True, False)
