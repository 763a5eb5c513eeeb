# SPDX-License-Identifier: Apache-2.0
"""What a clerk types to decide each doubt of a dossier by itself, and what its history tells of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from intake.errors import NotShownError
from intake.services.reviewing.showing import shown
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from tests.support.desks.typed_commands import Desk
from tests.support.dossiers.reviewed_papers import look_at_everything, of_two_families

BY = ("--who", "hoa")
HELD = "Chờ mẹ cháu đến"


@pytest.fixture
def store(desk: Desk) -> Iterator[Store]:
    desk.new()
    store = Store.open(desk.home)
    yield store
    store.close()


@pytest.fixture
def mixed(desk: Desk, store: Store) -> str:
    made = desk.new()
    of_two_families(store, made)
    return made


def said(desk: Desk, dossier: str) -> str:
    """The history on the screen, without its lines' breaks."""
    return " ".join(desk.run("show", dossier).output.partition("Lịch sử")[2].split())


@pytest.mark.long
def test_a_finding_is_decided_by_its_code_with_a_reason_that_the_dossier_shows(
    desk: Desk, mixed: str
) -> None:
    desk.run("check", mixed, code=1)
    with pytest.raises(UsageError):
        desk.run("decide", mixed, "card-of-nobody", *BY)
    why = "Thẻ của bà ngoại"
    told = desk.json("decide", mixed, "card-of-nobody", "--because", why, *BY, code=1)
    assert "card-of-nobody" not in [f["code"] for f in told["findings"] if f["severity"] == "warning"]
    screen = " ".join(desk.run("show", mixed).output.split())
    assert f"hoa đã quyết định: {why}" in screen
    assert f"({why})" in said(desk, mixed)


@pytest.mark.long
def test_what_is_left_to_decide_is_said_with_the_command_that_does(
    desk: Desk, mixed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    result = desk.run("check", mixed, code=1)
    told = " ".join(f"{result.output} {result.stderr} {capsys.readouterr().err}".split())
    assert f"sohoa decide {mixed} card-of-nobody --because" in told and f"sohoa papers {mixed}" in told


@pytest.mark.long
def test_a_held_dossier_is_let_go_with_what_was_looked_at(desk: Desk, mixed: str) -> None:
    assert desk.json("hold", mixed, "--because", HELD, *BY)["held"]
    with pytest.raises(UsageError):
        desk.run("hold", mixed, "--release", *BY)
    assert not desk.json("hold", mixed, "--release", "--because", "Đã xem giấy của mẹ", *BY)["held"]
    assert "Thôi giữ lại: Đã xem giấy của mẹ" in said(desk, mixed)
    with pytest.raises(UsageError):
        desk.run("hold", mixed, "--release", "--because", "x", *BY)


@pytest.mark.long
def test_of_two_holds_each_is_let_go_by_itself(desk: Desk, mixed: str) -> None:
    for why in (HELD, "Chờ bản chính"):
        desk.run("hold", mixed, "--because", why, *BY)
    told = desk.json("hold", mixed, "--release", "--because", "Đã xem bản chính", *BY)
    assert told["held"] and HELD in told["why_held"]


@pytest.mark.long
def test_the_history_tells_what_was_shown_before_what_was_confirmed(
    desk: Desk, store: Store, mixed: str
) -> None:
    key = "mother.full_name"
    with pytest.raises(NotShownError):
        desk.run("edit", mixed, "--confirm", key, *BY)
    shown(store, mixed, [key], who="hoa")
    look_at_everything(store, mixed, "lan")
    desk.run("edit", mixed, "--confirm", key, *BY, code=1)
    history = said(desk, mixed)
    name = load_catalogue().field_name(key)
    assert f"hoa Đã hiện trên màn hình: {name}" in history
    assert re.search(r"lan Đã hiện trên màn hình: \d+ giá trị", history)
    assert f"hoa Xác nhận giá trị: {name}" in history


@pytest.mark.long
@pytest.mark.parametrize("words", [("check",), ("check", "--json"), ("show",)])
def test_who_only_looks_or_checks_is_nowhere_named(desk: Desk, mixed: str, words: tuple[str, ...]) -> None:
    desk.run(words[0], mixed, *words[1:], code=1 if words[0] == "check" else 0)
    whos = {event["who"] for event in desk.json("show", mixed)["history"]}
    assert whos == {"lan", "sohoa"}
