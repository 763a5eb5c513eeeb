# SPDX-License-Identifier: Apache-2.0
"""The schedulers' programs played: what is told to them, and what of their refusals is told to people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import time
from pathlib import Path

import pytest

from batch.desk import scheduler
from batch.desk.commands.nightly import schedule
from batch.desk.scheduler import Said, ScheduleError
from batch.services.nightly.schedule_texts import block_of, cron_block, variables_lost, with_block
from intake.settings.current import choose_settings

pytestmark = pytest.mark.of_sqlite  # no store is opened

COMMAND = ["/opt/sohoa/python", "-m", "sohoa", "run"]
EVENING = time(18)
THEIRS = "0 1 * * * backup\n"
OURS = cron_block(COMMAND, EVENING)


class Computer:
    """With cron, and with systemd where that ``answers``; what a program ``refuses`` ends with status 1."""

    def __init__(self, crontab: Said, *, answers: bool, refuses: str = "") -> None:
        self.crontab, self.answers, self.refuses = crontab, answers, refuses
        self.asked: list[str] = []

    def run(self, command: Sequence[str], text: str = "") -> Said:
        line = " ".join(command)
        self.asked.append(line)
        if (self.refuses and self.refuses in line) or ("show-environment" in line and not self.answers):
            return Said(1, "", "access denied")
        if line == "crontab -":
            self.crontab = Said(0, text, "")
        return self.crontab if line == "crontab -l" else Said(0, "NEXT LEFT\n", "a warning\n")


Begun = Callable[..., Computer]


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Begun:
    def made(crontab: Said, *, answers: bool = False, refuses: str = "") -> Computer:
        played = Computer(crontab, answers=answers, refuses=refuses)
        monkeypatch.setattr(scheduler, "run", played.run)
        monkeypatch.setattr(scheduler.shutil, "which", lambda name: f"/bin/{name}")
        monkeypatch.setattr(scheduler.sys, "platform", "linux")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        return played

    return made


def test_a_crontab_that_can_not_be_read_is_not_replaced(computer: Begun) -> None:
    played = computer(Said(1, "", "crontab: can't open /var/spool/cron: disk error"))
    for does in (lambda: scheduler.install(COMMAND, EVENING), scheduler.remove, scheduler.scheduled):
        with pytest.raises(ScheduleError, match="disk error"):
            does()
    assert "crontab -" not in played.asked


def test_lines_of_others_stay_as_they_were_and_complaints_are_none_of_them(computer: Begun) -> None:
    played = computer(Said(0, THEIRS.strip(), "crontab: a warning"))
    scheduler.install(COMMAND, EVENING)
    assert played.crontab.out == THEIRS + OURS == with_block(THEIRS + OURS, OURS)
    scheduler.remove()
    assert played.crontab.out == THEIRS


def test_an_account_without_a_crontab_gets_one(computer: Begun) -> None:
    played = computer(Said(1, "", "no crontab for lan"))
    scheduler.install(COMMAND, EVENING)
    assert played.crontab.out == OURS


def test_a_timer_takes_the_place_of_cron(computer: Begun) -> None:
    played = computer(Said(0, THEIRS + OURS, ""), answers=True)
    scheduler.install(COMMAND, EVENING)
    assert played.crontab.out == THEIRS and scheduler.timer_file().is_file()


def test_cron_does_not_come_beside_a_timer_that_can_not_be_asked(computer: Begun) -> None:
    played = computer(Said(0, THEIRS, ""), answers=True)
    scheduler.install(COMMAND, EVENING)
    played.answers = False
    for does in (lambda: scheduler.install(COMMAND, EVENING), scheduler.remove, scheduler.scheduled):
        with pytest.raises(ScheduleError, match=r"sohoa-night\.timer"):
            does()
    assert played.crontab.out == THEIRS and scheduler.timer_file().is_file()


def test_both_kinds_are_shown(computer: Begun) -> None:
    played = computer(Said(0, THEIRS, ""), answers=True)
    scheduler.install(COMMAND, EVENING)
    played.crontab = Said(0, OURS, "")
    assert scheduler.scheduled() == [block_of(OURS), "NEXT LEFT"]


def test_a_timer_that_is_not_stopped_keeps_its_files_and_is_told(computer: Begun) -> None:
    played = computer(Said(0, "", ""), answers=True)
    scheduler.install(COMMAND, EVENING)
    played.refuses = "disable"
    with pytest.raises(ScheduleError, match="access denied"):
        scheduler.remove()
    assert scheduler.timer_file().is_file()


def test_a_task_that_windows_keeps_is_told(computer: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    played = computer(Said(0, "", ""), refuses="/delete")
    monkeypatch.setattr(scheduler.sys, "platform", "win32")
    scheduler.remove()  # none is on the list
    played.refuses = "schtasks"
    with pytest.raises(ScheduleError, match="access denied"):
        scheduler.remove()
    monkeypatch.setattr(scheduler, "_has_task", lambda: True)
    with pytest.raises(ScheduleError, match="access denied"):
        scheduler.remove()


def test_the_settings_file_in_force_is_named_to_the_scheduler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "office.toml"
    file.write_text("")
    monkeypatch.setenv("SOHOA_CONFIG", str(file))
    choose_settings()
    command = schedule._command()
    assert command[command.index("--config") + 1] == str(file)


def test_variables_that_the_scheduler_does_not_know_are_named() -> None:
    found = variables_lost(["PATH", "SOHOA_HOME", "SOHOA_CONFIG", "SOHOA_STORE__PASSWORD"])
    assert found == ["SOHOA_STORE__PASSWORD"]
