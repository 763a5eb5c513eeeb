# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a file that is to be the result of a dossier."""

from __future__ import annotations

from typing import Self

from templates.errors import UsageError
from templates.language.messages import _


class ResultError(UsageError):
    """The file is not taken as the result of the dossier; ``is_final``: nor will the same file ever be."""

    is_final = False

    @classmethod
    def doubtful(cls, name: str, doubts: str, dossier: str) -> Self:
        """Something speaks against it: a person must say why it is the result all the same."""
        return cls(
            _("{file} was not attached. {doubts}").format(file=name, doubts=doubts),
            _("If it is the result of dossier {id} all the same, say why: --because “…”").format(id=dossier),
        )

    @classmethod
    def unreadable(cls, name: str, reason: str) -> Self:
        return cls(
            _("{file} was not attached: {reason}").format(file=name, reason=reason),
            _("Give the signed file as the office or the citizen got it (PDF, JPEG, PNG, TIFF)."),
        )

    @classmethod
    def own_paper(cls, name: str, dossier: str) -> Self:
        error = cls(
            _("{file} is a paper that was handed in with dossier {id}, and no result.").format(
                file=name, id=dossier
            ),
            _("Give the paper that the citizen gets in the end."),
        )
        error.is_final = True
        return error

    @classmethod
    def too_early(cls, dossier: str, state: str) -> Self:
        return cls(
            _("Dossier {id} ({state}) can have no result yet.").format(id=dossier, state=state),
            _("Complete and package it first."),
        )

    @classmethod
    def undecided(cls, name: str, doubts: str) -> Self:
        """It waits for a person's word, and they gave no reason."""
        return cls(
            _("{file} still waits. {doubts}").format(file=name, doubts=doubts),
            _("Say why it is the result of this dossier, or why it is not."),
        )

    @classmethod
    def decided_meanwhile(cls, dossier: str) -> Self:
        return cls(
            _("What you were shown of dossier {id} no longer waits: somebody decided meanwhile.").format(
                id=dossier
            ),
            _("See which results it has."),
        )

    @classmethod
    def none_waiting(cls, dossier: str) -> Self:
        return cls(
            _("No result of dossier {id} waits for a person.").format(id=dossier),
            _("See which results it has."),
        )
