# SPDX-License-Identifier: Apache-2.0
"""Two persons read a value without seeing what the other says; a third decides; never the same one twice."""

from __future__ import annotations

import json
from typing import Any

import pytest

from intake.dossier.journal import What
from intake.dossier.paging import Paging
from intake.dossier.second_look import same_person
from intake.dossier.states import State
from intake.errors import AnotherPersonError, UndecidedError
from intake.services.changing.edit import Edit, edit
from intake.services.changing.undo import undo
from intake.services.dossier_list import dossier_list
from intake.services.dossier_view import dossier_shown
from intake.services.form_sheet import FieldStanding, SheetField, form_sheet
from intake.services.judging import check_dossier
from intake.services.reviewing.by_field import next_cells, waiting_by_sort, waiting_looks
from intake.services.reviewing.deciding import decide, done
from intake.services.reviewing.doubts import left_to_decide
from intake.services.reviewing.screenful import ShownCell, confirm_shown
from intake.services.reviewing.showing import shown
from intake.services.reviewing.sorts import Apart, ValueSort
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import FieldType
from tests.support.dossiers.led_dossiers import state_of
from tests.support.dossiers.reviewed_papers import a_birth, form, value_of

NAME, HOMETOWN, MOTHER = "child.full_name", "child.hometown", "mother.full_name"
FIRST, SECOND, THIRD = "hoa", "nam", "chi"
OTHER = "LÝ VĂN KHÁC"


@pytest.fixture
def dossier(store: Store, dossier: str) -> str:
    """A dossier that is complete but for the child's name, in an office where two read each name."""
    a_birth(store, dossier, {NAME: 0.6})
    check_dossier(store, dossier, commune="")
    store.second_look = frozenset({FieldType.NAME})
    return dossier


def says(store: Store, dossier: str, who: str, value: str, key: str = NAME) -> list[str]:
    return list(edit(store, dossier, Edit([(key, value)]), who=who, commune="").looked)


def said(store: Store, dossier: str) -> list[tuple[str, str, str]]:
    """What persons said of the name: kind of event, who, value."""
    with store.read() as session:
        events = store.journal(session, dossier)
    kinds = (What.VALUE_CORRECTED, What.VALUE_CONFIRMED, What.LOOKED_AGAIN)
    return [(event.what, event.who, event.data["value"]) for event in events if event.what in kinds]


def waits(store: Store, dossier: str) -> bool:
    with store.read() as session:
        return store.form_values(session, dossier)[NAME].needs_review


def field(store: Store, dossier: str, who: str) -> SheetField:
    sheet = form_sheet(store, dossier, load_catalogue(), who)
    return next(each for each in sheet.fields if each.key == NAME)


def test_where_nobody_asks_for_it_one_person_is_enough(store: Store, dossier: str) -> None:
    store.second_look = frozenset()
    says(store, dossier, FIRST, form(1)[NAME])
    assert not waits(store, dossier) and state_of(store, dossier) is State.COMPLETE


def test_the_dossier_waits_for_a_second_person_and_is_complete_once_both_read_the_same(
    store: Store, dossier: str
) -> None:
    says(store, dossier, FIRST, form(1)[NAME])
    assert waits(store, dossier) and state_of(store, dossier) is State.READ
    with pytest.raises(UndecidedError) as told:
        done(store, dossier, who=FIRST, commune="")
    assert FIRST in f"{told.value.sentence} {told.value.advice}"
    looked = says(store, dossier, SECOND, form(1)[NAME].title())
    assert "giống nhau" in looked[0]
    assert not waits(store, dossier) and state_of(store, dossier) is State.COMPLETE
    assert value_of(store, dossier, NAME).corrected_by == FIRST
    assert [(what, who) for what, who, _value in said(store, dossier)] == [
        (What.VALUE_CONFIRMED, FIRST),
        (What.LOOKED_AGAIN, SECOND),
    ]


def test_what_two_read_differently_a_third_decides_and_the_journal_keeps_all_three(
    store: Store, dossier: str
) -> None:
    says(store, dossier, FIRST, form(1)[NAME])
    assert "người thứ ba" in says(store, dossier, SECOND, OTHER)[0]
    assert waits(store, dossier) and value_of(store, dossier, NAME).value == form(1)[NAME]
    for again in (FIRST, SECOND):
        with pytest.raises(AnotherPersonError):
            says(store, dossier, again, OTHER)
    assert says(store, dossier, THIRD, OTHER) == []
    assert not waits(store, dossier) and state_of(store, dossier) is State.COMPLETE
    assert (value_of(store, dossier, NAME).value, value_of(store, dossier, NAME).corrected_by) == (
        OTHER,
        THIRD,
    )
    assert said(store, dossier) == [
        (What.VALUE_CONFIRMED, FIRST, form(1)[NAME]),
        (What.LOOKED_AGAIN, SECOND, OTHER),
        (What.VALUE_CORRECTED, THIRD, OTHER),
    ]


