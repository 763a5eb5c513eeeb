# SPDX-License-Identifier: Apache-2.0
"""A desk with one packaged dossier of one page, ready to be signed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from batch.package.pack_work import PackageSettings
from batch.sign.dossiers import SignedDossier, sign_dossiers
from batch.sign.registry import OfficeSigner
from batch.store.packages import PackageRecord, newest_package
from intake.dossier.states import State
from intake.settings.settings import Settings
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import FORM, RECEIVED, WHO, add_paper, choice, package_dossier
from tests.support.pages.drawn_scans import drawn, saved


def one_page_dossier(store: Store, scans: Path) -> str:
    """A complete dossier whose only paper is a page of the form, packaged and queued."""
    page = drawn(kind="birth-registration")
    scans.mkdir(parents=True, exist_ok=True)
    with store.write() as session:
        dossier = store.create_dossier(session, procedure="1.001193", who=WHO, received_at=RECEIVED).id
    add_paper(store, dossier, saved(page.image, scans / "form.jpg"), [page.reading])
    with store.write() as session:
        store.set_form_values(session, dossier, [choice(key, value) for key, value in FORM.items()])
        for state in (State.CAPTURED, State.READ, State.REVIEWED, State.COMPLETE):
            store.advance(session, dossier, state, who=WHO)
    repackage(store, dossier)
    return dossier


def repackage(store: Store, dossier: str, wishes: PackageSettings | None = None) -> None:
    package_dossier(store, dossier, load_catalogue(), wishes or PackageSettings(), who=WHO)


def sign(store: Store, settings: Settings, *dossiers: str, anew: bool = False) -> Sequence[SignedDossier]:
    return list(sign_dossiers(store, dossiers, OfficeSigner(settings), who=WHO, anew=anew))


def newest(store: Store, dossier: str) -> PackageRecord:
    with store.read() as session:
        package = newest_package(session, dossier)
    assert package is not None
    return package
