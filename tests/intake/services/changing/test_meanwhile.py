# SPDX-License-Identifier: Apache-2.0
"""Two people at one dossier: the second is told, nothing is overwritten; what does not collide goes on."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from intake.dossier.journal import What
from intake.dossier.record_json import plain
from intake.errors import ChangedMeanwhileError
from intake.services import fill_and_check as steps
from intake.services.changing.edit import Edit, edit
from intake.services.changing.hold_back import release
from intake.services.changing.meanwhile import version_seen
from intake.services.changing.undo import undo
from intake.services.deadline.events import restart, stop
from intake.services.judging import check_dossier
from intake.services.questions import answer_questions
from intake.services.receive.ingest import take_in
from intake.services.reviewing.deciding import decide_finding
from intake.services.reviewing.showing import shown
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.intake_desk import NOW, scan
from tests.support.dossiers.fake_pages import form_page
from tests.support.programs.processes import fresh_processes
from tests.support.stores.server_store import created, opened, server_of

NAME, SEX = "child.full_name", "child.sex"
ROUNDS = 3


def say(store: Store, dossier: str, who: str, seen: int | None = None, **change: object) -> None:
    edit(store, dossier, Edit(**change), who=who, commune="", seen=seen)  # type: ignore[arg-type]


def value(store: Store, dossier: str, key: str = NAME) -> str:
    with store.read() as session:
        return store.form_values(session, dossier)[key].value


def told(error: pytest.ExceptionInfo[ChangedMeanwhileError]) -> list[tuple[str, str]]:
    return [(change.what, change.who) for change in error.value.changes]


def read_page(store: Store, dossier: str, paper: Path, name: str) -> None:
    (document,) = take_in(store, dossier, [scan(paper)], who="lan").added
    with store.write() as session:
        store.save_page_reading(session, document, form_page({NAME: name}, 0.99), reader="r")
    steps.fill(store, dossier, load_catalogue())


def test_the_second_to_change_a_value_is_told_and_the_first_one_stands(store: Store, dossier: str) -> None:
    seen = version_seen(store, dossier[-4:])
    say(store, dossier, "lan", seen, values=[(NAME, "TRẦN GIA HÂN")])
    with pytest.raises(ChangedMeanwhileError) as error:
        say(store, dossier, "hoa", seen, values=[(NAME, "TRẦN GIA HẬN"), (SEX, "Nữ")])
    assert told(error) == [(NAME, "lan")]
    assert value(store, dossier) == "TRẦN GIA HÂN"
    assert "HÂN" not in str(error.value) and "lan" in error.value.sentence
    with store.read() as session:
        assert SEX not in store.form_values(session, dossier)


def test_who_looked_again_may_change_it(store: Store, dossier: str) -> None:
    say(store, dossier, "lan", values=[(NAME, "TRẦN GIA HÂN")])
    say(store, dossier, "hoa", version_seen(store, dossier), values=[(NAME, "TRẦN GIA HẬN")])
    assert value(store, dossier) == "TRẦN GIA HẬN"


def test_two_people_at_different_values_of_a_dossier_do_not_meet(store: Store, dossier: str) -> None:
    seen = version_seen(store, dossier)
    say(store, dossier, "lan", seen, values=[(NAME, "TRẦN GIA HÂN")])
    say(store, dossier, "hoa", seen, values=[(SEX, "Nữ")])
    assert (value(store, dossier), value(store, dossier, SEX)) == ("TRẦN GIA HÂN", "Nữ")


def test_what_the_program_checks_meanwhile_stands_in_nobodys_way(store: Store, dossier: str) -> None:
    seen = version_seen(store, dossier)
    check_dossier(store, dossier, commune="")
    assert version_seen(store, dossier) > seen
    say(store, dossier, "hoa", seen, values=[(NAME, "TRẦN GIA HÂN")])


def test_a_value_read_anew_is_not_the_one_that_was_seen_and_is_not_confirmed(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    read_page(store, dossier, tmp_path / "1.png", "TRẦN GIA HÂN")
    seen = version_seen(store, dossier)
    undo(store, dossier, who="lan", commune="")
    read_page(store, dossier, tmp_path / "2.png", "TRẦN GIA HẬN")
    shown(store, dossier, [NAME], who="hoa")
    with pytest.raises(ChangedMeanwhileError):
        say(store, dossier, "hoa", seen, confirm=[NAME])
    say(store, dossier, "hoa", version_seen(store, dossier), confirm=[NAME])


def test_an_answer_given_meanwhile_is_not_replaced(store: Store, dossier: str) -> None:
    seen = version_seen(store, dossier)
    answer_questions(store, dossier, [("abandoned", "no")], who="lan", commune="", seen=seen)
    with pytest.raises(ChangedMeanwhileError) as error:
        answer_questions(store, dossier, [("abandoned", "yes")], who="hoa", commune="", seen=seen)
    assert told(error) == [("abandoned", "lan")]


def a_paper(store: Store, dossier: str, tmp_path: Path) -> None:
    take_in(store, dossier, [scan(tmp_path / "late.png")], who="lan")


def a_value(store: Store, dossier: str, _tmp_path: Path) -> None:
    say(store, dossier, "lan", values=[(NAME, "TRẦN GIA HÂN")])


@pytest.mark.parametrize("meanwhile", [a_paper, a_value])
def test_nobody_decides_for_papers_and_values_that_they_have_not_seen(
    store: Store, dossier: str, tmp_path: Path, meanwhile: Callable[[Store, str, Path], None]
) -> None:
    seen = version_seen(store, dossier)
    meanwhile(store, dossier, tmp_path)
    with pytest.raises(ChangedMeanwhileError):
        decide_finding(store, dossier, "x", reason="x", who="hoa", commune="", seen=seen)
    with pytest.raises(ChangedMeanwhileError):
        release(store, dossier, reason="x", who="hoa", commune="", seen=seen)


def test_nobody_takes_back_anothers_change_unseen(store: Store, dossier: str) -> None:
    say(store, dossier, "hoa", values=[(NAME, "TRẦN GIA HÂN")])
    seen = version_seen(store, dossier)
    say(store, dossier, "lan", values=[(NAME, "TRẦN GIA HẬN")])
    with pytest.raises(ChangedMeanwhileError):
        undo(store, dossier, who="hoa", commune="", seen=seen)
    assert value(store, dossier) == "TRẦN GIA HẬN"


def test_the_clock_runs_on_only_for_what_was_asked_for_when_one_looked(store: Store, dossier: str) -> None:
    seen = version_seen(store, dossier)
    with store.write() as session:
        stop(store, session, dossier, who="lan")
    with pytest.raises(ChangedMeanwhileError):
        restart(store, dossier, who="hoa", seen=seen)
    assert restart(store, dossier, who="hoa", seen=version_seen(store, dossier))


def test_what_is_said_while_the_program_judges_is_judged_too(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A correction between the reading of the facts and the keeping of what was found in them."""
    judge, said = steps.judge, iter(["TRẦN GIA HÂN"])

    def judged_while_somebody_writes(*facts: object) -> object:
        for name in said:
            with store.write() as session:
                store.correct(session, dossier, NAME, name, who="lan")
        return judge(*facts)  # type: ignore[arg-type]

    monkeypatch.setattr(steps, "judge", judged_while_somebody_writes)
    result = steps.check(store, dossier, load_catalogue(), now=NOW, commune="")
    assert not [f for f in result.findings if f.code.endswith("field-missing") and f.field == NAME]
    with store.read() as session:
        assert store.findings(session, dossier) == plain(result.findings)


