# SPDX-License-Identifier: Apache-2.0
"""The connector to a gateway of the ministry's shape: number, uploads, NopHoSo, status.

Every name it uses stands in its data file. The number (mã hồ sơ) is the gateway's; none is ever made up here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from batch.gateway.answers import (
    LONGEST_CODE,
    LONGEST_ID,
    LONGEST_NAME,
    deadline,
    field,
    identifier,
    text,
)
from batch.gateway.connectors.ministry.http import GatewayHttp
from batch.gateway.connectors.ministry.payload import build_payload, keys_of
from batch.gateway.connectors.ministry.spec import MinistrySpec
from batch.gateway.contract import (
    FieldMessage,
    GatewayHealth,
    OutgoingFile,
    RemoteFile,
    RemoteOutcome,
    RemoteResult,
    RemoteStatus,
    Submission,
    Unit,
)
from batch.gateway.errors import (
    BadAnswerError,
    DamagedTransferError,
    ForbiddenError,
    LostNumberError,
    RefusedError,
)
from batch.gateway.unanswered import UnansweredError
from intake.store.objects import digest

MOST_RESULTS = 20
"""More files than that are the result of no dossier."""


class MinistryConnector:
    """See ``batch.gateway.contract.Connector``."""

    def __init__(self, spec: MinistrySpec, http: GatewayHttp, unit: Unit, base_url: str = "") -> None:
        self.name = spec.id
        self.copy: str = spec.operations.upload.copy_sent
        self._spec = spec
        self._http = http
        self._unit = unit
        self._base_url = base_url

    def test(self) -> GatewayHealth:
        return self._http.health(self._base_url, self._http.token_life())

    def check(self, submission: Submission) -> Sequence[FieldMessage]:
        # The number is issued later, so its absence is no fault yet.
        return build_payload(self._spec, self._unit, submission, "pending", {}).faults

    def issue_number(self) -> str:
        operation = self._spec.operations.number
        answer = self._http.tell("number", operation, params={operation.unit: self._unit.code})
        number = identifier(field(answer, operation.value), operation.longest)
        if not re.fullmatch(operation.shape, number):
            raise BadAnswerError.nonsense("number")
        return number

    def find(self, number: str) -> RemoteStatus | None:
        operation = self._spec.operations.status
        try:
            rows = self._http.ask("status", operation, params={operation.number: number})
        except LostNumberError:
            return None
        for row in rows if isinstance(rows, list) else []:
            if identifier(field(row, operation.row_number)) == number:
                return self._status(row, number)
        # Only an empty list says that the dossier is not there; anything else is no answer to what was asked.
        if rows != []:
            raise BadAnswerError.nonsense("status")
        return None

    def _status(self, row: Mapping[str, Any], number: str) -> RemoteStatus:
        operation = self._spec.operations.status
        code = text(row.get(operation.row_status), LONGEST_CODE)
        known = self._spec.statuses.get(code)
        until, odd = deadline(row.get(operation.row_supplement_by), self._spec.formats.deadlines)
        note = text(row.get(operation.row_note)) or text(row.get(operation.row_note_else))
        return RemoteStatus(
            remote_id=text(row.get(operation.row_id), LONGEST_ID),
            number=number,
            code=code or "?",
            name=known.name["vi"] if known else "",
            outcome=known.outcome if known else RemoteOutcome.UNKNOWN,
            note=text(f"{note} ({odd})") if odd else note,
            procedure=text(row.get(operation.row_procedure)),
            owner=text(row.get(operation.row_owner)),
            state=known.state if known else "",
            supplement_by=until,
            results=self._results(row.get(operation.row_results)),
        )

    def _results(self, told: Any) -> tuple[RemoteResult, ...]:
        """What of a list of results can be had; what else stands in it is left out."""
        operation = self._spec.operations.result
        if operation is None or not isinstance(told, list):
            return ()
        found = (
            RemoteResult(
                identifier(field(entry, operation.row_id)),
                text(field(entry, operation.row_name), LONGEST_NAME),
                identifier(field(entry, operation.row_hash)).lower(),
                text(field(entry, operation.row_code), LONGEST_ID),
            )
            for entry in told[:MOST_RESULTS]
        )
        return tuple(dict.fromkeys(one for one in found if one.id))

    def fetch(self, result: RemoteResult, into: Path) -> None:
        operation = self._spec.operations.result
        assert operation is not None  # or no status would have named it
        self._http.fetch(operation, into, operation.most_mb * 1_000_000, params={operation.id: result.id})
        if result.sha256 and digest(into).sha256 != result.sha256:
            raise DamagedTransferError.of(result.name or result.id)

    def find_upload(self, file: OutgoingFile) -> RemoteFile | None:
        operation = self._spec.operations.find_upload
        if operation is None:
            raise UnansweredError.at("find-upload")
        try:
            answer = self._http.search("find-upload", operation, params={operation.hash: file.sha256})
        except (RefusedError, ForbiddenError) as error:
            raise UnansweredError.at("find-upload") from error
        if answer is None:  # it knows no such address
            raise UnansweredError.at("find-upload")
        # As with the status: only an empty list says that it is not there.
        return None if answer == [] else self._file("find-upload", answer, file)

    def upload(self, file: OutgoingFile) -> RemoteFile:
        operation = self._spec.operations.upload
        return self._file("upload", self._http.send_file(operation, operation.part, file), file)

    def _file(self, step: str, answer: Any, file: OutgoingFile) -> RemoteFile:
        operation = self._spec.operations.upload
        row = answer[0] if isinstance(answer, list) and answer else None
        found = RemoteFile(identifier(field(row, operation.id)), identifier(field(row, operation.hash)))
        if not found.id or not found.hash:
            raise BadAnswerError.nonsense(step)
        if found.hash.lower() != file.sha256:
            raise DamagedTransferError.of(file.name)
        return found

    def payload(
        self, submission: Submission, number: str, uploads: Mapping[str, RemoteFile]
    ) -> dict[str, Any]:
        return build_payload(self._spec, self._unit, submission, number, uploads).body

    def keys(self, submission: Submission) -> Mapping[str, str]:
        return keys_of(self._spec, self._unit, submission)

    def submit(self, payload: Mapping[str, Any], number: str) -> str:
        operation = self._spec.operations.submit
        data = field(self._http.tell("submit", operation, json=dict(payload)), "data")
        if identifier(field(data, operation.number)) != number:
            raise BadAnswerError.nonsense("submit")
        return text(field(data, operation.id), LONGEST_ID)

    def close(self) -> None:
        self._http.close()
