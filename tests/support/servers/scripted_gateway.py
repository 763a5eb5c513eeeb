# SPDX-License-Identifier: Apache-2.0
"""A gateway in memory that fails as it is told, for everything about the queue that needs no HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from batch.gateway.contract import (
    FieldMessage,
    GatewayHealth,
    OutgoingFile,
    RemoteFile,
    RemoteOutcome,
    RemoteResult,
    RemoteStatus,
    Submission,
)
from batch.gateway.errors import AlreadyThereError

STEPS = ("number", "upload", "submit")
STATES = {
    RemoteOutcome.PENDING: "registered",
    RemoteOutcome.ACCEPTED: "accepted",
    RemoteOutcome.RETURNED: "supplement-wanted",
    RemoteOutcome.REJECTED: "refused",
}


@dataclass
class Fault:
    """``error`` is raised at the next ``times`` calls of ``step``, at ``dossier`` only if one is named; with
    ``late`` after the call was carried out.
    """

    step: str
    error: Exception
    dossier: str = ""
    times: int = 1
    late: bool = False


@dataclass
class ScriptedGateway:
    """See ``batch.gateway.contract.Connector``. ``taken`` holds every submission that was carried out."""

    name: str = "scripted"
    copy: str = "portal"
    faults: list[Fault] = field(default_factory=list)
    issued: int = 0
    uploaded: list[str] = field(default_factory=list)
    taken: list[tuple[str, str]] = field(default_factory=list)
    outcomes: dict[str, RemoteOutcome] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    means: dict[str, str] = field(default_factory=dict)
    results: dict[str, list[RemoteResult]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    until: dict[str, date] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    at: str = ""

    def test(self) -> GatewayHealth:
        return GatewayHealth("scripted", 3600.0)

    def check(self, submission: Submission) -> Sequence[FieldMessage]:
        self.at = submission.dossier
        self._fail("check")
        return ()

    def issue_number(self) -> str:
        self._fail("number")
        self.issued += 1
        self._fail("number", late=True)
        return f"G09-{self.issued:04}"

    def find(self, number: str) -> RemoteStatus | None:
        self.asked.append(number)
        self.at = next((dossier for known, dossier in self.taken if known == number), self.at)
        self._fail("find")
        if number in self.hidden or number not in self.numbers:
            return None
        outcome = self.outcomes.get(number, RemoteOutcome.PENDING)
        told = (outcome.value, outcome.value, outcome, self.notes.get(number, ""))
        results = tuple(self.results.get(number, ()))
        means, until = self.means.get(number, STATES.get(outcome, "")), self.until.get(number)
        return RemoteStatus(f"HS-{number}", number, *told, state=means, supplement_by=until, results=results)

    def fetch(self, result: RemoteResult, into: Path) -> None:
        self._fail("fetch")
        into.write_bytes(self.files[result.id])

    def find_upload(self, file: OutgoingFile) -> RemoteFile | None:
        known = file.sha256 in self.uploaded
        return RemoteFile(f"TT-{file.sha256[:8]}", file.sha256) if known else None

    def upload(self, file: OutgoingFile) -> RemoteFile:
        self._fail("upload")
        self.uploaded.append(file.sha256)
        self._fail("upload", late=True)
        return RemoteFile(f"TT-{file.sha256[:8]}", file.sha256)

    def payload(
        self, submission: Submission, number: str, uploads: Mapping[str, RemoteFile]
    ) -> dict[str, Any]:
        assert {file.sha256 for file in submission.files} <= set(uploads)
        return {"dossier": submission.dossier, "number": number}

    def keys(self, _submission: Submission) -> Mapping[str, str]:
        return {"GioiTinh": "child.sex"}

    def submit(self, payload: Mapping[str, Any], number: str) -> str:
        self._fail("submit")
        if number in self.numbers and self.outcomes.get(number) is not RemoteOutcome.RETURNED:
            raise AlreadyThereError("x")
        self.taken.append((number, payload["dossier"]))
        self._fail("submit", late=True)
        return f"HS-{number}"

    def close(self) -> None:
        self.at = ""

    @property
    def numbers(self) -> list[str]:
        """The numbers of what was taken."""
        return [number for number, _dossier in self.taken]

    @property
    def dossiers(self) -> list[str]:
        """Our ids of what was taken, in that order."""
        return [dossier for _number, dossier in self.taken]

    def _fail(self, step: str, *, late: bool = False) -> None:
        for fault in self.faults:
            here = fault.dossier in ("", self.at) and (fault.step, fault.late) == (step, late)
            if here and fault.times > 0:
                fault.times -= 1
                raise fault.error
