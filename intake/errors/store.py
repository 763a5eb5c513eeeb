# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with the store: its database, its folder, the papers it keeps."""

from __future__ import annotations

from typing import Self

from intake.errors.root import IntakeError
from templates.errors import UsageError
from templates.language.messages import _


class StoreError(IntakeError):
    """The store's database or folder can't be used."""


class StorageFullError(StoreError):
    """The disk has no room for what was to be kept; nothing half-written is left."""


class ForbiddenStoreError(StoreError):
    """This account may not read the store, or not write to it."""

    @classmethod
    def closed(cls, place: object) -> Self:
        return cls(
            _("Your account may not read {place}.").format(place=place),
            _("Have whoever looks after this computer give you the right to read and write there."),
        )

    @classmethod
    def read_only(cls, place: object) -> Self:
        return cls(
            _("Your account may read {place}, but not write there; nothing was changed.").format(place=place),
            _("Have whoever looks after this computer give you the right to write there."),
        )

    @classmethod
    def on_protected_disk(cls, place: object) -> Self:
        return cls(
            _("The disk of {place} can only be read; nothing was changed.").format(place=place),
            _(
                "Take its write protection off. If the computer put it on by itself the disk is failing: "
                "make a copy first (sohoa backup PLACE), then have it checked."
            ),
        )


class UnfitTextError(StoreError):
    """A text from outside that a column of the store does not take, whichever database it lies in."""

    @classmethod
    def too_long(cls, column: str, most: int) -> Self:
        return cls(
            _("A text for {column} is longer than the {count} letters that the store keeps.").format(
                column=column, count=most
            ),
            cls._advice(),
        )

    @classmethod
    def with_nul(cls, column: str) -> Self:
        return cls(
            _("A text for {column} has a sign in it that no store keeps.").format(column=column),
            cls._advice(),
        )

    @staticmethod
    def _advice() -> str:
        return _(
            "Nothing of this change was kept. Look for the name or code in the settings, in a form of the "
            "office's own or in what another system answered, and mend it there."
        )


class NetworkHomeError(StoreError):
    """The home lies on another computer, where SQLite can't keep two programs apart."""

    @classmethod
    def at(cls, home: object) -> Self:
        return cls(
            _("The store's folder {home} lies on another computer; a database there gets damaged.").format(
                home=home
            ),
            _(
                "Choose a folder on this computer's own disk (SOHOA_HOME). For several desks use a database "
                "server ([store] url); copies may go there: sohoa backup."
            ),
        )


class DamagedStoreError(StoreError):
    """The database is not whole any more; what it holds can't be relied on."""

    @classmethod
    def at(cls, home: object) -> Self:
        return cls(
            _("The database of the store in {home} is damaged; nothing more is written or sent.").format(
                home=home
            ),
            _(
                "Copy the whole folder to a safe place and have the disk checked. Put the last good copy of "
                "sohoa.db back, then: sohoa store accept. If there is no copy: sohoa store begin."
            ),
        )

    @classmethod
    def on(cls, server: object) -> Self:
        return cls(
            _("The database {server} is damaged; nothing more is written or sent.").format(server=server),
            _(
                "Have whoever looks after the server check its disk and bring back the last good copy, "
                "then: sohoa store accept."
            ),
        )


class LostStoreError(StoreError):
    """What lies in the home is not the database that belongs there; a person must say how to go on."""

    @classmethod
    def missing(cls, home: object) -> Self:
        return cls(
            _("The database of the store in {home} is missing, though there are papers of it.").format(
                home=home
            ),
            cls._bring_back(),
        )

    @classmethod
    def empty(cls, home: object) -> Self:
        return cls(
            _("The database of the store in {home} is empty, though there are papers of it.").format(
                home=home
            ),
            cls._bring_back(),
        )

    @classmethod
    def older(cls, home: object) -> Self:
        return cls(
            _("The database in {home} is an older copy: changes made later are missing in it.").format(
                home=home
            ),
            cls._accept(),
        )

    @classmethod
    def half_restored(cls, home: object) -> Self:
        return cls(
            _("The store in {home} is only half brought back from its copy.").format(home=home),
            _("Give the same command once more, it goes on: sohoa restore PLACE"),
        )

    @classmethod
    def foreign(cls, home: object) -> Self:
        return cls(
            _("The database in {home} is that of another store.").format(home=home),
            cls._accept(),
        )

    @classmethod
    def unmarked(cls, home: object) -> Self:
        return cls(
            _("The file sohoa.mark in {home} is missing, so the database may be an older copy.").format(
                home=home
            ),
            cls._accept(),
        )

    @classmethod
    def mark_damaged(cls, mark: object) -> Self:
        return cls(
            _("The file {mark} is damaged, so the database may be an older copy.").format(mark=mark),
            cls._accept(),
        )

    @classmethod
    def none_on(cls, server: object, home: object) -> Self:
        return cls(
            _("The database {server} is empty, though there are papers of a store in {home}.").format(
                server=server, home=home
            ),
            _(
                "If the address in [store] url is right, have the last copy of the database brought back, "
                "then: sohoa store accept. If a desk's store is to be carried over to it: sohoa store move. "
                "If there is no copy: sohoa store begin."
            ),
        )

    @classmethod
    def older_on(cls, server: object) -> Self:
        return cls(
            _("The database {server} is an older copy: changes made later are missing in it.").format(
                server=server
            ),
            _(
                "Have the newest copy of the database brought back. If there is none, go on with this one: "
                "sohoa store accept."
            ),
        )

    @classmethod
    def copied_on(cls, server: object) -> Self:
        return cls(
            _("The database {server} is a copy: it was brought back, or moved to another place.").format(
                server=server
            ),
            _(
                "What came after the copy was made is missing in it. If it is the newest there is, go on "
                "with it: sohoa store accept."
            ),
        )

    @classmethod
    def elsewhere(cls, place: object) -> Self:
        return cls(
            _("At {place} lie papers of a store whose database is not here.").format(place=place),
            _(
                "If its database is on a server, correct [store] url; if this is another store, give it a "
                "folder of its own ([store] objects). If the database was lost, bring back a copy (sohoa "
                "restore); if there is none: sohoa store begin."
            ),
        )

    @classmethod
    def foreign_on(cls, server: object, home: object) -> Self:
        return cls(
            _("The database {server} is that of another store than the folder {home}.").format(
                server=server, home=home
            ),
            _(
                "Correct [store] url or SOHOA_HOME. If both are meant: sohoa store accept; if a desk joins "
                "others, let it begin in a new folder."
            ),
        )

    @staticmethod
    def _bring_back() -> str:
        return _(
            "Put the last copy of sohoa.db back into the folder, then: sohoa store accept. "
            "If there is no copy: sohoa store begin."
        )

    @staticmethod
    def _accept() -> str:
        return _(
            "Put the right sohoa.db back into the folder. If there is none, go on with this one: "
            "sohoa store accept."
        )


