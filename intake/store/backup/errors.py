# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with copies of a store.

::

    IntakeError
    └── BackupError              exit 3   a copy can't be made, read or brought back
        ├── PlaceError           exit 3   the place of the copies does not answer, or is full or closed
        ├── BackupBusyError      exit 3   another copy is being made there
        ├── DamagedBackupError   exit 3   what lies there is not what was written
        └── BackupKeyError       exit 3   there is no key, or it is another one
    UsageError
    └── BackupUseError           exit 2   what was asked for can't be meant
"""

from __future__ import annotations

from typing import Self

from intake.errors import IntakeError
from templates.errors import UsageError
from templates.language.messages import _


class BackupError(IntakeError):
    """Root of the errors of copies."""

    @classmethod
    def unforeseen(cls) -> Self:
        return cls(
            _("The copy of the store could not be made; something unforeseen went wrong."),
            _("Try it by hand: sohoa backup. If it happens again, send the log to the support."),
        )


class PlaceError(BackupError):
    """The place where the copies lie can't be used."""

    @classmethod
    def silent(cls, place: str) -> Self:
        return cls(
            _("The place of the copies does not answer as it should: {place}.").format(place=place),
            _("Check disk, cable, network and account, then run the same command again: it goes on."),
        )

    @classmethod
    def full(cls, place: str) -> Self:
        return cls(
            _("There is no room left where the copies lie: {place}. Earlier copies are whole.").format(
                place=place
            ),
            _("Make room or keep fewer copies (--keep), then run the same command again: it goes on."),
        )

    @classmethod
    def closed(cls, place: str) -> Self:
        return cls(
            _(
                "Your account may not write where the copies lie, or the disk can only be read: {place}."
            ).format(place=place),
            _("Take the write protection off, or have your account given the right to write there."),
        )

    @classmethod
    def not_there(cls, place: str) -> Self:
        return cls(
            _("There is nothing at {place}.").format(place=place),
            _("Plug the disk in, or make the folder first; it is not made in the wrong place by guess."),
        )

    @classmethod
    def emptied(cls, place: str) -> Self:
        return cls(
            _("The copies that were made in {place} are not there.").format(place=place),
            _("Plug the right disk in. To begin anew in this place: sohoa backup {place} --new").format(
                place=place
            ),
        )


class BackupBusyError(BackupError):
    """Two copies at once would prune and write in each other's way."""

    @classmethod
    def now(cls, place: str) -> Self:
        return cls(
            _("Another copy is just being made in {place}.").format(place=place),
            _("Wait until it is done. If that computer died in the middle, try again after a day."),
        )


class DamagedBackupError(BackupError):
    """Bytes of a copy are missing or altered."""

    @classmethod
    def in_place(cls, place: str, name: str) -> Self:
        return cls(
            _("The copy in {place} is damaged: {name}.").format(place=place, name=name),
            _("Take another copy (--snapshot) or another disk; sohoa backup verify says what is whole."),
        )

    @classmethod
    def no_copies(cls, place: str) -> Self:
        return cls(
            _("There is no copy of a store in {place}.").format(place=place),
            _("Check the folder; it is the one that sohoa backup was given."),
        )

    @classmethod
    def newer(cls, place: str) -> Self:
        return cls(
            _("The copies in {place} were made by a newer sohoa.").format(place=place),
            _("Install the newer program on this computer too; nothing was changed."),
        )


class BackupKeyError(BackupError):
    """What is locked can't be opened."""

    @classmethod
    def missing(cls) -> Self:
        return cls(
            _("These copies are locked, and there is no key on this computer."),
            _("Type it in from its print: sohoa backup key --enter; or set SOHOA_BACKUP__SECRET_KEY."),
        )

    @classmethod
    def none_yet(cls) -> Self:
        return cls(
            _("Locked copies need a key, and there is none yet."),
            _("Make one with: sohoa backup key; print it, for without it nobody can read the copies."),
        )

    @classmethod
    def other(cls) -> Self:
        return cls(
            _("The key does not open these copies."),
            _("Take the key that was printed when they were begun; without it nobody can read them."),
        )

    @classmethod
    def mistyped(cls) -> Self:
        return cls(
            _("This is no key, or it has a typing error."),
            _("A key has 14 groups of 4 signs; compare it with its print, group by group."),
        )

    @classmethod
    def not_kept(cls) -> Self:
        return cls(
            _("This computer has no keyring that could keep the key."),
            _("Set SOHOA_BACKUP__SECRET_KEY to the key for the account that makes the copies."),
        )


class BackupUseError(UsageError):
    """A place, a copy or a home that can't be meant."""

    @classmethod
    def no_place(cls) -> Self:
        return cls(
            _("Nobody said where the copies go."),
            _("Name a folder: sohoa backup FOLDER; or set to in the table [backup] of the settings."),
        )

    @classmethod
    def unknown_kind(cls, place: str) -> Self:
        return cls(
            _("Copies can't be kept at {place}: this kind of place is not known here.").format(place=place),
            _("Name a folder, or install what this kind of place needs (for s3:// the extra s3)."),
        )

    @classmethod
    def in_home(cls, place: str) -> Self:
        return cls(
            _("{place} lies in the store itself; a copy there would be lost with it.").format(place=place),
            _("Choose another disk or another computer."),
        )

    @classmethod
    def other_store(cls, place: str) -> Self:
        return cls(
            _("In {place} lie the copies of another store.").format(place=place),
            _("Give each store a folder of its own."),
        )

    @classmethod
    def from_copy(cls, home: object, place: str) -> Self:
        return cls(
            _("In {place} lie the copies of the store that {home} is a copy of; none was made.").format(
                place=place, home=home
            ),
            _(
                "Choose another place for it. If the store goes on in this folder, and nobody works in the "
                "old one any more: sohoa store accept."
            ),
        )

    @classmethod
    def not_locked(cls, place: str) -> Self:
        return cls(
            _("The copies in {place} were begun without a lock.").format(place=place),
            _("For locked ones choose another, empty folder; then delete this one."),
        )

    @classmethod
    def not_empty(cls, home: object) -> Self:
        return cls(
            _("There is a store in {home} already; nothing is brought back over it.").format(home=home),
            _("Choose an empty folder: sohoa restore FROM --home FOLDER; or rename the old one first."),
        )

    @classmethod
    def other_restore(cls, home: object, snapshot: str) -> Self:
        return cls(
            _("In {home} another copy is half brought back: {snapshot}.").format(
                home=home, snapshot=snapshot
            ),
            _("Finish that one with --snapshot {snapshot}, or choose an empty folder.").format(
                snapshot=snapshot
            ),
        )

    @classmethod
    def no_such(cls, snapshot: str, known: str) -> Self:
        return cls(
            _("There is no copy {snapshot}.").format(snapshot=snapshot),
            _("There are: {known}").format(known=known),
        )

    @classmethod
    def not_upgraded(cls, home: object) -> Self:
        return cls(
            _("The store in {home} is still that of an earlier sohoa.").format(home=home),
            _("Have it brought up to date by any other command, for instance: sohoa list"),
        )

    @classmethod
    def no_store(cls, home: object) -> Self:
        return cls(
            _("There is no store in {home} yet; there is nothing to copy.").format(home=home),
            _("Check the folder; a new store begins by itself with the first dossier."),
        )
