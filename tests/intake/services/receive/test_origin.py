# SPDX-License-Identifier: Apache-2.0
"""Which dossier a folder's papers belong to: what was mixed or lost before, and its neighbours."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from intake.dossier.states import State
from intake.dossier.thresholds import USABLE
from intake.services.changing.holding import why_held
from intake.services.receive.ingest import take_in
from intake.store.objects import LEAST_STUB_BYTES
from intake.store.store import Store
from tests.support.desks.folder_desk import bad, history, lead, night, papers, write_in
from tests.support.desks.intake_desk import scan
from tests.support.dossiers.fake_pages import form_page


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """The folder of scans, apart from the store's."""
    return tmp_path / "scans"


TO_THE_GATEWAY = (
    State.READ, State.REVIEWED, State.COMPLETE, State.PACKAGED, State.QUEUED, State.PUSHED,
)  # fmt: skip


def test_a_folder_of_which_nothing_opened_is_like_no_other_of_its_name(store: Store, scans: Path) -> None:
    bad(scans / "monday" / "01" / "a.pdf")
    first = night(store, scans / "monday")["01"]
    write_in(store, first.dossier_id)
    for name in ("form.png", "card.png"):
        scan(scans / "tuesday" / "01" / name, name)
    second = night(store, scans / "tuesday")["01"]
    assert second.created and second.dossier_id != first.dossier_id
    assert papers(store, first.dossier_id) == [("a.pdf", True)]


@pytest.mark.parametrize("day", ["monday", "tuesday"], ids=["the same place", "another parent"])
def test_refused_files_alone_are_a_dossier_of_their_own_beside_anothers_papers(
    store: Store, scans: Path, day: str
) -> None:
    scan(scans / "monday" / "01" / "form.png")
    first = night(store, scans / "monday")["01"]
    lead(store, first.dossier_id, *TO_THE_GATEWAY)
    shutil.rmtree(scans / "monday")
    bad(scans / day / "01" / "form.png")
    second = night(store, scans / day)["01"]
    assert second.created and len(second.refused) == 1
    assert (papers(store, first.dossier_id), papers(store, second.dossier_id)) == (
        [("form.png", False)],
        [("form.png", True)],
    )


def test_the_same_paper_with_a_refused_file_beside_it_is_another_dossier(store: Store, scans: Path) -> None:
    scan(scans / "aa" / "dossier.png")
    scan(scans / "bb" / "dossier.png")
    bad(scans / "bb" / "x.pdf")
    taken = night(store, scans)
    assert taken["bb"].created and taken["bb"].dossier_id != taken["aa"].dossier_id
    assert papers(store, taken["aa"].dossier_id) == [("dossier.png", False)]
    assert papers(store, taken["bb"].dossier_id) == [("dossier.png", False), ("x.pdf", True)]


def test_a_copied_folder_is_told_and_stays_a_copy_when_the_first_grows(store: Store, scans: Path) -> None:
    for name in ("a.png", "b.png"):
        scan(scans / "01" / name, name)
    first = night(store, scans)["01"]
    shutil.copytree(scans / "01", scans / "02")
    scan(scans / "01" / "c.png", "c")
    for _ in range(2):
        taken = night(store, scans)
        assert taken["01"].dossier_id == taken["02"].dossier_id == first.dossier_id
        assert (taken["02"].copied, taken["02"].doubles) == (True, ("a.png", "b.png"))
    assert len(papers(store, first.dossier_id)) == 3


def test_a_copy_stays_the_copy_of_the_first_that_held_its_papers(store: Store, scans: Path) -> None:
    for name in ("a.png", "b.png"):
        scan(scans / "01" / name, name)
    scan(scans / "03" / "a.png", "a.png")
    before = night(store, scans)
    shutil.copytree(scans / "01", scans / "02")
    scan(scans / "03" / "b.png", "b.png")
    for _ in range(2):
        taken = night(store, scans)
        assert taken["02"].copied and taken["02"].dossier_id == before["01"].dossier_id
        assert taken["03"].dossier_id == before["03"].dossier_id != before["01"].dossier_id


def test_what_comes_into_a_copied_folder_does_not_get_into_the_first_one_s_dossier(
    store: Store, scans: Path
) -> None:
    scan(scans / "01" / "card.png", "card")
    scan(scans / "02" / "card.png", "card")
    first = night(store, scans)["01"]
    scan(scans / "02" / "notice.png", "of the twin")
    second = night(store, scans)["02"]
    assert second.created and second.dossier_id != first.dossier_id
    assert papers(store, first.dossier_id) == [("card.png", False)]
    assert list(second.shared.values()) == [[first.dossier_id]]


def test_a_shared_card_does_not_lead_into_the_dossier_that_has_it(store: Store, scans: Path) -> None:
    for name in ("card", "notice", "form"):
        scan(scans / "01" / f"{name}.png", name)
    first = night(store, scans)["01"]
    scan(scans / "02" / "card.png", "card")
    assert night(store, scans)["02"].dossier_id != first.dossier_id


