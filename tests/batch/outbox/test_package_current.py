# SPDX-License-Identifier: Apache-2.0
"""Only what was read and checked is packed and sent: a page that came since, a value that changed since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from batch.errors import PackageError
from batch.outbox import outbox
from batch.outbox.submission import OutdatedPackageError
from batch.package.manifest import FORMAT, ComponentEntry, FileEntry, PackageManifest, SourceEntry
from batch.package.pack_work import PackageSettings
from intake.store.store import Store
from intake.store.tables.model import PackageRow, StoredFileRow
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import (
    RECEIVED,
    WHO,
    Clock,
    choice,
    complete_dossier,
    new_store,
    package_dossier,
    submitted,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path / "home", Clock(RECEIVED))
    yield store
    store.close()


@pytest.fixture
def dossier(store: Store, tmp_path: Path) -> str:
    return complete_dossier(store, tmp_path / "scans")


def _packed(store: Store, dossier: str) -> int:
    package_dossier(store, dossier, load_catalogue(), PackageSettings(), who=WHO)
    with store.read() as session:
        row = outbox.of_dossier(session, dossier)
        assert row is not None
        return row.package_id


def _one_page_more(store: Store, dossier: str) -> None:
    with store.write() as session:
        session.scalars(select(StoredFileRow).where(StoredFileRow.dossier_id == dossier)).all()[
            0
        ].page_count += 2


@pytest.mark.long
def test_a_package_says_of_which_dossier_procedure_and_moment_it_is(store: Store, dossier: str) -> None:
    manifest = package_dossier(store, dossier, load_catalogue(), PackageSettings(), who=WHO).manifest
    assert (manifest.dossier, manifest.procedure, manifest.received_at) == (dossier, "1.001193", RECEIVED)
    assert manifest.tool.startswith("sohoa ")
    with store.read() as session:
        (row,) = session.scalars(select(PackageRow).where(PackageRow.dossier_id == dossier))
        assert (row.number, row.content_key) == (1, manifest.content_key)
        assert row.manifest == json.loads(manifest.to_bytes())


def test_a_dossier_of_which_pages_are_unread_is_not_packed_and_told_how_many(
    store: Store, dossier: str
) -> None:
    _one_page_more(store, dossier)
    with pytest.raises(PackageError) as caught:
        package_dossier(store, dossier, load_catalogue(), PackageSettings(), who=WHO)
    assert "2" in caught.value.sentence.replace(dossier, "")


@pytest.mark.long
def test_a_package_whose_dossier_got_pages_since_is_not_sent_and_told_how_many(
    store: Store, dossier: str
) -> None:
    package = _packed(store, dossier)
    _one_page_more(store, dossier)
    with pytest.raises(OutdatedPackageError) as caught:
        submitted(store, dossier, package)
    assert dossier in caught.value.sentence and "2" in caught.value.sentence.replace(dossier, "")
    assert f"sohoa add {dossier}" in caught.value.advice


@pytest.mark.long
def test_a_package_whose_values_changed_since_is_not_sent_and_told_what_to_do(
    store: Store, dossier: str
) -> None:
    package = _packed(store, dossier)
    assert submitted(store, dossier, package).values["child.full_name"] == "NGUYỄN ĐẠI PHƯỢC"
    with store.write() as session:
        store.set_form_values(session, dossier, [choice("child.full_name", "NGUYỄN ĐẠI PHÚC")])
    with pytest.raises(OutdatedPackageError) as caught:
        submitted(store, dossier, package)
    assert dossier in caught.value.sentence
    assert f"sohoa check {dossier}" in caught.value.advice


def test_what_is_sent_is_the_dossiers_own_procedure_moment_values_and_codes(
    store: Store, dossier: str
) -> None:
    sent = submitted(store, dossier, _packed(store, dossier))
    assert (sent.dossier, sent.procedure, sent.received_at) == (dossier, "1.001193", RECEIVED)
    assert [component.code.rpartition("-")[2] for component in sent.components] == [
        "",
        "KQ004389",
        "KQ004946",
    ]
    for file in (file for component in sent.components for file in component.files):
        assert file.path.name == file.name
        assert file.bytes == file.path.stat().st_size


MANIFEST = PackageManifest(
    "261116-2234",
    "1.001193",
    RECEIVED,
    "sohoa 1",
    (
        ComponentEntry(
            1,
            "KQ1",
            "birth-notice",
            "Giấy chứng sinh",
            (SourceEntry("ab", 2),),
            FileEntry("a.pdf", "cd", 10, 1),
            (FileEntry("a.portal.pdf", "ef", 5, 1),),
            150,
        ),
    ),
    ("portal-too-large",),
)


def test_the_manifest_is_read_by_others_under_these_names() -> None:
    assert MANIFEST.as_dict() == {
        "format": "sohoa-package/1",
        "tool": "sohoa 1",
        "dossier": "261116-2234",
        "procedure": "1.001193",
        "received_at": RECEIVED.isoformat(timespec="seconds"),
        "conformance": "PDF/A-1b",
        "components": [
            {
                "nn": 1,
                "code": "KQ1",
                "kind": "birth-notice",
                "name": "Giấy chứng sinh",
                "sources": ({"sha256": "ab", "page": 2},),
                "master": {"file": "a.pdf", "sha256": "cd", "bytes": 10, "pages": 1},
                "portal": ({"file": "a.portal.pdf", "sha256": "ef", "bytes": 5, "pages": 1},),
                "portal_dpi": 150,
                "findings": (),
            }
        ],
        "findings": ["portal-too-large"],
    }
    assert FORMAT == "sohoa-package/1"


def test_the_manifest_is_written_for_people_too_with_their_letters_and_a_line_each() -> None:
    written = MANIFEST.to_bytes().decode()
    assert '\n  "dossier": "261116-2234",\n' in written
    assert "Giấy chứng sinh" in written and written.endswith("}\n")
