# SPDX-License-Identifier: Apache-2.0
"""The database is damaged, gone or another one, and a person must say how the store goes on."""

from __future__ import annotations

from typing import Self

from intake.errors.store import StoreError
from templates.errors import UsageError
from templates.language.messages import _


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
    def gone(cls, home: object) -> Self:
        return cls(
            _("There was a store in {home}, and nothing of it is there.").format(home=home),
            _(
                "If its disk is not connected, connect it; if the folder was moved, let SOHOA_HOME name it. "
                "If it was lost, bring back a copy (sohoa restore); if there is none, or another store is to "
                "begin here: sohoa store begin."
            ),
        )

    @classmethod
    def no_file(cls, path: object) -> Self:
        return cls(
            _("Where the database of the store belongs lies a folder: {path}").format(path=path),
            _("Move the folder elsewhere, then run the same command again."),
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
