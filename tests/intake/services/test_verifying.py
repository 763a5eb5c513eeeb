# SPDX-License-Identifier: Apache-2.0
"""``sohoa store verify`` finds any change to journal, papers and packages, and names the dossiers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import sohoa
from batch.store.packages import newest_package
from intake.store import journal_check
from intake.store.objects import digest
from intake.store.package_key import manifest_key
from intake.store.tables.model import PackageRow
from intake.store.transaction import Transaction
from tests.support.desks.packing_desk import RECEIVED, Clock, new_store, packaged_dossier
from tests.support.stores.moved_home import moved_home

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder = tmp_path_factory.mktemp("packed")
    store = new_store(folder / "home", Clock(RECEIVED))
    made = [packaged_dossier(store, folder / "scans") for _number in range(2)]
    store.close()
    return folder / "home", made


@pytest.fixture
def home(tmp_path: Path, packed: tuple[Path, list[str]]) -> Path:
    return moved_home(packed[0], tmp_path / "home")


def verified(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code = sohoa.run(["--home", str(home), "--quiet", "store", "verify", "--json", *words])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("words", [(), ("--quick",)])
def test_a_store_nobody_touched_is_whole(
    home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    code, told = verified(home, capsys, *words)
    assert code == 0 and told["touched"] == [] and told["unnamed"] == 0
    assert told["dossiers"] == 2 and told["files"] > 10 and told["events"] > 10


def test_each_kept_file_and_each_file_of_a_package_that_is_altered_or_gone_is_found(
    home: Path, packed: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    kept = [path for path in (home / "objects").rglob("*") if path.is_file()]
    packages = [path for path in (home / "packages").rglob("*.pdf") if path.is_file()]
    for path in (*kept[::2], *packages[::2]):
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        code, told = verified(home, capsys)
        assert code == 1 and len(told["touched"]) == 1
        assert set(told["dossiers_touched"]) <= set(packed[1])
        path.unlink()
        assert verified(home, capsys, "--quick")[0] == 1
        path.write_bytes(data)
    assert verified(home, capsys)[0] == 0


def test_a_package_that_was_exchanged_with_its_row_is_found(
    home: Path, packed: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    store = new_store(home, Clock(RECEIVED))
    with store.write() as session:
        package = newest_package(session, packed[1][0])
        assert package is not None
        component = package.manifest["components"][0]
        master = component["master"] | {"sha256": digest(altered(home / package.folder, component)).sha256}
        exchanged = {**package.manifest, "components": [{**component, "master": master}]}
        exchange(session, package.id, exchanged)
    store.close()
    code, told = verified(home, capsys)
    assert code == 1 and told["dossiers_touched"] == [packed[1][0]]
    assert [(one["what"], one["name"]) for one in told["touched"]] == [("row", "package")]
    assert verified(home, capsys, "--quick")[0] == 1


@pytest.mark.parametrize("key", [False, True], ids=["manifest alone", "with its own hash"])
def test_a_package_s_row_that_was_changed_alone_is_found(
    home: Path, packed: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str], key: bool
) -> None:
    store = new_store(home, Clock(RECEIVED))
    with store.write() as session:
        package = newest_package(session, packed[1][0])
        assert package is not None
        exchange(session, package.id, {**package.manifest, "findings": ["x"]}, own_key=key)
    store.close()
    code, told = verified(home, capsys)
    assert code == 1 and [(one["what"], one["name"]) for one in told["touched"]] == [("row", "package")]


def altered(folder: Path, component: dict[str, Any]) -> Path:
    """The master of a component, with another last byte."""
    path: Path = folder / component["master"]["file"]
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    return path


def exchange(
    session: Transaction, package: int, manifest: Mapping[str, Any], *, own_key: bool = True
) -> None:
    """Write another manifest over a package's, as somebody could who may write to the database."""
    row = session.get_one(PackageRow, package)
    row.manifest = dict(manifest)
    row.content_key = manifest_key(manifest) if own_key else row.content_key


def test_a_package_of_an_earlier_version_is_compared_with_its_row_and_that_is_said(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(journal_check, "_package_told", lambda _events: "")
    code, told = verified(home, capsys)
    assert code == 0 and told["packages_unknown"] == 2
    assert verified(home, capsys, "--quick")[1]["packages_unknown"] == 2


@pytest.mark.of_sqlite
def test_a_changed_journal_is_shown_with_its_dossier_and_what_to_do(
    home: Path, packed: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "objects" / "00").mkdir(exist_ok=True)
    (home / "objects" / "00" / ("0" * 62)).write_bytes(b"left behind")
    with closing(sqlite3.connect(home / "sohoa.db")) as database, database:
        database.execute("DROP TRIGGER event_stays")
        database.execute("UPDATE event SET who = 'x' WHERE dossier_id = ?", (packed[1][0],))
    code = sohoa.run(["--home", str(home), "store", "verify"])
    shown = capsys.readouterr()
    assert code == 1 and packed[1][0] in shown.out and packed[1][1] not in shown.out
    assert "nhật ký" in shown.out and "sohoa restore" in shown.err and "hồ sơ nào: 1" in shown.err


@pytest.mark.of_sqlite
def test_a_state_that_somebody_wrote_into_the_database_is_shown_with_its_dossier(
    home: Path, packed: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(home / "sohoa.db")) as database, database:
        database.execute("UPDATE dossier SET state = 'accepted' WHERE id = ?", (packed[1][0],))
    code = sohoa.run(["--home", str(home), "store", "verify"])
    shown = capsys.readouterr().out
    assert code == 1 and packed[1][0] in shown and packed[1][1] not in shown
    assert "khác với nhật ký" in shown and "trạng thái" in shown


@pytest.mark.of_sqlite
def test_the_quick_look_finds_a_persons_value_that_was_changed_in_the_database(
    home: Path, packed: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    sohoa.run(
        ["--home", str(home), "edit", packed[1][0], "requester.full_name=NGUYỄN THỊ HOA", "--who", "Lan"]
    )
    with closing(sqlite3.connect(home / "sohoa.db")) as database, database:
        changed = "UPDATE form_value SET value = 'TRẦN VĂN KHÁC' WHERE dossier_id = ? AND corrected"
        assert database.execute(changed, (packed[1][0],)).rowcount
    capsys.readouterr()
    code, told = verified(home, capsys, "--quick")
    assert code == 1
    assert {"dossier": packed[1][0], "what": "row", "name": "values"} in told["touched"]


@pytest.mark.of_sqlite
def test_what_was_not_compared_is_said_and_never_called_well(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(home / "sohoa.db")) as database, database:
        changed = database.execute("UPDATE form_value SET value = 'KHÁC' WHERE NOT corrected").rowcount
    assert changed
    for words, read in ((["--quick"], False), ([], True)):
        assert sohoa.run(["--home", str(home), "store", "verify", *words]) == 0
        shown = capsys.readouterr().out
        assert f"Không so được: {changed} giá trị" in shown
        assert ("Chưa đọc" in shown) is not read
        assert "Mọi thứ còn lại" in shown
