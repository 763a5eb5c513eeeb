# SPDX-License-Identifier: Apache-2.0
"""A dossier as the store keeps it: plain frozen records, free of the database, which outlive the transaction
that gave them out.

Their attributes are named as the columns of the tables, which say more of each (``intake.store.tables``). A
record is a picture: after a change, ask the store again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from intake.dossier.pages.arrangement import AS_IT_CAME, PageSaid
from intake.dossier.states import State

WITHDRAWN = "withdrawn"
"""The refusal code of a paper that a person took back; its file and its pages' readings stay kept."""

REPLACED = "replaced"
"""The refusal code of a paper for which a newer file of the same name in its folder stands in; kept too."""

REMOVED = "removed"
"""The refusal code of a file of which a person took every page out of the dossier; kept too."""

TAKEN_OUT = (WITHDRAWN, REMOVED)
"""The refusal codes of papers that a person took out: only a person brings them back."""

GONE = (*TAKEN_OUT, REPLACED)
"""The refusal codes of papers that are out of their dossier."""

READ = "read"
"""The status of a page that was read."""

FAILED = "failed"
"""The status of a page that could not be read."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """One citizen's request; ``official_number`` is the mã hồ sơ once a server issued one.

    ``version`` tells whether it was changed since (``intake.services.changing.meanwhile``); ``due_on`` is the
    day its result is due, as reckoned last (``intake.services.deadline.due_days``).
    """

    id: str
    procedure: str
    state: State
    received_at: datetime
    folder: str = ""
    place: str = ""
    owner: str = ""
    requester: str = ""
    official_number: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    register_year: int | None = None
    register_number: int | None = None
    version: int = 1
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One paper of a dossier; its bytes lie under ``sha256``, None where none could be read."""

    id: int
    dossier_id: str
    sha256: str | None
    name: str
    added_at: datetime
    media_type: str = ""
    page_count: int = 0
    size: int = 0
    refusal_code: str = ""
    refusal_reason: str = ""
    place: str = ""
    stands_for: int | None = None

    @property
    def refused(self) -> bool:
        return bool(self.refusal_code) and not self.withdrawn

    @property
    def withdrawn(self) -> bool:
        """Whether the paper is out of the dossier again: a person took it back, or a newer one stands in."""
        return self.refusal_code in GONE


@dataclass(frozen=True, slots=True)
class StoredPage:
    """One page (``number`` from 1) of a paper as last read, without what was read on it."""

    document_id: int
    number: int
    reader: str
    status: str
    read_at: datetime
    reason: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class LaidPage:
    """A page (``number`` from 1) of a dossier's ``paper``, in its place among all of them, and what persons
    said of it. A file that could not be opened has one, number 1.
    """

    paper: StoredFile
    number: int
    said: PageSaid = AS_IT_CAME

    @property
    def page(self) -> tuple[int, int]:
        """By which it is named: the file's row id, and the number."""
        return self.paper.id, self.number
