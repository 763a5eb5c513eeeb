"""What autofill decides and the store keeps: the value of one field of the form, with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ocr.result import Proposal

PERSON = "person"
"""The source of a value that a person set or confirmed; the others are those of ``ocr.result.Source``."""


class Agreement(StrEnum):
    """How the papers of a dossier agree on one value."""

    SINGLE = "single"
    EQUAL = "equal"
    TONES = "tones"  # differ only in diacritics, case or spacing
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value that a paper offers for a field of the form.

    ``paper`` is the kind of paper, ``key`` the field's key on that paper, ``document_id`` and ``page`` (from
    1) where it stands, ``box`` ``[x, y, w, h]`` in pixels of the stored page, ``source`` as in
    ``ocr.result.Source``.
    """

    value: str
    raw: str
    confidence: float
    source: str
    paper: str
    key: str
    document_id: int
    page: int
    box: tuple[int, int, int, int]
    proposals: tuple[Proposal, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "raw": self.raw,
            "confidence": self.confidence,
            "source": self.source,
            "paper": self.paper,
            "key": self.key,
            "document_id": self.document_id,
            "page": self.page,
            "box": list(self.box),
            "proposals": [proposal_json(proposal) for proposal in self.proposals],
        }


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """A proposal as the store keeps it and programs get it."""
    return {"text": proposal.text, "source": proposal.source, "score": proposal.score}


@dataclass(frozen=True, slots=True)
class Witness:
    """Another paper whose reading says the same as a doubtful one, and so confirmed it."""

    paper: str
    source: str
    document_id: int
    page: int

    def as_json(self) -> dict[str, Any]:
        return {
            "paper": self.paper,
            "source": self.source,
            "document_id": self.document_id,
            "page": self.page,
        }


@dataclass(frozen=True, slots=True)
class FormChoice:
    """The value of one field of the form: the best candidate, the others, and whether a person must look.

    ``confirmed`` names the papers that made a doubtful reading believed, ``proposals`` what it may mean
    instead.
    """

    key: str
    best: Candidate
    others: tuple[Candidate, ...] = ()
    agreement: Agreement = Agreement.SINGLE
    needs_review: bool = False
    confirmed: tuple[Witness, ...] = ()
    proposals: tuple[Proposal, ...] = ()