class NewerStoreError(StoreError):
    """The database was made or changed by a newer program."""

    @classmethod
    def at(cls, home: object) -> Self:
        return cls(
            _("The store in {home} was last used by a newer sohoa.").format(home=home),
            _("Install the newer program on this computer too; nothing was changed."),
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


class ObjectStoreError(StoreError):
    """The store elsewhere in which the papers are kept can't be used just now; nothing half-done is left."""

    @classmethod
    def away(cls, place: object) -> Self:
        return cls(_("The object store {place} does not answer.").format(place=place), cls._run_again())

    @classmethod
    def busy(cls, place: object) -> Self:
        return cls(_("The object store {place} is too busy just now.").format(place=place), cls._run_again())

    @classmethod
    def refused(cls, place: object) -> Self:
        return cls(
            _("The object store {place} does not let this program in.").format(place=place),
            _(
                "Check store.objects_key and its secret (SOHOA_STORE__OBJECTS_SECRET or the keyring), and "
                "that they may read and write there; then run the same command again."
            ),
        )

    @classmethod
    def missing(cls, place: object) -> Self:
        return cls(
            _("There is no object store {place}.").format(place=place),
            _("Have its bucket or folder made, or correct store.objects in the settings."),
        )

    @classmethod
    def full(cls, place: object) -> Self:
        return cls(
            _("The object store {place} has no room left; the paper was not kept.").format(place=place),
            _("Have whoever looks after it make room, then run the same command again."),
        )

    @classmethod
    def altered(cls, place: object) -> Self:
        return cls(
            _("What arrived in the object store {place} is not what was sent; it was not kept.").format(
                place=place
            ),
            _("Run the same command again; if this happens again, have network and server checked."),
        )

    @classmethod
    def not_installed(cls, scheme: str, extra: str) -> Self:
        return cls(
            _("What this program needs to reach {scheme}:// is not installed.").format(scheme=scheme),
            _("Install it with: pip install {package}").format(package=extra),
        )

    @classmethod
    def no_secret(cls, key: str) -> Self:
        return cls(
            _("There is no secret for the object store's key {key}.").format(key=key),
            _("Set SOHOA_STORE__OBJECTS_SECRET, or put it into the keyring: {command}").format(
                command=f"keyring set sohoa {key}"
            ),
        )

    @classmethod
    def unknown_to_worker(cls, place: object) -> Self:
        return cls(
            _("A worker of the cluster does not keep its papers at {place}.").format(place=place),
            _(
                "Have its settings name the same store.objects, with key and secret of its own, and start it "
                "anew."
            ),
        )

    @staticmethod
    def _run_again() -> str:
        return _(
            "Check the network and the server, then run the same command again: it goes on where it stopped."
        )


class DamagedObjectError(StoreError):
    """A kept file does not have the SHA-256 it is kept under."""

    @classmethod
    def in_store(cls, name: str, place: object) -> Self:
        return cls(
            _("A kept paper is missing or altered in the object store {place}: {name}.").format(
                place=place, name=name
            ),
            _("Have the store's last copy of it brought back, or add the paper again from its scan."),
        )


class LifeError(UsageError):
    """A store can't be brought back or begun anew, for nothing calls for it."""

    @classmethod
    def nothing_to_accept(cls, home: object) -> Self:
        return cls(
            _("There is no database in {home} that could be accepted.").format(home=home),
            _("Put the last copy of sohoa.db there first; if there is none: sohoa store begin."),
        )

    @classmethod
    def nothing_lost(cls, home: object) -> Self:
        return cls(
            _("The database in {home} is whole; no new one is begun.").format(home=home),
            _("If it was brought back from a copy: sohoa store accept."),
        )

    @classmethod
    def no_store(cls, home: object) -> Self:
        return cls(
            _("There was no store in {home} yet.").format(home=home),
            _("Check the folder; a new store begins by itself with the first dossier."),
        )
