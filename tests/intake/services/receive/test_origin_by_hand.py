# SPDX-License-Identifier: Apache-2.0
"""Which dossier a folder's papers belong to after a person took out, added or closed something."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from intake.capture.refusals import RefusalCode
from intake.dossier.journal import is_held
from intake.dossier.states import State
from intake.dossier.thresholds import USABLE
from intake.services.changing.holding import hold
from intake.services.changing.undo import take_back
from intake.services.receive.ingest import Taken, ingest, plan, take_in
from intake.services.receive.origin import person_wrote
from intake.store.store import Store
from intake.store.tables.model import DossierRow, StoredFileRow
from tests.support.desks.folder_desk import bad, history, lead, night, papers, write_in
from tests.support.desks.intake_desk import NOW, PROCEDURE, scan
from tests.support.dossiers.fake_pages import form_page
from tests.support.dossiers.led_dossiers import reviewed_in_one_go


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """The folder of scans, apart from the store's."""
    return tmp_path / "scans"


FORM = "birth-registration"


@pytest.mark.parametrize("new_name", [False, True], ids=["under its name", "under a new name"])
def test_where_no_form_was_read_a_paper_that_another_stands_in_for_waits_for_a_person(
    store: Store, scans: Path, new_name: bool
) -> None:
    """Parents' cards stay, the form that nobody could read yet may be the twin's by now."""
    for name in ("card 1", "card 2", "form"):
        scan(scans / "01" / f"{name}.png", name)
    first = night(store, scans)["01"]
    if new_name:
        (scans / "01" / "form.png").unlink()
    scan(scans / "01" / ("twin.png" if new_name else "form.png"), "of the twin")
    second = night(store, scans)["01"]
    assert (second.dossier_id, second.held) == (first.dossier_id, True)
    with store.read() as session:
        assert is_held(store.journal(session, first.dossier_id))
    assert not night(store, scans)["01"].held


def test_a_paper_that_a_copy_of_another_new_one_overwrote_waits_for_a_person(
    store: Store, scans: Path
) -> None:
    for name in ("1", "2", "3"):
        scan(scans / "01" / f"{name}.png", name)
    first = night(store, scans)["01"]
    scan(scans / "01" / "2.png", "new")
    scan(scans / "01" / "back" / "1.png", "new")
    second = night(store, scans)["01"]
    assert second.dossier_id == first.dossier_id
    assert second.held and (second.gone or second.replaced) == ("2.png",)


def test_taking_back_a_newer_file_brings_the_older_one_back(store: Store, scans: Path) -> None:
    for name in ("1", "2", "3"):
        scan(scans / "01" / f"{name}.png", name)
    bad(scans / "01" / "4.png")
    first = night(store, scans)["01"]
    before = papers(store, first.dossier_id)
    scan(scans / "01" / "1.png", "1 again")
    scan(scans / "01" / "4.png", "4")
    night(store, scans)
    with store.write() as session:
        take_back(store, session, first.dossier_id, who="lan")
    assert papers(store, first.dossier_id) == before
    with store.read() as session:
        refused = [d.refusal_code for d in store.documents(session, first.dossier_id) if d.refused]
    assert refused == [RefusalCode.NOT_AN_IMAGE]


def test_what_a_person_took_out_only_a_person_brings_back(store: Store, scans: Path) -> None:
    scan(scans / "01" / "1.png", "1")
    first = night(store, scans)["01"]
    odd = scan(scans / "01" / "odd.png", "of somebody else")
    night(store, scans)
    with store.write() as session:
        take_back(store, session, first.dossier_id, who="lan")
    again = night(store, scans)["01"]
    assert (again.dossier_id, again.added, again.doubles) == (first.dossier_id, (), ("1.png", "odd.png"))
    assert len(take_in(store, first.dossier_id, [odd], who="lan").added) == 1


