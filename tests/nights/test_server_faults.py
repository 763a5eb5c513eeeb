# SPDX-License-Identifier: Apache-2.0
"""What went wrong in the first version's bad days, on a store whose rows lie on a server: what only a home's
own file was tried with elsewhere. Others of them run on both databases where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from batch.package.pack_work import PackageSettings
from batch.services.doctor.health import Fitness
from batch.services.doctor.store_diagnoses import check_made_packages, check_papers
from bench.postgres.server import PostgresServer
from intake.desk.surroundings import acting
from intake.dossier.requester import Requester, Visit
from intake.dossier.states import State
from intake.services.changing.edit import Edit, edit
from intake.services.counter.reception import open_dossier
from intake.services.counter.visit import checked_name
from intake.services.dossier_view import dossier_shown
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from tests.support.desks.packing_desk import FORM, RECEIVED, WHO, Clock, add_paper, choice, package_dossier
from tests.support.pages.drawn_scans import drawn, saved
from tests.support.stores.databases import StoreTemplates
from tests.support.stores.server_store import server_of

pytestmark = [pytest.mark.long, pytest.mark.of_sqlite]  # once: the tests name their server themselves
PROCEDURE = "1.001193"
NASTY, CLEAN = "NGUYỄN\x1b[2J THỊ\u202e  A\x07", "NGUYỄN THỊ A"
CAMERA = "MAY-ANH-NHA-AN"


@pytest.fixture
def url(postgres: PostgresServer, store_templates: StoreTemplates, tmp_path: Path) -> Iterator[str]:
    (tmp_path / "home").mkdir()
    with postgres.database(store_templates.like(tmp_path / "home")) as name:
        yield postgres.url(name)


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    with closing(Store.open(tmp_path / "home", Clock(RECEIVED), server=server_of(url))) as opened:
        yield opened


def _photographed(path: Path) -> Path:
    """The form as a phone keeps it, with the camera's name and a place."""
    exif = Image.Exif()
    exif[0x0110] = CAMERA
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (20.0, 55.0, 1.0)
    return saved(drawn(kind="birth-registration").image, path, exif=exif.tobytes())


def test_what_a_phone_wrote_into_a_photo_leaves_in_no_file_and_lost_files_are_named(
    store: Store, url: str, tmp_path: Path
) -> None:
    photo = _photographed(tmp_path / "scans" / "form.jpg")
    assert CAMERA.encode() in photo.read_bytes()
    with store.write() as session:
        dossier = store.create_dossier(session, procedure=PROCEDURE, who=WHO, received_at=RECEIVED).id
    add_paper(store, dossier, photo, [drawn(kind="birth-registration").reading])
    with store.write() as session:
        store.set_form_values(session, dossier, [choice(key, value) for key, value in FORM.items()])
        for state in (State.CAPTURED, State.READ, State.REVIEWED, State.COMPLETE):
            store.advance(session, dossier, state, who=WHO)
    package_dossier(store, dossier, load_catalogue(), PackageSettings(), who=WHO)
    made = sorted((store.packages / dossier).rglob("*.pdf"))
    assert len(made) > 1
    assert not [file.name for file in made if CAMERA.encode() in file.read_bytes()]

    server = server_of(url)
    for check in (check_papers, check_made_packages):
        assert check(store.home, server).health is Fitness.OK
    with store.read() as session:
        (paper,) = store.documents(session, dossier)
    store.objects.path(paper.sha256 or "").write_bytes(b"another picture")
    made[0].unlink()
    for check in (check_papers, check_made_packages):
        found = check(store.home, server)
        assert found.health is Fitness.BROKEN and dossier in found.found


def test_names_with_control_signs_are_kept_without_and_endless_ones_make_nothing(store: Store) -> None:
    made = open_dossier(store, Visit(PROCEDURE, Requester(checked_name(NASTY))), who=acting(NASTY))
    edit(store, made, Edit([("child.full_name", NASTY)]), who=acting(NASTY), commune="")
    told = repr(dossier_shown(store, made, load_catalogue()))
    assert CLEAN in told and not any(sign in told for sign in ("\\x1b", "\\u202e", "\\x07"))
    with pytest.raises(UsageError):
        edit(store, made, Edit([("child.full_name", "A" * 10_000)]), who=WHO, commune="")
    with store.read() as session:
        assert store.form_values(session, made)["child.full_name"].value == CLEAN
