# SPDX-License-Identifier: Apache-2.0
"""The morning: whom a dossier waits for, and what is told to those outside without a name in it."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from batch.desk.told_outside import failure_told
from batch.night.summary import DossierLine
from batch.report.numbers import Numbers
from batch.services.nightly.morning import Morning, Waiting, Whom, waiting_of, whom_for
from batch.services.nightly.morning_told import MorningNotToldError, prometheus, tell_outside, write_whole
from batch.web.morning_sheet import morning_html
from intake.services.dossier_list import WorkAhead
from intake.settings.file import SettingsError, wrong_value
from intake.settings.settings import MailSettings, NightSettings, Settings, UnitSettings

pytestmark = pytest.mark.of_sqlite  # no store is opened

LINE = DossierLine("261123-001X", "lê văn ví dụ", "read", "", 0, False, 0, 0, 0, unsent=False, trouble="")
NAMED = "LÝ THỊ VÍ DỤ"


@pytest.mark.parametrize(
    ("line", "whom"),
    [
        (replace(LINE, doubtful=2), Whom.CLERK),
        (replace(LINE, state="incomplete", missing=1), Whom.CITIZEN),
        (replace(LINE, state="incomplete", missing=1, doubtful=1), Whom.CLERK),
        (replace(LINE, state="incomplete", missing=1, contradictory=True), Whom.CLERK),
        (replace(LINE, state="queued", unsent=True), Whom.GATEWAY),
        (replace(LINE, state="captured"), Whom.NEXT_RUN),
        (replace(LINE, state="captured", pages_failed=1), Whom.CLERK),
        (LINE, Whom.CLERK),
    ],
)
def test_a_dossier_waits_for_the_first_who_can_do_anything(line: DossierLine, whom: Whom) -> None:
    assert whom_for(line) is whom


def test_what_only_lies_ready_to_be_sent_waits_for_nobody() -> None:
    ready = replace(LINE, state="queued", unsent=True)
    refused = replace(ready, dossier="261123-002Y", note="Cổng chưa trả lời.")
    assert [one.dossier for one in waiting_of([ready, refused, replace(LINE, state="queued")])] == [
        refused.dossier
    ]


@pytest.fixture
def morning() -> Morning:
    numbers = Numbers(10, 30, 32, 1, 0, 0, 3, 1, 6, 6, 5, 4, 0, 0, 0, 0)
    began, ended = datetime(2026, 11, 23, 11, tzinfo=UTC), datetime(2026, 11, 23, 12, tzinfo=UTC)
    waiting = (Waiting(LINE.dossier, NAMED, Whom.CITIZEN, f"{NAMED} …"),)
    return Morning(7, began, ended, numbers, 32, waiting, WorkAhead(1, 2, 3))


@contextmanager
def hook(status: int) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """A web hook on this computer: its address, and what it got (authorization, body)."""
    got: list[tuple[str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            got.append((self.headers.get("Authorization", ""), self.rfile.read(length)))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/nights", got
    finally:
        server.shutdown()
        server.server_close()


def test_a_webhook_gets_numbers_and_ids_and_no_name(morning: Morning) -> None:
    with hook(204) as (address, got):
        night = NightSettings(webhook=address, webhook_token=SecretStr("t0ken"))
        assert list(tell_outside(morning, night, MailSettings(), "UBND xã Ví Dụ")) == []
    ((authorization, body),) = got
    told = json.loads(body)
    assert authorization == "Bearer t0ken" and NAMED not in body.decode()
    assert (told["came_in"], told["waiting"]) == (10, [{"id": LINE.dossier, "for": "citizen"}])


def test_a_webhook_that_refuses_or_is_not_there_is_told(morning: Morning) -> None:
    with hook(500) as (address, _got):
        night = NightSettings(webhook=address)
        assert [type(e) for e in tell_outside(morning, night, MailSettings(), "")] == [MorningNotToldError]
    assert [type(e) for e in tell_outside(morning, night, MailSettings(), "")] == [MorningNotToldError]


def test_the_token_of_a_webhook_on_this_computer_is_shown_to_no_proxy(
    morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
    with hook(204) as (address, got), hook(204) as (proxy, seen):
        for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(variable, proxy.removesuffix("/nights"))
        night = NightSettings(webhook=address, webhook_token=SecretStr("t0ken"))
        assert list(tell_outside(morning, night, MailSettings(), "")) == []
    assert (len(got), seen) == (1, [])


def test_a_failed_run_is_told_without_what_its_error_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.desk.surroundings.told_of_a_copy", lambda: None)
    with hook(204) as (address, got):
        settings = Settings(night=NightSettings(webhook=address), unit=UnitSettings(name="UBND xã Ví Dụ"))
        with pytest.raises(OSError, match=NAMED), failure_told(settings):
            raise OSError(f"/scans/{NAMED}")
    ((_authorization, body),) = got
    told = json.loads(body)
    assert (told["failed"], told["code"]) == (True, "OSError") and NAMED not in str(told)


def test_mail_without_a_server_is_told(morning: Morning) -> None:
    (error,) = tell_outside(morning, NightSettings(mail_to="a@b.example"), MailSettings(), "")
    assert error.sentence and error.advice


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "25:00"},
        {"at": ""},
        {"at": "24:00"},
        {"until": "sáng"},
        {"push_window": "22:00"},
        {"push_window": "22:00-5:60"},
    ],
)
def test_what_is_no_hour_is_no_setting(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="time of day"):
        NightSettings(**wrong)  # type: ignore[arg-type]


def test_hours_are_settings_as_people_write_them() -> None:
    NightSettings(at="17h30", until="24:00", push_window="00:00-24:00")
    assert "18:00" in str(_wrong(at="25:00")) and "22:00-05:30" in str(_wrong(push_window="tối"))


def _wrong(**values: str) -> SettingsError:
    with pytest.raises(ValidationError) as found:
        NightSettings(**values)  # type: ignore[arg-type]
    return wrong_value(found.value, None, [], "night.")


def test_a_webhook_in_the_open_is_no_setting() -> None:
    with pytest.raises(ValueError, match="https"):
        NightSettings(webhook="http://elsewhere.example/")


def test_numbers_for_prometheus_have_a_line_each_and_no_name(morning: Morning, tmp_path: Path) -> None:
    text = prometheus(morning)
    rows = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert rows['sohoa_run_dossiers{outcome="received"}'] == "10" and rows["sohoa_dossiers_left"] == "3"
    assert rows['sohoa_run_waiting{for="citizen"}'] == "1" and NAMED not in text
    assert float(rows["sohoa_run_ended_timestamp_seconds"]) == morning.ended.timestamp()  # type: ignore[union-attr]
    assert prometheus(None) == ""
    write_whole(text, tmp_path / "sohoa.prom", for_others=True)
    assert (tmp_path / "sohoa.prom").read_text() == text and len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_numbers_are_for_other_accounts_to_read(tmp_path: Path) -> None:
    write_whole("1", tmp_path / "sohoa.prom", for_others=True)
    write_whole(NAMED, tmp_path / "morning.html")
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("sohoa.prom", "morning.html")]
    assert modes == [0o644, 0o600]


def test_the_page_says_what_waits_and_escapes_what_papers_say(morning: Morning) -> None:
    odd = replace(morning, waiting=(Waiting(LINE.dossier, "<script>", Whom.CLERK, "why"),))
    page = morning_html(odd, "UBND xã Ví Dụ")
    assert LINE.dossier in page and "&lt;script&gt;" in page and "<script>" not in page
