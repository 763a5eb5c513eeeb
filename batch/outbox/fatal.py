# SPDX-License-Identifier: Apache-2.0
"""Which trouble at one dossier is everybody's: no room on the disk, no recogniser, a locked store."""

from __future__ import annotations

import errno

from intake.errors import DamagedObjectError, StoreError, WorkersError
from intake.store.trouble.telling import is_of_the_database
from ocr.errors import DamagedModelError, RecogniserMissingError
from templates.errors import TemplateError, UnknownNameError

_EVERYBODYS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)

_OF_ALL = (StoreError, TemplateError, RecogniserMissingError, DamagedModelError, WorkersError)


def stops_the_run(error: Exception) -> bool:
    """Whether the next dossier would meet the same trouble."""
    if isinstance(error, DamagedObjectError | UnknownNameError):
        return False
    if isinstance(error, _OF_ALL) or is_of_the_database(error):
        return True
    return isinstance(error, OSError) and error.errno in _EVERYBODYS