def test_a_repaired_file_that_a_person_adds_settles_the_refusal_for_good(store: Store, scans: Path) -> None:
    scan(scans / "01" / "1.png")
    bad(scans / "01" / "2.png")
    first = night(store, scans)["01"]
    take_in(store, first.dossier_id, [scan(scans / "elsewhere" / "2.png", "2")], who="lan")
    assert papers(store, first.dossier_id) == [("1.png", False), ("2.png", False)]
    again = night(store, scans)["01"]
    assert (again.dossier_id, again.refused) == (first.dossier_id, ())


def test_a_scan_of_the_same_name_that_a_person_adds_replaces_nothing_that_could_be_read(
    store: Store, dossier: str, scans: Path
) -> None:
    for side in ("front", "back"):
        take_in(store, dossier, [scan(scans / "scan.png", side)], who="lan")
    assert papers(store, dossier) == [("scan.png", False), ("scan.png", False)]


def test_what_a_person_added_does_not_make_the_folder_another(store: Store, scans: Path) -> None:
    scan(scans / "01" / "1.png")
    first = night(store, scans)["01"]
    take_in(store, first.dossier_id, [scan(scans / "elsewhere" / "2.png", "2")], who="lan")
    (scans / "01").rename(scans / "done")
    assert night(store, scans)["done"].copied


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of folders that can't be looked into."""
    names: set[str] = set()
    listing = Path.iterdir

    def iterdir(path: Path) -> object:
        if path.name in names:
            raise PermissionError(13, "closed")
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    return names


def test_a_folder_that_can_not_be_read_one_night_leaves_its_dossier_as_it_was(
    store: Store, scans: Path, closed: set[str]
) -> None:
    scan(scans / "01" / "1.png")
    first = night(store, scans)["01"]
    before = history(store, first.dossier_id)
    closed.add("01")
    assert night(store, scans)["01"] == Taken(first.dossier_id, unreached=True)
    assert history(store, first.dossier_id) == before


def test_a_folder_below_that_is_closed_costs_only_itself_and_settles_when_it_opens(
    store: Store, scans: Path, closed: set[str]
) -> None:
    scan(scans / "01" / "1.png", "1")
    scan(scans / "01" / "below" / "2.png", "2")
    closed.add("below")
    first = night(store, scans)["01"]
    assert papers(store, first.dossier_id) == [("1.png", False), ("below", True)]
    closed.clear()
    assert night(store, scans)["01"].dossier_id == first.dossier_id
    assert papers(store, first.dossier_id) == [("1.png", False), ("2.png", False)]


def test_links_are_not_followed_and_said(store: Store, scans: Path) -> None:
    scan(scans / "secret" / "other.png", "somebody else's")
    scan(scans / "in" / "01" / "1.png", "1")
    (scans / "in" / "01" / "out.png").symlink_to(scans / "secret" / "other.png")
    (scans / "in" / "01" / "round").symlink_to(scans / "in")
    (scans / "in" / "02").symlink_to(scans / "secret")
    taken = night(store, scans / "in")
    assert papers(store, taken["01"].dossier_id) == [("1.png", False), ("out.png", True), ("round", True)]
    assert papers(store, taken["02"].dossier_id) == [("02", True)]
    with store.read() as session:
        codes = {d.refusal_code for d in store.documents(session, taken["02"].dossier_id)}
    assert codes == {RefusalCode.LINK}
    again = night(store, scans / "in")
    assert [one.dossier_id for one in again.values()] == [one.dossier_id for one in taken.values()]


def test_a_file_that_a_person_names_is_taken_also_by_a_link(store: Store, dossier: str, scans: Path) -> None:
    (scans.parent / "link.png").symlink_to(scan(scans / "a.png"))
    assert len(take_in(store, dossier, [scans.parent / "link.png"], who="lan").added) == 1


