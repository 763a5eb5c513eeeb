# SPDX-License-Identifier: Apache-2.0
"""What schedulers are told: each text is read back by the rules of its reader."""

from __future__ import annotations

import configparser
import shlex
from datetime import time
from xml.etree import ElementTree

import pytest

from batch.services.nightly.schedule_texts import (
    block_of,
    cron_block,
    service_unit,
    task_xml,
    timer_unit,
    without_block,
)

pytestmark = pytest.mark.of_sqlite  # no store is opened

EVENING = time(18, 5)
COMMAND = ["/opt/sổ hóa/python", "-m", "sohoa", "--home", '/srv/100% "a" $HOME\\x', "run"]
THEIRS = "MAILTO=lan\n0 1 * * * backup\n"


def test_cron_gets_one_line_that_a_shell_takes_apart_again() -> None:
    block = block_of(cron_block(COMMAND, EVENING))
    when, command = block[: len("5 18 * * *")], block[len("5 18 * * *") :]
    assert when == "5 18 * * *" and shlex.split(command.replace(r"\%", "%")) == COMMAND


def test_lines_of_others_stay_and_ours_stand_there_once() -> None:
    crontab = THEIRS + cron_block(COMMAND, EVENING)
    again = without_block(crontab) + cron_block(COMMAND, time(20))
    assert without_block(again) == THEIRS and block_of(again).startswith("0 20 * * *")
    assert block_of(THEIRS) == ""


def test_systemd_gets_a_service_and_a_timer() -> None:
    service, timer = configparser.RawConfigParser(), configparser.RawConfigParser()
    service.read_string(service_unit(COMMAND))
    timer.read_string(timer_unit(EVENING))
    started = service["Service"]["ExecStart"]
    undone = [word.replace("%%", "%").replace("$$", "$") for word in shlex.split(started)]
    assert undone == COMMAND and timer["Timer"]["OnCalendar"] == "*-*-* 18:05:00"


def test_windows_gets_a_task_whose_parts_stand_in_the_order_of_its_schema() -> None:
    task = ElementTree.fromstring(task_xml(COMMAND, EVENING).partition("?>")[2])
    assert [part.tag.rpartition("}")[2] for part in task] == [
        "RegistrationInfo",
        "Triggers",
        "Settings",
        "Actions",
    ]
    (command,) = task.findall(".//{*}Command")
    (arguments,) = task.findall(".//{*}Arguments")
    assert command.text == COMMAND[0]
    assert arguments.text == '-m sohoa --home "/srv/100% \\"a\\" $HOME\\x" run'
    assert task.findall(".//{*}StartBoundary")[0].text == "2026-01-01T18:05:00"


def test_a_folder_that_ends_with_a_backslash_does_not_swallow_the_quote() -> None:
    (arguments,) = ElementTree.fromstring(
        task_xml(["p", "C:\\so hoa\\"], EVENING).partition("?>")[2]
    ).findall(".//{*}Arguments")
    assert arguments.text == '"C:\\so hoa\\\\"'
