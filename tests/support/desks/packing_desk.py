# SPDX-License-Identifier: Apache-2.0
"""A desk with one complete dossier of an invented family, ready to be packaged and pushed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from batch.gateway.connectors.ministry.connector import MinistryConnector
from batch.gateway.connectors.ministry.http import GatewayHttp
from batch.gateway.connectors.ministry.spec import load_spec
from batch.gateway.contract import Submission, Unit
from batch.gateway.sandbox.server import RunningSandbox
from batch.outbox.submission import submission_of
from batch.package.manifest import FileEntry
from batch.package.pack_work import BuiltPackage, PackagePlace, PackageSettings
from batch.package.package import build_package
from batch.package.store import keep_package, plan_ready
from intake.dossier.states import State
from intake.dossier.values import FormValue, Statement
from intake.store.dossier.documents import FileInfo
from intake.store.store import Store
from templates.catalogue.loading import Catalogue, load_catalogue
from tests.support.pages.drawn_scans import drawn, saved
from tests.support.stores.empty_home import store_in

RECEIVED = datetime(2026, 11, 16, 2, 15, tzinfo=UTC)
UNIT = Unit("G09.20", "UBND xã Ví Dụ")
FORM = {
    "requester.full_name": "LÊ THỊ THỬ",
    "requester.birth_date": "02/03/1994",
    "requester.residence": "Thôn Hạnh Phúc, xã Ví Dụ, tỉnh Đắk Lắk",
    "requester.id_document": "Căn cước công dân số 066194000000, cấp ngày 12/05/2021",
    "requester.relation": "Mẹ đẻ",
    "child.full_name": "NGUYỄN ĐẠI PHƯỢC",
    "child.birth_date": "15/10/2026",
    "child.sex": "Nam",
    "child.birth_place": "Bệnh viện đa khoa Ví Dụ",
    "mother.full_name": "LÊ THỊ THỬ",
    "mother.birth_date": "1994",
}
OTHERS = [
    f"{family} {given}"
    for given in ("QUANG LÂM", "HOÀI THƯƠNG", "ĐỨC KIÊN", "MỸ DUYÊN", "BẢO CHÂU", "GIA PHÚ", "ÁNH NGA")
    for family in ("TRỊNH", "VÕ", "BẾ", "CAO", "ÂU", "HÀ", "ĐOÀN", "MAI", "QUÁCH", "TỐNG", "DIỆP", "KHƯƠNG")
]
"""Of one child there is one dossier at a desk: those after the first are of others."""
WHO = "thu"


class Clock:
    """A clock that stands still until it is moved on."""

    def __init__(self, start: datetime) -> None:
        self.moment = start

    def __call__(self) -> datetime:
        return self.moment

    def move(self, by: timedelta) -> None:
        self.moment += by


def new_store(home: Path, clock: Callable[[], datetime]) -> Store:
    return store_in(home, clock)


_marks = itertools.count()


def complete_dossier(store: Store, scans: Path, values: dict[str, str] | None = None) -> str:
    """A dossier with the form (two pages of one PDF), the birth notice and a card, all read and checked."""
    mark = next(_marks)
    with store.write() as session:
        earlier = store.count(session)
        told = dict(values or FORM)
        if earlier and told.get("child.full_name") == FORM["child.full_name"]:
            told["child.full_name"] = OTHERS[earlier - 1]
        dossier = store.create_dossier(session, procedure="1.001193", who=WHO, received_at=RECEIVED).id
    form, second = (drawn(kind="birth-registration", page=n, mark=mark + 500 * (n - 1)) for n in (1, 2))
    path = scans / f"form-{mark}.pdf"
    scans.mkdir(parents=True, exist_ok=True)
    form.image.save(path, save_all=True, append_images=[second.image], resolution=100)
    add_paper(store, dossier, path, [form.reading, second.reading])
    for kind, turn in (("birth-notice", 90), ("id-card", 180)):
        page = drawn(turn, 1.5, kind, mark=mark)
        add_paper(store, dossier, saved(page.image, scans / f"{kind}-{mark}.jpg"), [page.reading])
    with store.write() as session:
        store.set_form_values(session, dossier, [choice(k, v) for k, v in told.items()])
        for state in (State.CAPTURED, State.READ, State.REVIEWED, State.COMPLETE):
            store.advance(session, dossier, state, who=WHO)
    return dossier


def add_paper(store: Store, dossier: str, path: Path, readings: list) -> None:  # type: ignore[type-arg]
    stored = store.keep(path)
    with store.write() as session:
        info = FileInfo(path.name, "application/octet-stream", len(readings))
        document, _new = store.add_document(session, dossier, stored, info, who=WHO)
        for reading in readings:
            store.save_page_reading(session, document.id, reading, reader="test")


def choice(key: str, value: str) -> FormValue:
    best = Statement(value, value, 0.99, "print", "birth-registration", key, 1, 1)
    return FormValue(key, best)


def package_dossier(
    store: Store, dossier: str, catalogue: Catalogue, settings: PackageSettings, *, who: str
) -> BuiltPackage:
    """Package a dossier without a process of its own, where that is not what the test is about."""
    place = PackagePlace(store.packages, store.objects)
    built = build_package(plan_ready(store, dossier, catalogue), place, settings)
    keep_package(store, dossier, built, who=who)
    return built


def packaged_dossier(store: Store, scans: Path, values: dict[str, str] | None = None) -> str:
    dossier = complete_dossier(store, scans, values)
    package_dossier(store, dossier, load_catalogue(), PackageSettings(), who=WHO)
    return dossier


def submitted(store: Store, dossier: str, package: int, *, copy: str = "portal") -> Submission:
    """What would be sent; at a desk whose packages lie in its home its files stay."""
    with submission_of(store, dossier, package, copy=copy) as submission:
        return submission


@contextmanager
def connected(
    gateway: RunningSandbox, timeout_s: float = 20, *, unit: Unit = UNIT, **options: object
) -> Iterator[MinistryConnector]:
    """A connector to the sandbox, with the credentials that it knows."""
    client, secret = next(iter(gateway.sandbox.rules.clients.items()))
    http = GatewayHttp(load_spec(), gateway.url, (client, SecretStr(secret)), timeout_s=timeout_s, **options)  # type: ignore[arg-type]
    connector = MinistryConnector(load_spec(), http, unit, gateway.url)
    try:
        yield connector
    finally:
        connector.close()


def files_of(manifest: dict[str, Any]) -> Sequence[FileEntry]:
    """All PDFs that a manifest (as loaded from JSON) names."""
    found: list[FileEntry] = []
    for component in manifest["components"]:
        found.extend(FileEntry(**entry) for entry in (component["master"], *component["portal"]))
    return found
