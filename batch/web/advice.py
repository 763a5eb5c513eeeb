# SPDX-License-Identifier: Apache-2.0
"""What to do about an error, for who sits before a page: what can be done there, where the error's
own advice is for a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from batch.errors import PackageError
from batch.slips.certification.errors import (
    CertificationError,
    CopyMadeError,
    EnteredBeforeError,
    NoSuchNumberError,
)
from batch.slips.errors import SlipRefusedError
from intake.capture.refusals import CaptureError
from intake.errors import (
    AmbiguousDossierError,
    ChangedMeanwhileError,
    ClosedDossierError,
    CoverSheetError,
    NotHeldError,
    ObjectStoreError,
    OnItsWayError,
    ServerError,
    StorageFullError,
    TransitionError,
    UndecidedError,
    UndoError,
    UnknownDossierError,
)
from intake.errors.results import ResultError
from intake.settings.log import log_exception
from templates.errors import SohoaError, UsageError
from templates.language.messages import _

_FOR_A_TERMINAL = re.compile(
    r"\bsohoa [a-z]{2,}|--[a-z]{2,}|=VALUE\b|=GIÁ|\bSOHOA_[A-Z]|\[\w+\]|\b(?:pip|apt|keyring) "
    r"|\bcommand\b|\brun (?:it )?again\b|\blệnh\b|\bchạy lại\b",
    re.IGNORECASE,
)
"""A command, an option or a setting, or that one is to be given once more."""
_HINT = re.compile(r" \(sohoa [^()]*\)")


def _make_room() -> str:
    return _("Make room, then do it once more: it goes on where it stopped.")


def _network() -> str:
    return _(
        "Look whether the network is connected, then load the page again and see how far it got. "
        "If it lasts, tell who looks after this program."
    )


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
    (
        (ResultError,),
        lambda: _("If it is the right one all the same, write why beside the file and attach it once more."),
    ),
    ((StorageFullError,), _make_room),
    ((ServerError, ObjectStoreError), _network),
    ((CaptureError,), lambda: _("Choose the file once more.")),
    ((NoSuchNumberError,), lambda: _("Look for it in the registers.")),
    (
        (EnteredBeforeError,),
        lambda: _("If this is another errand, press F10, then F8, and enter it on the new page."),
    ),
    ((CopyMadeError,), lambda: _("Use that one, or tick that one more is to be made.")),
    ((CertificationError,), lambda: _("Put right what stands on the page, then press the button again.")),
)


def sentence_here(error: SohoaError) -> str:
    """What happened; what is left to decide stands on the page itself, and there with its keys."""
    if isinstance(error, UndecidedError):
        return _("Something in the dossier is still to be decided.")
    return error.sentence


def advice_here(error: SohoaError) -> str:
    """The error's own advice, where it can be followed at the page; else what can, "" where the sentence says
    it all. What is wrong with the installation is for who looks after it.
    """
    if not is_for_a_terminal(own := without_hint(error.advice)):
        return own
    for kinds, told in _AT_THE_DESK:
        if isinstance(error, kinds):
            return told()
    if isinstance(error, UsageError):
        return ""
    log_exception("told-at-the-desk", error)
    return _("If it comes again, tell who looks after this program: its log says where it happened.")


def is_for_a_terminal(text: str) -> bool:
    """Whether it says what to do in a terminal or in the settings."""
    return _FOR_A_TERMINAL.search(text) is not None


def without_hint(text: str) -> str:
    """A text with no command behind it in brackets."""
    return _HINT.sub("", text)
