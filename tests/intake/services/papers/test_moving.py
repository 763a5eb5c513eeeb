# SPDX-License-Identifier: Apache-2.0
"""Pages that are another family's, or nobody's, leave a dossier; each keeps its own alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.dossier.journal import OF_PAGES, PAGES_TAKEN_OUT, What, is_held
from intake.dossier.states import State
from intake.errors import ChangedMeanwhileError, ClosedDossierError, UndoError
from intake.services.changing.edit import Edit, edit
from intake.services.changing.undo import undo
from intake.services.papers.choosing import laid_pages_of
from intake.services.papers.listing import papers_listed
from intake.services.papers.moving import NEW, bring_back, move_pages, remove_pages
from intake.services.papers.rearranging import Instruction
from intake.services.receive.ingest import take_in
from intake.store.dossier.documents import FileInfo
from intake.store.journal_check import journals
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from tests.support.dossiers.led_dossiers import led_to, state_of, values
from tests.support.dossiers.paged_dossiers import (
    BLANK,
    CARD,
    FORM,
    NOTICE,
    hashes_there,
    is_folded,
    new_dossier,
    page,
    pages_there,
    scanned,
)

LAN = Instruction("lan")
OURS, THEIRS = {"child.full_name": "TRẦN GIA HÂN"}, {"child.full_name": "LÊ VĂN TÈO", "child.sex": "Nam"}


@pytest.fixture
def mixed(store: Store, dossier: str, tmp_path: Path) -> str:
    """Our form, and a scan in which their form and notice lie before our card."""
    scanned(store, dossier, tmp_path / "ours.tif", [page(FORM, OURS)])
    theirs = [page(FORM, THEIRS), page(NOTICE, {"child.birth_place": "Trạm y tế Thử"}), page(CARD)]
    scanned(store, dossier, tmp_path / "stack.tif", theirs)
    return dossier


def taken_out(store: Store, dossier: str) -> list[tuple[str, list[int], str]]:
    told = papers_listed(store, dossier, load_catalogue())["taken_out"]
    return [(one["why"], one["pages"], one["dossier"]) for one in told]


def held(store: Store, dossier: str) -> bool:
    with store.read() as session:
        return is_held(store.journal(session, dossier))


def test_pages_that_are_moved_are_the_others_with_what_was_read_on_them(store: Store, mixed: str) -> None:
    other = new_dossier(store)
    before = hashes_there(store, mixed)
    done = move_pages(store, mixed, pages_there(store, mixed)[1:3], other, LAN)
    assert (hashes_there(store, mixed), hashes_there(store, other)) == ([before[0], before[3]], before[1:3])
    assert (values(store, mixed), values(store, other)) == (
        OURS,
        {**THEIRS, "child.birth_place": "Trạm y tế Thử"},
    )
    assert done.other is not None
    assert (done.id, done.other.id) == (mixed, other)
    assert (done.check["pages_not_read"], done.other.check["pages_not_read"]) == (0, 0)
    assert is_folded(store, mixed) and is_folded(store, other)


def test_both_journals_name_the_other_dossier_and_their_chains_are_whole(store: Store, mixed: str) -> None:
    other = new_dossier(store)
    move_pages(store, mixed, pages_there(store, mixed)[1:3], other, Instruction("lan", reason="nhà khác"))
    with store.read() as session:
        (out,) = [e for e in store.journal(session, mixed) if e.what == What.PAGES_OUT]
        (brought,) = [e for e in store.journal(session, other) if e.what == What.PAGES_IN]
        assert all(found.whole for found in journals(session))
    assert (out.data["dossier"], out.data["pages"], out.data["reason"]) == (other, [1, 2], "nhà khác")
    assert (brought.data["dossier"], brought.data["pages"]) == (mixed, [1, 2])
    assert out.data["sha256"] == brought.data["sha256"]
    assert out.change == brought.change
    assert taken_out(store, mixed) == [("moved", [1, 2], other)]


@pytest.mark.long
@pytest.mark.parametrize("from_the_other", [False, True])
def test_a_move_is_taken_back_in_both_dossiers_from_either(
    store: Store, mixed: str, from_the_other: bool
) -> None:
    other = new_dossier(store)
    before = hashes_there(store, mixed), values(store, mixed)
    move_pages(store, mixed, pages_there(store, mixed)[1:3], other, LAN)
    done = undo(store, other if from_the_other else mixed, who="minh", commune="")
    assert done.others == [mixed if from_the_other else other]
    assert (hashes_there(store, mixed), values(store, mixed)) == before
    assert (hashes_there(store, other), values(store, other)) == ([], {})
    assert is_folded(store, mixed) and is_folded(store, other)
    assert taken_out(store, mixed) == []


def test_all_that_was_moved_by_mistake_into_an_empty_dossier_goes_back_at_the_desk(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    scanned(store, dossier, tmp_path / "ours.tif", [page(FORM, OURS)])
    empty, before = new_dossier(store), hashes_there(store, dossier)
    move_pages(store, dossier, pages_there(store, dossier), empty, LAN)
    assert undo(store, empty, who="lan", commune="", keep_papers=True).others == [dossier]
    assert (hashes_there(store, dossier), hashes_there(store, empty)) == (before, [])
    with pytest.raises(UndoError):  # what brought them to the first one from outside stays
        undo(store, dossier, who="lan", commune="", keep_papers=True)
    assert hashes_there(store, dossier) == before


@pytest.mark.long
def test_pages_that_went_on_are_not_taken_back_before_that(store: Store, mixed: str) -> None:
    second, third = new_dossier(store), new_dossier(store)
    first = hashes_there(store, mixed)
    move_pages(store, mixed, pages_there(store, mixed)[1:3], second, LAN)
    move_pages(store, second, pages_there(store, second)[:1], third, LAN)
    with pytest.raises(UndoError):
        undo(store, mixed, who="lan", commune="")
    assert hashes_there(store, third) == first[1:2]
    undo(store, second, who="lan", commune="")
    undo(store, mixed, who="lan", commune="")
    assert hashes_there(store, mixed) == first


def test_pages_come_back_by_moving_them_back(store: Store, mixed: str) -> None:
    other = new_dossier(store)
    before = hashes_there(store, mixed)
    move_pages(store, mixed, pages_there(store, mixed)[1:3], other, LAN)
    move_pages(store, other, pages_there(store, other), mixed, LAN)
    assert (hashes_there(store, mixed), hashes_there(store, other)) == (before, [])
    assert taken_out(store, mixed) == []
    assert taken_out(store, other) == [("moved", [1, 2], mixed)]
    assert is_folded(store, mixed) and is_folded(store, other)


def test_a_dossier_is_made_for_pages_that_have_none(store: Store, mixed: str) -> None:
    done = move_pages(store, mixed, pages_there(store, mixed)[1:3], NEW, LAN)
    assert done.other is not None
    assert values(store, done.other.id)["child.full_name"] == "LÊ VĂN TÈO"
    undo(store, mixed, who="lan", commune="")
    assert hashes_there(store, done.other.id) == []


def test_a_card_that_both_need_is_copied_and_both_say_so(store: Store, mixed: str) -> None:
    other = new_dossier(store)
    (card,) = pages_there(store, mixed)[3:]
    before = hashes_there(store, mixed)
    move_pages(store, mixed, [card], other, LAN, copy=True)
    assert (hashes_there(store, mixed), hashes_there(store, other)) == (before, before[3:])
    with store.read() as session:
        (note,) = [e for e in store.journal(session, mixed) if e.data.get("code") == "paper-shared"]
    assert note.data["dossiers"] == [other]
    undo(store, other, who="lan", commune="")
    assert (hashes_there(store, mixed), hashes_there(store, other)) == (before, [])


def test_what_was_removed_is_named_kept_and_comes_back(store: Store, dossier: str, tmp_path: Path) -> None:
    scanned(store, dossier, tmp_path / "ours.tif", [page(FORM, OURS), page(BLANK)])
    before = hashes_there(store, dossier)
    remove_pages(store, dossier, pages_there(store, dossier)[1:], LAN)
    assert hashes_there(store, dossier) == before[:1]
    assert taken_out(store, dossier) == [("removed", [2], "")]
    assert is_folded(store, dossier)
    undo(store, dossier, who="lan", commune="")
    assert hashes_there(store, dossier) == before


def test_a_file_of_which_all_pages_are_out_is_out_and_the_night_does_not_bring_it_back(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    scanned(store, dossier, tmp_path / "ours.tif", [page(FORM, OURS)])
    theirs = scanned(store, dossier, tmp_path / "theirs.tif", [page(FORM, THEIRS), page(BLANK)])
    remove_pages(store, dossier, [(theirs, 1), (theirs, 2)], LAN)
    with store.read() as session:
        assert [paper.name for paper in store.documents(session, dossier)] == ["ours.tif"]
    assert is_folded(store, dossier)
    with store.write() as session:
        paper = next(p for p in store.every_document(session, dossier) if p.id == theirs)
        stored = store.keep(tmp_path / "theirs.tif")
        info = FileInfo(paper.name, paper.media_type, paper.page_count)
        assert store.add_document(session, dossier, stored, info, who="lan", place="theirs.tif")[1] is False
    assert len(hashes_there(store, dossier)) == 1
    take_in(store, dossier, [tmp_path / "theirs.tif"], who="lan")  # a person does
    assert len(hashes_there(store, dossier)) == 3
    assert is_folded(store, dossier)


def test_a_person_who_adds_a_file_again_gets_all_its_pages(store: Store, mixed: str, tmp_path: Path) -> None:
    remove_pages(store, mixed, pages_there(store, mixed)[1:2], LAN)
    taken = take_in(store, mixed, [tmp_path / "stack.tif"], who="lan")
    assert (len(taken.added), len(hashes_there(store, mixed))) == (1, 4)
    assert is_folded(store, mixed)


@pytest.mark.long
def test_what_was_removed_long_ago_is_brought_back_and_that_too_is_taken_back(
    store: Store, mixed: str
) -> None:
    other = new_dossier(store)
    before = pages_there(store, mixed)
    remove_pages(store, mixed, before[1:3], LAN)
    move_pages(store, mixed, before[3:], other, LAN)
    edit(store, mixed, Edit([("child.sex", "Nam")]), who="lan", commune="")
    bring_back(store, mixed, before[2:3], LAN)
    assert pages_there(store, mixed) == [before[0], before[2]]
    assert taken_out(store, mixed) == [("removed", [1], ""), ("moved", [3], other)]
    assert is_folded(store, mixed)
    for pages in (before[2:3], before[3:], []):
        with pytest.raises(UsageError):
            bring_back(store, mixed, pages, LAN)
    undo(store, mixed, who="lan", commune="")
    assert pages_there(store, mixed) == before[:1] and is_folded(store, mixed)


def test_a_file_that_is_out_altogether_is_what_it_was_once_it_is_back(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    take_in(store, dossier, [tmp_path / "broken.pdf"], who="lan")
    scanned(store, dossier, tmp_path / "ours.tif", [page(FORM, OURS)])
    before = pages_there(store, dossier)
    for _twice in range(2):
        remove_pages(store, dossier, before, LAN)
        assert pages_there(store, dossier) == []
        bring_back(store, dossier, before, LAN)
        assert pages_there(store, dossier) == before and is_folded(store, dossier)
    with store.read() as session:
        assert [paper.refused for paper in store.documents(session, dossier)] == [True, False]


@pytest.mark.long
def test_a_word_on_pages_that_are_taken_back_from_there_holds_the_other_dossier(
    store: Store, mixed: str
) -> None:
    other = new_dossier(store)
    move_pages(store, mixed, pages_there(store, mixed)[1:3], other, LAN)
    edit(store, other, Edit([("child.sex", "Nam")]), who="lan", commune="")
    undo(store, mixed, who="lan", commune="")
    assert held(store, other) and values(store, other) == {"child.sex": "Nam"}


def test_pages_stay_in_their_office(store: Store, mixed: str) -> None:
    store.unit = "H34.12"
    other = new_dossier(store)
    store.unit = None  # who looks after all offices sees both
    before = pages_there(store, mixed)
    with pytest.raises(UsageError):
        move_pages(store, mixed, before[1:], other, LAN)
    assert (pages_there(store, mixed), pages_there(store, other)) == (before, [])


def test_a_file_that_could_not_be_opened_is_moved_and_removed_too(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    take_in(store, dossier, [tmp_path / "broken.pdf"], who="lan")
    other = new_dossier(store)
    move_pages(store, dossier, pages_there(store, dossier), other, LAN)
    with store.read() as session:
        (there,) = store.documents(session, other)
        assert there.refused and store.documents(session, dossier) == []
    remove_pages(store, other, pages_there(store, other), LAN)
    assert pages_there(store, other) == [] and is_folded(store, other)
    undo(store, other, who="lan", commune="")
    undo(store, dossier, who="lan", commune="")
    with store.read() as session:
        (back,) = store.documents(session, dossier)
    assert back.refused and is_folded(store, dossier)


def test_a_word_that_only_the_foreign_page_said_is_told_and_holds_the_dossier_back(
    store: Store, mixed: str
) -> None:
    edit(store, mixed, Edit([("child.sex", "Nam")]), who="lan", commune="")
    edit(store, mixed, Edit([("child.full_name", "TRẦN GIA HÂN")]), who="lan", commune="")
    done = remove_pages(store, mixed, pages_there(store, mixed)[1:3], LAN)
    assert done.decided == ("child.sex",)
    assert values(store, mixed) == {"child.sex": "Nam", **OURS}
    assert held(store, mixed)
    with store.read() as session:
        assert [e.data["why"] for e in store.journal(session, mixed) if e.data.get("code") == "held"] == [
            PAGES_TAKEN_OUT
        ]
    undo(store, mixed, who="lan", commune="")
    assert not held(store, mixed)


def test_so_does_a_word_by_which_a_person_mended_what_that_page_says(store: Store, mixed: str) -> None:
    """The paper it was mended by is gone; whose name it is nobody knows any more."""
    edit(store, mixed, Edit([("child.full_name", "TRẦN GIA HẬN")]), who="lan", commune="")
    done = remove_pages(store, mixed, pages_there(store, mixed), LAN)
    assert "child.full_name" in done.decided
    assert held(store, mixed)


def test_what_commands_a_terminal_stands_in_no_reason(store: Store, mixed: str) -> None:
    said = Instruction("lan", reason="nhà\x1b[2J khác\u202e")
    foreign = pages_there(store, mixed)[1:2]
    remove_pages(store, mixed, foreign, said)
    bring_back(store, mixed, foreign, said)
    with store.read() as session:
        reasons = [e.data["reason"] for e in store.journal(session, mixed) if e.data.get("reason")]
    assert len(reasons) == 2
    assert not any(sign in reason for reason in reasons for sign in "\x1b\u202e")


def test_without_such_a_word_nothing_is_held(store: Store, mixed: str) -> None:
    edit(store, mixed, Edit([("child.full_name", "TRẦN GIA HÂN")]), who="lan", commune="")
    done = remove_pages(store, mixed, pages_there(store, mixed)[1:3], LAN)
    assert done.decided == ()
    assert not held(store, mixed)


@pytest.mark.parametrize("state", [State.COMPLETE, State.PACKAGED, State.QUEUED, State.RETURNED])
def test_a_settled_dossier_is_judged_anew_and_says_where_it_left_the_queue(
    store: Store, mixed: str, state: State
) -> None:
    with store.write() as session:
        way = [State.REVIEWED, State.COMPLETE, State.PACKAGED, State.QUEUED, State.PUSHED, State.RETURNED]
        for step in way[: way.index(state) + 1]:
            store.advance(session, mixed, step, who="lan")
    done = remove_pages(store, mixed, pages_there(store, mixed)[1:3], LAN)
    assert done.check["left_queue"] is (state is State.QUEUED)
    assert state_of(store, mixed) is State.INCOMPLETE


@pytest.mark.parametrize("closed", ["own", "other"])
def test_of_a_dossier_that_was_sent_nothing_is_moved_neither_out_nor_in(
    store: Store, mixed: str, closed: str
) -> None:
    other = new_dossier(store)
    led_to(store, other, State.PUSHED) if closed == "other" else None
    if closed == "own":
        with store.write() as session:
            for step in (State.REVIEWED, State.COMPLETE, State.PACKAGED, State.QUEUED, State.PUSHED):
                store.advance(session, mixed, step, who="lan")
    before = hashes_there(store, mixed)
    with pytest.raises(ClosedDossierError):
        move_pages(store, mixed, pages_there(store, mixed)[1:], other, LAN)
    with pytest.raises(ClosedDossierError):
        remove_pages(store, mixed if closed == "own" else other, [], LAN)
    assert (hashes_there(store, mixed), hashes_there(store, other)) == (before, [])


def test_a_change_that_is_asked_for_twice_is_made_once(store: Store, mixed: str) -> None:
    other, pages = new_dossier(store), pages_there(store, mixed)[1:3]
    word = Instruction("lan", client_id="tab-1")
    first = move_pages(store, mixed, pages, other, word)
    again = move_pages(store, mixed, pages, other, word)
    assert again.other is not None and first.other is not None
    assert (again.id, again.other.id) == (first.id, first.other.id)
    with store.read() as session:
        told = [e.what for d in (mixed, other) for e in store.journal(session, d) if e.what in OF_PAGES]
    assert told == [What.PAGES_OUT, What.PAGES_IN]


def test_who_looked_before_another_changed_the_pages_is_told_and_nothing_is_kept(
    store: Store, mixed: str
) -> None:
    seen = papers_listed(store, mixed, load_catalogue())["version"]
    pages = pages_there(store, mixed)
    remove_pages(store, mixed, pages[3:], Instruction("minh"))
    with pytest.raises(ChangedMeanwhileError):
        remove_pages(store, mixed, pages[1:3], Instruction("lan", seen=seen))
    assert pages_there(store, mixed) == pages[:3]


def test_pages_that_are_not_there_are_refused(store: Store, mixed: str) -> None:
    with pytest.raises(UsageError):
        remove_pages(store, mixed, [(99, 1)], LAN)
    with pytest.raises(UsageError):
        move_pages(store, mixed, pages_there(store, mixed)[:1], mixed, LAN)
    with store.read() as session, pytest.raises(UsageError):
        laid_pages_of(session, mixed, [])
