# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with the store: its disk, its folder, its version."""

from __future__ import annotations

from typing import Self

from intake.errors.root import IntakeError
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


class NewerStoreError(StoreError):
    """The database was made or changed by a newer program."""

    @classmethod
    def at(cls, home: object) -> Self:
        return cls(
            _("The store in {home} was last used by a newer sohoa.").format(home=home),
            _("Install the newer program on this computer too; nothing was changed."),
        )
