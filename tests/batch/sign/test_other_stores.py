# SPDX-License-Identifier: Apache-2.0
"""Signed packages where papers lie elsewhere, and on either database."""

from __future__ import annotations

import shutil
from contextlib import closing
from itertools import count
from pathlib import Path

from batch.outbox.push import Pusher
from batch.outbox.submission import submission_of
from batch.package.package import SIGNED
from batch.sign.looking import signatures_in
from intake.settings.settings import StoreSettings
from intake.store.remote.place import ObjectPlace, filesystem
from intake.store.store import Store
from tests.support.desks.packing_desk import RECEIVED, WHO, Clock
from tests.support.desks.queue_desk import row_of
from tests.support.desks.signing_desk import newest, one_page_dossier, repackage, sign
from tests.support.servers.object_server import remote_objects
from tests.support.servers.scripted_gateway import ScriptedGateway
from tests.support.servers.signing_keys import OFFICE, signing_settings
from tests.support.stores.server_store import server_of

_rooms = count()


def test_what_was_signed_on_one_computer_is_sent_by_another_and_stays_signed(tmp_path: Path) -> None:
    shared = StoreSettings(objects=f"memory://signed-{next(_rooms)}")
    filesystem(ObjectPlace(shared.objects, shared))[0].makedirs(shared.objects)
    home = tmp_path / "home"
    with closing(Store.open(home, Clock(RECEIVED), objects=remote_objects(shared, home))) as store:
        dossier = one_page_dossier(store, tmp_path / "scans")
        sign(store, signing_settings(tmp_path / "key"), dossier)
        shutil.rmtree(store.packages / dossier / SIGNED)
        with submission_of(store, dossier, row_of(store, dossier).package_id) as submission:
            told = [signatures_in(file.path.read_bytes()) for file in submission.files]
        assert [[one.by for one in signatures] for signatures in told] == [[OFFICE]]
        repackage(store, dossier)
        assert newest(store, dossier).manifest["signatures"]


def test_a_dossier_is_signed_set_aside_unsigned_and_sent_on_either_database(
    tmp_path: Path, store_url: str
) -> None:
    with closing(Store.open(tmp_path / "home", Clock(RECEIVED), server=server_of(store_url))) as store:
        dossier = one_page_dossier(store, tmp_path / "scans")
        refused = Pusher(store, ScriptedGateway(), WHO, unsigned="refuse").push(dossier, early=True)
        assert refused.trouble == "unsigned"
        sign(store, signing_settings(tmp_path / "key"), dossier)
        assert Pusher(store, ScriptedGateway(), WHO, unsigned="refuse").push(dossier).state == "sent"
