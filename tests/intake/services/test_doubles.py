# SPDX-License-Identifier: Apache-2.0
"""Another dossier of the same child is told in both, at once, and the later one waits for a person."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.check.doubles.findings import DOUBLE_LATER, DOUBLE_SETTLED, TWIN
from intake.dossier.journal import DOUBLE_OF, PAPERS_ELSEWHERE, What
from intake.dossier.matter.dossiers import DOUBLE
from intake.dossier.states import State
from intake.errors import ClosedDossierError
from intake.services.changing.edit import Edit, edit
from intake.services.changing.hold_back import release
from intake.services.changing.holding import hold, hold_for_papers
from intake.services.changing.undo import undo
from intake.services.counter.still_missing import still_missing
from intake.services.fill_and_check import check, fill
from intake.services.judging import judged
from intake.services.reviewing.deciding import decide_finding
from intake.services.reviewing.doubts import judged_now
from intake.services.reviewing.withdrawing import withdraw_double
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from tests.support.dossiers.fake_dossiers import form
from tests.support.dossiers.matters import MISREAD
from tests.support.dossiers.paged_dossiers import new_dossier
from tests.support.dossiers.station_dossiers import NOW, SURE, typed_dossier
from tests.support.programs.examples import share_of_examples
from tests.support.stores.empty_home import store_in

NAME, MOTHER = "child.full_name", "mother.full_name"
TWIN_NAME = "LÊ PHƯƠNG THẢO"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = store_in(tmp_path / "home", lambda: NOW)
    yield store
    store.close()


def made(store: Store, tmp_path: Path, place: str = "a", **more: object) -> str:
    return typed_dossier(store, tmp_path / place, {}, **more)  # type: ignore[arg-type]


@pytest.fixture
def first(store: Store, tmp_path: Path) -> str:
    return made(store, tmp_path)


@pytest.fixture
def again(store: Store, tmp_path: Path, first: str) -> str:
    """The ``first`` one's papers scanned again, the mother's name misread."""
    assert first
    return made(store, tmp_path, "b", changed={MOTHER: MISREAD})


def told(store: Store, dossier: str) -> dict[str, str]:
    """What the last check says of other dossiers: the code by the dossier named."""
    with store.read() as session:
        found = store.findings(session, dossier)
    return {finding["other_dossier"]: finding["code"] for finding in found if finding["other_dossier"]}


def state(store: Store, dossier: str) -> State:
    with store.read() as session:
        return store.get(session, dossier).state


def say(store: Store, dossier: str, **values: str) -> None:
    typed = [(key.replace("_", ".", 1), value) for key, value in values.items()]
    edit(store, dossier, Edit(typed, because="x"), who="lan", commune="")


def decided(store: Store, dossier: str) -> None:
    decide_finding(store, dossier, DOUBLE, reason="Hai cháu khác nhau", who="lan", commune="")


def sent(store: Store, dossier: str, number: str = "") -> None:
    with store.write() as session:
        for step in (State.PACKAGED, State.QUEUED, State.PUSHED):
            store.advance(session, dossier, step, who="t")
        if number:
            store.set_official_number(session, dossier, number, who="t")


def test_both_say_so_and_the_later_one_waits(store: Store, first: str, again: str) -> None:
    assert (told(store, first), state(store, first)) == ({again: DOUBLE_LATER}, State.COMPLETE)
    assert told(store, again)[first] == DOUBLE
    assert state(store, again) is State.READ


def test_it_is_told_at_once_when_the_papers_come(store: Store, first: str, again: str) -> None:
    with store.read() as session:
        look_at = still_missing(store, session, again, commune="")["look_at"]
    assert any(first in sentence for sentence in look_at)


def test_what_is_told_names_the_dossier_and_no_person(store: Store, again: str) -> None:
    with store.read() as session:
        found = [one for one in store.findings(session, again) if one["other_dossier"]]
    words = json.dumps(found, ensure_ascii=False)
    people = [value for value in form(1).values() if len(value) > 6]
    assert found and not [value for value in people if value in words]


def test_a_twin_is_told_and_nobody_waits(store: Store, tmp_path: Path, first: str) -> None:
    twin = made(store, tmp_path, "b", changed={NAME: TWIN_NAME}, notice=True)
    assert (told(store, twin)[first], told(store, first)[twin]) == (TWIN, TWIN)
    assert state(store, twin) is State.COMPLETE


def test_only_with_a_reason_and_then_it_goes_on_for_both(store: Store, tmp_path: Path, first: str) -> None:
    again = made(store, tmp_path, "b")
    with pytest.raises(UsageError):
        decide_finding(store, again, DOUBLE, reason="", who="lan", commune="")
    decided(store, again)
    assert state(store, again) is State.COMPLETE
    judged(store, first, commune="")
    assert told(store, first) == {again: DOUBLE_SETTLED}
    sent(store, again)
    judged(store, first, commune="")
    assert told(store, first) == {again: DOUBLE_SETTLED}


@pytest.mark.long
def test_a_decision_ends_with_a_value_of_the_matter_in_either_and_with_no_other(
    store: Store, tmp_path: Path, first: str
) -> None:
    again = made(store, tmp_path, "b")
    decided(store, again)
    say(store, again, child_hometown="Xã Ví Dụ")
    assert state(store, again) is State.COMPLETE
    say(store, first, child_full_name="LÊ BÌNH ÂN")
    assert (told(store, again), state(store, again)) == ({first: DOUBLE}, State.READ)
    decided(store, again)
    say(store, again, mother_full_name="TRẦN THỊ BINH")
    assert state(store, again) is State.READ


def test_taking_the_decision_back_holds_it_again(store: Store, tmp_path: Path, first: str) -> None:
    again = made(store, tmp_path, "b")
    decided(store, again)
    undo(store, again, who="lan", commune="")
    assert (told(store, again), state(store, again)) == ({first: DOUBLE}, State.READ)


@pytest.mark.long
def test_an_edit_of_the_earlier_one_makes_and_unmakes_a_double_of_the_later(
    store: Store, tmp_path: Path, first: str
) -> None:
    later = made(store, tmp_path, "b", changed={NAME: TWIN_NAME})
    say(store, first, child_full_name=TWIN_NAME)
    assert (told(store, later), state(store, later)) == ({first: DOUBLE}, State.READ)
    undo(store, first, who="lan", commune="")
    assert (told(store, later), state(store, later)) == ({first: TWIN}, State.COMPLETE)
    say(store, first, child_full_name=TWIN_NAME)
    others = {"mother_full_name": "LÝ THỊ XA", "mother_id_document": "036190000222"}
    say(store, first, child_full_name="ĐINH GIA BẢO", **others)
    assert told(store, later) == {}


def test_a_dossier_that_waits_to_be_sent_is_taken_out_for_it(
    store: Store, tmp_path: Path, first: str
) -> None:
    later = made(store, tmp_path, "b", changed={NAME: TWIN_NAME})
    with store.write() as session:
        store.advance(session, later, State.PACKAGED, who="t")
        store.advance(session, later, State.QUEUED, who="t")
    say(store, first, child_full_name=TWIN_NAME)
    assert (told(store, later), state(store, later)) == ({first: DOUBLE}, State.READ)


def test_one_that_was_sent_is_named_with_its_number_and_the_earlier_one_waits(
    store: Store, tmp_path: Path, first: str
) -> None:
    later = made(store, tmp_path, "b", changed={NAME: TWIN_NAME})
    sent(store, later, "H34.11-261129-0007")
    say(store, first, child_full_name=TWIN_NAME)
    with store.read() as session:
        (found,) = [one for one in store.findings(session, first) if one["code"] == DOUBLE]
    assert later in found["clerk"] and "H34.11-261129-0007" in found["clerk"]
    assert state(store, first) is State.READ
    assert told(store, later) == {first: DOUBLE_LATER}


def test_who_says_that_it_is_the_same_ends_it_with_a_reason_and_the_other_goes_on(
    store: Store, first: str, again: str
) -> None:
    with pytest.raises(UsageError):
        withdraw_double(store, again, DOUBLE, reason=" ", who="lan", commune="")
    ended = withdraw_double(store, again, DOUBLE, reason="Quét hai lần", who="lan", commune="")
    assert (ended["state"], state(store, again)) == ("rejected", State.REJECTED)
    assert (told(store, first), told(store, again), state(store, first)) == ({}, {}, State.COMPLETE)
    with store.read() as session:
        move = [event for event in store.journal(session, again) if event.what == What.STATE][-1]
    assert (move.who, move.data[DOUBLE_OF], move.data["reason"]) == ("lan", first, "Quét hai lần")
    with pytest.raises(ClosedDossierError):
        say(store, again, child_hometown="Xã Ví Dụ")


def test_the_word_that_it_is_the_same_is_taken_back_and_it_waits_again(
    store: Store, first: str, again: str
) -> None:
    withdraw_double(store, again, DOUBLE, reason="Quét hai lần", who="lan", commune="")
    back = undo(store, again, who="lan", commune="")
    assert back.check["state"] == "read"
    assert (told(store, first), told(store, again)) == ({again: DOUBLE_LATER}, {first: DOUBLE})


def held_for(store: Store, dossier: str, *others: str) -> str:
    """The dossier, held because its papers lie in the ``others`` too."""
    with store.write() as session:
        hold_for_papers(store, session, dossier, PAPERS_ELSEWHERE, who="t", others=others)
    return dossier


def test_one_word_settles_a_copy_that_is_held_and_told_as_a_double(
    store: Store, first: str, again: str
) -> None:
    decided = decide_finding(
        store, held_for(store, again, first), DOUBLE, reason="Bé khác", who="lan", commune=""
    )
    assert not decided["held"]
    assert undo(store, again, who="lan", commune="").check["held"]

    let_go = release(store, again, reason="Bé khác", who="lan", commune="")
    (finding,) = [one for one in let_go["findings"] if one["code"] == DOUBLE]
    assert (finding["severity"], finding["reason"], let_go["held"]) == ("info", "Bé khác", False)


@pytest.mark.long
def test_a_hold_for_two_others_or_for_another_reason_ends_with_no_word_about_one(
    store: Store, tmp_path: Path, first: str, again: str
) -> None:
    third = held_for(store, made(store, tmp_path, "c", changed={MOTHER: MISREAD}), first, again)
    told_now = decide_finding(store, third, f"{DOUBLE}:1", reason="Bé khác", who="lan", commune="")
    assert told_now["held"]
    assert not decide_finding(store, third, DOUBLE, reason="Bé khác", who="lan", commune="")["held"]

    with store.write() as session:
        hold(store, session, again, who="hoa", reason="Chờ bản chính")
    assert decide_finding(store, again, DOUBLE, reason="Bé khác", who="lan", commune="")["held"]


def test_a_hold_for_another_of_which_nobody_was_asked_does_not_end_with_the_word_about_one(
    store: Store, first: str, again: str
) -> None:
    held = held_for(store, again, first, new_dossier(store))
    assert decide_finding(store, held, DOUBLE, reason="Bé khác", who="lan", commune="")["held"]


def test_what_the_office_or_the_gateway_refused_is_taken_back_by_nobody(store: Store, first: str) -> None:
    say(store, first, child_hometown="Xã Ví Dụ")
    with store.write() as session:
        store.advance(session, first, State.REJECTED, who="t")
    with pytest.raises(ClosedDossierError):
        undo(store, first, who="lan", commune="")
    assert state(store, first) is State.REJECTED


@pytest.mark.parametrize("finding", [DOUBLE_LATER, "card-of-nobody", "x"])
def test_nothing_else_ends_a_dossier_so(store: Store, first: str, again: str, finding: str) -> None:
    for dossier in (first, again):
        with pytest.raises(UsageError):
            withdraw_double(store, dossier, finding, reason="x", who="lan", commune="")
    assert State.REJECTED not in (state(store, first), state(store, again))


def test_a_refused_dossier_is_nobody_s_double(store: Store, tmp_path: Path, first: str) -> None:
    with store.write() as session:
        store.advance(session, first, State.REJECTED, who="t")
    assert told(store, made(store, tmp_path, "b")) == {}


def test_another_office_s_dossier_is_neither_told_nor_asked_for(tmp_path: Path) -> None:
    for unit in ("H34.11", "H34.12"):
        store = Store.open(tmp_path / "home", lambda: NOW, unit=unit)
        dossier = made(store, tmp_path, unit)
        assert (told(store, dossier), state(store, dossier)) == ({}, State.COMPLETE)
        store.close()


ORDERS = list(permutations(("fill 1", "fill 2", "check 1", "check 2")))


@pytest.mark.parametrize(
    "order", [o for o in ORDERS if all(o.index(f"fill {n}") < o.index(f"check {n}") for n in "12")], ids=str
)
def test_of_two_that_come_at_once_the_later_one_waits_whoever_is_first(
    store: Store, tmp_path: Path, order: tuple[str, ...]
) -> None:
    with pytest.MonkeyPatch.context() as not_yet:
        not_yet.setattr("tests.support.dossiers.station_dossiers.judged", lambda *_a, **_b: None)
        both = [made(store, tmp_path, place) for place in "ab"]
    for step, number in (words.split() for words in order):
        dossier = both[int(number) - 1]
        if step == "fill":
            fill(store, dossier, load_catalogue())
        else:
            check(store, dossier, load_catalogue(), now=NOW, commune="")
    assert [state(store, dossier) for dossier in both] == [State.COMPLETE, State.READ]
    assert [told(store, dossier) for dossier in both] == [{both[1]: DOUBLE_LATER}, {both[0]: DOUBLE}]


CHANGES: dict[str, Callable[[Store, str], object]] = {
    "named like the first": lambda store, one: say(store, one, child_full_name=form(1)[NAME]),
    "named otherwise": lambda store, one: say(store, one, child_full_name=TWIN_NAME),
    "born on another day": lambda store, one: say(store, one, child_birth_date="01/11/2026"),
    "of another mother": lambda store, one: say(store, one, mother_full_name="LÝ THỊ XA"),
    "taken back": lambda store, one: undo(store, one, who="lan", commune=""),
    "decided": decided,
    "checked": lambda store, one: judged(store, one, commune=""),
}


def kept(store: Store, dossier: str) -> Mapping[str, str]:
    with store.read() as session:
        return {one["other_dossier"]: one["pair"] for one in store.findings(session, dossier) if one["pair"]}


def now(store: Store, dossier: str) -> Mapping[str, str]:
    with store.read() as session:
        found = judged_now(store, session, dossier, load_catalogue(), commune="").findings
    return {one.other_dossier: one.pair for one in found if one.other_dossier}


@pytest.mark.long
@settings(max_examples=share_of_examples(3), deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 2)), max_size=6))
def test_whatever_is_changed_each_dossier_tells_of_the_others_as_they_are(
    steps: list[tuple[str, int]],
) -> None:
    with TemporaryDirectory() as folder:
        store = store_in(Path(folder) / "home", lambda: NOW)
        children = zip("abc", (1, 1, 2), strict=True)
        three = [made(store, Path(folder), place, child=child) for place, child in children]
        for change, number in steps:
            try:
                CHANGES[change](store, three[number])
            except UsageError:
                continue
            for dossier in three:
                assert kept(store, dossier) == now(store, dossier)
        store.close()


def test_only_the_sure_are_no_doubles(store: Store, tmp_path: Path, first: str) -> None:
    """A twin whose name was not surely read may be the same child."""
    unsure = typed_dossier(store, tmp_path / "b", {NAME: SURE - 0.4}, changed={NAME: "LÊ PHƯƠN THẢ"})
    assert told(store, unsure)[first] == DOUBLE
