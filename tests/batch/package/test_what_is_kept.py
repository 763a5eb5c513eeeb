# SPDX-License-Identifier: Apache-2.0
"""What packaging leaves behind: rows and journal that name every file, imprints; and who waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from sqlalchemy import select

from batch.errors import PackageError
from batch.outbox import outbox
from batch.outbox.submission import DamagedPackageError, OutdatedPackageError
from batch.package.names import NameTemplate
from batch.package.pack_work import BuiltPackage, PackageSettings
from batch.package.store import keep_package, plan_ready, waiting_for_package
from batch.store.packages import PackageRecord, newest_package
from bench.storm.dossiers import queued_dossier
from intake.dossier.journal import What
from intake.dossier.states import State
from intake.services.changing.holding import hold
from intake.settings.settings import Settings
from intake.store.dossier.documents import FileInfo
from intake.store.queue.lease_owner import LEASE
from intake.store.store import Store
from intake.store.tables.model import ComponentRow, PackageRow
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
from tests.support.desks.queue_desk import row_of, state_of


@pytest.fixture
def clock() -> Clock:
    return Clock(RECEIVED + timedelta(hours=1))


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = new_store(tmp_path / "home", clock)
    yield store
    store.close()


@pytest.fixture
def dossier(store: Store, tmp_path: Path) -> str:
    return complete_dossier(store, tmp_path / "scans")


def pack(store: Store, dossier: str, who: str = "hoa", **settings: Any) -> BuiltPackage:
    return package_dossier(store, dossier, load_catalogue(), PackageSettings(**settings), who=who)


def newest(store: Store, dossier: str) -> PackageRecord:
    with store.read() as session:
        found = newest_package(session, dossier)
    assert found is not None
    return found


def last_events(store: Store, dossier: str, count: int) -> list[tuple[str, str, dict[str, Any]]]:
    with store.read() as session:
        events = store.journal(session, dossier)[-count:]
    return [(event.what, event.who, dict(event.data)) for event in events]


def test_settings_of_the_unit_are_those_of_the_package() -> None:
    told = PackageSettings.of(Settings(portal_limit_mb=3.5, package_name="{nn}.pdf"))
    assert told == PackageSettings(3.5, "{nn}.pdf")


def test_the_row_of_a_package_and_its_components_name_every_file(store: Store, dossier: str) -> None:
    built = pack(store, dossier)
    row = newest(store, dossier)

    assert (row.dossier_id, row.number, row.folder) == (dossier, 1, f"packages/{dossier}")
    assert (row.content_key, row.basis) == (built.manifest.content_key, built.basis)
    assert built.folder == store.packages / dossier
    with store.read() as session:
        kept = session.scalars(select(PackageRow)).one()
        components = [
            (one.code, one.kind, one.name, one.pages, one.master_path, one.portal_path, one.manifest)
            for one in kept.components
        ]
        sizes = [
            (one.master_sha256, one.master_bytes, one.portal_sha256, one.portal_bytes)
            for one in kept.components
        ]
        made_at = kept.made_at
    assert made_at == RECEIVED + timedelta(hours=1)
    entries = built.manifest.components
    assert components == [
        (
            entry.code,
            entry.kind,
            entry.name,
            entry.master.pages,
            f"packages/{dossier}/{entry.master.file}",
            f"packages/{dossier}/{entry.portal[0].file}",
            {"portal": [entry.portal[0].file], "findings": []},
        )
        for entry in entries
    ]
    assert sizes == [
        (entry.master.sha256, entry.master.bytes, entry.portal[0].sha256, entry.portal[0].bytes)
        for entry in entries
    ]


def test_the_manifest_says_of_each_component_what_it_is_made_of(store: Store, dossier: str) -> None:
    entries = pack(store, dossier).manifest.components
    with store.read() as session:
        papers = [document.sha256 for document in store.documents(session, dossier)]
    assert [entry.nn for entry in entries] == [1, 2, 3]
    assert [entry.kind for entry in entries] == ["birth-registration", "birth-notice", "id-card"]
    sources = [[(source.sha256, source.page) for source in entry.sources] for entry in entries]
    assert sources == [[(papers[0], 1), (papers[0], 2)], [(papers[1], 1)], [(papers[2], 1)]]
    assert [(entry.portal_dpi, entry.findings) for entry in entries] == [(None, ())] * 3
    assert [entry.master.pages for entry in entries] == [2, 1, 1]
    for entry in entries:
        data = (store.packages / dossier / entry.master.file).read_bytes()
        assert (entry.master.sha256, entry.master.bytes) == (sha256(data).hexdigest(), len(data))


def test_each_pdf_says_of_which_dossier_and_paper_it_is_when_and_made_by_what(
    store: Store, dossier: str
) -> None:
    built = pack(store, dossier)
    titles = {}
    for path in sorted(built.folder.glob("*.pdf")):
        with pikepdf.open(path) as pdf:
            titles[path.name.partition("_")[2].split(".")[0]] = str(pdf.docinfo["/Title"])
            assert str(pdf.docinfo["/Creator"]) == built.manifest.tool
            assert str(pdf.docinfo["/CreationDate"]).startswith(f"D:{RECEIVED:%Y%m%d%H%M%S}")
    assert titles == {
        "01_birth-registration": f"{dossier} birth-registration",
        "02_KQ004389": f"{dossier} 000.00.00.G15-KQ004389",
        "03_KQ004946": f"{dossier} 000.00.00.G15-KQ004946",
    }
    assert built.manifest.tool.startswith("sohoa ") and len(built.manifest.tool) > len("sohoa ")


@pytest.mark.long
def test_a_recoded_copy_says_at_which_resolution(store: Store, dossier: str) -> None:
    form, *_others = pack(store, dossier, portal_limit_mb=0.02).manifest.components
    assert form.portal_dpi is not None and 110 <= form.portal_dpi <= 200


def test_packaging_is_journalled_under_the_name_of_whoever_did_it(store: Store, dossier: str) -> None:
    key = pack(store, dossier).manifest.content_key
    assert last_events(store, dossier, 3) == [
        (What.PACKAGED, "hoa", {"number": 1, "folder": f"packages/{dossier}", "sha256": key}),
        (What.STATE, "hoa", {"from": State.COMPLETE, "to": State.PACKAGED}),
        (What.STATE, "hoa", {"from": State.PACKAGED, "to": State.QUEUED}),
    ]


def test_another_package_of_a_dossier_has_the_next_number_and_is_the_one_that_waits(
    store: Store, dossier: str, clock: Clock
) -> None:
    pack(store, dossier)
    clock.move(timedelta(hours=1))
    key = pack(store, dossier, name_template="{nn}-{kind}.pdf").manifest.content_key
    row = newest(store, dossier)
    assert row.number == 2
    assert (row_of(store, dossier).package_id, row_of(store, dossier).next_at) == (row.id, clock())
    assert last_events(store, dossier, 1) == [
        (What.PACKAGED, "hoa", {"number": 2, "folder": f"packages/{dossier}", "sha256": key})
    ]


def test_of_a_dossier_that_waits_no_package_too_large_for_the_portal_is_kept(
    store: Store, dossier: str
) -> None:
    pack(store, dossier)
    with pytest.raises(PackageError) as told:
        pack(store, dossier, portal_limit_mb=0.005)
    assert dossier in told.value.sentence and "portal_limit_mb" in told.value.advice
    assert newest(store, dossier).number == 1


def test_a_paper_too_large_for_the_portal_has_its_master_and_no_copy(store: Store, dossier: str) -> None:
    built = pack(store, dossier, portal_limit_mb=0.005)
    assert state_of(store, dossier) is State.PACKAGED
    with store.read() as session:
        kept = session.scalars(select(ComponentRow).order_by(ComponentRow.id)).all()
        first = (kept[0].portal_path, kept[0].portal_sha256, kept[0].portal_bytes, kept[0].manifest)
    assert first == ("", "", 0, {"portal": [], "findings": ["portal-too-large"]})
    assert built.manifest.findings == ("portal-too-large",)
    assert built.manifest.components[0].portal_dpi == 110


def test_what_changed_while_the_files_were_made_is_not_recorded(store: Store, dossier: str) -> None:
    built = replace(pack(store, dossier), basis="of other values")
    with pytest.raises(PackageError) as told:
        keep_package(store, dossier, built, who=WHO)
    assert dossier in told.value.sentence and f"sohoa check {dossier}" in told.value.advice


# -- who waits, and why a dossier is not packaged


def standing(store: Store, *states: State) -> str:
    """A dossier without papers in the last of these states."""
    with store.write() as session:
        dossier = store.create_dossier(session, procedure="1.001193", who=WHO, received_at=RECEIVED).id
        for state in states:
            store.advance(session, dossier, state, who=WHO)
    return dossier


READ = (State.CAPTURED, State.READ)
COMPLETE = (*READ, State.REVIEWED, State.COMPLETE)


def test_complete_dossiers_wait_oldest_first_and_also_those_of_a_killed_run(
    store: Store, clock: Clock
) -> None:
    standing(store, *READ)
    first = standing(store, *COMPLETE)
    clock.move(timedelta(minutes=1))
    second = standing(store, *COMPLETE, State.PACKAGED)
    standing(store, *COMPLETE, State.PACKAGED, State.QUEUED)
    assert waiting_for_package(store) == [first, second]


def held(store: Store) -> str:
    dossier = standing(store, *READ)
    with store.write() as session:
        hold(store, session, dossier, who="Lan", reason="Chờ bản chính")
    return dossier


def to_review(store: Store) -> str:
    dossier = standing(store, *READ)
    doubtful = choice("child.full_name", "NGUYỄN THỊ A")
    with store.write() as session:
        broken = FileInfo("a.png", refusal_code="damaged", refusal_reason="x")
        paper, _new = store.add_document(session, dossier, None, broken, who=WHO)
        said = replace(doubtful.said, document_id=paper.id)
        store.set_form_values(session, dossier, [replace(doubtful, said=said, needs_review=True)])
    return dossier


def undecided(store: Store) -> str:
    dossier = standing(store, *READ)
    told = {"code": "x.perhaps-here", "severity": "warning", "clerk": "Xem nơi cư trú.", "fingerprint": "f"}
    with store.write() as session:
        store.set_findings(session, dossier, [told], who=WHO)
    return dossier


def rejected(store: Store) -> str:
    return standing(store, *READ, State.REJECTED)


def returned(store: Store) -> str:
    dossier = queued_dossier(store)
    with store.write() as session:
        store.advance(session, dossier, State.PUSHED, who=WHO)
        store.advance(session, dossier, State.RETURNED, who=WHO)
    return dossier


def accepted(store: Store) -> str:
    dossier = queued_dossier(store)
    with store.write() as session:
        store.advance(session, dossier, State.PUSHED, who=WHO)
        store.advance(session, dossier, State.ACCEPTED, who=WHO)
    return dossier


def being_sent(store: Store) -> str:
    dossier = queued_dossier(store)
    assert outbox.lease(store, dossier, "another computer/1/x") is not None
    return dossier


def incomplete(store: Store) -> str:
    return standing(store, *READ, State.INCOMPLETE)


def unchecked(store: Store) -> str:
    return standing(store, *READ)


@pytest.mark.parametrize(
    ("stands", "sentence", "advice"),
    [
        (held, "Chờ bản chính", "sohoa hold {dossier} --release"),
        (to_review, "1 giá trị", "sohoa show {dossier}"),
        (undecided, "Xem nơi cư trú", "sohoa decide {dossier} x.perhaps-here --because"),
        (rejected, "", ""),
        (returned, "không nêu lý do", "sohoa package {dossier}"),
        (accepted, "", "sohoa status"),
        (being_sent, "", ""),
        (incomplete, "", "sohoa check {dossier}"),
        (unchecked, "", "sohoa check {dossier}"),
    ],
    ids=lambda value: getattr(value, "__name__", None) or "",
)
def test_a_dossier_that_is_not_packaged_is_told_why_and_what_to_do(
    store: Store, stands: Callable[[Store], str], sentence: str, advice: str
) -> None:
    dossier = stands(store)
    with pytest.raises(PackageError) as told:
        plan_ready(store, dossier, load_catalogue())
    assert dossier in f"{told.value.sentence} {told.value.advice}"
    assert sentence in told.value.sentence
    assert advice.format(dossier=dossier) in told.value.advice
    assert told.value.advice


def test_why_a_dossier_is_not_packaged_is_told_apart(store: Store) -> None:
    """A clerk who is told to check what she must review goes round in circles."""
    said = set()
    kinds = (held, to_review, undecided, rejected, returned, accepted, being_sent, incomplete, unchecked)
    for stands in kinds:
        dossier = stands(store)
        with pytest.raises(PackageError) as told:
            plan_ready(store, dossier, load_catalogue())
        said.add(told.value.sentence.replace(dossier, ""))
    assert len(said) == len(kinds)


def test_what_a_dead_pusher_had_in_hand_may_be_packaged_again(
    store: Store, dossier: str, clock: Clock
) -> None:
    pack(store, dossier)
    assert outbox.lease(store, dossier, "another computer/1/x") is not None
    with pytest.raises(PackageError):
        plan_ready(store, dossier, load_catalogue())
    clock.move(LEASE)
    assert plan_ready(store, dossier, load_catalogue()).dossier == dossier


# -- what is sent


def test_a_damaged_file_of_either_copy_is_named_and_not_sent(store: Store, dossier: str) -> None:
    built = pack(store, dossier)
    package = newest(store, dossier).id
    entry = built.manifest.components[1]
    path = built.folder / entry.master.file
    path.write_bytes(path.read_bytes() + b"\n")
    assert submitted(store, dossier, package).dossier == dossier  # the copies are whole
    with pytest.raises(DamagedPackageError) as told:
        submitted(store, dossier, package, copy="master")
    assert entry.master.file in told.value.sentence and dossier in told.value.sentence
    assert f"sohoa package {dossier}" in told.value.advice
    assert told.value.trouble == "damaged-package"


def test_empty_values_are_not_sent(store: Store, dossier: str) -> None:
    with store.write() as session:
        store.correct(session, dossier, "child.sex", "", who=WHO)
    with store.write() as session:
        for state in (State.REVIEWED, State.COMPLETE):
            store.advance(session, dossier, state, who=WHO)
    pack(store, dossier)
    values = submitted(store, dossier, newest(store, dossier).id).values
    assert "child.sex" not in values and values["child.full_name"]


def test_a_package_of_an_earlier_version_is_told_by_its_unread_pages_alone(store: Store) -> None:
    """It kept nothing of what it was made of, and must still go out after an upgrade."""
    dossier = queued_dossier(store)
    sent = submitted(store, dossier, newest(store, dossier).id)
    assert [[file.name for file in component.files] for component in sent.components] == [
        [f"{dossier}_01.portal.pdf"],
        [f"{dossier}_02.portal.pdf"],
    ]
    assert [component.name for component in sent.components] == ["Giấy", "Giấy"]


def test_a_package_of_what_was_changed_says_outdated(store: Store, dossier: str) -> None:
    pack(store, dossier)
    with store.write() as session:
        store.set_form_values(session, dossier, [choice("child.full_name", "NGUYỄN ĐẠI PHÚC")])
    with pytest.raises(OutdatedPackageError) as told:
        submitted(store, dossier, newest(store, dossier).id)
    assert told.value.trouble == "outdated-package"


@pytest.mark.parametrize("template", ["{nn.x}.pdf", "{nn}.PDF", "a/{nn}.pdf", "{}{nn}.pdf", "x.pdf"])
def test_a_name_template_that_can_not_be_used_is_named_with_what_can(template: str) -> None:
    with pytest.raises(PackageError) as told:
        NameTemplate.parse(template)
    assert template in told.value.sentence and ".pdf" in told.value.advice
