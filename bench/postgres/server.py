# SPDX-License-Identifier: Apache-2.0
"""A real PostgreSQL for tests and benches: a server of their own, gone when they end.

Tests start it with the first that asks for one, once a worker of pytest-xdist. PostgreSQL refuses to run
as root, so root lends it to another account. Its texts are compared by the rules of a language, as on a
server that somebody set up without a thought: what leans on the order of bytes is noticed here.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER = "sohoa"
TEMPLATE = "sohoa_template"
_KEEPER = Path(__file__).with_name("keeper.py")
_INITDB = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=vi", "--no-sync")
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
"""What a server is told whose rows nobody misses after a power cut."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server. Over its socket nobody is asked for a password, over loopback everybody is."""

    folder: Path
    port: int
    password: str

    def url(self, database: str) -> str:
        """How a store's settings name a database here."""
        return f"postgresql+psycopg://{USER}@/{database}?host={self.folder}&port={self.port}"

    def url_over_tcp(self, database: str, user: str = USER) -> str:
        """The same over the network, for which a password is needed."""
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{database}"

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """Run statements, each by itself."""
        import psycopg

        where = {"host": str(self.folder), "port": self.port, "user": USER, "dbname": database}
        with psycopg.connect(**where, autocommit=True) as connection:  # type: ignore[arg-type]
            for statement in statements:
                connection.execute(statement.encode())

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """A database that ends with the block; its name."""
        name = f"sohoa_{secrets.token_hex(6)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield name
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def crash(self) -> None:
        """End it without a goodbye, as a power cut does."""
        self._control("stop", "-m", "immediate")

    def come_back(self) -> None:
        """Start it, again with all that it had."""
        self._control("start", "-l", self.folder / "log", "-o", (self.folder / "options").read_text("utf-8"))

    def _control(self, *words: str | Path) -> None:
        found = programs()
        assert found is not None
        _run([found / "pg_ctl", *words, "-w", "-s", "-D", self.folder / "data"], _account())

    @contextmanager
    def damaged_copy(self, template: str, table: str) -> Iterator[str]:
        """A copy of a database, in which the first page of ``table`` was overwritten on the disk."""
        import psycopg

        self.execute("CHECKPOINT")
        with self.database(f"{template} STRATEGY file_copy") as name:
            where = f"host={self.folder} port={self.port} user={USER} dbname={name}"
            with psycopg.connect(where) as connection:
                row = connection.execute("SELECT pg_relation_filepath(%s)", (table,)).fetchone()
                connection.execute("UPDATE store_life SET began_in = ''")  # it stands for the very one
            assert row is not None
            with (self.folder / "data" / str(row[0])).open("r+b") as stream:
                stream.write(b"\xa5" * 512)
            yield name


def programs() -> Path | None:
    """The folder of the server's programs; None where there are none."""
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def running_server(bin_folder: Path, told: Sequence[str] = QUICK) -> Iterator[PostgresServer]:
    """A server that ends with the block, and also when this process is killed; ``told`` are its settings."""
    folder = Path(tempfile.mkdtemp(prefix="sohoa-postgres-"))
    server = PostgresServer(folder, _free_port(), secrets.token_urlsafe())
    keeper = subprocess.Popen([sys.executable, str(_KEEPER), str(folder)], stdin=subprocess.PIPE)
    try:
        _start(bin_folder, server, told)
        yield server
    finally:
        assert keeper.stdin is not None
        keeper.stdin.close()
        keeper.wait(60)


def _start(bin_folder: Path, server: PostgresServer, told: Sequence[str]) -> None:
    account = _account()
    word = server.folder / "password"
    word.write_text(server.password, encoding="ascii")
    if account is not None:
        for path in (server.folder, word):
            os.chown(path, account.pw_uid, account.pw_gid)
    data = server.folder / "data"
    access = ("--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={word}", f"--username={USER}")
    _run([bin_folder / "initdb", *_INITDB, *access, "-D", data], account)
    options = [f"port={server.port}", f"unix_socket_directories={server.folder}", *told]
    words = " ".join(f"-c {option}" for option in options)
    (server.folder / "options").write_text(words, encoding="utf-8")
    server.come_back()


def _run(command: list[Path | str], account: pwd.struct_passwd | None) -> None:
    spoken = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(
        command,
        check=True,
        cwd="/",
        stdout=subprocess.DEVNULL,
        env=spoken,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )


def _account() -> pwd.struct_passwd | None:
    """Whom root lends the server to; None for anybody else, who runs it as themselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
