# SPDX-License-Identifier: Apache-2.0
"""A stack in the store: cut once, the doubtful waits with a proposal, one word lays it; undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from batch.report.facts import figures
from batch.report.keeping import bring_up_to_date
from batch.slips.book.lines import lines_of
from batch.store.report_rows import ReportScope, count_states
from batch.store.tables.figure_model import FigureRow
from intake.dossier.journal import COVER_LED, DOUBLE_OF, PAGES_UNSORTED, SORTED, What, hold_of
from intake.dossier.paging import Paging
from intake.dossier.requester import Requester
from intake.dossier.search.sought import Sought
from intake.dossier.state_words import state_told
from intake.dossier.states import State
from intake.errors import UndoError
from intake.reading.page_work import HowToRead
from intake.reading.read_pages import READER, PageOutcome
from intake.services.changing.hold_back import release
from intake.services.changing.undo import undo
from intake.services.counter.reception import keep_requester
from intake.services.dossier_list import dossier_list
from intake.services.papers.moving import move_pages
from intake.services.papers.parting import Parted, part_pile
from intake.services.papers.rearranging import Instruction
from intake.services.papers.unsorted import proposals_of, sort_proposed
from intake.services.receive import adding
from intake.services.receive.ingest import take_in
from intake.store.store import Store
from ocr.result import PageReading
from templates.catalogue.loading import load_catalogue
from templates.errors import SohoaError, UsageError
from templates.language.messages import speaking
from tests.support.dossiers.fake_pages import shaded
from tests.support.dossiers.led_dossiers import state_of
from tests.support.dossiers.paged_dossiers import (
    CARD,
    FORM,
    NOTICE,
    hashes_there,
    is_folded,
    page,
    pages_there,
)

LAN = Instruction("lan")


def form(child: str, mother: str) -> PageReading:
    return page(FORM, {"child.full_name": child, "mother.full_name": mother, "made.date": "10/11/2026"})


STACK = [
    form("TRẦN GIA HÂN", "Lê Thị Mai Hoa"),
    form("VŨ VĂN TÈO", "Ngô Thị Bích Thảo"),
    page(NOTICE, {"mother.full_name": "LÊ THỊ MAI HOA"}),
    page(CARD, {"person.full_name": "Ngô Thị Bích Thảo"}),
    page("other"),
    page(CARD, {"person.full_name": "Phạm Người Lạ"}),
]


@pytest.fixture
def stack(store: Store, dossier: str, tmp_path: Path) -> str:
    """A scan of two families, a page that names nobody, and a stranger's card; read, not judged yet."""
    taken = take_in(store, dossier, [shaded(tmp_path / "stack.tif", 150, len(STACK))], who="lan")
    with store.write() as session:
        for number, reading in enumerate(STACK, start=1):
            store.save_page_reading(session, taken.added[0], replace(reading, page=number), reader=READER)
    return dossier


def parted(store: Store, stack: str) -> Parted:
    found = part_pile(store, stack, load_catalogue(), who="t")
    assert found is not None
    return found


def numbers(store: Store, dossier: str) -> list[int]:
    return [number for _sha256, number in hashes_there(store, dossier)]


def test_the_stack_keeps_its_first_family_and_what_is_not_sure_waits(store: Store, stack: str) -> None:
    found = parted(store, stack)
    (other,) = found.others
    assert [numbers(store, one) for one in (stack, other, found.unsorted)] == [[1, 3], [2, 4], [5, 6]]
    assert all(is_folded(store, one) for one in (stack, *found.made))
    with store.read() as session:
        held = hold_of(store.journal(session, found.unsorted))
    assert held is not None and held.data["why"] == PAGES_UNSORTED
    told = [(one["numbers"], one["why"], one["to"]) for one in proposals_of(store, found.unsorted)]
    assert told == [([1], "sequence", other), ([2], "others", "")]
    assert part_pile(store, stack, load_catalogue(), who="t") is None