def test_a_third_may_side_with_the_first(store: Store, dossier: str) -> None:
    says(store, dossier, FIRST, form(1)[NAME])
    says(store, dossier, SECOND, OTHER)
    says(store, dossier, THIRD, form(1)[NAME])
    assert not waits(store, dossier) and value_of(store, dossier, NAME).corrected_by == THIRD
    assert said(store, dossier)[-1] == (What.VALUE_CONFIRMED, THIRD, form(1)[NAME])


@pytest.mark.parametrize("name", ["hoa", "Hoa", " HOA "])
def test_the_same_person_never_looks_twice_however_the_name_is_written(
    store: Store, dossier: str, name: str
) -> None:
    says(store, dossier, FIRST, form(1)[NAME])
    assert says(store, dossier, name, OTHER) == []
    assert waits(store, dossier)
    assert said(store, dossier)[-1][0] == What.VALUE_CORRECTED


def test_names_are_one_person_as_they_are_typed() -> None:
    assert same_person("Nguyễn  Thị Hoa", "nguyễn thị hoa")
    assert not same_person("Nguyễn Thị Hoa", "Nguyễn Thị Hoà")


def test_a_second_person_can_not_just_confirm(store: Store, dossier: str) -> None:
    says(store, dossier, FIRST, form(1)[NAME])
    shown(store, dossier, [NAME], who=SECOND)
    with pytest.raises(AnotherPersonError):
        decide(store, dossier, Edit(confirm=[NAME]), who=SECOND)
    cell = ShownCell(dossier, NAME, 10**6, right=True, alone=True)
    assert confirm_shown(store, [cell], who=SECOND, commune="").done == ()
    assert waits(store, dossier)


def test_unreadable_and_empty_are_read_twice_too(store: Store, dossier: str) -> None:
    for second, settled in ((Edit([(NAME, "")]), False), (Edit(unreadable=[NAME]), True)):
        edit(store, dossier, Edit(unreadable=[NAME]), who=FIRST, commune="")
        assert waits(store, dossier)
        edit(store, dossier, second, who=SECOND, commune="")
        assert waits(store, dossier) is not settled
        if not settled:
            undo(store, dossier, who=SECOND, commune="")


def test_only_the_types_that_were_asked_for_are_read_twice(store: Store, dossier: str) -> None:
    says(store, dossier, FIRST, "Xã An Bình, tỉnh Ninh Bình", HOMETOWN)
    with store.read() as session:
        assert not store.form_values(session, dossier)[HOMETOWN].needs_review


def test_what_the_first_said_is_shown_to_nobody_before_the_second_has_read_it(
    store: Store, dossier: str
) -> None:
    says(store, dossier, FIRST, OTHER)
    told: list[Any] = [field(store, dossier, who) for who in (FIRST, SECOND, "")]
    assert [each.value for each in told] == ["", "", ""]
    assert told[1].standing is FieldStanding.DOUBTFUL and told[1].offers == ()
    assert told[0].standing is FieldStanding.DECIDED and FIRST in told[0].waits
    view = dossier_shown(store, dossier, load_catalogue())
    assert OTHER not in json.dumps([view["values"][NAME], view["history"]], default=str)
    assert FIRST in view["second_look"]
    (cell,) = next_cells(store, ValueSort.LOOKS, who=SECOND, most=9)
    assert (cell.value, cell.offers, cell.apart) == ("", (), Apart.SECOND)
    told = edit(store, dossier, Edit([(NAME, form(1)[NAME])]), who=SECOND, commune="")
    assert OTHER not in repr(told)


def test_neither_the_list_nor_the_dossier_nor_what_is_left_to_decide_quotes_what_the_first_said(
    store: Store, dossier: str
) -> None:
    for key in (NAME, MOTHER):
        says(store, dossier, FIRST, OTHER, key)
    assert line(store)["subject"] == ""
    assert OTHER not in json.dumps(dossier_shown(store, dossier, load_catalogue()), default=str)
    left = left_to_decide(store, dossier, who=SECOND, commune="")
    assert OTHER not in repr(left) and {each.key for each in left.values} == {NAME, MOTHER}
    for key in (NAME, MOTHER):
        says(store, dossier, SECOND, OTHER, key)
    assert line(store)["subject"] == OTHER
    assert OTHER in repr(dossier_shown(store, dossier, load_catalogue())["findings"])


