# SPDX-License-Identifier: Apache-2.0
"""The database server's bad days as whoever types a command meets them: told with what to do, exit code 3,
nothing half, nothing twice, and afterwards the same command ends as if nothing had been.
"""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

import sohoa
from batch.gateway.sandbox.server import RunningSandbox
from bench.postgres.server import PostgresServer
from intake.store import postgres, table_copy, writing
from intake.store.store import Store
from intake.store.transaction import Transaction
from tests.support.desks.packing_desk import RECEIVED, Clock, packaged_dossier
from tests.support.dossiers.fake_dossiers import FORM, dossier
from tests.support.programs.examples import some_of
from tests.support.servers.told_gateway import told_gateway
from tests.support.stores.server_store import name_in, server_of, server_that_may_crash
from tests.support.stores.small_disk import small_disk

pytestmark = [pytest.mark.long, pytest.mark.of_sqlite, pytest.mark.timeout(180)]
NOW = RECEIVED + timedelta(hours=3)
VALUE = "child.full_name=HỒ MẪU"


@pytest.fixture(scope="module")
def own_server() -> Iterator[PostgresServer]:
    with server_that_may_crash() as server:
        yield server


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "LONGEST_S", 0.3)


@pytest.fixture
def gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningSandbox]:
    with told_gateway(tmp_path / "gateway", monkeypatch) as running:
        yield running


class ServedDesk:
    """What is typed at a desk whose rows are on a server, and what the screen says."""

    def __init__(self, folder: Path, url: str, capfd: pytest.CaptureFixture[str]) -> None:
        self.home, self.url, self._capfd = folder / "home", url, capfd

    def __call__(self, *words: object) -> tuple[int, str]:
        code = sohoa.run(["--home", str(self.home), *map(str, words)])
        told = self._capfd.readouterr()
        assert "lường trước" not in told.out + told.err, told
        return code, " ".join((told.out + told.err).split())

    def says(self, word: str, *words: object) -> None:
        """It could not run, and says why in one word."""
        code, told = self(*words)
        assert code == 3 and word in told, (words, code, told)

    def does(self, *words: object) -> str:
        """It ran; a dossier that wants something (1) is no fault."""
        code, told = self(*words)
        assert code in (0, 1), (words, code, told)
        return told

    def ready(self, scans: Path) -> str:
        """A dossier that waits to be sent."""
        server = server_of(self.url)
        with closing(Store.open(self.home, Clock(NOW), unit="G09.20", server=server)) as store:
            return packaged_dossier(store, scans)

    def kept(self, key: str, dossier_id: str) -> str:
        """A value as the server has it now."""
        with closing(Store.open(self.home, server=server_of(self.url))) as store, store.read() as session:
            held = store.form_values(session, dossier_id).get(key)
            return held.value if held else ""


