# SPDX-License-Identifier: Apache-2.0
"""A form, or most papers, that lie in an earlier dossier of another folder: a person says what it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from intake.capture.sources import plan
from intake.dossier.states import State
from intake.services.changing.hold_back import release
from intake.services.changing.holding import why_held
from intake.services.fill_and_check import fill
from intake.services.receive.ingest import ingest
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.dossiers.fake_pages import form_page
from tests.support.dossiers.led_dossiers import state_of

KINDS = {"f": "birth-registration", "n": "birth-notice", "c": "id-card", "m": "marriage-certificate", "u": ""}
"""What a paper is, by the first letter of its file's name."""


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    return tmp_path / "scans"


def taken_in(store: Store, folder: Path, *papers: str) -> str:
    """The dossier of a folder with these papers; those of one name are the same bytes everywhere."""
    folder.mkdir(parents=True)
    for name in papers:
        made = folder.parents[1] / "made" / f"{name}.png"
        made.parent.mkdir(exist_ok=True)
        if not made.exists():
            Image.effect_noise((60, 60), 90).save(made)
        (folder / f"{name}.png").write_bytes(made.read_bytes())
    (source,) = (one for one in plan(folder.parent) if one.name == folder.name)
    return ingest(store, source, procedure=PROCEDURE, who="lan").dossier_id


def read(store: Store, dossier: str, values: dict[str, str] | None = None) -> str:
    """The dossier with its pages read and its form filled in."""
    with store.write() as session:
        for paper in store.documents(session, dossier):
            page = form_page({"child.full_name": "AN"} if values is None else values)
            page = replace(page, kind=KINDS[paper.name[0]])
            store.save_page_reading(session, paper.id, page, reader="1")
    fill(store, dossier, load_catalogue())
    return dossier


def held(store: Store, dossier: str) -> str:
    with store.read() as session:
        return why_held(session, dossier)


@pytest.mark.parametrize(
    "papers",
    [
        ("f1", "u9"),
        ("f1", "n9", "c8", "c9"),
        ("f9", "n1", "c1", "c2"),
        ("u1", "u2", "u9"),
    ],
)
@pytest.mark.parametrize("sent", [False, True])
def test_a_dossier_with_the_form_or_most_papers_of_an_earlier_one_is_held_back(
    store: Store, scans: Path, papers: tuple[str, ...], sent: bool
) -> None:
    first = read(store, taken_in(store, scans / "a", "f1", "n1", "c1", "c2", "u1", "u2"))
    if sent:
        led_to_sent(store, first)
    second = read(store, taken_in(store, scans / "b", *papers))
    assert first in held(store, second)
    assert held(store, first) == ""


def led_to_sent(store: Store, dossier: str) -> None:
    with store.write() as session:
        for state in (State.REVIEWED, State.COMPLETE, State.PACKAGED, State.QUEUED, State.PUSHED):
            store.advance(session, dossier, state, who="lan")


def test_of_two_taken_in_before_either_is_read_the_later_is_held_back(store: Store, scans: Path) -> None:
    first = taken_in(store, scans / "a", "f1")
    second = taken_in(store, scans / "b", "f1", "u9")
    read(store, second)
    read(store, first)
    assert (bool(held(store, first)), bool(held(store, second))) == (False, True)


def test_a_form_of_which_no_value_was_read_holds_back_too(store: Store, scans: Path) -> None:
    read(store, taken_in(store, scans / "a", "f1"))
    assert held(store, read(store, taken_in(store, scans / "b", "f1", "u9"), {}))


@pytest.mark.parametrize(
    "papers",
    [
        ("f9", "n9", "c1", "c2"),
        ("f9", "c1", "c2"),
        ("f9", "n9", "m1", "c1", "c2"),
        ("f9", "m1"),
        ("c1", "c2"),
    ],
)
def test_shared_cards_or_one_copy_hold_nothing(store: Store, scans: Path, papers: tuple[str, ...]) -> None:
    read(store, taken_in(store, scans / "a", "f1", "n1", "m1", "c1", "c2"))
    assert held(store, read(store, taken_in(store, scans / "b", *papers))) == ""


def test_a_refused_dossier_s_papers_may_be_filed_again(store: Store, scans: Path) -> None:
    first = read(store, taken_in(store, scans / "a", "f1"))
    with store.write() as session:
        store.advance(session, first, State.REJECTED, who="lan")
    assert held(store, read(store, taken_in(store, scans / "b", "f1", "u9"))) == ""


def test_what_a_person_released_is_not_held_back_for_the_same_papers_again(store: Store, scans: Path) -> None:
    read(store, taken_in(store, scans / "a", "f1"))
    second = read(store, taken_in(store, scans / "b", "f1", "n9"))
    assert held(store, second)
    release(store, second, who="lan", reason="một yêu cầu khác", commune="")
    with store.write() as session:
        store.advance(session, second, State.CAPTURED, who="lan")
    fill(store, second, load_catalogue())
    assert state_of(store, second) is State.READ
    assert held(store, second) == ""
