# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import func, select

from batch.errors import PackageError
from batch.outbox import outbox
from batch.package import package
from batch.package.names import NameTemplate
from batch.package.pack_work import BuiltPackage, PackageSettings
from batch.package.plan import plan_package
from batch.package.store import waiting_for_package
from intake.dossier.states import State
from intake.errors import DamagedObjectError
from intake.store.objects import digest
from intake.store.store import Store
from intake.store.tables.model import PackageRow, PageRow
from intake.store.tables.outbox_model import OutboxRow
from ocr.result import PageReading
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import (
    FORM,
    RECEIVED,
    WHO,
    Clock,
    complete_dossier,
    files_of,
    new_store,
    package_dossier,
)
from tests.support.pages.drawn_scans import drawn
from tests.support.pages.preflight import preflight
from tests.support.pages.viewed_pdfs import text_of
from tests.support.stores.moved_home import moved_home


class Killed(BaseException):
    """Stands for the process being killed."""


@pytest.fixture(scope="module")
def complete_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one complete dossier, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("complete")
    store = new_store(folder / "home", Clock(RECEIVED))
    complete_dossier(store, folder / "scans")
    store.close()
    return folder / "home"


@pytest.fixture
def store(tmp_path: Path, complete_home: Path) -> Iterator[Store]:
    moved_home(complete_home, tmp_path / "home")
    store = new_store(tmp_path / "home", Clock(RECEIVED + timedelta(hours=1)))
    yield store
    store.close()


@pytest.fixture
def dossier(store: Store) -> str:
    (waiting,) = waiting_for_package(store)
    return waiting


def pack(store: Store, dossier: str, **settings: object) -> BuiltPackage:
    wishes = PackageSettings(**settings)  # type: ignore[arg-type]
    return package_dossier(store, dossier, load_catalogue(), wishes, who=WHO)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def rows(store: Store) -> tuple[int, int]:
    """How many packages and outbox rows there are."""
    with store.read() as session:
        packages = session.scalar(select(func.count()).select_from(PackageRow))
        waiting = session.scalar(select(func.count()).select_from(OutboxRow))
    return packages or 0, waiting or 0


def test_each_component_becomes_one_master_and_one_portal_copy(store: Store, dossier: str) -> None:
    made = pack(store, dossier)

    assert sorted(contents(made.folder)) == [
        f"{dossier}_01_birth-registration.pdf",
        f"{dossier}_01_birth-registration.portal.pdf",
        f"{dossier}_02_KQ004389.pdf",
        f"{dossier}_02_KQ004389.portal.pdf",
        f"{dossier}_03_KQ004946.pdf",
        f"{dossier}_03_KQ004946.portal.pdf",
        "manifest.json",
    ]
    with pikepdf.open(made.folder / f"{dossier}_01_birth-registration.pdf") as pdf:
        assert len(pdf.pages) == 2


@pytest.mark.long
def test_masters_are_valid_and_searchable(store: Store, dossier: str) -> None:
    made = pack(store, dossier)

    for name in (f"{dossier}_01_birth-registration.pdf", f"{dossier}_02_KQ004389.pdf"):
        assert preflight(made.folder / name) == ""
    assert text_of((made.folder / f"{dossier}_02_KQ004389.pdf").read_bytes()) == drawn().lines
    assert text_of((made.folder / f"{dossier}_02_KQ004389.portal.pdf").read_bytes()) == drawn().lines


def test_manifest_names_every_file_with_its_hash_and_no_value(store: Store, dossier: str) -> None:
    made = pack(store, dossier)
    text = (made.folder / "manifest.json").read_text("utf-8")
    manifest = json.loads(text)

    files = files_of(manifest)
    assert {file.file for file in files} | {"manifest.json"} == set(contents(made.folder))
    assert all(digest(made.folder / file.file).sha256 == file.sha256 for file in files)
    assert [c["code"] for c in manifest["components"]] == [
        "",
        "000.00.00.G15-KQ004389",
        "000.00.00.G15-KQ004946",
    ]
    assert not any(value in text for value in FORM.values() if len(value) > 4)


def test_packaging_queues_the_dossier_in_the_same_transaction(store: Store, dossier: str) -> None:
    pack(store, dossier)

    with store.read() as session:
        assert store.get(session, dossier).state is State.QUEUED
        row = outbox.of_dossier(session, dossier)
        assert row is not None
        assert row.state == "queued"
    assert waiting_for_package(store) == []


def test_packaging_again_changes_no_byte_and_adds_no_row(store: Store, dossier: str) -> None:
    made = pack(store, dossier)
    before = contents(made.folder)

    again = pack(store, dossier)

    assert contents(again.folder) == before
    assert again.manifest.content_key == made.manifest.content_key
    assert rows(store) == (1, 1)


