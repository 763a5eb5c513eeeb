# SPDX-License-Identifier: Apache-2.0
"""A store begun anew after a loss knows papers by their bytes, and what was sent by lines beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from batch.gateway.sandbox.server import RunningSandbox
from batch.outbox.sent_before import sent_before
from batch.package.pack_work import PackageSettings
from intake.store.life import bring_back
from intake.store.life.soundness import SENT
from intake.store.tables.model import StoredFileRow
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import (
    WHO,
    complete_dossier,
    package_dossier,
)
from tests.support.stores.brought_back import (
    NOW,
    bring_back_database,
    lose,
    nothing_twice,
    opened,
    push_all,
)

# Copies of the file are put back; of a server's database tests/intake/store/test_server_database.py.
pytestmark = [pytest.mark.timeout(180), pytest.mark.of_sqlite]


def _taken_in_again(home: Path, scans: Path, earlier: Path | None) -> str:
    """The papers of the dossier in ``earlier`` (or others) in a dossier of the new database, complete."""
    store = opened(home)
    made = complete_dossier(store, scans)
    if earlier is not None:
        old = opened(earlier)
        with old.read() as theirs, store.write() as session:
            papers = [document.sha256 for document in old.documents(theirs, old.list(theirs)[0].id)]
            for mine, sha256 in zip(store.documents(session, made), papers, strict=True):
                session.get_one(StoredFileRow, mine.id).sha256 = sha256
        old.close()
    package_dossier(store, made, load_catalogue(), PackageSettings(), who=WHO)
    store.close()
    return made


@pytest.mark.long
def test_papers_taken_in_again_after_the_database_was_lost_are_known_by_their_bytes(
    home: Path, gateway: RunningSandbox, tmp_path: Path, packed_home: Path
) -> None:
    (sent,) = push_all(home, gateway)
    lose(home)
    bring_back.begin(home, who=WHO, now=NOW)
    made = _taken_in_again(home, tmp_path / "scans", shutil.copytree(packed_home, tmp_path / "earlier"))
    assert made != sent.dossier
    (again,) = push_all(home, gateway)
    assert (again.state, again.number) == ("sent", sent.number)
    assert again.sentence, "the values that the gateway has may be others"
    nothing_twice(gateway)


@pytest.mark.long
def test_other_papers_after_a_loss_are_another_dossier(
    home: Path, gateway: RunningSandbox, tmp_path: Path
) -> None:
    (sent,) = push_all(home, gateway)
    lose(home)
    bring_back.begin(home, who=WHO, now=NOW)
    _taken_in_again(home, tmp_path / "scans", None)
    (other,) = push_all(home, gateway)
    assert other.state == "sent" and other.number != sent.number
    nothing_twice(gateway, dossiers=2, numbers=2)


def test_a_line_left_unfinished_hides_no_other(
    home: Path, gateway: RunningSandbox, packed_home: Path
) -> None:
    with (home / SENT).open("w") as lines:
        lines.write('{"dossier":"2607')
    (sent,) = push_all(home, gateway)
    with (home / SENT).open("a") as lines:
        lines.write('{"dossier":"2608')
    bring_back_database(packed_home, home)
    (again,) = push_all(home, gateway)
    assert again.number == sent.number
    nothing_twice(gateway)


def test_a_store_that_was_never_lost_asks_no_lines(home: Path, gateway: RunningSandbox) -> None:
    (sent,) = push_all(home, gateway)
    store = opened(home)
    assert sent_before(store, sent.dossier, 1, "") == ()
    store.close()


def test_what_is_kept_of_a_submission_names_nobody(home: Path, gateway: RunningSandbox) -> None:
    (sent,) = push_all(home, gateway)
    text = (home / SENT).read_text()
    assert sent.number in text and "NGUYỄN" not in text and "\\u" not in text
    assert (home / SENT).stat().st_mode & 0o077 == 0
