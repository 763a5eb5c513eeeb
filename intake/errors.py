"""What can go wrong with dossiers and their store.

::

    SohoaError
    ├── IntakeError                 exit 3
    │   ├── StoreError              exit 3   the database or the folder of the store can't be used
    │   │   ├── StorageFullError    exit 3   no room left on the disk
    │   │   └── DamagedObjectError  exit 3   a kept file no longer has the bytes its name promises
    │   ├── WorkersError            exit 3   the processes that read pages can't be started
    │   └── TransitionError         exit 3   a dossier can't go from its state to the one asked for
    └── UsageError
        ├── UnknownDossierError     exit 2   no dossier has this id
        ├── AmbiguousDossierError   exit 2   several dossiers begin with this id
        ├── UndoError               exit 2   nothing is left to take back, or it is too late for it
        ├── CoverSheetError         exit 2   a scan bears the cover sheet of another dossier
        ├── UnclearProcedureError   exit 2   the words fit no procedure, or several
        ├── UnknownFieldError       exit 2   the form has no such field
        └── InvalidValueError       exit 2   a value that the field's type does not allow
"""

from __future__ import annotations

from typing import Self

from templates.errors import SohoaError, UsageError
from templates.messages import _


class IntakeError(SohoaError):
    """Root of the errors of this room."""


class StoreError(IntakeError):
    """The store's database or folder can't be used."""


class StorageFullError(StoreError):
    """The disk has no room for what was to be kept; nothing half-written is left."""


class DamagedObjectError(StoreError):
    """A kept file does not have the SHA-256 it is kept under."""


class WorkersError(IntakeError):
    """The processes that read pages can't be started."""

    @classmethod
    def not_started(cls) -> Self:
        return cls(
            _("The processes that read pages could not be started."),
            _("Close other programs or use fewer workers, then run again; see sohoa doctor."),
        )


class TransitionError(IntakeError):
    """The state machine has no way from the dossier's state to the state asked for."""


class UnknownDossierError(UsageError):
    """No dossier has an id that begins like this."""


class AmbiguousDossierError(UsageError):
    """Several dossiers have an id that begins like this."""


class UndoError(UsageError):
    """There is no change of a person left that could be taken back, or the dossier was sent."""


class CoverSheetError(UsageError):
    """The scan bears the cover sheet of a dossier other than the one it was to be added to."""


class UnclearProcedureError(UsageError):
    """Everyday words that fit no procedure, or several about as well."""


class UnknownFieldError(UsageError):
    """The dossier's form has no field of this name."""


class InvalidValueError(UsageError):
    """The value does not fit the type of its field."""