@pytest.mark.parametrize("nth", range(1, 8))
def test_killed_while_writing_any_file_the_next_run_gives_the_same(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    written = 0
    real = package.write_synced

    def dying(path: Path, data: bytes) -> None:
        nonlocal written
        written += 1
        if written == nth:
            real(path, data[: len(data) // 2])
            raise Killed
        real(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(package, "write_synced", dying)
        patched.setattr(package.shutil, "rmtree", lambda *_a, **_k: None)
        with pytest.raises(Killed):
            pack(store, dossier)
    assert rows(store) == (0, 0)
    assert not (store.packages / dossier).exists()

    made = pack(store, dossier)
    assert all(digest(made.folder / f.file).sha256 == f.sha256 for f in files_of(made.manifest.as_dict()))
    assert rows(store) == (1, 1)
    assert [path.name for path in store.packages.iterdir()] == [dossier]


def test_killed_between_files_and_rows_the_next_run_adds_the_rows(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from batch.package import store as package_store

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(package_store, "_record", die)
        with pytest.raises(Killed):
            pack(store, dossier)
    files = contents(store.packages / dossier)

    made = pack(store, dossier)

    assert contents(made.folder) == files
    assert rows(store) == (1, 1)


def test_parts_left_by_a_dead_process_are_cleared_away(store: Store, dossier: str) -> None:
    left = store.packages / f".{dossier}.999999999.part"
    left.mkdir()

    pack(store, dossier)

    assert not left.exists()


def test_incomplete_dossier_is_not_packaged(store: Store, dossier: str) -> None:
    with store.write() as session:
        store.advance(session, dossier, State.INCOMPLETE, who=WHO)

    with pytest.raises(PackageError):
        pack(store, dossier)
    assert rows(store) == (0, 0)


def test_dossier_already_sent_keeps_its_package(store: Store, dossier: str) -> None:
    pack(store, dossier)
    with store.write() as session:
        store.advance(session, dossier, State.PUSHED, who=WHO)

    with pytest.raises(PackageError):
        pack(store, dossier)


def test_component_too_large_for_the_portal_is_told_and_not_queued(store: Store, dossier: str) -> None:
    made = pack(store, dossier, portal_limit_mb=0.005)

    assert made.manifest.findings == ("portal-too-large",)
    assert rows(store) == (1, 0)
    with store.read() as session:
        assert store.get(session, dossier).state is State.PACKAGED


def test_files_of_an_earlier_package_are_set_aside_not_deleted(store: Store, dossier: str) -> None:
    made = pack(store, dossier, portal_limit_mb=0.005)
    assert made.manifest.findings

    named = pack(store, dossier, name_template="{number}-{nn}-{kind}.pdf")

    assert f"{dossier}-01-birth-registration.pdf" in contents(named.folder)
    assert f"{dossier}_01_birth-registration.pdf" in contents(named.folder / "superseded")


def test_package_that_waits_may_be_made_anew(store: Store, dossier: str) -> None:
    pack(store, dossier)

    anew = pack(store, dossier, name_template="{nn}-{kind}.pdf")

    assert rows(store) == (2, 1)
    with store.read() as session:
        row = outbox.of_dossier(session, dossier)
        assert row is not None
        newest = session.get_one(PackageRow, row.package_id)
    assert newest.content_key == anew.manifest.content_key


def test_package_being_sent_is_not_touched(store: Store, dossier: str) -> None:
    made = pack(store, dossier)
    before = contents(made.folder)
    assert outbox.lease(store, dossier, "pusher") is not None

    with pytest.raises(PackageError):
        pack(store, dossier, name_template="{nn}-{kind}.pdf")

    assert contents(made.folder) == before


def test_blank_pages_stay_with_their_paper(store: Store, dossier: str) -> None:
    with store.write() as session:
        page = session.scalars(select(PageRow).where(PageRow.kind == "birth-notice")).one()
        blank = PageReading(2, "other", 0.0, 0, 0.0, 10, 10, blank=True)
        page.document.page_count = 3
        store.save_page_reading(session, page.document_id, blank, reader="test")

    with store.read() as session:
        plan = plan_package(store, session, store.get(session, dossier), load_catalogue())

    assert [(c.kind, len(c.pages)) for c in plan.components] == [
        ("birth-registration", 2),
        ("birth-notice", 3),
        ("id-card", 1),
    ]


@pytest.mark.parametrize("fault", [lambda p: p.write_bytes(b"flipped"), Path.unlink], ids=["bytes", "gone"])
def test_damaged_paper_is_not_packed(store: Store, dossier: str, fault: Callable[[Path], object]) -> None:
    with store.read() as session:
        paper = store.documents(session, dossier)[0]
    fault(store.objects.path(paper.sha256 or ""))
    with pytest.raises(DamagedObjectError):
        pack(store, dossier)
    assert rows(store) == (0, 0)


def test_page_with_two_cards_is_packed_once(store: Store, dossier: str) -> None:
    with store.write() as session:
        page = session.scalars(select(PageRow).where(PageRow.kind == "id-card")).one()
        card = PageReading(1, "id-card", 0.99, 0, 0.0, 10, 10)
        both = replace(card, others=(card,))
        store.save_page_reading(session, page.document_id, both, reader="newer")

    with store.read() as session:
        plan = plan_package(store, session, store.get(session, dossier), load_catalogue())

    (cards,) = [component for component in plan.components if component.kind == "id-card"]
    assert [len(page.reading.papers()) for page in cards.pages] == [2]


@pytest.mark.parametrize(
    "template",
    [
        "{dossier}.pdf",
        "{nn}",
        "../{nn}.pdf",
        "{nn}_{person}.pdf",
        "{nn!r}.pdf",
        "{nn",
        "{nn:>9}.pdf",
        ".{nn}.pdf",
    ],
)
def test_name_template_that_could_collide_or_escape_is_refused(template: str) -> None:
    with pytest.raises(PackageError):
        NameTemplate.parse(template)
