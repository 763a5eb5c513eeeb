# SPDX-License-Identifier: Apache-2.0
"""One gateway over HTTP: bearer token, uploads, what may be asked twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Unpack

from pydantic import SecretStr

from batch.gateway.answers import Answer
from batch.gateway.connectors.ministry.spec import MinistrySpec
from batch.gateway.contract import OutgoingFile
from batch.gateway.errors import (
    BadAnswerError,
    CredentialsError,
    DamagedTransferError,
    OversizeError,
)
from batch.gateway.protocol.bearer import SIGN_IN_REFUSED, BearerToken, token_in
from batch.gateway.protocol.calls import SAVED, Reading, patiently, rewind
from batch.gateway.protocol.line import HttpLine, LineOptions
from batch.gateway.protocol.models import Operation
from batch.gateway.protocol.verdicts import codes_of, verdict

_UNAUTHORIZED = 401
# It answers no such questions. 404 may also come from what stands before it while it is away.
_NOT_FOUND, _NO_SUCH_QUESTION = 404, frozenset({404, 405, 501})
_BELIEVED_S = 60.0


class GatewayHttp(HttpLine):
    """Calls the operations of ``spec`` below ``base_url``. Not for several threads at once."""

    def __init__(
        self,
        spec: MinistrySpec,
        base_url: str,
        credentials: tuple[str, SecretStr],
        **options: Unpack[LineOptions],
    ) -> None:
        super().__init__(base_url, **options)
        self._spec = spec
        self._credentials = credentials
        self._token = BearerToken(self._sign_in, self._monotonic)
        self._not_found_until = 0.0

    def ask(self, step: str, operation: Operation, **request: Any) -> Any:
        """A call that changes nothing and may be repeated at once."""
        return patiently(lambda: self._call(step, operation, **request))

    def search(self, step: str, operation: Operation, **request: Any) -> Any:
        """What ``ask`` gives, None where the gateway answers no such questions.

        "Not found" is believed for a minute once the gateway itself says it: it is asked a second time, after
        it has let us in anew.
        """
        return patiently(lambda: self._search(step, operation, **request))

    def tell(self, step: str, operation: Operation, **request: Any) -> Any:
        """A call that changes something there: sent once, whatever happens."""
        return self._call(step, operation, **request)

    def send_file(self, operation: Operation, part: str, file: OutgoingFile) -> Any:
        """Upload one file as a multipart part, streamed from disk.

        Raises:
            OversizeError: it is larger than the gateway takes.
            DamagedTransferError: it can't be read any more.
        """
        try:
            with file.path.open("rb") as stream:
                parts = {part: (file.name, stream, "application/pdf")}
                return self._call("upload", operation, within_s=self._upload_timeout_s, files=parts)
        except OversizeError:
            raise OversizeError.file(file.name) from None
        except OSError as error:
            raise DamagedTransferError.unreadable(file.name) from error

    def fetch(self, operation: Operation, into: Path, most: int, **request: Any) -> None:
        """Write a file of at most ``most`` bytes that the gateway hands back, to ``into``.

        Raises BadAnswerError for a larger one, and for JSON in the place of a file.
        """
        read = self._calls.saving(into, most)
        told = self._call("result", operation, within_s=self._upload_timeout_s, read=read, **request)
        if told is not SAVED:
            raise BadAnswerError.nonsense("result")

    def token_life(self) -> float:
        """Fetch a new token; its life in seconds."""
        return self._token.renew()

    def _search(self, step: str, operation: Operation, **request: Any) -> Any:
        answer = self._answer(step, operation, **request)
        if answer.status == _NOT_FOUND and self._monotonic() >= self._not_found_until:
            self._token.renew()
            answer = self._answer(step, operation, **request)
            if answer.status == _NOT_FOUND:
                self._not_found_until = self._monotonic() + _BELIEVED_S
        return None if answer.status in _NO_SUCH_QUESTION else verdict(self._spec, step, answer)

    def _call(
        self,
        step: str,
        operation: Operation,
        *,
        within_s: float = 0.0,
        read: Reading | None = None,
        **request: Any,
    ) -> Any:
        answer = self._answer(step, operation, within_s=within_s, read=read, **request)
        return verdict(self._spec, step, answer)

    def _answer(
        self,
        step: str,
        operation: Operation,
        *,
        within_s: float = 0.0,
        read: Reading | None = None,
        **request: Any,
    ) -> Answer:
        self._token.ensure()
        answer = self._send(step, operation, within_s, read=read, **request)
        if _UNAUTHORIZED in codes_of(self._spec, answer):
            # The gateway may forget a token early. A refused request was not carried out, so it may be sent
            # again.
            self._token.renew()
            rewind(request.get("files"))
            # A file has one time for both, or slow pauses would outlast the lease of its dossier.
            answer = self._send(step, operation, within_s, read=read, again=within_s > 0, **request)
        return answer

    def _send(self, step: str, operation: Operation, within_s: float, **request: Any) -> Answer:
        asked = {"within_s": within_s, "headers": self._token.header, **request}
        return self._calls.send(step, operation.method, operation.path, **asked)

    def _sign_in(self) -> tuple[str, float]:
        """A token and its life in seconds."""
        operation = self._spec.operations.token
        client_id, secret = self._credentials
        body = {operation.client_id: client_id, operation.client_secret: secret.get_secret_value()}
        answer = self._calls.send("token", operation.method, operation.path, json=body)
        if codes_of(self._spec, answer) & SIGN_IN_REFUSED:
            raise CredentialsError.not_accepted()
        told = verdict(self._spec, "token", answer)
        return token_in(told, operation.token, operation.expires_in)
