# SPDX-License-Identifier: Apache-2.0
"""What taking papers in leaves behind: who did it, where the dossier stands, whose the same papers are."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from intake.capture.pages import DEFAULT_LIMITS
from intake.capture.refusals import RefusalCode
from intake.capture.sources import DossierSource, plan
from intake.dossier.journal import What
from intake.dossier.states import State
from intake.services.deadline.events import stop
from intake.services.receive.ingest import Taken, ingest, take_in
from intake.store.store import Store
from tests.support.desks.intake_desk import PROCEDURE, scan

TO_THE_QUEUE = (State.READ, State.REVIEWED, State.COMPLETE, State.PACKAGED, State.QUEUED)
SENT = (*TO_THE_QUEUE, State.PUSHED)


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    return tmp_path / "scans"


def bad(path: Path, content: bytes = b"no scan") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def taken_in(store: Store, folder: Path, who: str = "hoa") -> Taken:
    (source,) = plan(folder)
    return ingest(store, source, procedure=PROCEDURE, who=who)


def lead(store: Store, dossier: str, *states: State) -> None:
    with store.write() as session:
        for state in states:
            store.advance(session, dossier, state, who="lan")


def state_of(store: Store, dossier: str) -> State:
    with store.read() as session:
        return store.get(session, dossier).state


class Line(NamedTuple):
    """An event of the journal."""

    what: str
    who: str
    data: dict[str, object]


def journal(store: Store, dossier: str) -> list[Line]:
    with store.read() as session:
        return [Line(event.what, event.who, dict(event.data)) for event in store.journal(session, dossier)]


def notes(store: Store, dossier: str) -> list[dict[str, object]]:
    return [event.data for event in journal(store, dossier) if event.what == What.NOTED]


def kinds_by(store: Store, dossier: str, who: str) -> set[str]:
    return {event.what for event in journal(store, dossier) if event.who == who}


def test_everything_that_a_folder_brings_is_journalled_under_the_name_of_whoever_brought_it(
    store: Store, scans: Path
) -> None:
    for name in ("1", "2", "3"):
        scan(scans / "01" / f"{name}.png", name)
    bad(scans / "01" / "bad.pdf")
    taken = taken_in(store, scans)
    with store.write() as session:
        stop(store, session, taken.dossier_id, who="lan")
    scan(scans / "01" / "3.png", "3 again")
    taken_in(store, scans, who="minh")

    assert kinds_by(store, taken.dossier_id, "hoa") == {
        What.CREATED,
        What.PAPER_ADDED,
        What.PAPER_REFUSED,
        What.STATE,
    }
    assert kinds_by(store, taken.dossier_id, "minh") == {
        What.PAPER_ADDED,
        What.CLOCK_STARTED,
        What.PAPER_REPLACED,
        What.NOTED,  # held back: a person had spoken of the older paper
    }
    assert kinds_by(store, taken.dossier_id, "lan") == {What.CLOCK_STOPPED}
    assert {event.who for event in journal(store, taken.dossier_id)} == {"hoa", "minh", "lan"}


def test_everything_that_a_person_adds_is_journalled_under_that_person_s_name(
    store: Store, dossier: str, scans: Path
) -> None:
    taken_in(store, scan(scans / "01" / "card.png", "card").parent.parent)
    shared = scan(scans / "elsewhere" / "card.png", "card")
    bad(scans / "elsewhere" / "bad.pdf")
    lead(store, dossier, State.CAPTURED, *TO_THE_QUEUE[:4])

    take_in(store, dossier, [shared, scans / "elsewhere" / "bad.pdf"], who="hoa")

    assert kinds_by(store, dossier, "hoa") == {What.PAPER_ADDED, What.PAPER_REFUSED, What.NOTED, What.STATE}
    assert kinds_by(store, dossier, "lan") == {What.CREATED, What.STATE}


def test_a_new_dossier_has_the_procedure_folder_and_place_it_came_with(store: Store, scans: Path) -> None:
    scan(scans / "Nhà bà Hoa" / "1.png")
    taken = taken_in(store, scans)
    with store.read() as session:
        made = store.get(session, taken.dossier_id)
    assert (taken.created, made.procedure, made.folder) == (True, PROCEDURE, "Nhà bà Hoa")
    assert made.place == str((scans / "Nhà bà Hoa").resolve())


def test_a_dossier_that_a_person_adds_to_was_not_made_by_it(store: Store, dossier: str, scans: Path) -> None:
    taken = take_in(store, dossier, [scan(scans / "a.png"), bad(scans / "b.pdf")], who="hoa")
    assert taken == Taken(dossier, created=False, added=taken.added, refused=taken.refused)
    assert (len(taken.added), len(taken.refused)) == (1, 1)


def test_a_folder_whose_papers_came_at_the_counter_changes_nothing_of_them(
    store: Store, dossier: str, scans: Path
) -> None:
    path = scan(scans / "01" / "1.png")
    take_in(store, dossier, [path], who="lan")
    assert taken_in(store, scans).dossier_id == dossier
    with store.read() as session:
        papers = store.documents(session, dossier)
    assert [paper.place for paper in papers] == [""]  # a copy adds nothing, not even where it lies


@pytest.mark.parametrize(
    ("stands", "leads_to"),
    [
        ((), State.CAPTURED),
        (TO_THE_QUEUE[:1], State.READ),
        (TO_THE_QUEUE[:2], State.READ),
        (TO_THE_QUEUE[:3], State.READ),
        (TO_THE_QUEUE[:4], State.READ),
        (TO_THE_QUEUE[:5], State.READ),
        ((State.READ, State.INCOMPLETE), State.INCOMPLETE),
        (SENT, State.PUSHED),
    ],
    ids=lambda value: value[-1].value if isinstance(value, tuple) and value else str(value),
)
def test_a_file_that_can_not_be_opened_is_looked_at_before_anything_goes_out(
    store: Store, dossier: str, scans: Path, stands: tuple[State, ...], leads_to: State
) -> None:
    lead(store, dossier, State.CAPTURED, *stands)
    taken = take_in(store, dossier, [bad(scans / "b.pdf")], who="hoa")
    assert state_of(store, dossier) is leads_to
    assert taken.left_queue is (stands == TO_THE_QUEUE)
    assert not taken.late  # a refused file changes nothing that was sent


@pytest.mark.parametrize("stands", [TO_THE_QUEUE, SENT], ids=["queued", "sent"])
def test_a_paper_there_already_moves_nothing(
    store: Store, dossier: str, scans: Path, stands: tuple[State, ...]
) -> None:
    path = scan(scans / "a.png")
    page_read(store, take_in(store, dossier, [path], who="lan"))
    lead(store, dossier, *stands)
    again = take_in(store, dossier, [path], who="hoa")
    assert again == Taken(dossier, doubles=("a.png",))
    assert state_of(store, dossier) is stands[-1]


def page_read(store: Store, taken: Taken) -> None:
    """The paper's page has been looked at, so that none waits to be read."""
    with store.write() as session:
        for document in taken.added:
            store.save_page_failure(session, document, 1, reason="unreadable", reader="x")