def test_what_is_said_while_the_program_fills_in_is_kept_and_filled_in_around(
    store: Store, dossier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_page(store, dossier, tmp_path / "1.png", "TRẦN GIA HÂN")
    autofill, decided = steps.autofill, []

    def filled_while_somebody_writes(plan: object, catalogue: object, pages: object, said: object) -> object:
        if not decided:
            with store.write() as session:
                store.correct(session, dossier, NAME, "TRẦN GIA HẬN", who="lan")
        decided.append(said)
        return autofill(plan, catalogue, pages, said)  # type: ignore[arg-type]

    monkeypatch.setattr(steps, "autofill", filled_while_somebody_writes)
    steps.fill(store, dossier, load_catalogue())
    assert decided == [{}, {NAME: "TRẦN GIA HẬN"}]
    assert value(store, dossier) == "TRẦN GIA HẬN"


def edit_with_others(
    home: Path, url: str, dossier: str, who: str, together: Barrier, came: Queue[str]
) -> None:
    """A clerk in a process of their own: all look, then all write."""
    store = Store.open(home, server=server_of(url))
    for number in range(ROUNDS):
        seen = version_seen(store, dossier)
        together.wait(60)
        try:
            say(store, dossier, who, seen, values=[(NAME, f"{who.upper()} {'I' * (number + 1)}")])
            came.put(who)
        except ChangedMeanwhileError as error:
            came.put(error.changes[0].who)
        together.wait(60)
    store.close()


@pytest.mark.long
@pytest.mark.of_sqlite  # and by ``store_url`` of the other too: what the other processes are told
def test_of_two_processes_that_change_a_value_at_once_one_is_told_of_the_other(
    tmp_path: Path, store_url: str
) -> None:
    home = tmp_path / "home"
    (dossier,) = created(home, store_url)
    context = fresh_processes()
    together, came = context.Barrier(2), context.Queue()
    clerks = [
        context.Process(target=edit_with_others, args=(home, store_url, dossier, who, together, came))
        for who in ("lan", "hoa")
    ]
    for clerk in clerks:
        clerk.start()
    winners = [came.get(timeout=120) for _one in range(2 * ROUNDS)]
    for clerk in clerks:
        clerk.join(60)
        assert clerk.exitcode == 0
    with opened(home, store_url) as store:
        with store.read() as session:
            said = [e.who for e in store.journal(session, dossier) if e.what == What.VALUE_CORRECTED]
        assert len(said) == ROUNDS  # one of both in each round, and the other was told of that one
        assert sorted(winners) == sorted([*said, *said])
        assert value(store, dossier).startswith(said[-1].upper())
