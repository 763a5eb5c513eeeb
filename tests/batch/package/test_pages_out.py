# SPDX-License-Identifier: Apache-2.0
"""What was taken out of a dossier, moved or put in another order is packaged and sent as it lies by then."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from batch.errors import PackageError
from batch.package.pack_work import PackagePlace, PackageSettings
from batch.package.package import build_package
from batch.package.plan import plan_package
from batch.package.store import keep_package, plan_ready
from batch.store.outbox_rows import of_dossier
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.services.papers.moving import move_pages, remove_pages
from intake.services.papers.rearranging import Instruction
from intake.services.papers.sorting import order_pages, set_kind
from intake.store.dossier.pages import pages_left
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import (
    RECEIVED,
    WHO,
    Clock,
    complete_dossier,
    new_store,
    package_dossier,
    packaged_dossier,
)
from tests.support.dossiers.paged_dossiers import pages_there

LAN = Instruction(WHO)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path / "home", Clock(RECEIVED))
    yield store
    store.close()


def made_complete(store: Store, dossier: str) -> None:
    """As if a person had settled whatever the check finds now."""
    with store.write() as session:
        store.set_findings(session, dossier, [], who=WHO)
        if store.get(session, dossier).state is not State.READ:
            store.advance(session, dossier, State.READ, who=WHO)
        for state in (State.REVIEWED, State.COMPLETE):
            store.advance(session, dossier, state, who=WHO)


def planned(store: Store, dossier: str) -> list[tuple[str, str, int]]:
    """Kind, hash and number of each page that would be packaged, in its order."""
    with store.read() as session:
        plan = plan_package(store, session, store.get(session, dossier), load_catalogue())
    return [(one.kind, page.sha256, page.page) for one in plan.components for page in one.pages]


def pages_packed(store: Store, dossier: str) -> int:
    """How many pages the masters of the package have."""
    files = [f for f in (store.packages / dossier).glob("*.pdf") if not f.name.endswith(".portal.pdf")]
    return sum(len(pikepdf.open(io.BytesIO(file.read_bytes())).pages) for file in files)


@pytest.mark.long
def test_a_dossier_that_waits_leaves_the_queue_and_is_packaged_without_the_page(
    store: Store, tmp_path: Path
) -> None:
    dossier = packaged_dossier(store, tmp_path / "scans")
    before, packed = planned(store, dossier), pages_packed(store, dossier)
    taken = pages_there(store, dossier)[1:2]
    done = remove_pages(store, dossier, taken, LAN)
    assert done.check["left_queue"]
    with store.read() as session:
        row = of_dossier(session, dossier)
    assert row is not None and row.state == Sending.WITHDRAWN
    assert planned(store, dossier) == [before[0], *before[2:]]
    made_complete(store, dossier)
    built = package_dossier(store, dossier, load_catalogue(), PackageSettings(), who=WHO)
    sources = [(one.sha256, one.page) for each in built.manifest.components for one in each.sources]
    assert sources == [(digest, page) for _kind, digest, page in [before[0], *before[2:]]]
    assert pages_packed(store, dossier) == packed - 1


def test_a_package_that_was_made_of_a_page_taken_out_meanwhile_is_not_kept(
    store: Store, tmp_path: Path
) -> None:
    dossier = complete_dossier(store, tmp_path / "scans")
    plan = plan_ready(store, dossier, load_catalogue())
    built = build_package(plan, PackagePlace(store.packages, store.objects), PackageSettings())
    remove_pages(store, dossier, pages_there(store, dossier)[1:2], LAN)
    made_complete(store, dossier)
    with pytest.raises(PackageError):
        keep_package(store, dossier, built, who=WHO)


@pytest.mark.long
def test_pages_of_one_file_are_packaged_in_the_dossier_where_they_lie(store: Store, tmp_path: Path) -> None:
    ours, theirs = (complete_dossier(store, tmp_path / name) for name in ("ours", "theirs"))
    before = planned(store, ours)
    first = before[0][1]  # the form's file of two pages
    move_pages(store, ours, pages_there(store, ours)[1:2], theirs, LAN)
    assert (first, 2) not in [page[1:] for page in planned(store, ours)]
    assert [page[1:] for page in planned(store, theirs) if page[1] == first] == [(first, 2)]


def test_pages_are_packaged_in_the_order_in_which_a_person_laid_them(store: Store, tmp_path: Path) -> None:
    dossier = complete_dossier(store, tmp_path / "scans")
    there, before = pages_there(store, dossier), planned(store, dossier)
    order_pages(store, dossier, there[1:2], there[0], LAN)
    assert planned(store, dossier) == [before[1], before[0], *before[2:]]


def test_a_page_of_which_another_kind_was_said_stops_the_package_until_it_is_read(
    store: Store, tmp_path: Path
) -> None:
    dossier = complete_dossier(store, tmp_path / "scans")
    set_kind(store, dossier, pages_there(store, dossier)[2:3], "id-card", LAN)
    with store.read() as session:
        assert pages_left(session, dossier) == 1
    with pytest.raises(PackageError):
        plan_ready(store, dossier, load_catalogue())