def test_folders_deeper_than_any_path_cost_only_themselves(store: Store, scans: Path) -> None:
    scan(scans / "01" / "1.png")
    (scans / "02").mkdir()
    name, handle = "d" * 200, os.open(scans / "02", os.O_RDONLY)
    for _level in range(25):  # 5,000 letters, where a path may have 4,096
        os.mkdir(name, dir_fd=handle)
        below = os.open(name, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = below
    os.close(handle)
    taken = night(store, scans)
    assert papers(store, taken["01"].dossier_id) == [("1.png", False)]
    assert papers(store, taken["02"].dossier_id) == [(name, True)]


def test_two_empty_files_are_two_refusals(store: Store, scans: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        bad(scans / "01" / name, b"")
    taken = night(store, scans)["01"]
    assert papers(store, taken.dossier_id) == [("a.pdf", True), ("b.pdf", True)]


def test_a_store_from_before_places_were_kept_knows_its_folders_again(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "home", clock=lambda: NOW)
    for name in ("1", "2"):
        scan(tmp_path / "in" / "01" / f"{name}.png", name)
    first = night(store, tmp_path / "in")["01"]
    with store.write() as session:
        session.get_one(DossierRow, first.dossier_id).place = ""
        for document in store.documents(session, first.dossier_id):
            session.get_one(StoredFileRow, document.id).place = ""
    again = night(store, tmp_path / "in")["01"]
    assert (again.dossier_id, again.copied, again.added) == (first.dossier_id, False, ())
    scan(tmp_path / "in" / "01" / "3.png", "3")
    assert night(store, tmp_path / "in")["01"].dossier_id == first.dossier_id
    store.close()


def test_a_folder_whose_papers_were_added_at_the_counter_is_there_already(
    store: Store, dossier: str, scans: Path
) -> None:
    files = [scan(scans / "01" / f"{name}.png", name) for name in ("1", "2")]
    take_in(store, dossier, files, who="lan")
    taken = night(store, scans)["01"]
    assert (taken.dossier_id, taken.copied, taken.added) == (dossier, True, ())


def test_folders_below_that_were_left_out_are_refusals_also_where_a_person_adds_them(
    store: Store, dossier: str, scans: Path
) -> None:
    closed = [(scans / "below", RefusalCode.NO_PERMISSION)]
    taken = take_in(store, dossier, [], closed=closed, who="lan")
    assert (papers(store, dossier), len(taken.refused)) == ([("below", True)], 1)


def test_the_next_scan_gets_not_to_a_dossier_of_refused_files_that_a_person_holds_back(
    store: Store, scans: Path
) -> None:
    bad(scans / "01" / "scan1.png")
    first = night(store, scans)["01"]
    with store.write() as session:
        hold(store, session, first.dossier_id, who="lan")
    scan(scans / "01" / "scan1.png")
    assert night(store, scans)["01"].dossier_id != first.dossier_id


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"no scan of a"), ("b.pdf", b"no scan of a"), ("a.pdf", b"")],
    ids=["the same", "another name", "no byte"],
)
def test_a_folder_of_which_nothing_opens_is_a_dossier_of_its_own_even_as_a_copy(
    store: Store, scans: Path, name: str, content: bytes
) -> None:
    bad(scans / "monday" / "01" / "a.pdf", content)
    night(store, scans / "monday")
    bad(scans / "tuesday" / "01" / name, content)
    assert night(store, scans / "tuesday")["01"].created


def form_was_read(store: Store, document: int, kind: str = FORM, confidence: float = USABLE) -> None:
    page = replace(form_page({"child.full_name": "TRẦN GIA HÂN"}, confidence), kind=kind)
    with store.write() as session:
        store.save_page_reading(session, document, page, reader="1")


@pytest.mark.parametrize("spoken", [True, False], ids=["spoken of", "nobody's word"])
def test_any_paper_replaced_after_a_person_s_word_holds_the_dossier_back(
    store: Store, scans: Path, spoken: bool
) -> None:
    for name in ("1", "2", "3"):
        scan(scans / "01" / f"{name}.png", name)
    first = night(store, scans)["01"]
    form_was_read(store, first.added[2])
    if spoken:
        write_in(store, first.dossier_id)
    scan(scans / "01" / "1.png", "1 again")
    second = night(store, scans)["01"]
    assert (second.dossier_id, second.replaced, second.held) == (first.dossier_id, ("1.png",), spoken)
    with store.read() as session:
        assert is_held(store.journal(session, first.dossier_id)) is spoken


