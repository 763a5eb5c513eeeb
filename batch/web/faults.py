# SPDX-License-Identifier: Apache-2.0
"""What went wrong, as a page or a script is told: a status, a sentence, an advice; no value, no trace."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from batch.errors import OneStopListError, PackageError
from batch.slips.certification.errors import CertificationError, LineChangedError, NoSuchNumberError
from batch.slips.errors import SlipRefusedError
from batch.web.advice import advice_here, sentence_here
from batch.web.errors import NoSuchPageError, NotFromOurPageError, TooLargeError
from intake.errors import (
    AmbiguousDossierError,
    ChangedMeanwhileError,
    StorageFullError,
    TransitionError,
    UnknownDossierError,
)
from intake.settings.log import log_exception
from templates.errors import SohoaError, UsageError
from templates.language.messages import _

_STATUS: tuple[tuple[type[SohoaError], int], ...] = (
    (NotFromOurPageError, 403),
    (NoSuchPageError, 404),
    (TooLargeError, 413),
    (UnknownDossierError, 404),
    (AmbiguousDossierError, 404),
    (ChangedMeanwhileError, 409),
    (NoSuchNumberError, 404),
    (LineChangedError, 409),
    (CertificationError, 422),
    (UsageError, 422),
    (PackageError, 422),
    (OneStopListError, 422),
    (SlipRefusedError, 422),
    (TransitionError, 409),
    (StorageFullError, 507),
    (SohoaError, 503),
)


@dataclass(frozen=True, slots=True)
class WebFault:
    """An error as it is shown."""

    status: int
    sentence: str
    advice: str


def answer_to(error: Exception) -> WebFault:
    """How an error is told; one that nobody foresaw goes to the log."""
    for kind, status in _STATUS:
        if isinstance(error, kind):
            return WebFault(status, sentence_here(error), advice_here(error))
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return WebFault(507, _("The disk is full."), _("Nothing was saved. Make room, then do it again."))
    log_exception("unexpected", error)
    return WebFault(
        500,
        _("Something unexpected went wrong ({kind}).").format(kind=type(error).__name__),
        _("Nothing was saved. Load the page again; if it comes again, tell who looks after this program."),
    )
