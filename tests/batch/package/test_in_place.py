# SPDX-License-Identifier: Apache-2.0
"""A package in its folder: for its owner alone, the manifest last, nothing of an earlier one lost."""

from __future__ import annotations

import stat
from pathlib import Path

import pikepdf
import pytest

from batch.outbox.submission import DamagedPackageError
from batch.package.pack_work import BuiltPackage, PackagePlace, PackagePlan, PackageSettings
from batch.package.package import build_package, put_in_place, write_synced
from batch.package.plan import plan_package
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import RECEIVED, Clock, complete_dossier, new_store


def _part(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for name, text in files.items():
        write_synced(folder / name.replace("__", "."), text.encode())
    return folder


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def test_folders_and_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    target = tmp_path / "packages" / "d"
    put_in_place(_part(tmp_path / "1", a__pdf="1", manifest__json="1"), target)
    put_in_place(_part(tmp_path / "2", b__pdf="2", manifest__json="2"), target)
    assert {_mode(path) for path in (target, target / "superseded")} == {0o700}
    assert {_mode(path) for path in target.rglob("*") if path.is_file()} == {0o600}


def test_what_a_newer_package_does_not_name_is_set_aside_time_and_again(tmp_path: Path) -> None:
    target = tmp_path / "d"
    put_in_place(_part(tmp_path / "1", a__pdf="1", manifest__json="1"), target)
    put_in_place(_part(tmp_path / "2", b__pdf="2", manifest__json="2"), target)
    put_in_place(_part(tmp_path / "3", c__pdf="3", manifest__json="3"), target)
    assert _texts(target) == {"c.pdf": "3", "manifest.json": "3"}
    assert _texts(target / "superseded") == {"a.pdf": "1", "b.pdf": "2"}


def test_the_same_names_again_set_nothing_aside(tmp_path: Path) -> None:
    target = tmp_path / "d"
    for number in ("1", "2"):
        put_in_place(_part(tmp_path / number, a__pdf=number, manifest__json=number), target)
    assert _texts(target) == {"a.pdf": "2", "manifest.json": "2"}
    assert not (target / "superseded").exists()


def test_the_manifest_comes_last_so_that_a_folder_with_one_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[str] = []
    replace = Path.replace

    def watched(path: Path, target: Path) -> Path:
        moved.append(path.name)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", watched)
    put_in_place(_part(tmp_path / "1", z__pdf="1", manifest__json="1", a__pdf="1"), tmp_path / "d")
    assert moved == ["a.pdf", "z.pdf", "manifest.json"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return new_store(tmp_path_factory.mktemp("desk") / "home", Clock(RECEIVED))


@pytest.fixture(scope="module")
def plan(store: Store, tmp_path_factory: pytest.TempPathFactory) -> PackagePlan:
    folder = tmp_path_factory.mktemp("plan")
    dossier = complete_dossier(store, folder / "scans")
    with store.read() as session:
        return plan_package(store, session, store.get(session, dossier), load_catalogue())


@pytest.fixture(scope="module")
def built(plan: PackagePlan, store: Store, tmp_path_factory: pytest.TempPathFactory) -> BuiltPackage:
    place = PackagePlace(tmp_path_factory.mktemp("packages"), store.objects)
    return build_package(plan, place, PackageSettings())


def test_each_pdf_is_titled_by_dossier_and_code_or_kind_and_by_no_name(
    plan: PackagePlan, built: BuiltPackage
) -> None:
    titles = []
    for component in built.manifest.components:
        with pikepdf.open(built.folder / component.master.file) as pdf:
            titles.append(str(pdf.docinfo["/Title"]))
    codes = [component.code or component.kind for component in plan.components]
    assert titles == [f"{plan.dossier} {code}" for code in codes]
    assert codes[0] == "birth-registration" and codes[1].endswith("KQ004389")


def test_each_component_keeps_its_place_kind_name_and_the_pages_it_was_made_of(
    plan: PackagePlan, built: BuiltPackage
) -> None:
    made = [(c.nn, c.code, c.kind, c.name) for c in built.manifest.components]
    assert made == [(n, c.code, c.kind, c.name) for n, c in enumerate(plan.components, start=1)]
    sources = [[(s.sha256, s.page) for s in c.sources] for c in built.manifest.components]
    assert sources == [[(p.sha256, p.page) for p in c.pages] for c in plan.components]


def test_a_damaged_file_is_told_with_its_dossier_and_how_to_make_it_again() -> None:
    error = DamagedPackageError.of("261116-2234", "a.pdf")
    assert "a.pdf" in error.sentence and "261116-2234" in error.sentence
    assert "sohoa package 261116-2234" in error.advice
