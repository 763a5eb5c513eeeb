"""The connector to a gateway of the ministry's shape: number, uploads, NopHoSo, status.

Every name it uses stands in its data file. The number (mã hồ sơ) is the gateway's; none is ever made up here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from batch.gateway.connector import (
    FieldMessage,
    Health,
    OutgoingFile,
    RemoteFile,
    RemoteStatus,
    Submission,
)
from batch.gateway.errors import BadAnswerError, DamagedTransferError, RefusedError
from batch.gateway.http import GatewayHttp, clock_off
from batch.gateway.payload import Unit, build_payload
from batch.gateway.refusals import says_already
from batch.gateway.spec import MinistrySpec


class MinistryConnector:
    """See ``batch.gateway.connector.Connector``."""

    def __init__(self, spec: MinistrySpec, http: GatewayHttp, unit: Unit, base_url: str = "") -> None:
        self.name = spec.id
        self.copy: str = spec.operations.upload.copy_sent
        self._spec = spec
        self._http = http
        self._unit = unit
        self._base_url = base_url

    def test(self) -> Health:
        life = self._http.token_life()
        return Health(self._base_url, life, clock_off(self._http.last_date))

    def check(self, submission: Submission) -> Sequence[FieldMessage]:
        # The number is issued later, so its absence is no fault yet.
        return build_payload(self._spec, self._unit, submission, "pending", {}).faults

    def issue_number(self) -> str:
        operation = self._spec.operations.number
        answer = self._http.tell("number", operation, params={operation.unit: self._unit.code})
        number = answer.get(operation.value) if isinstance(answer, Mapping) else None
        if not isinstance(number, str) or not number.strip():
            raise BadAnswerError.nonsense("number")
        return number.strip()

    def find(self, number: str) -> RemoteStatus | None:
        operation = self._spec.operations.status
        answer = self._http.ask("status", operation, params={operation.number: number})
        for row in answer if isinstance(answer, list) else []:
            if isinstance(row, Mapping) and row.get(operation.row_number) == number:
                return self._status(row, number)
        return None

    def _status(self, row: Mapping[str, Any], number: str) -> RemoteStatus:
        operation = self._spec.operations.status
        code = str(row.get(operation.row_status, ""))
        known = self._spec.statuses.get(code)
        if known is None:
            raise BadAnswerError.nonsense("status")
        return RemoteStatus(
            remote_id=str(row.get(operation.row_id, "")),
            number=number,
            code=code,
            name=known.name["vi"],
            outcome=known.outcome,
            note=str(row.get(operation.row_note) or ""),
            has_result=bool(row.get(operation.row_results)),
        )

    def find_upload(self, file: OutgoingFile) -> RemoteFile | None:
        operation = self._spec.operations.find_upload
        if operation is None:
            return None
        answer = self._http.ask("find-upload", operation, params={operation.hash: file.sha256})
        return self._file(answer, file) if answer else None

    def upload(self, file: OutgoingFile) -> RemoteFile:
        operation = self._spec.operations.upload
        return self._file(self._http.send_file(operation, operation.part, file), file)

    def _file(self, answer: Any, file: OutgoingFile) -> RemoteFile:
        operation = self._spec.operations.upload
        try:
            row = answer[0]
            found = RemoteFile(str(row[operation.id]), str(row[operation.hash]))
        except (KeyError, IndexError, TypeError) as error:
            raise BadAnswerError.nonsense("upload") from error
        if found.hash.lower() != file.sha256:
            raise DamagedTransferError.of(file.name)
        return found

    def payload(
        self, submission: Submission, number: str, uploads: Mapping[str, RemoteFile]
    ) -> dict[str, Any]:
        return build_payload(self._spec, self._unit, submission, number, uploads).body

    def submit(self, payload: Mapping[str, Any], number: str) -> str:
        operation = self._spec.operations.submit
        try:
            answer = self._http.tell("submit", operation, json=dict(payload))
        except RefusedError as error:
            return self._there_already(error, number)
        data = answer.get("data") if isinstance(answer, Mapping) else None
        if not isinstance(data, Mapping) or data.get(operation.number) != number:
            raise BadAnswerError.nonsense("submit")
        return str(data.get(operation.id, ""))

    def _there_already(self, error: RefusedError, number: str) -> str:
        """The gateway says that it has this number: believed only if it can show the dossier."""
        found = self.find(number) if says_already(self._spec, error.messages) else None
        if found is None:
            raise error
        return found.remote_id

    def close(self) -> None:
        self._http.close()
