# SPDX-License-Identifier: Apache-2.0
"""What to do about an error, for who sits before a page: what can be done there, where the error's
own advice names a command of the terminal.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from batch.errors import PackageError
from batch.slips.errors import SlipRefusedError
from intake.errors import (
    AmbiguousDossierError,
    ChangedMeanwhileError,
    ClosedDossierError,
    CoverSheetError,
    NotHeldError,
    OnItsWayError,
    TransitionError,
    UndecidedError,
    UndoError,
    UnknownDossierError,
)
from templates.errors import SohoaError, UsageError
from templates.language.messages import _

_COMMAND = re.compile(r"\bsohoa [a-z]{2,}|--[a-z]{2,}|=VALUE\b|=GIÁ")

_AT_THE_DESK: tuple[tuple[tuple[type[SohoaError], ...], Callable[[], str]], ...] = (
    ((UnknownDossierError, AmbiguousDossierError), lambda: _("Look for it among the dossiers.")),
    ((ClosedDossierError,), lambda: _("Receive a new request at the counter: it gets a dossier of its own.")),
    ((OnItsWayError,), lambda: _("Wait a little, then load the page again; nothing is sent twice.")),
    (
        (ChangedMeanwhileError,),
        lambda: _("Load the page again to see it, then do it once more if it still holds."),
    ),
    (
        (CoverSheetError,),
        lambda: _("Open that dossier and drop the scan on its papers, or take the cover sheet out."),
    ),
    (
        (PackageError, SlipRefusedError, UndecidedError),
        lambda: _("Open the form of the dossier: what is left stands under “Check” (F6)."),
    ),
    (
        (NotHeldError, UndoError, TransitionError),
        lambda: _("Load the page again to see where the dossier stands."),
    ),
)


def sentence_here(error: SohoaError) -> str:
    """What happened; what is left to decide stands on the page itself, and there with its keys."""
    if isinstance(error, UndecidedError):
        return _("Something in the dossier is still to be decided.")
    return error.sentence


def advice_here(error: SohoaError) -> str:
    """The error's own advice, where it can be followed at the page; else what can, "" where the sentence says
    it all. What is wrong with the installation is told with the command for who looks after it.
    """
    if not _COMMAND.search(error.advice):
        return error.advice
    for kinds, told in _AT_THE_DESK:
        if isinstance(error, kinds):
            return told()
    if isinstance(error, UsageError):
        return ""
    return _("Tell who looks after this program: {advice}").format(advice=error.advice)
