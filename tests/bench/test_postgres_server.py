# SPDX-License-Identifier: Apache-2.0
"""The PostgreSQL of tests and benches: it serves what it should, and never outlives whoever asked for it."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from bench.postgres.server import USER, PostgresServer

ROOT = Path(__file__).parents[2]
_ASKING = """
from bench.postgres.server import programs, running_server
with running_server(programs()) as server:
    print(server.folder, server.port, flush=True)
    input()
"""


def connected(server: PostgresServer, database: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(host=str(server.folder), port=server.port, user=USER, dbname=database)


@pytest.mark.long
def test_it_is_version_15_or_newer_and_stores_every_letter(postgres: PostgresServer) -> None:
    with postgres.database() as name, connected(postgres, name) as connection:
        assert connection.info.server_version >= 150000
        assert connection.execute("SELECT %s::text", ("Nguyễn Thị Ẩn",)).fetchone() == ("Nguyễn Thị Ẩn",)


@pytest.mark.long
def test_a_database_is_gone_after_its_test(postgres: PostgresServer) -> None:
    with postgres.database() as name:
        connected(postgres, name).close()
    with pytest.raises(psycopg.OperationalError):
        connected(postgres, name)


@pytest.mark.long
def test_over_the_network_it_asks_for_the_password(postgres: PostgresServer) -> None:
    where = f"host=127.0.0.1 port={postgres.port} user={USER} dbname=postgres"
    psycopg.connect(f"{where} password={postgres.password}").close()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"{where} password=not-{postgres.password}")


@pytest.mark.long
@pytest.mark.usefixtures("postgres")  # where there is none, this is left out too
def test_it_ends_with_its_folder_when_the_tests_are_killed() -> None:
    asking = subprocess.Popen(
        [sys.executable, "-c", _ASKING], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert asking.stdout is not None
    folder, port = asking.stdout.readline().split()
    socket.create_connection(("127.0.0.1", int(port))).close()
    asking.kill()
    asking.stdout.read()  # the keeper has it open too, until it is done
    asking.wait()
    assert not Path(folder).exists()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(port)))
