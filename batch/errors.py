"""What can go wrong when many dossiers are worked on.

::

    SohoaError
    └── BatchError                 exit 3
        ├── WorkersError           exit 3   the processes that read pages can't be started
        ├── DiskFullError          exit 3   no room left; what is done is safe, run again
        └── NoSuchFolderError      exit 2   the folder to work on isn't there
"""

from __future__ import annotations

from typing import Self

from templates.errors import SohoaError
from templates.messages import _


class BatchError(SohoaError):
    """Root of this room's errors."""


class WorkersError(BatchError):
    """The processes that read pages can't be started."""

    @classmethod
    def not_started(cls) -> Self:
        return cls(
            _("The processes that read pages could not be started."),
            _("Close other programs or use fewer workers, then run again; see sohoa doctor."),
        )


class DiskFullError(BatchError):
    """The disk is full."""

    @classmethod
    def stopped(cls) -> Self:
        return cls(
            _("The disk is full, so the run has stopped. What was finished is saved."),
            _("Free some space, then start the same command again; it goes on where it stopped."),
        )


class NoSuchFolderError(BatchError):
    """The folder to work on isn't there or isn't a folder."""

    exit_code = 2

    @classmethod
    def at(cls, path: object) -> Self:
        return cls(
            _("There is no folder {path}.").format(path=path),
            _("Check the name, or make the folder and put the scans into it."),
        )
