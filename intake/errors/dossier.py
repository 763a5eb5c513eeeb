# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with one dossier, and what was asked of it wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from intake.dossier.deadline.local_time import local_time
from intake.dossier.states import State
from intake.errors.root import IntakeError
from templates.errors import UsageError
from templates.language.messages import _


class TransitionError(IntakeError):
    """The state machine has no way from the dossier's state to the state asked for."""


class UnknownDossierError(UsageError):
    """No dossier has an id that begins like this."""


class AmbiguousDossierError(UsageError):
    """Several dossiers have an id that begins like this."""


class UndoError(UsageError):
    """There is no change of a person left that could be taken back."""

    @classmethod
    def of_only_papers(cls) -> Self:
        return cls(
            _("The change before brought this dossier's papers; without it no page would be left."),
            _("Take out the pages that are not its own: papers (F7), then Delete; they can be brought back."),
        )


class ClosedDossierError(UsageError):
    """Papers and values of the dossier no longer change here."""

    @classmethod
    def of(cls, dossier: str, state: State) -> Self:
        if state is State.REJECTED:
            return cls(
                _("Dossier {dossier} has ended; nothing in it changes any more.").format(dossier=dossier),
                _("A new request needs a dossier of its own: sohoa new"),
            )
        return cls(
            _("Dossier {dossier} was sent already; nothing in it changes here any more.").format(
                dossier=dossier
            ),
            _("If the gateway returns it, it can be corrected and sent again."),
        )


class OnItsWayError(UsageError):
    """A dossier in the queue can't be taken out of it, because the gateway may get it or have it."""

    @classmethod
    def being_sent(cls, dossier: str) -> Self:
        return cls(
            _("Dossier {dossier} is being sent at this moment.").format(dossier=dossier),
            _("Wait a little, then see what became of it with: sohoa status {dossier}").format(
                dossier=dossier
            ),
        )

    @classmethod
    def perhaps_there(cls, dossier: str) -> Self:
        return cls(
            _("Dossier {dossier} may have reached the gateway; its answer was lost.").format(dossier=dossier),
            _("Ask the gateway first with: sohoa push {dossier}; nothing is sent twice.").format(
                dossier=dossier
            ),
        )


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What was changed since somebody looked: the field or thing in words, by whom and when ("" and None for
    the program).
    """

    what: str
    who: str = ""
    at: datetime | None = None

    def __str__(self) -> str:
        return f"{self.what} ({self.who}, {local_time(self.at)})" if self.at else self.what


class ChangedMeanwhileError(UsageError):
    """Somebody else changed what was to be changed, since it was looked at. ``changes`` say what."""

    changes: Sequence[Meanwhile] = ()

    @classmethod
    def of(cls, dossier: str, changes: Sequence[Meanwhile]) -> Self:
        error = cls(
            _("Dossier {dossier} was changed meanwhile: {changes}. Nothing of yours was kept.").format(
                dossier=dossier, changes="; ".join(map(str, changes))
            ),
            _("Look at it again with: sohoa show {dossier}; then say it once more if it still holds.").format(
                dossier=dossier
            ),
        )
        error.changes = tuple(changes)
        return error


class NotShownError(UsageError):
    """A value can't be confirmed by who has not seen where it stands on the paper."""

    @classmethod
    def of(cls, dossier: str, names: Sequence[str], key: str) -> Self:
        """``names`` are those of the fields, ``key`` is that of the first."""
        return cls(
            _("Not confirmed, because its place on the paper was not shown to you: {fields}.").format(
                fields=", ".join(names)
            ),
            _(
                "Look at it first: sohoa open {dossier} {key}; or type what the paper says: {key}=VALUE"
            ).format(dossier=dossier, key=key),
        )


class HardlyReadError(UsageError):
    """What was read so unsurely is no value that could be confirmed."""

    @classmethod
    def of(cls, name: str, key: str) -> Self:
        """``name`` is that of the field ``key``."""
        return cls(
            _("Not confirmed: {field} was hardly read, so what stands there is a guess.").format(field=name),
            _("Type what the paper says: {key}=VALUE").format(key=key),
        )


class AnotherPersonError(UsageError):
    """A value waits for another person, or for one who has not seen what the first says."""

    @classmethod
    def third(cls, name: str, persons: Sequence[str]) -> Self:
        """``persons`` read the field ``name`` differently."""
        return cls(
            _("“{field}” was read differently by {persons}: a third person decides.").format(
                field=name, persons=", ".join(persons)
            ),
            _("Have somebody else look at it, who says who they are (--who)."),
        )

    @classmethod
    def blind(cls, name: str, key: str) -> Self:
        """The field ``name`` can't be confirmed, only read once more."""
        return cls(
            _("“{field}” waits for a second person who reads it on the paper: it is not confirmed.").format(
                field=name
            ),
            _("Type what the paper says: {key}=VALUE").format(key=key),
        )


class NotHeldError(UsageError):
    """Nothing holds the dossier back."""

    @classmethod
    def of(cls, dossier: str) -> Self:
        return cls(
            _("Nobody holds dossier {dossier} back.").format(dossier=dossier),
            _("See where it stands with: sohoa show {id}").format(id=dossier),
        )


class UndecidedError(UsageError):
    """Something in a dossier is still to be decided by a person. ``left`` names each thing in a sentence."""

    left: Sequence[str] = ()

    @classmethod
    def of(cls, dossier: str, left: Sequence[str]) -> Self:
        error = cls(
            _("Dossier {dossier} is not done; still to be decided: {left}").format(
                dossier=dossier, left="; ".join(left)
            ),
            _("See what is left with: sohoa show {dossier}").format(dossier=dossier),
        )
        error.left = tuple(left)
        return error


class CoverSheetError(UsageError):
    """The scan bears the cover sheet of another dossier than the one it is added to, or nothing else."""

    @classmethod
    def of_another(cls, other: str, dossier: str) -> Self:
        return cls(
            _("The scan bears the cover sheet of dossier {other}, not of {id}.").format(
                other=other, id=dossier
            ),
            _("Add it there with: sohoa add {other} FILE…").format(other=other),
        )

    @classmethod
    def of_elsewhere(cls, other: str) -> Self:
        return cls(
            _("The scan bears a cover sheet of dossier {other} of another computer or office.").format(
                other=other
            ),
            _("Scan it where the sheet was printed, or take the sheet out and scan the papers again."),
        )

    @classmethod
    def of_procedure(cls, procedure: str, dossier: str) -> Self:
        return cls(
            _(
                "The scan bears a cover sheet of procedure {code}, which begins a new dossier, not {id}."
            ).format(code=procedure, id=dossier),
            _("Take the sheet out, or let the next run take the scan in: sohoa run FOLDER"),
        )

    @classmethod
    def alone(cls, dossier: str) -> Self:
        return cls(
            _("There is only the cover sheet of dossier {id}, no paper.").format(id=dossier),
            _("Scan its papers after the sheet, or without it."),
        )


class UnclearProcedureError(UsageError):
    """Everyday words that fit no procedure, or several about as well."""


class UnknownFieldError(UsageError):
    """The dossier's form has no field of this name."""


class AmbiguousFieldError(UsageError):
    """Several fields of the dossier's form are called so."""


class InvalidValueError(UsageError):
    """The value does not fit the type of its field."""
