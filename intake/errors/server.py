# SPDX-License-Identifier: Apache-2.0
"""The database's server, and carrying a store over to another database."""

from __future__ import annotations

from typing import Self

from intake.errors.store import StoreError
from templates.language.messages import _


class ServerError(StoreError):
    """The server that has the store's database can't be worked with."""

    @classmethod
    def silent(cls, server: object) -> Self:
        return cls(
            _("The database server {server} does not answer; nothing was changed.").format(server=server),
            _("Check that it runs and that the network is connected, then run the same command again."),
        )

    @classmethod
    def too_slow(cls, server: object) -> Self:
        return cls(
            _("The database server {server} broke off what took it too long; nothing was changed.").format(
                server=server
            ),
            _(
                "Try again. If it happens again, have whoever looks after the server allow more time "
                "(statement_timeout)."
            ),
        )

    @classmethod
    def shut(cls, server: object) -> Self:
        return cls(
            _("The database server {server} did not let sohoa in.").format(server=server),
            _(
                "Check user and database in [store] url, and the password in SOHOA_STORE__PASSWORD or the "
                "keyring; if they are right, the server may be starting or full: try again."
            ),
        )

    @classmethod
    def broken_off(cls, server: object) -> Self:
        return cls(
            _("The connection to the database server {server} broke while a change was being saved.").format(
                server=server
            ),
            _("Look whether the change is there; if not, run the same command again."),
        )

    @classmethod
    def too_old(cls, server: object, version: int) -> Self:
        return cls(
            _("The database server {server} is PostgreSQL {version}; 15 or newer is needed.").format(
                server=server, version=version
            ),
            _("Have whoever looks after the server bring it up to date."),
        )

    @classmethod
    def no_driver(cls, server: object) -> Self:
        return cls(
            _("To use the database {server}, a part of the program is missing here.").format(server=server),
            _("Install it: pip install 'sohoa[postgres]'"),
        )


class MovedStoreError(StoreError):
    """The store was carried over to another database, so that this one must not go on."""

    @classmethod
    def away(cls, place: object) -> Self:
        return cls(
            _("The store in {place} was carried over to another database; this one stays as it is.").format(
                place=place
            ),
            _(
                "Name the new one in the settings ([store] url). If carrying over was broken off, run the "
                "same sohoa store move again; to go on here all the same: sohoa store accept."
            ),
        )


class MoveError(StoreError):
    """A store can't be carried over to another database."""

    @classmethod
    def not_empty(cls, place: object) -> Self:
        return cls(
            _("The database {place} holds another store already; nothing was carried over.").format(
                place=place
            ),
            _("Name an empty database."),
        )

    @classmethod
    def place_taken(cls, place: object) -> Self:
        return cls(
            _("At {place} another store keeps its papers; nothing was carried there.").format(place=place),
            _("Give each store a folder of its own, for instance s3://bucket/commune-26734."),
        )

    @classmethod
    def from_copy(cls, home: object, place: object) -> Self:
        return cls(
            _("At {place} lie the papers of the store that {home} is a copy of; nothing was carried.").format(
                place=place, home=home
            ),
            _(
                "Leave them alone if others work with them. If the store goes on in this folder, and nobody "
                "works in the old one any more: sohoa store accept, then the same command."
            ),
        )

    @classmethod
    def there_already(cls, place: object) -> Self:
        return cls(
            _("This store lies in the database {place} already; nothing was carried over.").format(
                place=place
            ),
            _(
                "If that is the one that others work with, leave it alone. To carry this one over, name an "
                "empty database."
            ),
        )

    @classmethod
    def differs(cls, table: str) -> Self:
        return cls(
            _("The table {table} did not arrive as it was; the new database is not used.").format(
                table=table
            ),
            _(
                "Empty the new database and run the same sohoa store move again; the old one is as it was. "
                "To go on with the old one: sohoa store accept."
            ),
        )