def test_a_review_in_one_go_of_an_earlier_version_is_a_person_s_word(store: Store, scans: Path) -> None:
    first = night(store, scan(scans / "01" / "1.png").parent.parent)["01"]
    lead(store, first.dossier_id, State.READ)
    with store.write() as session:
        assert not person_wrote(store, session, first.dossier_id)
        reviewed_in_one_go(store, session, first.dossier_id)
        assert person_wrote(store, session, first.dossier_id)


@pytest.mark.parametrize("spoken", [True, False], ids=["spoken of", "nobody's word"])
def test_a_new_name_beside_a_paper_that_is_gone_holds_the_dossier_back_once(
    store: Store, scans: Path, spoken: bool
) -> None:
    for name in ("1", "2", "3"):
        scan(scans / "01" / f"{name}.png", name)
    first = night(store, scans)["01"]
    form_was_read(store, first.added[2])
    if spoken:
        write_in(store, first.dossier_id)
    (scans / "01" / "1.png").unlink()
    scan(scans / "01" / "new.png", "new")
    second = night(store, scans)["01"]
    assert (second.dossier_id, second.gone) == (first.dossier_id, ("1.png",) if spoken else ())
    assert second.held is spoken
    scan(scans / "01" / "newer.png", "newer")
    third = night(store, scans)["01"]
    assert (len(third.added), third.gone, third.held) == (1, (), False)


@pytest.mark.parametrize("what", ["only more", "only less", "renamed", "in a closed folder"])
def test_a_folder_that_only_grows_or_only_shrinks_holds_nothing_back(
    store: Store, scans: Path, what: str
) -> None:
    for name in ("1", "2", "below/3"):
        scan(scans / "01" / f"{name}.png", name)
    first = night(store, scans)["01"]
    write_in(store, first.dossier_id)
    lost = scans / "01" / "below" / "3.png"
    if what in ("only more", "in a closed folder"):
        scan(scans / "01" / "new.png", "new")
    if what == "only less":
        lost.unlink()
    if what == "renamed":
        lost.rename(scans / "01" / "new.png")
    (source,) = plan(scans)
    if what == "in a closed folder":
        files = tuple(file for file in source.files if file != lost)
        source = replace(source, files=files, closed=((lost.parent, RefusalCode.NO_PERMISSION),))
    taken = ingest(store, source, procedure=PROCEDURE, who="lan")
    assert (taken.dossier_id, taken.gone, taken.held) == (first.dossier_id, (), False)


def test_what_a_person_added_is_not_gone_from_the_folder_it_never_lay_in(store: Store, scans: Path) -> None:
    for name in ("1", "2", "3"):
        scan(scans / "01" / f"{name}.png", name)
    first = night(store, scans)["01"]
    write_in(store, first.dossier_id)
    take_in(store, first.dossier_id, [scan(scans.parent / "brought.png", "brought")], who="lan")
    scan(scans / "01" / "new.png", "new")
    second = night(store, scans)["01"]
    assert (second.dossier_id, len(second.added)) == (first.dossier_id, 1)
    assert (second.gone, second.held) == ((), False)


@pytest.mark.parametrize(
    ("kind", "confidence", "held"), [(FORM, USABLE, True), (FORM, 0.4, False), ("birth-notice", 0.97, False)]
)
def test_another_scan_under_the_name_of_a_form_that_was_read_waits_for_a_person(
    store: Store, scans: Path, kind: str, confidence: float, held: bool
) -> None:
    """It may be a twin's: the form alone says whose dossier it is."""
    for name in ("1", "2", "3"):
        scan(scans / "01" / f"{name}.png", name)
    first = night(store, scans)["01"]
    form_was_read(store, first.added[0], kind, confidence)
    form_was_read(store, first.added[2])
    scan(scans / "01" / "1.png", "1 again")
    second = night(store, scans)["01"]
    assert (second.dossier_id, second.replaced, second.held) == (first.dossier_id, ("1.png",), held)
