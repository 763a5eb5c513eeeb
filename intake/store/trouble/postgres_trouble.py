# SPDX-License-Identifier: Apache-2.0
"""What PostgreSQL complains of, by the codes of its manual's appendix A, told in the operator's words.

Its texts are never looked into: they come in the server's language. Where it can't be signed in to, the
driver hands on a text alone; whether anybody listens there is then tried.
"""

from __future__ import annotations

import socket
from typing import Any

from intake.errors import DamagedStoreError, ForbiddenStoreError, ServerError, StorageFullError, StoreError
from intake.settings.database_server import DatabaseServer
from templates.language.messages import _

_RACES = ("40001", "40P01", "55P03", "53200")
"""Serialisation failure, deadlock, a lock that another kept, no room for what SERIALIZABLE remembers of
others.
"""
_TAKEN = "23505"
_DAMAGED = ("XX001", "XX002", "42P01", "42703")
"""Rows or an index that are not whole, a table or a column of ours that is not there."""
_FULL = "53100"
_READ_ONLY = "25006"
_UNSUPPORTED = "0A000"
_REFUSES_A_LEVEL = "call_enum_check_hook"
"""The server's function that says so of writers' level on a standby: the code alone stands for much else."""
_FORBIDDEN = "42501"
_SHUT = ("28", "3D", "53300", "57P03")
_GONE = ("08", "57P01", "57P02", "57P04", "57P05", "25P03", "25P04")
"""The connection broke, the server was stopped, or ended whoever was idle or took too long."""
_CANCELLED = "57014"
_ANSWER_S = 3.0


def lost_race(cause: BaseException | None) -> bool:
    """Whether another transaction went first, so that the same work may pass when it is done again: it then
    sees what the other one did.
    """
    return _code(cause) in _RACES


def taken_name(cause: BaseException | None) -> str:
    """The constraint (as ``tables.model.NAMES`` calls it) that lets a name, number or key be there once,
    where another transaction was first: each is looked for before it is taken. "" for any other trouble.
    """
    told: Any = cause
    return str(told.diag.constraint_name or "") if _code(cause) == _TAKEN else ""


def lost_connection(cause: BaseException | None) -> bool:
    """Whether the connection ended: it never stood, the server went away, or the network did."""
    code = _code(cause)
    return code.startswith(_GONE) if code else _is_of_the_driver(cause)


def told_of_postgres(cause: BaseException | None, server: DatabaseServer) -> StoreError | None:
    """The error that says what ``cause`` means for a store on ``server``; None for any other."""
    code = _code(cause)
    if code in _DAMAGED:
        return DamagedStoreError.on(server)
    if code == _FULL:
        return StorageFullError(
            _("The disk of the database server is full; the last change was not saved."),
            _("Have whoever looks after the server free some space, then run the same command again."),
        )
    if code in _RACES:
        return StoreError(
            _("Another program keeps the store locked."), _("Wait for it to finish, then try again.")
        )
    if code == _READ_ONLY or _is_standby(cause):
        return ForbiddenStoreError.read_only(server)
    if code == _FORBIDDEN:
        return ForbiddenStoreError.closed(server)
    if code.startswith(_SHUT):
        return ServerError.shut(server)
    if code == _CANCELLED:
        return ServerError.too_slow(server)
    if code.startswith(_GONE):
        return ServerError.silent(server)
    if not code and _is_of_the_driver(cause):
        return ServerError.shut(server) if _listens(cause) else ServerError.silent(server)
    return None


def _code(cause: BaseException | None) -> str:
    return str(getattr(cause, "sqlstate", None) or "")


def _is_standby(cause: BaseException | None) -> bool:
    diagnosis = getattr(cause, "diag", None)
    return _code(cause) == _UNSUPPORTED and getattr(diagnosis, "source_function", None) == _REFUSES_A_LEVEL


def _is_of_the_driver(cause: BaseException | None) -> bool:
    """An error of psycopg's own, which has no code: about the connection, or the way it is used."""
    return type(cause).__name__ in ("OperationalError", "InterfaceError", "ConnectionTimeout")


def _listens(cause: BaseException | None) -> bool:
    """Whether somebody takes calls where the connection was to go."""
    tried: Any = getattr(cause, "pgconn", None)
    host, port = (bytes(getattr(tried, name, b"") or b"").decode() for name in ("host", "port"))
    try:
        if host.startswith("/"):
            _knock_at_socket(f"{host}/.s.PGSQL.{port}")
        else:
            socket.create_connection((host, int(port)), _ANSWER_S).close()
    except (OSError, ValueError):
        return False
    return True


def _knock_at_socket(path: str) -> None:
    family: int = getattr(socket, "AF_UNIX")  # noqa: B009 - a host with a slash is given on POSIX systems alone
    with socket.socket(family) as knocking:
        knocking.settimeout(_ANSWER_S)
        knocking.connect(path)
