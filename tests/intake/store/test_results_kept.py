# SPDX-License-Identifier: Apache-2.0
"""The results of dossiers are kept, verified, copied, brought back and carried over like papers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from intake.dossier.sending.results import ResultStanding, StoredResult
from intake.services.verifying import Kind, verify_store
from intake.settings.settings import StoreSettings
from intake.store.backup.verify import verify_copies
from intake.store.life import moving
from intake.store.remote.move import files_to_move, move_objects
from intake.store.results import keep_result, results_of
from tests.support.servers.object_server import remote_objects
from tests.support.stores.backup_desk import NOW, copied, no_progress, opened_copies, restored, small_home
from tests.support.stores.moved_home import moved_home
from tests.support.stores.server_store import opened, server_of

BYTES = b"%PDF-1.7 an invented certificate"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, StoredResult]:
    """A store, and the result of its first dossier: one that is attached, as all others that are kept."""
    folder = tmp_path_factory.mktemp("results")
    (folder / "giay.pdf").write_bytes(BYTES)
    first, *_others = small_home(folder / "home")
    with opened(folder / "home") as store:
        kept = store.keep(folder / "giay.pdf")
        result = StoredResult(
            id=0,
            dossier_id=first,
            sha256=kept.sha256,
            name="giay.pdf",
            size=kept.size,
            media_type="application/pdf",
            page_count=1,
            standing=ResultStanding.ATTACHED,
            kind="birth-certificate",
            doubts=(),
            reason="",
            door="",
            remote_id="KQ-1",
            who="lan",
            added_at=NOW,
        )
        kept_result = store.write(lambda session: keep_result(session, result))
    return folder / "home", kept_result


@pytest.fixture
def home(tmp_path: Path, made: tuple[Path, StoredResult]) -> Path:
    return moved_home(made[0], tmp_path / "home")


def touched(home: Path, url: str = "") -> list[tuple[str, Kind, str]]:
    with opened(home, url) as store:
        found = verify_store(store, quick=False, progress=no_progress)
        assert found.unnamed == 1  # the paper that no dossier of the small home names
        return [(one.dossier, one.what, one.name) for one in found.touched if one.what is Kind.PAPER]


def kept_in(home: Path, result: StoredResult) -> Path:
    return home / "objects" / result.sha256[:2] / result.sha256[2:]


@pytest.mark.parametrize("fault", [Path.unlink, lambda path: path.write_bytes(BYTES[::-1])])
def test_one_that_is_altered_or_gone_is_found_with_its_dossier(
    home: Path, made: tuple[Path, StoredResult], fault: object
) -> None:
    assert touched(home) == []
    fault(kept_in(home, made[1]))  # type: ignore[operator]
    assert touched(home) == [(made[1].dossier_id, Kind.PAPER, "giay.pdf")]


def test_it_is_in_the_copy_and_comes_back_also_where_the_home_lost_it(
    home: Path, made: tuple[Path, StoredResult], tmp_path: Path
) -> None:
    copied(home, tmp_path / "usb")
    kept_in(home, made[1]).unlink()
    again = copied(home, tmp_path / "usb")
    assert [one.dossier for one in again.touched] == [made[1].dossier_id]
    assert all(
        copy.whole
        for copy in verify_copies(opened_copies(tmp_path / "usb"), quick=False, progress=no_progress)
    )
    restored(tmp_path / "usb", tmp_path / "new")
    assert kept_in(tmp_path / "new", made[1]).read_bytes() == BYTES
    assert touched(tmp_path / "new") == []
    with opened(tmp_path / "new") as store, store.read() as session:
        assert results_of(session, made[1].dossier_id) == [made[1]]


@pytest.mark.long
def test_it_goes_to_a_server_and_its_file_into_an_object_store(
    home: Path, made: tuple[Path, StoredResult], tmp_path: Path, postgres_url: str
) -> None:
    moving.move(home, None, server_of(postgres_url), who="lan", clock=lambda: NOW)
    assert touched(home, postgres_url) == []
    with opened(home, postgres_url) as store, store.read() as session:
        (there,) = results_of(session, made[1].dossier_id)
    assert replace(there, id=made[1].id) == made[1]
    (tmp_path / "papers").mkdir()
    papers = remote_objects(StoreSettings(objects=f"file://{tmp_path / 'papers'}"), tmp_path / "other")
    assert move_objects(home, papers, files_to_move(home), lambda _count: None).damaged == ()
    with papers.opened(made[1].sha256) as path:
        assert path.read_bytes() == BYTES
