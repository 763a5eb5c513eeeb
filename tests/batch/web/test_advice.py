# SPDX-License-Identifier: Apache-2.0
"""What a page says to do can be done at the page; only who looks after the program is told a command."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from batch.web.faults import answer_to
from intake.capture.refusals import CaptureError, RefusalCode
from intake.dossier.states import State
from intake.errors import ObjectStoreError, ServerError, StorageFullError, StoreError
from intake.services.changing.edit import Edit, edit
from intake.services.changing.hold_back import hold_back
from intake.store.store import Store
from templates.errors import SohoaError
from templates.language.messages import speaking
from tests.support.desks.web_desk import csrf_of
from tests.support.dossiers.led_dossiers import led_to
from tests.support.dossiers.paged_dossiers import pages_there

COMMAND = re.compile(
    r"sohoa (?!desk|in\b)[a-z]{2,}|(?<![!-])--[a-z]{2,}|=VALUE|=GIÁ|SOHOA_|pip install|\bcommand|\brun again"
    r"|lệnh|chạy lại|\[store\]",
    re.IGNORECASE,
)
HALLS = ("templates", "ocr", "intake", "batch")
PLAIN: dict[str, Any] = {
    "str": "x",
    "int": 1,
    "float": 1.0,
    "object": "x",
    "bool": True,
    "State": State.PUSHED,
}
AT_LEAST = 150


def kinds_of(root: type[SohoaError]) -> Iterator[type[SohoaError]]:
    yield root
    for kind in root.__subclasses__():
        yield from kinds_of(kind)


def made(factory: Callable[..., Any]) -> SohoaError | None:
    """The error with plain words for what it names; None where it wants something else."""
    wanted = [one.annotation for one in inspect.signature(factory).parameters.values()]
    values = [[] if str(one).startswith(("Sequence", "Iterable")) else PLAIN.get(str(one)) for one in wanted]
    error = factory(*values) if None not in values else None
    return error if isinstance(error, SohoaError) else None


def errors() -> list[SohoaError]:
    """Each error there is as its factories word it, with plain words for what it names."""
    kinds = sorted(set(kinds_of(SohoaError)), key=lambda one: one.__qualname__)
    factories = (
        member.__get__(None, kind)
        for kind in kinds
        if kind.__module__.split(".")[0] in HALLS
        for member in vars(kind).values()
        if isinstance(member, classmethod)
    )
    return [error for factory in factories if (error := made(factory)) is not None]


@pytest.fixture(scope="module", autouse=True)
def _every_error_is_known() -> None:
    for hall in HALLS:
        for found in pkgutil.walk_packages(import_module(hall).__path__, f"{hall}."):
            if found.name.endswith(("errors", "refusals")) or ".errors." in found.name:
                import_module(found.name)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_error_sends_who_sits_before_a_page_to_a_terminal(language: str) -> None:
    with speaking(language):
        found = errors()
        told = [(str(type(one).__qualname__), answer_to(one)) for one in found]
    assert len(found) >= AT_LEAST
    assert [one for one in told if COMMAND.search(f"{one[1].sentence} {one[1].advice}")] == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("code", RefusalCode)
def test_no_refused_file_sends_its_clerk_to_a_terminal(code: RefusalCode, language: str) -> None:
    with speaking(language):
        told = answer_to(CaptureError(code))
    assert told.advice
    assert COMMAND.findall(told.advice) == []


FULL = {
    "en": "Free some space, then run the same command again: it goes on where it stopped.",
    "vi": "Hãy giải phóng bớt dung lượng rồi chạy lại lệnh vừa rồi: chương trình sẽ làm tiếp từ chỗ dừng.",
}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_full_disk_and_a_server_that_is_away_are_told_for_the_page(language: str) -> None:
    with speaking(language):
        full = answer_to(StorageFullError("x", FULL[language]))
        away = [answer_to(error("x", FULL[language])).advice for error in (ServerError, ObjectStoreError)]
    assert full.status == 507
    assert full.advice.startswith(
        {"en": "Make room, then do it once more", "vi": "Hãy giải phóng bớt"}[language]
    )
    for advice in (full.advice, *away):
        assert COMMAND.findall(advice) == []


def test_what_is_wrong_with_the_installation_stands_in_the_log_of_who_looks_after_it() -> None:
    error = StoreError("x", "Put it back with: sohoa restore PLACE")
    with speaking("en"), capture_logs() as logged:
        advice = answer_to(error).advice
    assert "tell who looks after this program" in advice and "sohoa" not in advice
    assert [one["error"] for one in logged] == ["StoreError"]


@pytest.mark.parametrize(
    ("what", "form"),
    [
        ("release", {"reason": ""}),
        ("release", {"reason": "đã xem"}),
        ("decide", {"finding": "nowhere", "reason": "đã xem"}),
        ("decide", {"finding": "", "reason": ""}),
        ("withdraw", {"finding": "nowhere", "reason": "đã xem"}),
        ("answer", {"question": "nowhere", "answer": "x"}),
        ("package", {}),
        ("supplement", {}),
        ("judge", {}),
        ("undo", {}),
        ("field", {"key": "child.full_name", "confirm": "1"}),
        ("field", {"key": "nowhere", "value": "x"}),
        ("field", {"key": "child.birth_date", "value": "x"}),
        ("papers", {"do": "join", "page": "1-1"}),
        ("papers", {"do": "kind", "page": "1-1", "kind": "nowhere"}),
        ("papers", {"do": "move", "page": "1-1", "to": "nowhere"}),
        ("papers", {"do": "remove", "page": "9-9"}),
        ("papers", {"do": "back", "page": "1-1"}),
        ("papers", {"do": "undo"}),
    ],
)
@pytest.mark.parametrize("state", [None, "held", State.PUSHED, State.REJECTED])
def test_what_the_station_refuses_is_said_without_a_command(
    what: str, form: dict[str, str], state: str | None, clerk: TestClient, store: Store, dossier: str
) -> None:
    if state == "held":
        hold_back(store, dossier, who="lan", reason="hỏi lại", commune="")
    elif state is not None:
        led_to(store, dossier, State(state))
    seen = str(clerk.get(f"/dossier/{dossier}/sheet").json()["version"])
    told = {**form, "seen": seen, "csrf": csrf_of(clerk)}
    answer = clerk.post(f"/dossier/{dossier}/{what}", data=told)
    assert answer.status_code < 500
    assert COMMAND.findall(answer.text) == []


def test_a_dossier_in_other_hands_is_refused_with_what_to_do_at_the_page(
    clerk: TestClient, store: Store, dossier: str
) -> None:
    seen = str(clerk.get(f"/dossier/{dossier}/sheet").json()["version"])
    edit(store, dossier, Edit([("child.sex", "Nữ")]), who="nam", commune="")
    page = "-".join(map(str, pages_there(store, dossier)[0]))
    form = {"do": "turn-right", "page": page, "seen": seen, "csrf": csrf_of(clerk)}
    answer = clerk.post(f"/dossier/{dossier}/papers", data=form)
    assert answer.status_code == 409, answer.text
    assert "Tải lại trang" in answer.text
    assert COMMAND.findall(answer.text) == []