def test_papers_let_a_stopped_clock_run_and_say_why_but_not_where_they_come_too_late(
    store: Store, dossier: str, scans: Path
) -> None:
    take_in(store, dossier, [scan(scans / "a.png", "a")], who="lan")
    with store.write() as session:
        stop(store, session, dossier, who="lan")
    take_in(store, dossier, [bad(scans / "b.pdf"), scans / "a.png"], who="hoa")
    assert [event.what for event in journal(store, dossier)].count(What.CLOCK_STARTED) == 0

    take_in(store, dossier, [scan(scans / "c.png", "c")], who="hoa")
    (started,) = [event for event in journal(store, dossier) if event.what == What.CLOCK_STARTED]
    assert started.data == {"why": "papers"}

    with store.write() as session:
        stop(store, session, dossier, who="lan")
    lead(store, dossier, *SENT)
    late = take_in(store, dossier, [scan(scans / "d.png", "d")], who="hoa")
    assert late.late
    assert [event.what for event in journal(store, dossier)].count(What.CLOCK_STARTED) == 1


def test_a_shared_paper_is_noted_with_the_paper_and_every_dossier_that_has_it(
    store: Store, dossier: str, scans: Path
) -> None:
    others = []
    for twin in ("anh", "em"):
        scan(scans / twin / twin / "card.png", "card")
        scan(scans / twin / twin / "notice.png", twin)
        others.append(taken_in(store, scans / twin).dossier_id)
    taken = take_in(
        store, dossier, [scan(scans / "own.png", "own"), scan(scans / "card.png", "card")], who="hoa"
    )
    assert taken.shared == {taken.added[1]: sorted(others)}
    assert notes(store, dossier) == [
        {"code": "paper-shared", "document": taken.added[1], "dossiers": sorted(others)}
    ]


