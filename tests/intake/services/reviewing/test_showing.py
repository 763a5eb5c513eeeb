# SPDX-License-Identifier: Apache-2.0
"""What was on a screen is kept, and nobody confirms what they have not seen as it stands now."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.dossier.journal import Event, What
from intake.dossier.shown import seen_by, sight_of
from intake.dossier.values import FormValue, Statement
from intake.errors import HardlyReadError, NotShownError
from intake.services.changing.edit import Edit, edit
from intake.services.changing.meanwhile import version_seen
from intake.services.changing.undo import last_change
from intake.services.fill_and_check import fill
from intake.services.receive.origin import person_wrote
from intake.services.reviewing.deciding import decide
from intake.services.reviewing.showing import shown
from intake.store.store import Store
from ocr.result import Box
from templates.catalogue.loading import load_catalogue
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.dossiers.fake_dossiers import child
from tests.support.dossiers.fake_pages import form_page
from tests.support.dossiers.led_dossiers import count, last_events
from tests.support.dossiers.reviewed_papers import WHO, a_birth, lay_in, look_at_everything, value_of
from tests.support.programs.examples import share_of_examples

NAME, SEX = "child.full_name", "child.sex"


def confirm(store: Store, dossier: str, key: str = NAME, who: str = WHO) -> None:
    decide(store, dossier, Edit(confirm=[key]), who=who)


def confirmed_by(store: Store, dossier: str, key: str = NAME) -> str:
    return value_of(store, dossier, key).corrected_by


def read_anew(store: Store, dossier: str, document: int, name: str) -> None:
    with store.write() as session:
        # A reader that has read the page keeps what it said: another one comes to say this.
        store.save_page_reading(session, document, form_page({NAME: name}, 0.6), reader=name)
    fill(store, dossier, load_catalogue())


def test_a_value_whose_place_was_not_shown_can_not_be_confirmed(store: Store, dossier: str) -> None:
    a_birth(store, dossier, {NAME: 0.6})
    before = count(store, dossier)
    with pytest.raises(NotShownError) as told:
        confirm(store, dossier)
    assert f"sohoa open {dossier}" in told.value.advice and f"{NAME}=" in told.value.advice
    assert value_of(store, dossier, NAME).value not in f"{told.value.sentence} {told.value.advice}"
    assert (confirmed_by(store, dossier), count(store, dossier)) == ("", before)


def by_zone(store: Store, dossier: str, _document: int) -> tuple[str, ...]:
    return shown(store, dossier, [NAME], who=WHO)


def by_page(store: Store, dossier: str, document: int) -> tuple[str, ...]:
    return shown(store, dossier, pages=[(document, 1)], who=WHO)


@pytest.mark.parametrize("show", [by_zone, by_page])
def test_once_its_zone_or_page_was_shown_it_is_confirmed_by_name(
    store: Store, dossier: str, show: Callable[[Store, str, int], tuple[str, ...]]
) -> None:
    document = a_birth(store, dossier, {NAME: 0.6})
    assert NAME in show(store, dossier, document)
    confirm(store, dossier)
    assert confirmed_by(store, dossier) == WHO
    ((what, who, data),) = last_events(store, dossier, 1)
    assert (what, who, data["key"], data["typed"]) == (What.VALUE_CONFIRMED, WHO, NAME, False)


def test_what_another_saw_is_not_what_i_saw(store: Store, dossier: str) -> None:
    a_birth(store, dossier, {NAME: 0.6})
    shown(store, dossier, [NAME], who="lan")
    with pytest.raises(NotShownError):
        confirm(store, dossier)


def test_of_values_confirmed_together_none_is_where_one_was_not_shown(store: Store, dossier: str) -> None:
    a_birth(store, dossier, {NAME: 0.6, SEX: 0.6})
    shown(store, dossier, [NAME], who=WHO)
    with pytest.raises(NotShownError):
        decide(store, dossier, Edit(confirm=[NAME, SEX]), who=WHO)
    assert confirmed_by(store, dossier) == ""


@pytest.mark.parametrize("value", [child(1), f"{child(1)} ÂN"])
def test_a_value_read_anew_has_to_be_shown_anew(store: Store, dossier: str, value: str) -> None:
    """Also where the same was read, but in another zone: what was on the screen was another place."""
    document = a_birth(store, dossier, {NAME: 0.6})
    before = sight_of(value_of(store, dossier, NAME))
    shown(store, dossier, [NAME], who=WHO)
    read_anew(store, dossier, document, value)  # in another box than a_birth's
    assert sight_of(value_of(store, dossier, NAME)) != before
    with pytest.raises(NotShownError):
        confirm(store, dossier)


def test_a_value_that_is_hardly_read_is_typed_and_never_confirmed(store: Store, dossier: str) -> None:
    a_birth(store, dossier, {NAME: 0.49})
    shown(store, dossier, [NAME], who=WHO)
    with pytest.raises(HardlyReadError):
        confirm(store, dossier)
    decide(store, dossier, Edit(values=[(NAME, value_of(store, dossier, NAME).value)]), who=WHO)
    ((what, who, data),) = last_events(store, dossier, 1)
    assert (what, who, data["typed"]) == (What.VALUE_CONFIRMED, WHO, True)


def test_what_a_person_types_or_calls_empty_or_unreadable_needs_no_screen(store: Store, dossier: str) -> None:
    """The paper may lie before them."""
    a_birth(store, dossier, {NAME: 0.6, SEX: 0.6, "child.hometown": 0.6})
    change = Edit(values=[(NAME, "LÊ BÌNH ÂN"), (SEX, "")], unreadable=["child.hometown"])
    edit(store, dossier, change, who=WHO, commune="")
    assert {confirmed_by(store, dossier, key) for key in (NAME, SEX, "child.hometown")} == {WHO}


def test_what_a_person_said_needs_nobody_s_confirmation_and_gets_no_second_name(
    store: Store, dossier: str
) -> None:
    decide(store, dossier, Edit(values=[(NAME, "LÊ BÌNH ÂN")]), who="lan")
    before = count(store, dossier)
    confirm(store, dossier)
    assert (confirmed_by(store, dossier), count(store, dossier)) == ("lan", before)


def test_a_value_that_stands_on_no_paper_is_shown_with_itself(store: Store, dossier: str) -> None:
    decide(store, dossier, Edit(values=[(NAME, "LÊ BÌNH ÂN")]), who="lan")
    assert shown(store, dossier, [NAME], who=WHO) == (NAME,)
    ((what, who, data),) = last_events(store, dossier, 1)
    assert (what, who) == (What.SHOWN, WHO) and data["values"][NAME][1:] == [None, None, []]


def test_what_was_shown_is_kept_once_whoever_sends_it_how_often(store: Store, dossier: str) -> None:
    a_birth(store, dossier, {NAME: 0.6})
    before = count(store, dossier)
    for _again in range(2):
        assert shown(store, dossier, [NAME], who=WHO, client_id="page-1") == (NAME,)
    assert count(store, dossier) == before + 1
    look_at_everything(store, dossier)
    look_at_everything(store, dossier)
    assert count(store, dossier) == before + 2
    assert shown(store, dossier, [NAME, "no.such"], who=WHO) == (NAME,)


def test_to_look_at_a_dossier_says_nothing_about_it(store: Store, dossier: str) -> None:
    """It neither moves it, nor stands in another's way, nor can be taken back."""
    a_birth(store, dossier, {NAME: 0.6})
    seen = version_seen(store, dossier)
    with store.read() as session:
        before = last_change(store.journal(session, dossier))
    look_at_everything(store, dossier)
    with store.read() as session:
        assert last_change(store.journal(session, dossier)) == before
        assert not person_wrote(store, session, dossier)
    edit(store, dossier, Edit(answers=[("abandoned", "no")]), who="lan", commune="", seen=seen)


