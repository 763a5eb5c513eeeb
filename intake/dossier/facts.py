# SPDX-License-Identifier: Apache-2.0
"""What the completeness check knows of a dossier: plain frozen records, free of database and pixels."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from intake.dossier.deadline.clock import Turn
from intake.dossier.decisions import Decision
from intake.dossier.matter.dossiers import MatterDossier
from intake.dossier.requester import Requester
from intake.dossier.values import FormValue, PageRef, Statement
from templates.language.messages import DEFAULT_LANGUAGE, current_language


class Severity(StrEnum):
    """How much a finding weighs: ``error`` blocks, ``warning`` wants a person's look, ``info`` only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """One paper in the dossier: its kind and the pages it takes up in a stored document.

    ``edition`` names the print of the form that was recognised (``2015``, ``2020``, ``2024``), empty if
    unknown. ``settled``: of no known kind, but blank, or a person said that it is another paper. ``strays``
    are those of its pages that nobody surely recognised, and that were only laid to it because they follow.
    ``elsewhere`` are its pages in other files, where a person joined them to it. ``text`` is every word read
    on its pages, None where none were asked for (a checklist).
    """

    kind: str
    document: str
    pages: tuple[int, ...]
    readable: bool = True
    edition: str = ""
    settled: bool = False
    strays: tuple[PageRef, ...] = ()
    elsewhere: tuple[PageRef, ...] = ()
    text: str | None = None

    @property
    def places(self) -> tuple[PageRef, ...]:
        """All its pages."""
        return (*(PageRef(self.document, page) for page in self.pages), *self.elsewhere)

    @property
    def first(self) -> PageRef:
        """Where the paper begins."""
        return PageRef(self.document, min(self.pages, default=1))


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """All the check needs: papers, readings, the form's chosen values, the clerk's answers, the reception.

    ``received_at`` is aware, ``turns`` is what stopped, started or moved the deadline since; ``answers`` maps
    a question of the procedure to one of its values. ``commune`` is this office's own ("Xã …, tỉnh …"), empty
    where the settings name none. ``files`` tells how the stored documents (by hash) are called, ``came`` when
    they came, ``decisions`` what persons decided about findings, by their fingerprint, ``requester`` who
    asked as the counter was told. ``alike`` are dossiers that share a key of their matter with this one, as
    ``mine`` sees itself among them; None where the procedure has no such matter. ``procedures``: of which of
    them the dossier is a person has to say first; none where that is known. ``signed`` are the stored
    documents (by hash) that somebody signed digitally.
    """

    received_at: datetime
    papers: tuple[DocumentFact, ...] = ()
    readings: tuple[Statement, ...] = ()
    form: Mapping[str, FormValue] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    commune: str = ""
    turns: tuple[Turn, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    came: Mapping[str, datetime] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    requester: Requester = field(default_factory=Requester)
    mine: MatterDossier | None = None
    alike: tuple[MatterDossier, ...] = ()
    procedures: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()

    def of_kind(self, kind: str) -> tuple[DocumentFact, ...]:
        """The papers of one kind, in the order of the dossier."""
        return tuple(paper for paper in self.papers if paper.kind == kind)

    def has(self, kind: str) -> bool:
        """Whether a paper of this kind lies in the dossier."""
        return any(paper.kind == kind for paper in self.papers)


UNREAD = ".field-unread"
"""The end of the code of a finding about a field where something may stand that was not read."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found by the check.

    ``code`` is stable and free of values. ``clerk`` is a sentence in the chosen language (``said``: in each),
    ``citizen`` one plain Vietnamese sentence (empty where the citizen need not act). Sentences may show
    values: they are for the screen and the slip, not for logs. ``fingerprint`` tells what was found from all
    else that may be found, and ends when the dossier's papers change; "" where nothing is to be decided about
    it. ``decided_by`` says whose decision made an ``info`` of it, and for what ``reason``. ``other_dossier``
    may be of the same matter, ``pair`` is a hash of what both say of it. Stored and printed with ``--json``
    as it stands here.
    """

    code: str
    severity: Severity
    clerk: str
    citizen: str = ""
    paper: str = ""
    field: str = ""
    page: PageRef | None = None
    law: str = ""
    unverified: bool = False
    fingerprint: str = ""
    decided_by: str = ""
    reason: str = ""
    said: Mapping[str, str] = dataclasses.field(default_factory=dict)
    other_dossier: str = ""
    pair: str = ""


def kept_finding(told: Mapping[str, Any]) -> dict[str, Any]:
    """A finding as the store keeps it: the same whatever language it was found in."""
    return {**told, "clerk": told.get("said", {}).get(DEFAULT_LANGUAGE, told.get("clerk", ""))}


def finding_told(kept: Mapping[str, Any]) -> dict[str, Any]:
    """A stored finding with its sentence in the language spoken; one that an earlier version kept in that of
    its check.
    """
    return {**kept, "clerk": kept.get("said", {}).get(current_language(), kept.get("clerk", ""))}
