# SPDX-License-Identifier: Apache-2.0
"""A paper whose portal copy is too large for one file: every part is named, checked and sent, in order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest

from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from batch.outbox import outbox
from batch.outbox.push import Pusher
from batch.outbox.submission import DamagedPackageError
from batch.package.pack_work import BuiltPackage, PackageSettings
from intake.store.store import Store
from intake.store.tables.model import ComponentRow
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import (
    RECEIVED,
    WHO,
    Clock,
    complete_dossier,
    connected,
    new_store,
    package_dossier,
    submitted,
)
from tests.support.pages.viewed_pdfs import text_of

pytestmark = pytest.mark.long

LIMIT_MB = 0.02
"""The form's two pages of these dossiers do not fit into it together, each page alone does."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path / "home", Clock(RECEIVED))
    yield store
    store.close()


@pytest.fixture
def packed(store: Store, tmp_path: Path) -> BuiltPackage:
    dossier = complete_dossier(store, tmp_path / "scans")
    return package_dossier(store, dossier, load_catalogue(), PackageSettings(LIMIT_MB), who=WHO)


def _package_id(store: Store, dossier: str) -> int:
    with store.read() as session:
        row = outbox.of_dossier(session, dossier)
        assert row is not None
        return row.package_id


def test_the_parts_are_numbered_within_the_limit_and_hold_every_page_once(packed: BuiltPackage) -> None:
    form, *others = packed.manifest.components
    assert [part.file.rpartition("registration")[2] for part in form.portal] == [
        "-1.portal.pdf",
        "-2.portal.pdf",
    ]
    assert [len(component.portal) for component in others] == [1, 1]
    assert all("-1" not in component.portal[0].file.partition("_")[2] for component in others)
    for part in form.portal:
        data = (packed.folder / part.file).read_bytes()
        assert (part.bytes, part.sha256) == (len(data), sha256(data).hexdigest())
        assert part.bytes <= LIMIT_MB * 1_000_000
        with pikepdf.open(packed.folder / part.file) as pdf:
            assert len(pdf.pages) == part.pages == 1
    whole = (packed.folder / form.master.file).read_bytes()
    parts = [text_of((packed.folder / part.file).read_bytes()) for part in form.portal]
    assert [line for lines in parts for line in lines] == text_of(whole)
    assert form.master.pages == 2
    assert form.findings == ()


def test_the_row_of_the_paper_names_every_part_and_begins_with_the_first(
    store: Store, packed: BuiltPackage
) -> None:
    form = packed.manifest.components[0]
    with store.read() as session:
        row = session.query(ComponentRow).filter_by(kind="birth-registration").one()
        assert row.manifest["portal"] == [part.file for part in form.portal]
        assert row.portal_path is not None and row.portal_path.endswith(form.portal[0].file)
        assert (row.portal_sha256, row.portal_bytes) == (form.portal[0].sha256, form.portal[0].bytes)


def test_every_part_is_handed_to_the_connector_in_order(store: Store, packed: BuiltPackage) -> None:
    dossier = packed.manifest.dossier
    sent = submitted(store, dossier, _package_id(store, dossier))
    assert [[file.name for file in component.files] for component in sent.components] == [
        [part.file for part in component.portal] for component in packed.manifest.components
    ]
    masters = submitted(store, dossier, _package_id(store, dossier), copy="master")
    assert [[file.name for file in component.files] for component in masters.components] == [
        [component.master.file] for component in packed.manifest.components
    ]


@pytest.mark.parametrize("part", [0, 1])
@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_part_that_is_gone_or_changed_is_never_sent(
    store: Store, packed: BuiltPackage, part: int, harm: str
) -> None:
    path = packed.folder / packed.manifest.components[0].portal[part].file
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"\n")
    dossier = packed.manifest.dossier
    with pytest.raises(DamagedPackageError):
        submitted(store, dossier, _package_id(store, dossier))


def test_every_part_arrives_once(store: Store, packed: BuiltPackage, tmp_path: Path) -> None:
    with running_sandbox(tmp_path / "gateway") as gateway, connected(gateway) as connector:
        result = Pusher(store, connector, WHO, chance=random.Random(1)).push(packed.manifest.dossier)
        assert result.state == "sent"
        body = _body(gateway, result.number)
        counters = gateway.sandbox.store.counters()
    assert (counters["files"], counters["duplicate_files"]) == (4, 0)
    attached = [component["GiayToDinhKem"] for component in body["ThanhPhanHoSo"]]
    assert [len(files) for files in attached] == [2, 1, 1]
    names = [part.file for component in packed.manifest.components for part in component.portal]
    assert [file["TenGiayTo"] for files in attached for file in files] == names


def _body(gateway: RunningSandbox, number: str) -> dict:  # type: ignore[type-arg]
    kept = gateway.sandbox.store.dossier(number)
    assert kept is not None
    return kept["body"]  # type: ignore[no-any-return]