def test_what_came_into_a_dossier_at_the_counter_is_known_again_as_the_same_papers(
    store: Store, dossier: str, scans: Path
) -> None:
    take_in(store, dossier, [scan(scans / "01" / "1.png", "1")], who="lan")
    take_in(store, dossier, [scan(scans / "01" / "2.png", "2")], who="lan")
    shutil.copytree(scans / "01", scans / "later" / "02")
    assert taken_in(store, scans / "later") == Taken(dossier, doubles=("1.png", "2.png"), copied=True)


def test_a_file_too_large_for_the_limits_handed_in_is_refused_wherever_it_comes_from(
    store: Store, dossier: str, scans: Path
) -> None:
    limits = replace(DEFAULT_LIMITS, max_file_mb=1)
    path = bad(scans / "01" / "a.png", scan(scans / "01" / "a.png").read_bytes() + bytes(1_000_000))
    (source,) = plan(scans)
    first = ingest(store, source, procedure=PROCEDURE, who="hoa", limits=limits)
    second = take_in(store, dossier, [path], who="hoa", limits=limits)
    for one in (first, second):
        with store.read() as session:
            (paper,) = store.documents(session, one.dossier_id)
        assert (paper.refusal_code, paper.name, paper.size) == (RefusalCode.TOO_LARGE, "a.png", 0)
        assert paper.refusal_reason


def test_a_file_cut_short_while_it_was_kept_is_judged_by_what_was_kept(
    store: Store, dossier: str, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scanner still writes, or a stick is pulled: what was looked at is not what lies in the store."""
    path = scan(scans / "a.png")
    whole, keep = path.read_bytes(), store.keep

    def cut(source: Path) -> object:
        source.write_bytes(whole[:20])
        return keep(source)

    monkeypatch.setattr(store, "keep", cut)
    taken = take_in(store, dossier, [path], who="hoa")
    with store.read() as session:
        (paper,) = store.documents(session, dossier)
    assert (taken.added, taken.refused) == ((), (paper.id,))
    assert (paper.size, bool(paper.sha256), paper.page_count) == (20, True, 0)
    assert paper.refusal_code not in ("", RefusalCode.VANISHED)


def test_a_file_that_grew_while_it_was_kept_is_taken_in_whole(
    store: Store, dossier: str, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scan(scans / "a.png")
    whole, keep = path.read_bytes(), store.keep
    path.write_bytes(whole + b"\0")

    def mended(source: Path) -> object:
        source.write_bytes(whole)
        return keep(source)

    monkeypatch.setattr(store, "keep", mended)
    assert len(take_in(store, dossier, [path], who="hoa").added) == 1
    with store.read() as session:
        (paper,) = store.documents(session, dossier)
    assert (paper.size, paper.page_count, paper.media_type) == (len(whole), 1, "image/png")


def test_links_and_closed_folders_of_a_source_are_refused_with_the_reason_of_each(
    store: Store, scans: Path
) -> None:
    folder = scan(scans / "01" / "1.png").parent
    closed = ((folder / "x" / "link.png", RefusalCode.LINK), (folder / "shut", RefusalCode.NO_PERMISSION))
    source = DossierSource("01", folder, (folder / "1.png",), closed)
    taken = ingest(store, source, procedure=PROCEDURE, who="hoa")
    with store.read() as session:
        papers = {
            paper.name: (paper.refusal_code, paper.place)
            for paper in store.documents(session, taken.dossier_id)
        }
    assert papers == {
        "1.png": ("", "1.png"),
        "link.png": ("link", "x/link.png"),
        "shut": ("no-permission", "shut"),
    }
    assert len(taken.refused) == 2
