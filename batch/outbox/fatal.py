# SPDX-License-Identifier: Apache-2.0
"""Which trouble at one dossier is everybody's: no room on the disk, no recogniser, a locked store; and
which is that dossier's, whoever fails at it.
"""

from __future__ import annotations

import errno
from typing import Self

from batch.errors import BatchError
from intake.dossier.sending.outbox_words import FAILS_EACH_TIME
from intake.errors import DamagedObjectError, StoreError, WorkersError
from intake.store.trouble.telling import is_of_the_database
from ocr.errors import DamagedModelError, RecogniserMissingError
from templates.errors import TemplateError, UnknownNameError
from templates.language.messages import _

MOST_FAILURES = 5
"""So often in a row the program itself fails at a dossier before that is set aside."""

_EVERYBODYS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)

_OF_ALL = (StoreError, TemplateError, RecogniserMissingError, DamagedModelError, WorkersError)


def stops_the_run(error: Exception) -> bool:
    """Whether the next dossier would meet the same trouble."""
    if isinstance(error, DamagedObjectError | UnknownNameError):
        return False
    if isinstance(error, _OF_ALL) or is_of_the_database(error):
        return True
    return isinstance(error, OSError) and error.errno in _EVERYBODYS


class FailsEachTimeError(BatchError):
    """The program itself fails at a dossier however often it is sent."""

    trouble = FAILS_EACH_TIME

    @classmethod
    def of(cls, dossier: str) -> Self:
        return cls(
            _("The program failed at this dossier {count} times; the log says where.").format(
                count=MOST_FAILURES
            ),
            _("Report the error. To try it again: sohoa push {dossier}").format(dossier=dossier),
        )
