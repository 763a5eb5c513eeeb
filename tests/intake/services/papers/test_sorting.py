# SPDX-License-Identifier: Apache-2.0
"""What a person says that pages are decides how they are read, counted and laid."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from intake.dossier.states import State
from intake.reading.page_work import HowToRead, PageTask
from intake.reading.read_pages import READER, DossierPage, unread_pages
from intake.services.changing.undo import undo
from intake.services.papers.choosing import kind_meant, pages_meant
from intake.services.papers.listing import papers_listed
from intake.services.papers.moving import move_pages, remove_pages
from intake.services.papers.rearranging import Instruction
from intake.services.papers.rescanning import replace_page
from intake.services.papers.sorting import join_to_before, order_pages, set_kind, split_before, turn_pages
from intake.services.receive.ingest import take_in
from intake.store.store import Store
from ocr.page.told import Told
from ocr.result import PageReading
from templates.catalogue.loading import load_catalogue
from templates.errors import UnknownNameError, UsageError
from tests.support.dossiers.fake_pages import shaded
from tests.support.dossiers.led_dossiers import state_of, values
from tests.support.dossiers.paged_dossiers import (
    BLANK,
    CARD,
    FORM,
    NOTICE,
    is_folded,
    new_dossier,
    page,
    pages_there,
    scanned,
)

LAN = Instruction("lan")
NAME, MOTHER = "child.full_name", "mother.full_name"


def kinds(store: Store, dossier: str) -> list[tuple[str, list[int]]]:
    """Each paper of the dossier with the numbers of its pages."""
    listed = papers_listed(store, dossier, load_catalogue())
    return [(paper["kind"], [page["number"] for page in paper["pages"]]) for paper in listed["papers"]]


@dataclass
class Reader:
    """Reads what it is told that a page is, here and not in a process."""

    seen: list[tuple[int, Told]] = field(default_factory=list)

    def read(self, store: Store, dossier: str) -> None:
        with store.read() as session:
            waiting = unread_pages(store, session, dossier, HowToRead())
        for task in waiting:
            self.keep(store, task)

    def keep(self, store: Store, task: DossierPage) -> None:
        self.seen.append((task.page, task.told))
        with store.write() as session:
            store.save_page_reading(
                session, task.document_id, self._reading(task), reader=READER, told=str(task.told)
            )

    def _reading(self, task: PageTask) -> PageReading:
        read = page(task.told.kind or FORM, {NAME: "ĐỌC LẠI"})
        return replace(read, page=task.page, rotation=task.told.turn or 0)


@pytest.fixture
def pile(store: Store, dossier: str, tmp_path: Path) -> str:
    """A form, two notices and a blank page in one scan."""
    notice = page(NOTICE, {MOTHER: "LÊ THỊ MẸ"})
    scanned(
        store,
        dossier,
        tmp_path / "pile.tif",
        [page(FORM, {NAME: "TRẦN GIA HẬN"}), notice, notice, page(BLANK)],
    )
    return dossier


def test_a_kind_that_a_person_says_is_read_anew_and_what_was_misread_goes(store: Store, pile: str) -> None:
    pages = pages_there(store, pile)
    done = set_kind(store, pile, pages[:1], CARD, LAN)
    assert (done.check["pages_not_read"], state_of(store, pile)) == (1, State.CAPTURED)
    assert values(store, pile) == {MOTHER: "LÊ THỊ MẸ"}  # the notice's
    reader = Reader()
    reader.read(store, pile)
    assert reader.seen == [(1, Told(CARD))]
    assert kinds(store, pile) == [(CARD, [1]), (NOTICE, [2, 3, 4])]
    assert is_folded(store, pile)


@pytest.mark.long
def test_a_word_taken_back_or_said_again_needs_no_second_reading(store: Store, pile: str) -> None:
    pages, reader, words = pages_there(store, pile), Reader(), (CARD, NOTICE)
    as_it_came = (kinds(store, pile), values(store, pile))
    after = [as_it_came]
    for kind in words:
        set_kind(store, pile, pages[:1], kind, LAN)
        reader.read(store, pile)
        after.append((kinds(store, pile), values(store, pile)))
    turn_pages(store, pile, pages[1:2], 90, LAN)
    reader.read(store, pile)
    for expected in reversed(after):
        undo(store, pile, who="lan", commune="")
        assert state_of(store, pile) != State.CAPTURED
        assert (kinds(store, pile), values(store, pile)) == expected
    set_kind(store, pile, pages[:1], CARD, LAN)
    reader.read(store, pile)
    assert reader.seen == [(1, Told(CARD)), (1, Told(NOTICE)), (2, Told(turn=90))]
    assert kinds(store, pile) == after[1][0]
    assert is_folded(store, pile)


def test_what_is_read_after_a_word_that_was_taken_back_meanwhile_takes_no_page_away(
    store: Store, pile: str
) -> None:
    (form, *_others), reader = pages_there(store, pile), Reader()
    as_it_came = (kinds(store, pile), values(store, pile))
    set_kind(store, pile, [form], CARD, LAN)
    with store.read() as session:
        (task,) = unread_pages(store, session, pile, HowToRead())
    undo(store, pile, who="lan", commune="")
    reader.keep(store, task)
    with store.write() as session:
        told = str(Told(NOTICE))
        store.save_page_failure(session, task.document_id, 1, reason="timeout", reader=READER, told=told)
    assert (kinds(store, pile), values(store, pile)) == as_it_came
    with store.read() as session:
        assert unread_pages(store, session, pile, HowToRead()) == []


def test_a_turn_counts_from_how_the_page_is_shown_and_is_read_so(store: Store, pile: str) -> None:
    pages, reader = pages_there(store, pile), Reader()
    turn_pages(store, pile, pages[:2], 90, LAN)
    reader.read(store, pile)
    turn_pages(store, pile, pages[:1], 270, LAN)
    reader.read(store, pile)
    assert reader.seen == [(1, Told(turn=90)), (2, Told(turn=90)), (1, Told(turn=0))]
    with pytest.raises(UsageError):
        turn_pages(store, pile, pages[:1], 45, LAN)


def test_both_words_on_a_page_hold_together(store: Store, pile: str) -> None:
    pages, reader = pages_there(store, pile), Reader()
    set_kind(store, pile, pages[:1], NOTICE, LAN)
    turn_pages(store, pile, pages[:1], 180, LAN)
    reader.read(store, pile)
    assert reader.seen == [(1, Told(NOTICE, 180))]


def test_a_stack_of_one_kind_is_split_and_joined_again(store: Store, pile: str) -> None:
    pages = pages_there(store, pile)
    assert kinds(store, pile) == [(FORM, [1]), (NOTICE, [2, 3, 4])]
    split_before(store, pile, pages[2], LAN)
    assert kinds(store, pile) == [(FORM, [1]), (NOTICE, [2]), (NOTICE, [3, 4])]
    join_to_before(store, pile, pages[2], LAN)
    assert kinds(store, pile) == [(FORM, [1]), (NOTICE, [2, 3, 4])]
    assert is_folded(store, pile)
    undo(store, pile, who="lan", commune="")
    assert kinds(store, pile) == [(FORM, [1]), (NOTICE, [2]), (NOTICE, [3, 4])]


def test_a_page_that_goes_on_with_a_paper_is_of_its_kind(store: Store, pile: str) -> None:
    pages, reader = pages_there(store, pile), Reader()
    join_to_before(store, pile, pages[1], LAN)
    reader.read(store, pile)
    assert reader.seen == [(2, Told(FORM))]
    assert kinds(store, pile) == [(FORM, [1, 2]), (NOTICE, [3, 4])]
    with pytest.raises(UsageError):
        join_to_before(store, pile, pages[0], LAN)


def test_pages_lie_in_the_order_that_a_person_gave_them_and_later_ones_behind(
    store: Store, pile: str, tmp_path: Path
) -> None:
    pages = pages_there(store, pile)
    order_pages(store, pile, [pages[3], pages[0]], pages[2], LAN)
    assert pages_there(store, pile) == [pages[1], pages[3], pages[0], pages[2]]
    order_pages(store, pile, pages[1:2], None, LAN)
    assert pages_there(store, pile) == [pages[3], pages[0], pages[2], pages[1]]
    later = scanned(store, pile, tmp_path / "later.tif", [page(CARD)])
    assert pages_there(store, pile)[-1] == (later, 1)
    remove_pages(store, pile, pages[:1], LAN)
    assert pages_there(store, pile) == [pages[3], pages[2], pages[1], (later, 1)]
    assert is_folded(store, pile)


def test_pages_between_which_one_was_removed_are_still_one_paper(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    notice = page(NOTICE, {MOTHER: "LÊ THỊ MẸ"})
    scanned(store, dossier, tmp_path / "n.tif", [notice, page(CARD), notice])
    remove_pages(store, dossier, pages_there(store, dossier)[1:2], LAN)
    assert kinds(store, dossier) == [(NOTICE, [1, 2])]


def test_what_was_said_of_a_page_goes_with_it_to_another_dossier(store: Store, pile: str) -> None:
    pages, other = pages_there(store, pile), new_dossier(store)
    set_kind(store, pile, pages[:1], NOTICE, LAN)
    Reader().read(store, pile)
    done = move_pages(store, pile, pages[:1], other, LAN)
    assert done.other is not None and done.other.check["pages_not_read"] == 0
    assert kinds(store, other) == [(NOTICE, [1])]
    assert is_folded(store, other)


def test_a_new_scan_stands_in_the_place_of_the_old_page_which_comes_back(
    store: Store, pile: str, tmp_path: Path
) -> None:
    before = pages_there(store, pile)
    scan = shaded(tmp_path / "new" / "again.tif", 90, 2)
    replace_page(store, pile, before[1], scan, LAN, HowToRead())
    after = pages_there(store, pile)
    assert [after[0], *after[3:]] == [before[0], *before[2:]]
    assert {document for document, _number in after[1:3]} != {before[1][0]}
    assert is_folded(store, pile)
    with pytest.raises(UsageError):
        replace_page(store, pile, after[0], scan, LAN, HowToRead())
    undo(store, pile, who="lan", commune="")
    assert pages_there(store, pile) == before
    assert is_folded(store, pile)


def test_a_new_scan_that_can_not_be_opened_changes_nothing(store: Store, pile: str, tmp_path: Path) -> None:
    before = pages_there(store, pile)
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 bad")
    with pytest.raises(UsageError):
        replace_page(store, pile, before[0], tmp_path / "bad.pdf", LAN, HowToRead())
    assert pages_there(store, pile) == before


def test_a_file_that_could_not_be_opened_is_replaced_by_a_good_scan(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    take_in(store, dossier, [tmp_path / "broken.pdf"], who="lan")
    (broken,) = pages_there(store, dossier)
    for act in (
        lambda: set_kind(store, dossier, [broken], NOTICE, LAN),
        lambda: split_before(store, dossier, broken, LAN),
    ):
        with pytest.raises(UsageError):
            act()
    replace_page(store, dossier, broken, shaded(tmp_path / "good.tif", 80), LAN, HowToRead())
    with store.read() as session:
        assert [paper.name for paper in store.documents(session, dossier)] == ["good.tif"]
    assert is_folded(store, dossier)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("birth-notice", "birth-notice"),
        ("Giấy chứng sinh", "birth-notice"),
        ("giay chung sinh", "birth-notice"),
        ("chung sinh", "birth-notice"),
        ("giấy tờ khác", "other"),
    ],
)
def test_a_kind_is_meant_by_its_name_without_marks_too(typed: str, kind: str) -> None:
    assert kind_meant(typed, load_catalogue()) == kind


@pytest.mark.parametrize("typed", ["giay", "", "không có giấy này"])
def test_a_name_of_several_kinds_or_none_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        kind_meant(typed, load_catalogue())


def test_a_kind_that_no_catalogue_has_is_refused(store: Store, pile: str) -> None:
    with pytest.raises(UnknownNameError):
        set_kind(store, pile, pages_there(store, pile)[:1], "no-such-kind", LAN)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [("2", [2]), ("2-4", [2, 3, 4]), ("4–2", [2, 3, 4]), ("1, 3-4", [1, 3, 4]), ("3,3", [3])],
)
def test_pages_are_named_by_their_numbers(store: Store, pile: str, typed: str, numbers: list[int]) -> None:
    pages = pages_there(store, pile)
    listed = papers_listed(store, pile, load_catalogue())
    assert pages_meant(listed, typed) == [pages[number - 1] for number in numbers]


@pytest.mark.parametrize("typed", ["", "0", "5", "7-9", "2-9", "a", "1-", "2-999999999999"])
def test_numbers_that_no_page_has_are_refused(store: Store, pile: str, typed: str) -> None:
    with pytest.raises(UsageError) as told:
        pages_meant(papers_listed(store, pile, load_catalogue()), typed)
    assert typed not in ("0", "7-9") or f" {typed[0]}" in told.value.sentence


def test_pages_that_are_out_are_not_read(store: Store, dossier: str, tmp_path: Path) -> None:
    take_in(store, dossier, [shaded(tmp_path / "a.tif", 200, 3)], who="lan")
    remove_pages(store, dossier, pages_there(store, dossier)[1:], LAN)
    with store.read() as session:
        assert [task.page for task in unread_pages(store, session, dossier, HowToRead())] == [1]


def test_what_was_told_of_a_page_is_written_and_read_back() -> None:
    for told in (Told(), Told(CARD), Told(CARD, 90), Told("", 0), Told(turn=270)):
        assert Told.parse(str(told)) == told
    assert str(Told()) == ""
