# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with dossiers and their store.

::

    SohoaError
    ├── IntakeError                 exit 3
    │   ├── StoreError              exit 3   the database or the folder of the store can't be used
    │   │   ├── StorageFullError    exit 3   no room left on the disk
    │   │   ├── ForbiddenStoreError exit 3   the account may not read or write it
    │   │   ├── NetworkHomeError    exit 3   the folder lies on another computer
    │   │   ├── UnfitTextError      exit 3   a text from outside is longer than its column, or has NUL in it
    │   │   ├── DamagedStoreError   exit 3   the database is damaged
    │   │   ├── LostStoreError      exit 3   the database is gone, or not the one that belongs here
    │   │   ├── NewerStoreError     exit 3   a newer program made it
    │   │   ├── MovedStoreError     exit 3   it was carried over to another database
    │   │   ├── MoveError           exit 3   it can't be carried over to that database
    │   │   ├── ServerError         exit 3   the database's server does not answer, or lets nobody in
    │   │   ├── ObjectStoreError    exit 3   the store elsewhere that keeps the papers can't be used
    │   │   └── DamagedObjectError  exit 3   a kept file no longer has the bytes its name promises
    │   ├── WorkersError            exit 3   the processes that read pages can't be started
    │   │   └── ClusterError        exit 3   the computers that read pages together can't be reached or used
    │   ├── NoScannerError          exit 3   no scanner can be asked, or it is not clear which
    │   └── TransitionError         exit 3   a dossier can't go from its state to the one asked for
    └── UsageError
        ├── LifeError               exit 2   nothing in the store calls for what was asked
        ├── UnknownDossierError     exit 2   no dossier has this id
        ├── AmbiguousDossierError   exit 2   several dossiers begin with this id
        ├── UndoError               exit 2   nothing is left to take back
        ├── ClosedDossierError      exit 2   the dossier is with the gateway, or at its end
        ├── OnItsWayError           exit 2   the dossier is just being sent, or may have been
        ├── ChangedMeanwhileError   exit 2   somebody else changed the dossier since it was looked at
        ├── NotShownError           exit 2   a value is to be confirmed that was not on the screen
        ├── HardlyReadError         exit 2   a value is to be confirmed that is hardly more than a guess
        ├── AnotherPersonError      exit 2   a value waits for a person who has not spoken yet
        ├── NotHeldError            exit 2   nothing holds the dossier back
        ├── UndecidedError          exit 2   a person has still to decide something in the dossier
        ├── CoverSheetError         exit 2   a scan bears the cover sheet of another dossier
        ├── UnclearProcedureError   exit 2   the words fit no procedure, or several
        ├── UnknownFieldError       exit 2   the form has no such field
        ├── AmbiguousFieldError     exit 2   several fields of the form are called so
        └── InvalidValueError       exit 2   a value that the field's type does not allow
"""

from intake.errors.dossier import (
    AmbiguousDossierError,
    AmbiguousFieldError,
    AnotherPersonError,
    ChangedMeanwhileError,
    ClosedDossierError,
    CoverSheetError,
    HardlyReadError,
    InvalidValueError,
    Meanwhile,
    NotHeldError,
    NotShownError,
    OnItsWayError,
    TransitionError,
    UnclearProcedureError,
    UndecidedError,
    UndoError,
    UnknownDossierError,
    UnknownFieldError,
)
from intake.errors.lost_store import DamagedStoreError, LifeError, LostStoreError
from intake.errors.objects import DamagedObjectError, ObjectStoreError
from intake.errors.reading import ClusterError, WorkersError
from intake.errors.root import IntakeError
from intake.errors.server import MovedStoreError, MoveError, ServerError
from intake.errors.store import (
    ForbiddenStoreError,
    NetworkHomeError,
    NewerStoreError,
    StorageFullError,
    StoreError,
    UnfitTextError,
)

__all__ = [
    "AmbiguousDossierError",
    "AmbiguousFieldError",
    "AnotherPersonError",
    "ChangedMeanwhileError",
    "ClosedDossierError",
    "ClusterError",
    "CoverSheetError",
    "DamagedObjectError",
    "DamagedStoreError",
    "ForbiddenStoreError",
    "HardlyReadError",
    "IntakeError",
    "InvalidValueError",
    "LifeError",
    "LostStoreError",
    "Meanwhile",
    "MoveError",
    "MovedStoreError",
    "NetworkHomeError",
    "NewerStoreError",
    "NotHeldError",
    "NotShownError",
    "ObjectStoreError",
    "OnItsWayError",
    "ServerError",
    "StorageFullError",
    "StoreError",
    "TransitionError",
    "UnclearProcedureError",
    "UndecidedError",
    "UndoError",
    "UnfitTextError",
    "UnknownDossierError",
    "UnknownFieldError",
    "WorkersError",
]