def test_one_word_lays_what_is_proposed_and_the_rest_goes_on_waiting(store: Store, stack: str) -> None:
    found = parted(store, stack)
    with pytest.raises(UsageError):
        sort_proposed(store, found.unsorted, replace(LAN, reason="x" * 100_000))
    (done,) = sort_proposed(store, found.unsorted, replace(LAN, reason="một\x1b]0;\ntờ"))
    with store.read() as session:
        reasons = {event.data.get("reason") for event in store.journal(session, found.unsorted)} - {None}
    assert all(reason.isprintable() for reason in reasons) and len(reasons) > 1
    assert done.other is not None and done.other.id == found.others[0]
    assert (numbers(store, found.others[0]), numbers(store, found.unsorted)) == ([2, 4, 5], [6])
    assert state_of(store, found.unsorted) is not State.REJECTED
    with pytest.raises(UsageError):
        sort_proposed(store, found.unsorted, LAN)


def test_undo_puts_the_stack_together_and_it_is_not_cut_again(store: Store, stack: str) -> None:
    found = parted(store, stack)
    undo(store, stack, who="lan", commune="")
    assert numbers(store, stack) == [1, 2, 3, 4, 5, 6]
    assert not any(numbers(store, one) for one in found.made)
    told = [ended(store, one) for one in found.made]
    assert [one[DOUBLE_OF] for one in told[:1]] == [stack] and told[1][SORTED]
    for one in found.made:  # nothing wakes what was made by the cut: it has no page
        with pytest.raises(SohoaError):
            undo(store, one, who="lan", commune="")
        assert state_of(store, one) is State.REJECTED
    with dossier_list(store, Paging(), Sought(states=(State.REJECTED,))) as listed, speaking("vi"):
        lines = {line["id"]: state_told(line["state"], line["ended"]) for line in chain(*listed.parts)}
    assert lines == dict(zip(found.made, (f"kết thúc vì trùng với {stack}", "đã xếp hết trang"), strict=True))
    assert part_pile(store, stack, load_catalogue(), who="t") is None


def test_what_a_person_laid_to_a_dossier_is_cut_only_where_its_citizen_is_named(
    store: Store, stack: str
) -> None:
    assert part_pile(store, stack, load_catalogue(), who="t", meant=True) is None
    with store.write() as session:
        keep_requester(store, session, stack, Requester(name="Ngô Thị Bích Thảo"), who="lan")
    found = part_pile(store, stack, load_catalogue(), who="t", meant=True)
    assert found is not None
    assert (numbers(store, stack), numbers(store, found.others[0])) == ([2, 4, 5, 6], [1, 3])


def ended(store: Store, dossier: str) -> Mapping[str, Any]:
    """What the journal says of how the dossier ended."""
    assert state_of(store, dossier) is State.REJECTED
    with store.read() as session:
        return [e for e in store.journal(session, dossier) if e.what == What.STATE][-1].data


def counted(store: Store) -> tuple[int, int]:
    """How many dossiers a report counts, how many the book has."""
    with store.read() as session:
        states = count_states(session, ReportScope())
        book = list(lines_of(store, session, store.list(session)))
    return sum(count.dossiers for by_state in states.values() for count in by_state.values()), len(book)


def test_pages_that_wait_are_no_dossier_for_any_report(store: Store, stack: str) -> None:
    found = parted(store, stack)
    assert counted(store) == (2, 2)
    bring_up_to_date(store, load_catalogue())
    with store.read() as session:
        assert session.scalar(select(func.count(FigureRow.dossier_id.distinct()))) == 2
        waits = store.get(session, found.unsorted)
        assert waits.register_number is None
        assert figures(waits, store.journal(session, waits.id), None) == []
    with pytest.raises(UsageError):
        release(store, waits.id, who="lan", reason="seen", commune="")