@pytest.fixture
def desk(
    tmp_path: Path,
    own_server: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Iterator[ServedDesk]:
    with own_server.database() as name:
        monkeypatch.setenv("SOHOA_STORE__URL", own_server.url(name))
        yield ServedDesk(tmp_path, own_server.url(name), capfd)


def at_change(monkeypatch: pytest.MonkeyPatch, number: int, happens: Callable[[Transaction], object]) -> None:
    """Just before the ``number``-th change from now on is saved something ``happens``, once."""
    count, seen = writing.count_change, [0]

    def counted(session: Transaction) -> int:
        seen[0] += 1
        if seen[0] == number:
            happens(session)
        return count(session)

    monkeypatch.setattr(writing, "count_change", counted)


def arrived(gateway: RunningSandbox) -> tuple[int, int, int]:
    told = gateway.sandbox.store.counters()
    return told["dossiers"], told["duplicate_dossiers"], told["duplicate_files"]


@pytest.mark.parametrize("number", some_of(range(1, 9), always=[1]))
@pytest.mark.slow
def test_a_push_during_which_the_server_goes_away_sends_each_dossier_once_when_it_is_back(
    desk: ServedDesk,
    gateway: RunningSandbox,
    own_server: PostgresServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    packed = desk.ready(tmp_path / "scans")
    with monkeypatch.context() as away:
        at_change(away, number, lambda _session: own_server.crash())
        try:
            code, told = desk("push", "--now")
        finally:
            own_server.come_back()
    assert code in (0, 3) and (code == 0 or "không trả lời" in told), (code, told)
    # Its process ended with it, and so lets go what it could not let go.
    monkeypatch.setattr("intake.store.queue.lease_owner.is_running", lambda *_told: False)
    for _turn in range(2):
        desk.does("push", "--now")
    assert arrived(gateway) == (1, 0, 0)
    assert "đã gửi" in desk.does("show", packed)


@pytest.mark.slow
def test_an_edit_that_the_server_can_not_save_is_told_and_the_same_one_goes_when_it_is_back(
    desk: ServedDesk, own_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = desk.ready(tmp_path / "scans")
    before = desk.kept("child.full_name", made)
    with monkeypatch.context() as away:
        at_change(away, 1, lambda _session: own_server.crash())
        try:
            desk.says("không trả lời", "edit", made, VALUE)
            for words in (
                ("list",),
                ("show", made),
                ("run", tmp_path),
                ("push",),
                ("backup", tmp_path / "c"),
            ):
                desk.says("không trả lời", *words)
        finally:
            own_server.come_back()
    assert desk.kept("child.full_name", made) == before
    desk.does("edit", made, VALUE)
    assert desk.kept("child.full_name", made) == "HỒ MẪU"


def test_a_server_that_crashes_under_a_run_and_is_back_at_once_costs_no_paper(
    desk: ServedDesk, own_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        dossier(tmp_path / "in" / f"d{number}", number, (FORM,))

    def restart(_session: Transaction) -> None:
        own_server.crash()
        own_server.come_back()

    monkeypatch.setattr(writing, "LONGEST_S", 30.0)
    for number in (2, 4, 6):
        with monkeypatch.context() as crashing:
            at_change(crashing, number, restart)
            code, told = desk("run", tmp_path / "in", "--no-push")
            assert code in (0, 1, 3), (code, told)
    monkeypatch.setattr("intake.store.queue.lease_owner.is_running", lambda *_told: False)
    desk.does("run", tmp_path / "in", "--no-push")
    assert len(_ids(desk)) == 2
    desk.does("store", "verify")


@pytest.mark.slow
def test_writers_that_must_give_way_at_each_change_end_as_if_they_had_been_alone(
    desk: ServedDesk, gateway: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = desk.ready(tmp_path / "scans")
    dossier(tmp_path / "in" / "d1", 1, (FORM,))
    monkeypatch.setattr(writing, "LONGEST_S", 30.0)
    count, tries = writing.count_change, [0]

    def gives_way(session: Transaction) -> int:
        tries[0] += 1
        if tries[0] % 2:
            session.execute(text("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$"))
        return count(session)

    monkeypatch.setattr(writing, "count_change", gives_way)
    desk.does("push", "--now")
    desk.does("run", tmp_path / "in", "--no-push")
    assert tries[0] > 10
    assert arrived(gateway) == (1, 0, 0) and "đã gửi" in desk.does("show", made)
    (other,) = {line for line in _ids(desk) if line != made}
    desk.does("edit", other, VALUE)
    assert desk.kept("child.full_name", other) == "HỒ MẪU"
    desk.does("store", "verify")


def _ids(desk: ServedDesk) -> list[str]:
    with closing(Store.open(desk.home, server=server_of(desk.url))) as store, store.read() as session:
        return [each.id for each in store.list(session)]


@pytest.mark.slow
def test_a_server_that_only_reads_is_told_shown_and_copied(
    desk: ServedDesk, gateway: RunningSandbox, own_server: PostgresServer, tmp_path: Path
) -> None:
    made, name = desk.ready(tmp_path / "scans"), name_in(desk.url)
    own_server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    for words in (("edit", made, VALUE), ("run", tmp_path / "scans"), ("push", "--now")):
        desk.says("chỉ đọc được", *words)
    for words in (("list",), ("show", made), ("backup", tmp_path / "copies")):
        desk.does(*words)
    desk.does("backup", "verify", tmp_path / "copies")
    assert arrived(gateway) == (0, 0, 0)
    own_server.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    desk.does("push", "--now")
    assert arrived(gateway) == (1, 0, 0)


@pytest.mark.slow
def test_whoever_waits_for_a_lock_is_told_after_a_while_and_nothing_was_done(
    desk: ServedDesk,
    gateway: RunningSandbox,
    own_server: PostgresServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = desk.ready(tmp_path / "scans")
    before = desk.kept("child.full_name", made)
    with (
        monkeypatch.context() as short,
        psycopg.connect(own_server.url(name_in(desk.url)).replace("+psycopg", "")) as other,
    ):
        short.setattr(postgres, "_WAITING", "-c lock_timeout=100ms")
        other.execute("LOCK TABLE event, outbox IN SHARE ROW EXCLUSIVE MODE")
        for words in (("edit", made, VALUE), ("push", "--now")):
            desk.says("khóa", *words)
        desk.does("show", made)
        other.rollback()
    assert (desk.kept("child.full_name", made), arrived(gateway)) == (before, (0, 0, 0))
    desk.does("push", "--now")
    assert arrived(gateway) == (1, 0, 0)


@pytest.mark.slow
def test_a_copy_during_which_the_server_goes_away_is_none_and_the_next_one_is_whole(
    desk: ServedDesk, own_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ready(tmp_path / "scans")
    desk.does("backup", tmp_path / "copies")
    rows = table_copy._rows

    def crashing(source: Any, table: Any) -> Iterator[dict[str, Any]]:
        if table.name == "page":
            own_server.crash()
        yield from rows(source, table)

    with monkeypatch.context() as away:
        away.setattr(table_copy, "_rows", crashing)
        try:
            desk.says("không trả lời", "backup", tmp_path / "copies")
        finally:
            own_server.come_back()
    desk.does("backup", "verify", tmp_path / "copies")
    desk.does("backup", tmp_path / "copies")
    told = desk.does("backup", "verify", tmp_path / "copies")
    assert "000002" in told and "000003" not in told


@pytest.mark.slow
def test_a_run_for_which_the_server_has_no_room_is_finished_by_the_next(
    tmp_path: Path,
    own_server: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may give a disk to the server's account")
    place = own_server.folder / "small"
    for number in range(1, 13):
        dossier(tmp_path / "in" / f"d{number}", number, (FORM,))
    with small_disk(place, 24_000) as disk:
        account = pwd.getpwuid((own_server.folder / "data").stat().st_uid)
        (place / "space").mkdir()
        os.chown(place / "space", account.pw_uid, account.pw_gid)
        own_server.execute(
            f"CREATE TABLESPACE small LOCATION '{place / 'space'}'",
            "CREATE DATABASE crowded TABLESPACE small",
        )
        monkeypatch.setenv("SOHOA_STORE__URL", own_server.url("crowded"))
        desk = ServedDesk(tmp_path, own_server.url("crowded"), capfd)
        desk.does("list")
        disk.fill()
        desk.says("máy chủ", "run", tmp_path / "in", "--no-push")
        desk.does("list")
        disk.make_room()
        desk.does("run", tmp_path / "in", "--no-push")
        assert len(_ids(desk)) == 12
        desk.does("store", "verify")
        own_server.execute("DROP DATABASE crowded WITH (FORCE)", "DROP TABLESPACE small")