SIGHTS = st.tuples(
    st.integers(0, 3), st.none() | st.integers(1, 2), st.none() | st.integers(1, 2), st.integers(0, 2)
)


@given(st.lists(st.tuples(st.sampled_from(["lan", "hoa"]), SIGHTS)), st.sampled_from(["lan", "hoa"]), SIGHTS)
def test_a_value_is_seen_by_whoever_had_just_that_version_and_place_before_them(
    shows: list[tuple[str, tuple[int, int | None, int | None, int]]],
    who: str,
    now: tuple[int, int | None, int | None, int],
) -> None:
    def value(told: tuple[int, int | None, int | None, int]) -> FormValue:
        version, document, page, x = told
        said = Statement("A", "A", 0.6, "print", document_id=document, page=page, box=Box(x, 0, 1, 1))
        return FormValue("k", said, version=version)

    events = [
        Event(n, "d", NOW, by, What.SHOWN, {"values": {"k": list(sight_of(value(told)))}})
        for n, (by, told) in enumerate(shows)
    ]
    assert (("k", sight_of(value(now))) in seen_by(events, who)) is ((who, now) in shows)


BY = st.sampled_from(["lan", "hoa"])
ACTS = st.one_of(
    st.tuples(st.just("show"), BY),
    st.tuples(st.just("confirm"), BY),
    st.tuples(st.just("read"), st.sampled_from(["AN", "BÌNH"])),
    st.tuples(st.just("type"), BY),
)


@pytest.mark.long
@settings(
    max_examples=share_of_examples(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(ACTS, min_size=2, max_size=12))
def test_whatever_is_shown_read_and_said_only_who_saw_it_as_it_stands_confirms_it(
    store: Store, acts: list[tuple[str, str]]
) -> None:
    with store.write() as session:
        dossier = store.create_dossier(session, procedure=PROCEDURE, who="lan").id
    document = lay_in(store, dossier, "birth-registration", {})
    read_anew(store, dossier, document, "AN")
    saw: set[str] = set()
    for act, told in acts:
        decided, now = confirmed_by(store, dossier), value_of(store, dossier, NAME).value
        match act:
            case "show":
                shown(store, dossier, [NAME], who=told)
                saw.add(told)
            case "type":
                decide(store, dossier, Edit(values=[(NAME, "CHI")]), who=told)
            case "read":
                read_anew(store, dossier, document, told)
                saw = saw if told == now else set()
            case "confirm" if decided or told in saw:
                confirm(store, dossier, who=told)
                assert confirmed_by(store, dossier) == (decided or told)
            case "confirm":
                with pytest.raises(NotShownError):
                    confirm(store, dossier, who=told)