def test_a_scanner_s_folder_filled_anew_is_a_new_dossier_that_names_the_earlier_one(
    store: Store, scans: Path
) -> None:
    for name in ("card", "1", "2"):
        scan(scans / "01" / f"{name}.png", name)
    first = night(store, scans)["01"]
    for name in ("1", "2"):
        scan(scans / "01" / f"{name}.png", f"{name} of the twin")
    second = night(store, scans)["01"]
    assert second.created and second.earlier == (first.dossier_id,) and second.held
    with store.read() as session:
        assert "yêu cầu khác" in why_held(session, second.dossier_id)
    assert len(papers(store, first.dossier_id)) == len(papers(store, second.dossier_id)) == 3
    with store.read() as session:
        noted = [event.data for event in store.journal(session, second.dossier_id) if event.what == "noted"]
    assert {"code": "folder-reused", "dossiers": [first.dossier_id]} in noted


@pytest.mark.parametrize("typed", ["relative", "through a link", "with a detour"])
def test_a_folder_is_the_same_however_its_path_is_typed(
    store: Store, scans: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    scan(scans / "in" / "01" / "a.png")
    first = night(store, scans / "in")["01"]
    scan(scans / "in" / "01" / "b.png", "b")
    (scans / "link").symlink_to(scans / "in")
    monkeypatch.chdir(scans / "in" / "01")
    path = {
        "relative": Path(".."),
        "through a link": scans / "link",
        "with a detour": scans / "in" / "01" / "..",
    }[typed]
    again = night(store, path)["01"]
    assert (again.dossier_id, len(again.added)) == (first.dossier_id, 1)


def half_and_whole(path: Path) -> tuple[bytes, bytes]:
    """A picture while it is still being written, and when it is whole."""
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    Image.effect_noise((300, 300), 90).save(path, "JPEG", quality=90)
    whole = path.read_bytes()
    assert len(whole) > LEAST_STUB_BYTES + 1000
    return whole[: LEAST_STUB_BYTES + 1000], whole


@pytest.mark.parametrize("others", [0, 1, 2])
def test_a_file_completed_under_its_name_stands_in_for_its_stub(
    store: Store, scans: Path, others: int
) -> None:
    path = scans / "01" / "1.jpg"
    half, whole = half_and_whole(path)
    for number in range(others):
        scan(scans / "01" / f"{number + 2}.png", str(number))
    path.write_bytes(half)
    first = night(store, scans)["01"]
    path.write_bytes(whole)
    second = night(store, scans)["01"]
    assert (second.dossier_id, second.replaced) == (first.dossier_id, ("1.jpg",))
    assert [name for name, _ in papers(store, first.dossier_id)] == ["1.jpg", "2.png", "3.png"][: others + 1]
    with store.read() as session:
        assert store.documents(session, first.dossier_id)[0].size == len(whole)
    assert history(store, first.dossier_id).count("paper-replaced") == 1
    assert night(store, scans)["01"].replaced == ()


def test_the_completed_file_of_a_refused_stub_is_the_same_paper_whatever_a_person_wrote(
    store: Store, scans: Path
) -> None:
    path = scans / "01" / "1.pdf"
    half = bad(path, b"x" * LEAST_STUB_BYTES).read_bytes()
    first = night(store, scans)["01"]
    write_in(store, first.dossier_id)
    path.write_bytes(half + b"and on, still no scan")
    assert night(store, scans)["01"].dossier_id == first.dossier_id


def test_a_stub_that_grew_but_came_in_broken_is_still_that_dossier_s(
    store: Store, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scanner writes on while the night reads: what was kept goes on where the stub ended."""
    path, keep = scans / "01" / "1.pdf", store.keep
    half = bad(path, b"x" * LEAST_STUB_BYTES).read_bytes()
    first = night(store, scans)["01"]
    write_in(store, first.dossier_id)

    def grown(source: Path) -> object:
        source.write_bytes(half + b"and on, still no scan")
        return keep(source)

    monkeypatch.setattr(store, "keep", grown)
    scan(path.with_suffix(".png")).rename(path)
    assert night(store, scans)["01"].dossier_id == first.dossier_id
    assert papers(store, first.dossier_id) == [("1.pdf", True), ("1.pdf", True)]


def test_another_file_under_the_name_of_a_refused_one_is_no_paper_of_whom_a_person_wrote_down(
    store: Store, scans: Path
) -> None:
    bad(scans / "01" / "scan1.png")
    first = night(store, scans)["01"]
    write_in(store, first.dossier_id)
    assert night(store, scans)["01"].dossier_id == first.dossier_id
    scan(scans / "01" / "scan1.png")
    assert night(store, scans)["01"].dossier_id != first.dossier_id


def test_another_file_under_the_name_of_a_refused_one_is_no_paper_of_whom_a_person_added_papers(
    store: Store, scans: Path
) -> None:
    bad(scans / "01" / "scan1.png")
    first = night(store, scans)["01"]
    take_in(store, first.dossier_id, [scan(scans.parent / "elsewhere" / "2.png", "2")], who="lan")
    assert night(store, scans)["01"].dossier_id == first.dossier_id
    scan(scans / "01" / "scan1.png")
    assert night(store, scans)["01"].dossier_id != first.dossier_id


def test_a_short_beginning_that_many_files_have_proves_nothing(store: Store, scans: Path) -> None:
    path = scan(scans / "01" / "1.png")
    whole = path.read_bytes()
    bad(path, whole[:20])
    first = night(store, scans)["01"]
    write_in(store, first.dossier_id)
    path.write_bytes(whole)
    assert night(store, scans)["01"].dossier_id != first.dossier_id


def test_a_page_scanned_again_keeps_its_place_and_comes_back_if_the_file_does(
    store: Store, scans: Path
) -> None:
    for name in ("1", "2", "3"):
        scan(scans / "01" / f"{name}.png", name)
    first = night(store, scans)["01"]
    scan(scans / "01" / "1.png", "1 again")
    second = night(store, scans)["01"]
    assert (second.dossier_id, second.replaced) == (first.dossier_id, ("1.png",))
    with store.read() as session:
        order = [document.id for document in store.documents(session, first.dossier_id)]
    assert order == [*second.added, *first.added[1:]]
    scan(scans / "01" / "1.png", "1")
    third = night(store, scans)["01"]
    assert (third.added, third.replaced) == (first.added[:1], ("1.png",))


@pytest.mark.long
@pytest.mark.parametrize("steps", [0, 5, 6], ids=["taken in", "waits to be sent", "was sent"])
@pytest.mark.parametrize("kept", ["form", "card"])
def test_of_two_papers_it_is_the_same_dossier_only_while_the_form_lies_there(
    store: Store, scans: Path, kept: str, steps: int
) -> None:
    """A card says nothing: twins share it, and an office gives its scans the same names each day."""
    for name in ("card", "form"):
        scan(scans / "01" / f"{name}.png", name)
    first = night(store, scans)["01"]
    page = form_page({"child.full_name": "TRẦN GIA HÂN"}, USABLE)
    with store.write() as session:
        store.save_page_reading(session, first.added[1], page, reader="1")
    lead(store, first.dossier_id, *TO_THE_GATEWAY[:steps])
    scan(scans / "01" / ("card.png" if kept == "form" else "form.png"), "another")
    second = night(store, scans)["01"]
    assert (second.dossier_id == first.dossier_id) is (kept == "form")
    if kept == "card":
        assert second.created and second.earlier == (first.dossier_id,) and second.held
        assert list(second.shared.values()) == [[first.dossier_id]]
        assert papers(store, first.dossier_id) == [("card.png", False), ("form.png", False)]


def test_a_folder_filled_anew_with_nothing_of_the_earlier_is_not_held(store: Store, scans: Path) -> None:
    scan(scans / "01" / "1.png", "one")
    first = night(store, scans)["01"]
    scan(scans / "01" / "1.png", "of another citizen")
    second = night(store, scans)["01"]
    assert (second.created, second.earlier, second.held) == (True, (first.dossier_id,), False)


def test_a_few_papers_more_in_the_same_folder_are_the_same_dossier_s(store: Store, scans: Path) -> None:
    scan(scans / "01" / "card.png", "card")
    first = night(store, scans)["01"]
    for name in ("form", "notice", "paper"):
        scan(scans / "01" / f"{name}.png", name)
    second = night(store, scans)["01"]
    assert (second.dossier_id, second.held, len(second.added)) == (first.dossier_id, False, 3)


def test_half_of_the_papers_is_not_enough_where_the_others_bear_other_names(
    store: Store, scans: Path
) -> None:
    for name in ("card", "form"):
        scan(scans / "01" / f"{name}.png", name)
    first = night(store, scans)["01"]
    (scans / "01" / "form.png").unlink()
    scan(scans / "01" / "notice.png", "of the twin")
    assert night(store, scans)["01"].dossier_id != first.dossier_id


def test_files_of_one_name_in_folders_below_do_not_replace_each_other(store: Store, scans: Path) -> None:
    for part in ("front", "back", "form"):
        scan(scans / "01" / part / "1.png", part)
    night(store, scans)
    scan(scans / "01" / "back" / "1.png", "back again")
    taken = night(store, scans)["01"]
    assert (len(taken.added), taken.replaced) == (1, ("1.png",))
    assert len(papers(store, taken.dossier_id)) == 3


def test_what_was_sent_is_not_replaced_before_the_gateway_returns_it(store: Store, scans: Path) -> None:
    for name in ("1", "2", "3"):
        scan(scans / "01" / f"{name}.png", name)
    first = night(store, scans)["01"]
    lead(store, first.dossier_id, *TO_THE_GATEWAY)
    scan(scans / "01" / "1.png", "1 again")
    late = night(store, scans)["01"]
    assert (late.dossier_id, late.late, late.replaced) == (first.dossier_id, True, ())
    assert len(papers(store, first.dossier_id)) == 4
    lead(store, first.dossier_id, State.RETURNED)
    assert night(store, scans)["01"].replaced == ("1.png",)
    assert len(papers(store, first.dossier_id)) == 3
