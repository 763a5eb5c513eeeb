# SPDX-License-Identifier: Apache-2.0
"""Doubtful values of many dossiers at once: what may be confirmed together, by whom, and taken back."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import pytest

from intake.dossier.journal import What
from intake.services.changing.edit import Edit, edit
from intake.services.changing.hold_back import hold_back
from intake.services.judging import check_dossier
from intake.services.reviewing.by_field import ValueCell, next_cells, waiting_by_sort
from intake.services.reviewing.screenful import (
    ScreenDone,
    ShownCell,
    confirm_shown,
    take_back_screenful,
)
from intake.services.reviewing.sorts import Apart, ValueSort
from intake.store.objects import StoredObject
from intake.store.store import Store
from ocr.result import Box, FieldReading, PageReading, Source
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.dossiers.led_dossiers import last_events, paper
from tests.support.dossiers.reviewed_papers import ANOTHER, CARD_OF_NOBODY, WHO, form, lay_in, value_of

SEX, NAME, MOTHER = "child.sex", "child.full_name", "mother.full_name"
GRAVE, ACUTE = "\N{COMBINING GRAVE ACCENT}", "\N{COMBINING ACUTE ACCENT}"
FORM = "birth-registration"


def births(store: Store, *sure: Mapping[str, float]) -> list[str]:
    """Dossiers of typed forms alone, each with what its reader was less sure of."""
    return [a_form(store, number, told) for number, told in enumerate(sure, start=1)]


def a_form(store: Store, number: int, sure: Mapping[str, float], source: Source = Source.PRINT) -> str:
    with store.write() as session:
        dossier = store.create_dossier(session, procedure=PROCEDURE, who="lan").id
    document = paper(store, dossier, f"{number}.png", stored=StoredObject(f"{number:f>64}", 1))
    fields = tuple(
        FieldReading(key, value, value, sure.get(key, 0.99), source, Box(5, 5 + 3 * row, 60, 3))
        for row, (key, value) in enumerate(form(number).items())
    )
    reading = PageReading(1, FORM, 0.99, 0, 0.0, 160, 120, fields, (), "2024")
    with store.write() as session:
        store.save_page_reading(session, document, reading, reader="1")
    check_dossier(store, dossier, commune="")
    return dossier


def cells(store: Store, sort: ValueSort = ValueSort.SEX, most: int = 20) -> list[ValueCell]:
    return next_cells(store, sort, most=most)


def on_screen(shown: list[ValueCell], *, alone: bool = False, right: bool = True) -> list[ShownCell]:
    return [ShownCell(cell.dossier, cell.key, cell.version, right=right, alone=alone) for cell in shown]


def confirm(store: Store, shown: list[ShownCell], who: str = WHO) -> ScreenDone:
    return confirm_shown(store, shown, who=who, commune="")


def decided_by(store: Store, dossier: str, key: str = SEX) -> str:
    return value_of(store, dossier, key).corrected_by


def test_what_waits_is_counted_by_sort_and_form(store: Store) -> None:
    births(store, {SEX: 0.7, NAME: 0.8}, {SEX: 0.6}, {})
    told = [(each.sort, each.form, each.count) for each in waiting_by_sort(store)]
    assert told == [(ValueSort.SEX, FORM, 2), (ValueSort.NAMES, FORM, 1)]


def test_a_sort_is_gone_through_in_screenfuls_field_by_field_the_oldest_first(store: Store) -> None:
    dossiers = births(store, {NAME: 0.7, MOTHER: 0.7}, {NAME: 0.7}, {MOTHER: 0.7, NAME: 0.6})
    first = cells(store, ValueSort.NAMES, most=2)
    rest = next_cells(store, ValueSort.NAMES, FORM, after=first[-1].at, most=9)
    told = [(cell.dossier, cell.key) for cell in (*first, *rest)]
    assert told == [
        *((dossier, NAME) for dossier in dossiers),
        *((dossier, MOTHER) for dossier in (dossiers[0], dossiers[2])),
    ]
    assert next_cells(store, ValueSort.NAMES, after=rest[-1].at, most=9) == []
    assert next_cells(store, ValueSort.NAMES, "death-registration", most=9) == []


def test_a_cell_says_where_its_value_stands_and_what_the_form_holds(store: Store) -> None:
    (dossier,) = births(store, {SEX: 0.7})
    (cell,) = cells(store)
    assert (cell.dossier, cell.value, cell.apart, cell.form) == (dossier, form(1)[SEX], Apart.NOT, FORM)
    assert cell.place is not None and cell.place.page == 1
    assert cell.place.zone == pytest.approx((5 / 160, cell.place.zone[1], 60 / 160, 3 / 120))  # type: ignore[index]


def test_a_screenful_is_confirmed_and_the_journal_says_who_saw_what(store: Store) -> None:
    dossiers = births(store, {SEX: 0.7}, {SEX: 0.6})
    done = confirm(store, on_screen(cells(store)))
    assert [(each.dossier, each.keys) for each in done.done] == [(one, (SEX,)) for one in dossiers]
    assert done.left == () and cells(store) == []
    for dossier in dossiers:
        assert decided_by(store, dossier) == WHO
        with store.read() as session:
            events = [
                e for e in store.journal(session, dossier) if e.what in (What.SHOWN, What.VALUE_CONFIRMED)
            ]
        shown, confirmed = events
        assert (shown.who, list(shown.data["values"]), shown.data["among"]) == (WHO, [SEX], 2)
        assert (confirmed.who, confirmed.data["key"], confirmed.data["typed"]) == (WHO, SEX, False)
        assert shown.change == confirmed.change


def test_what_was_picked_out_is_noted_as_shown_and_stays_doubtful(store: Store) -> None:
    dossiers = births(store, {SEX: 0.7}, {SEX: 0.6})
    first, second = on_screen(cells(store))
    confirm(store, [first, ShownCell(second.dossier, SEX, second.seen, right=False)])
    assert [cell.dossier for cell in cells(store)] == [dossiers[1]]
    assert last_events(store, dossiers[1], 1)[0][0] == What.SHOWN


def test_the_dossier_is_judged_anew_once_its_last_doubt_is_gone(store: Store) -> None:
    (dossier,) = births(store, {SEX: 0.7})
    confirm(store, on_screen(cells(store)))
    with store.read() as session:
        codes = [(found["code"], found["field"]) for found in store.findings(session, dossier)]
    assert not [code for code, field in codes if field == SEX]


def test_what_was_hardly_read_has_no_value_and_is_never_confirmed(store: Store) -> None:
    (dossier,) = births(store, {SEX: 0.4})
    (cell,) = cells(store)
    assert (cell.value, cell.apart) == ("", Apart.HARDLY)
    for alone in (False, True):
        done = confirm(store, on_screen([cell], alone=alone))
        assert done.done == () and done.left[0].key == SEX
    assert decided_by(store, dossier) == ""


def test_a_value_that_another_paper_gainsays_is_confirmed_by_itself_alone(store: Store) -> None:
    (dossier,) = births(store, {MOTHER: 0.7})
    other = form(1)[MOTHER] + "H"
    lay_in(store, dossier, "birth-notice", {MOTHER: other}, {MOTHER: 0.8})
    check_dossier(store, dossier, commune="")
    (cell,) = cells(store, ValueSort.NAMES)
    assert cell.apart is Apart.DIFFERS
    assert {cell.value, *(offer.text for offer in cell.offers)} == {other, form(1)[MOTHER]}
    assert confirm(store, on_screen([cell])).done == ()
    assert decided_by(store, dossier, MOTHER) == ""
    assert confirm(store, on_screen([cell], alone=True)).left == ()
    assert decided_by(store, dossier, MOTHER) == WHO


def test_a_name_of_which_another_paper_writes_one_tone_otherwise_is_chosen_by_itself(store: Store) -> None:
    (dossier,) = births(store, {MOTHER: 0.7})
    other = unicodedata.normalize("NFC", unicodedata.normalize("NFD", form(1)[MOTHER]).replace(GRAVE, ACUTE))
    assert other != form(1)[MOTHER]
    lay_in(store, dossier, "birth-notice", {MOTHER: other}, {MOTHER: 0.8})
    check_dossier(store, dossier, commune="")
    (cell,) = cells(store, ValueSort.NAMES)
    assert cell.apart is Apart.DIFFERS
    assert {cell.value, *(offer.text for offer in cell.offers)} == {other, form(1)[MOTHER]}


def test_what_was_read_by_pen_is_confirmed_by_itself_alone(store: Store) -> None:
    dossier = a_form(store, 1, {SEX: 0.7}, Source.HAND)
    cell = next(cell for cell in cells(store) if cell.key == SEX)
    assert cell.apart is Apart.HAND
    assert confirm(store, on_screen([cell])).done == ()
    assert confirm(store, on_screen([cell], alone=True)).left == ()
    assert decided_by(store, dossier) == WHO


@pytest.mark.parametrize("held", ["by a person", "for papers of others"])
def test_values_of_a_dossier_that_is_held_back_are_settled_in_it(store: Store, held: str) -> None:
    (dossier,) = births(store, {SEX: 0.7})
    if held == "by a person":
        hold_back(store, dossier, who="nam", reason="x", commune="")
    else:
        lay_in(store, dossier, FORM, form(ANOTHER), {SEX: 0.7})
        lay_in(store, dossier, "id-card", CARD_OF_NOBODY)
        check_dossier(store, dossier, commune="")
    (cell, *_others) = cells(store)
    assert cell.apart is Apart.HELD
    done = confirm(store, on_screen([cell], alone=True))
    assert done.done == () and decided_by(store, dossier) == ""


def test_what_a_colleague_decided_meanwhile_is_told_and_the_rest_is_kept(store: Store) -> None:
    dossiers = births(store, {SEX: 0.7, NAME: 0.8}, {SEX: 0.6})
    shown = on_screen(cells(store))
    edit(store, dossiers[0], Edit([(SEX, "Nữ" if form(1)[SEX] == "Nam" else "Nam")]), who="nam", commune="")
    theirs = value_of(store, dossiers[0], SEX).value
    done = confirm(store, shown)
    ((left),) = done.left
    assert (left.dossier, left.key) == (dossiers[0], SEX) and "nam" in left.why and theirs not in left.why
    assert (decided_by(store, dossiers[0]), value_of(store, dossiers[0], SEX).value) == ("nam", theirs)
    assert decided_by(store, dossiers[1]) == WHO


def test_a_value_that_was_read_anew_meanwhile_is_not_confirmed_unseen(store: Store) -> None:
    (dossier,) = births(store, {SEX: 0.7})
    shown = on_screen(cells(store))
    with store.write() as session:
        (document,) = store.documents(session, dossier)
        other = FieldReading(SEX, "Nữ", "Nữ", 0.6, Source.PRINT, Box(5, 50, 60, 3))
        reading = PageReading(1, FORM, 0.99, 0, 0.0, 160, 120, (other,), (), "2024")
        store.save_page_reading(session, document.id, reading, reader="2")
    check_dossier(store, dossier, commune="")
    done = confirm(store, shown)
    assert done.done == () and [each.key for each in done.left] == [SEX]
    with store.read() as session:
        assert not [e for e in store.journal(session, dossier) if e.what == What.SHOWN]


def test_asked_twice_a_screenful_is_confirmed_once_and_nothing_is_called_a_conflict(store: Store) -> None:
    (dossier,) = births(store, {SEX: 0.7})
    shown = on_screen(cells(store))
    confirm(store, shown)
    again = confirm(store, shown)
    assert (again.done, again.left) == ((), ())
    assert sum(what == What.VALUE_CONFIRMED for what, _w, _d in last_events(store, dossier, 20)) == 1


def test_a_screenful_is_taken_back_in_every_dossier_but_where_something_was_done_since(store: Store) -> None:
    dossiers = births(store, {SEX: 0.7, NAME: 0.8}, {SEX: 0.6})
    done = confirm(store, on_screen(cells(store)))
    edit(store, dossiers[0], Edit([(NAME, "LÝ VĂN AN")]), who="nam", commune="")
    back = take_back_screenful(store, done.done, who=WHO, commune="")
    assert [each.dossier for each in back.done] == [dossiers[1]]
    assert [each.dossier for each in back.left] == [dossiers[0]]
    assert value_of(store, dossiers[0], NAME).value == "LÝ VĂN AN"
    assert decided_by(store, dossiers[0]) == WHO
    assert [cell.dossier for cell in cells(store)] == [dossiers[1]]


def test_a_dossier_that_can_not_be_changed_stops_no_other(store: Store) -> None:
    (dossier,) = births(store, {SEX: 0.7})
    nowhere = ShownCell("ZZZZ", SEX, 1, right=True)
    done = confirm(store, [nowhere, *on_screen(cells(store))])
    assert [each.dossier for each in done.left] == ["ZZZZ"]
    assert decided_by(store, dossier) == WHO