def test_a_third_sees_what_both_said_beside_the_place(store: Store, dossier: str) -> None:
    says(store, dossier, FIRST, OTHER)
    says(store, dossier, SECOND, form(1)[NAME])
    both = [(OTHER, (FIRST,)), (form(1)[NAME], (SECOND,))]
    assert [(each.text, each.sources) for each in field(store, dossier, THIRD).offers] == both
    assert field(store, dossier, SECOND).offers == ()
    (cell,) = next_cells(store, ValueSort.LOOKS, who=THIRD, most=9)
    assert [(each.text, each.sources) for each in cell.offers] == both
    assert cell.apart is Apart.THIRD and cell.place is not None
    view = dossier_shown(store, dossier, load_catalogue())
    assert [each["value"] for each in view["values"][NAME]["said"]] == [OTHER, form(1)[NAME]]


def test_the_grid_offers_each_person_what_waits_for_them_and_no_other_sort_offers_it(
    store: Store, dossier: str
) -> None:
    says(store, dossier, FIRST, OTHER)
    assert waiting_by_sort(store) == [] and next_cells(store, ValueSort.NAMES, who=SECOND, most=9) == []
    first, second = (waiting_looks(store, who) for who in (FIRST, SECOND))
    assert (first.mine, first.others, second.mine, second.others) == (0, 1, 1, 0)
    says(store, dossier, SECOND, form(1)[NAME])
    assert [waiting_looks(store, who).mine for who in (FIRST, SECOND, THIRD)] == [0, 0, 1]
    assert next_cells(store, ValueSort.LOOKS, who=SECOND, most=9) == []


def test_the_list_says_whom_it_waits_for(store: Store, dossier: str) -> None:
    says(store, dossier, FIRST, OTHER)
    assert FIRST in line(store)["second_look"] and "người thứ hai" in line(store)["second_look"]
    says(store, dossier, SECOND, form(1)[NAME])
    assert f"{FIRST} và {SECOND}" in line(store)["second_look"]
    says(store, dossier, THIRD, OTHER)
    assert line(store)["second_look"] == ""


def line(store: Store) -> dict[str, Any]:
    with dossier_list(store, Paging()) as listed:
        return next(each for part in listed.parts for each in part)


@pytest.mark.long
def test_taking_back_leads_to_who_it_waited_for_before(store: Store, dossier: str) -> None:
    says(store, dossier, FIRST, form(1)[NAME])
    says(store, dossier, SECOND, OTHER)
    says(store, dossier, THIRD, OTHER)
    undo(store, dossier, who=THIRD, commune="")
    assert waiting_looks(store, THIRD).mine == 1 and value_of(store, dossier, NAME).value == form(1)[NAME]
    undo(store, dossier, who=SECOND, commune="")
    assert waiting_looks(store, SECOND).mine == 1
    undo(store, dossier, who=FIRST, commune="")
    assert waiting_looks(store, SECOND).mine == 0
    assert next_cells(store, ValueSort.NAMES, most=9)[0].value == form(1)[NAME]


def test_a_value_that_is_decided_anew_is_read_by_another_anew(store: Store, dossier: str) -> None:
    says(store, dossier, FIRST, form(1)[NAME])
    says(store, dossier, SECOND, form(1)[NAME])
    says(store, dossier, SECOND, OTHER)
    assert waits(store, dossier) and state_of(store, dossier) is State.READ
    says(store, dossier, FIRST, OTHER)
    assert state_of(store, dossier) is State.COMPLETE


def test_switched_on_it_holds_for_what_was_decided_before_and_switched_off_it_lets_go(
    store: Store, dossier: str
) -> None:
    store.second_look = frozenset()
    says(store, dossier, FIRST, form(1)[NAME])
    store.second_look = frozenset({FieldType.NAME})
    check_dossier(store, dossier, commune="")
    assert waits(store, dossier) and state_of(store, dossier) is State.READ
    store.second_look = frozenset()
    check_dossier(store, dossier, commune="")
    assert not waits(store, dossier) and state_of(store, dossier) is State.COMPLETE
