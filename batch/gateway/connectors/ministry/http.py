# SPDX-License-Identifier: Apache-2.0
"""One gateway over HTTP: bearer token, deadlines, short retries of what may be asked twice.

Long waiting belongs to the outbox. No body of a request or answer is ever logged.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import httpx2
import stamina
from pydantic import SecretStr

from batch.gateway.answers import LONGEST_TOKEN, Answer, field, identifier, parse, retry_after, seconds
from batch.gateway.connectors.ministry.spec import MinistrySpec, Operation
from batch.gateway.connectors.ministry.verdicts import codes_of, verdict
from batch.gateway.contract import OutgoingFile
from batch.gateway.errors import (
    AskedToWaitError,
    BadAnswerError,
    BrokenConnectionError,
    CredentialsError,
    DamagedTransferError,
    ForbiddenError,
    NetworkDownError,
    OversizeError,
    Scope,
    TransientError,
)
from batch.gateway.route import route_to
from batch.gateway.wire import CallDeadline, open_client, read_body
from intake.settings.log import note_retries
from intake.store.objects import telling_of_full_disk

_T = TypeVar("_T")
Reading = Callable[[str, httpx2.Response], Answer]
"""What is made of an answer to a step."""

SHORT_RETRIES = 3
# No new try begins after this long.
_SHORT_RETRIES_S = 30.0
# A token this near its end is not used any more, and none is believed to live longer than a day.
_TOKEN_SPARE_S = 30.0
_LONGEST_TOKEN_LIFE_S = 86_400.0
_UNAUTHORIZED = 401
_SIGN_IN_REFUSED = frozenset({400, 401, 403})
# It answers no such questions. 404 may also come from what stands before it while it is away.
_NOT_FOUND, _NO_SUCH_QUESTION = 404, frozenset({404, 405, 501})
_BELIEVED_S = 60.0
_SAVED: dict[str, Any] = {}
"""The body of an answer that was a file."""
# What another try at once would not change.
_LASTING = (AskedToWaitError, ForbiddenError)


class GatewayHttp:
    """Calls the operations of ``spec`` below ``base_url``. Not for several threads at once.

    ``timeout_s`` is the longest that one call may take from connecting to its answer's last byte,
    ``upload_timeout_s`` the same for a file. Raises GatewaySetupError for an address that must not be used.
    """

    def __init__(
        self,
        spec: MinistrySpec,
        base_url: str,
        credentials: tuple[str, SecretStr],
        *,
        timeout_s: float = 30.0,
        upload_timeout_s: float = 300.0,
        allow_http: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._spec = spec
        self._credentials = credentials
        self._timeout_s, self._upload_timeout_s = timeout_s, upload_timeout_s
        self._monotonic = monotonic
        self._deadline = CallDeadline(monotonic)
        self.route = route_to(base_url, allow_http=allow_http)
        self._client = open_client(self.route, self._deadline)
        self._token, self._token_until = "", 0.0
        self._not_found_until = 0.0
        self.last_date: str | None = None

    @property
    def host(self) -> str:
        """The host part of the base URL, for messages."""
        return self.route.url.host

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def ask(self, step: str, operation: Operation, **request: Any) -> Any:
        """A call that changes nothing and may be repeated at once."""
        return _patiently(lambda: self._call(step, operation, **request))

    def search(self, step: str, operation: Operation, **request: Any) -> Any:
        """What ``ask`` gives, None where the gateway answers no such questions.

        "Not found" is believed for a minute once the gateway itself says it: it is asked a second time, after
        it has let us in anew.
        """
        return _patiently(lambda: self._search(step, operation, **request))

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

        def save(step: str, response: httpx2.Response) -> Answer:
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if not response.is_success or kind == "application/json":
                return self._read(step, response)
            with telling_of_full_disk():
                into.write_bytes(read_body(step, response, most))
            return Answer(response.status_code, _SAVED)

        told = self._call("result", operation, within_s=self._upload_timeout_s, read=save, **request)
        if told is not _SAVED:
            raise BadAnswerError.nonsense("result")

    def token_life(self) -> float:
        """Fetch a new token; its life in seconds."""
        self._fetch_token()
        return self._token_until - self._monotonic() + _TOKEN_SPARE_S

    def _search(self, step: str, operation: Operation, **request: Any) -> Any:
        answer = self._answer(step, operation, **request)
        if answer.status == _NOT_FOUND and self._monotonic() >= self._not_found_until:
            self._fetch_token()
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
        if self._monotonic() >= self._token_until:
            self._fetch_token()
        answer = self._send(step, operation, within_s, read=read, **request)
        if _UNAUTHORIZED in codes_of(self._spec, answer):
            # The gateway may forget a token early. A refused request was not carried out, so it may be sent
            # again.
            self._fetch_token()
            _rewind(request.get("files"))
            answer = self._send(step, operation, within_s, read=read, **request)
        return answer

    def _send(self, step: str, operation: Operation, within_s: float, **request: Any) -> Answer:
        headers = {"Authorization": f"Bearer {self._token}"}
        return self._over_the_wire(step, operation, within_s or self._timeout_s, headers=headers, **request)

    def _over_the_wire(
        self,
        step: str,
        operation: Operation,
        within_s: float,
        *,
        read: Reading | None = None,
        **request: Any,
    ) -> Answer:
        self._deadline.start(within_s)
        timeout = httpx2.Timeout(within_s, connect=min(within_s, self._timeout_s))
        try:
            with self._client.stream(
                operation.method, operation.path, timeout=timeout, **request
            ) as response:
                return (read or self._read)(step, response)
        except httpx2.DecodingError as error:
            raise BadAnswerError.nonsense(step) from error
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as error:
            self._unreachable(error)
        except httpx2.TimeoutException as error:
            raise BrokenConnectionError.too_slow(step) from error
        except httpx2.TransportError as error:
            raise BrokenConnectionError.at(step) from error

    def _read(self, step: str, response: httpx2.Response) -> Answer:
        body = read_body(step, response)
        self.last_date = response.headers.get("date")
        wait_s = retry_after(response.headers.get("retry-after"), self.last_date, time.time())
        return Answer(response.status_code, parse(body), wait_s)

    def _unreachable(self, error: httpx2.TransportError) -> NoReturn:
        if _by_certificate(error):
            raise NetworkDownError.untrusted(self.host) from error
        if self.route.proxy:
            raise NetworkDownError.by_proxy(self.route.proxy_host) from error
        raise NetworkDownError.at(self.host) from error

    def _fetch_token(self) -> None:
        try:
            self._token, life_s = _patiently(self._sign_in)
        except TransientError as error:
            error.scope = Scope.LINE  # without a token nobody's dossier goes out
            raise
        self._token_until = self._monotonic() + min(life_s, _LONGEST_TOKEN_LIFE_S) - _TOKEN_SPARE_S

    def _sign_in(self) -> tuple[str, float]:
        """A token and its life in seconds."""
        operation = self._spec.operations.token
        client_id, secret = self._credentials
        body = {operation.client_id: client_id, operation.client_secret: secret.get_secret_value()}
        answer = self._over_the_wire("token", operation, self._timeout_s, json=body)
        if codes_of(self._spec, answer) & _SIGN_IN_REFUSED:
            raise CredentialsError.not_accepted()
        told = verdict(self._spec, "token", answer)
        life_s = seconds(field(told, operation.expires_in))
        if life_s is None or not field(told, operation.token):
            raise BadAnswerError.nonsense("token")
        token = identifier(field(told, operation.token), LONGEST_TOKEN)
        if not token:
            raise CredentialsError.odd_token()
        return token, life_s


def _patiently(call: Callable[[], _T]) -> _T:
    """``call``, again at once where it failed for a moment."""
    for attempt in stamina.retry_context(on=_momentary, attempts=SHORT_RETRIES, timeout=_SHORT_RETRIES_S):
        with attempt:
            return call()
    raise AssertionError("unreachable")  # pragma: no cover


note_retries()


def _momentary(error: Exception) -> bool:
    if not isinstance(error, TransientError) or isinstance(error, _LASTING):
        return False
    return error.retry_after_s is None


def _by_certificate(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


def _rewind(parts: Any) -> None:
    for _name, stream, _kind in (parts or {}).values():
        stream.seek(0)