def test_no_pages_go_to_where_pages_wait(store: Store, stack: str) -> None:
    found = parted(store, stack)
    (other,) = found.others
    pages = pages_there(store, other)
    for ends in (False, True):
        with pytest.raises(UsageError) as told:
            move_pages(store, other, pages, found.unsorted, LAN, ends=ends)
        assert f"papers sort {found.unsorted}" in told.value.advice
    assert numbers(store, other) == [2, 4] and state_of(store, other) is not State.REJECTED


def test_the_last_page_that_is_sorted_ends_what_waited_and_one_undo_takes_all_back(
    store: Store, stack: str
) -> None:
    found = parted(store, stack)
    last = pages_there(store, found.unsorted)[1:]
    move_pages(store, found.unsorted, last, stack, LAN)
    sort_proposed(store, found.unsorted, LAN)
    assert ended(store, found.unsorted)[SORTED]
    with store.read() as session:
        assert hold_of(store.journal(session, found.unsorted)) is None
    assert counted(store) == (2, 2)
    with pytest.raises(UndoError) as first:
        undo(store, stack, who="lan", commune="")
    assert found.unsorted in first.value.advice
    undo(store, found.unsorted, who="lan", commune="")
    assert (numbers(store, found.unsorted), numbers(store, found.others[0])) == ([5], [2, 4])
    assert state_of(store, found.unsorted) is not State.REJECTED


def test_a_dossier_of_which_all_papers_go_over_ends_there_and_undo_gives_them_back(
    store: Store, stack: str
) -> None:
    (other,) = parted(store, stack).others
    move_pages(store, other, pages_there(store, other), stack, LAN, ends=True)
    assert ended(store, other)[DOUBLE_OF] == stack
    undo(store, other, who="lan", commune="")
    assert (numbers(store, stack), numbers(store, other)) == ([1, 3], [2, 4])
    move_pages(store, other, pages_there(store, other), stack, LAN)
    with pytest.raises(UsageError):
        move_pages(store, other, [], stack, LAN, ends=True)


def test_papers_added_to_a_counters_dossier_are_cut_and_it_keeps_its_citizens(
    store: Store, dossier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(of: Store, one: str, *_how: object) -> list[PageOutcome]:
        with of.write() as session:
            (paper,) = of.documents(session, one)
            for number, reading in enumerate(STACK[:4], start=1):
                of.save_page_reading(session, paper.id, replace(reading, page=number), reader=READER)
        return []

    monkeypatch.setattr(adding, "_read", read)
    with store.write() as session:
        keep_requester(store, session, dossier, Requester(name="Ngô Thị Bích Thảo"), who="lan")
    scan = shaded(tmp_path / "stack.tif", 150, 4)
    added = adding.add_papers(store, dossier, [scan], HowToRead(), who="lan", commune="")
    assert added.parted is not None
    assert not added.all_is_well
    assert (numbers(store, dossier), numbers(store, added.parted.others[0])) == ([2, 4], [1, 3])
    assert added.still_missing["id"] == dossier


def test_a_stack_under_a_cover_stays_whole_where_nobody_knows_whose_the_cover_is(
    store: Store, stack: str
) -> None:
    with store.write() as session:
        told = {"code": COVER_LED, "files": [], "sha256": ""}
        store.note(session, stack, What.NOTED, who="t", data=told)
    assert part_pile(store, stack, load_catalogue(), who="t") is None
    assert numbers(store, stack) == [1, 2, 3, 4, 5, 6]


def test_two_families_under_a_sheet_that_names_only_a_procedure_are_parted(store: Store, stack: str) -> None:
    with store.write() as session:
        told = {"code": COVER_LED, "files": [], "sha256": "", "procedure": "1.001193"}
        store.note(session, stack, What.NOTED, who="t", data=told)
    parted = part_pile(store, stack, load_catalogue(), who="t")
    assert parted is not None and parted.others and numbers(store, stack) != [1, 2, 3, 4, 5, 6]
