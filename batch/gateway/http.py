"""One gateway over HTTP: bearer token, time-outs, short retries of what may be asked twice, errors told
apart.

Long waiting belongs to the outbox. No body of a request or answer is ever logged.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

import httpx2
import stamina
from pydantic import SecretStr

from batch.gateway.connector import OutgoingFile
from batch.gateway.errors import (
    BadAnswerError,
    BrokenConnectionError,
    CredentialsError,
    GatewayTroubleError,
    NetworkDownError,
    OversizeError,
    RefusedError,
    TransientError,
)
from batch.gateway.refusals import messages_in
from batch.gateway.spec import MinistrySpec, Operation

SHORT_RETRIES = 3
# A token this near its end is not used any more.
_TOKEN_SPARE_S = 30.0
_THIS_COMPUTER = ("127.0.0.1", "localhost", "::1")


class GatewayHttp:
    """Calls the operations of ``spec`` below ``base_url``. Not for several threads at once."""

    def __init__(
        self,
        spec: MinistrySpec,
        base_url: str,
        credentials: tuple[str, SecretStr],
        *,
        timeout_s: float = 30.0,
        upload_timeout_s: float = 300.0,
        monotonic: Callable[[], float] = time.monotonic,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._spec = spec
        self._credentials = credentials
        self._upload_timeout = httpx2.Timeout(upload_timeout_s, connect=timeout_s)
        # A proxy of the office can't reach a gateway on this computer.
        local = httpx2.URL(base_url).host in _THIS_COMPUTER
        self._client = httpx2.Client(
            base_url=base_url, timeout=timeout_s, transport=transport, trust_env=not local
        )
        self._monotonic = monotonic
        self._token, self._token_until = "", 0.0
        self.last_date: str | None = None

    @property
    def host(self) -> str:
        """The host part of the base URL, for messages."""
        return self._client.base_url.host

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def ask(self, step: str, operation: Operation, **request: Any) -> Any:
        """A call that changes nothing and may be repeated at once; None where the answer is 404 or 405."""
        for attempt in stamina.retry_context(on=TransientError, attempts=SHORT_RETRIES, timeout=30.0):
            with attempt:
                return self._call(step, operation, absent_is_none=True, **request)
        raise AssertionError("unreachable")  # pragma: no cover

    def tell(self, step: str, operation: Operation, **request: Any) -> Any:
        """A call that changes something there: sent once, whatever happens."""
        return self._call(step, operation, absent_is_none=False, **request)

    def send_file(self, operation: Operation, part: str, file: OutgoingFile) -> Any:
        """Upload one file as a multipart part, streamed from disk."""
        with file.path.open("rb") as stream:
            parts = {part: (file.name, stream, "application/pdf")}
            try:
                return self.tell("upload", operation, files=parts, timeout=self._upload_timeout)
            except OversizeError:
                raise OversizeError.file(file.name) from None

    def token_life(self) -> float:
        """Fetch a new token; its life in seconds."""
        self._fetch_token()
        return self._token_until - self._monotonic() + _TOKEN_SPARE_S

    def _call(self, step: str, operation: Operation, *, absent_is_none: bool, **request: Any) -> Any:
        if self._monotonic() >= self._token_until:
            self._fetch_token()
        response = self._send(step, operation, **request)
        if response.status_code == httpx2.codes.UNAUTHORIZED:
            # The gateway may forget a token early. A refused request was not carried out, so it may be sent
            # again.
            self._fetch_token()
            _rewind(request.get("files"))
            response = self._send(step, operation, **request)
        if absent_is_none and response.status_code in (404, 405):
            return None
        return self._answer(step, response)

    def _send(self, step: str, operation: Operation, **request: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self._token}"}
        return self._over_the_wire(step, operation, headers=headers, **request)

    def _over_the_wire(self, step: str, operation: Operation, **request: Any) -> httpx2.Response:
        try:
            response = self._client.request(operation.method, operation.path, **request)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as error:
            raise NetworkDownError.at(self.host) from error
        except httpx2.TransportError as error:
            raise BrokenConnectionError.at(step) from error
        self.last_date = response.headers.get("date")
        return response

    def _fetch_token(self) -> None:
        operation = self._spec.operations.token
        client_id, secret = self._credentials
        body = {operation.client_id: client_id, operation.client_secret: secret.get_secret_value()}
        for attempt in stamina.retry_context(on=TransientError, attempts=SHORT_RETRIES, timeout=30.0):
            with attempt:
                response = self._over_the_wire("token", operation, json=body)
                if response.status_code in (400, 401, 403):
                    raise CredentialsError.not_accepted()
                answer = self._answer("token", response)
        try:
            self._token = str(answer[operation.token])
            life = float(answer[operation.expires_in])
        except (KeyError, TypeError, ValueError) as error:
            raise BadAnswerError.nonsense("token") from error
        self._token_until = self._monotonic() + life - _TOKEN_SPARE_S

    def _answer(self, step: str, response: httpx2.Response) -> Any:
        """The JSON of a success; an error of its kind otherwise."""
        body: Any = None
        with suppress(ValueError):
            body = response.json()
        if not response.is_success:
            self._raise_for(step, response.status_code, body)
        if body is None:
            raise BadAnswerError.nonsense(step)
        if _says_no(self._spec, body):
            raise RefusedError.because(messages_in(self._spec, body))
        return body

    def _raise_for(self, step: str, code: int, body: Any) -> NoReturn:
        if code == 413:
            raise OversizeError.file("?")
        if code in (401, 403):
            raise CredentialsError.not_accepted()
        # Some gateways answer a refusal of fields with 500 and one concatenated text.
        messages = messages_in(self._spec, body)
        if messages and (code < 500 or any(message.field for message in messages)):
            raise RefusedError.because(messages)
        raise GatewayTroubleError.status(step, code)


def _says_no(spec: MinistrySpec, body: Any) -> bool:
    if not isinstance(body, Mapping) or spec.errors.code not in body:
        return False
    return str(body[spec.errors.code]) not in spec.errors.ok


def _rewind(parts: Any) -> None:
    for _name, stream, _kind in (parts or {}).values():
        stream.seek(0)


def clock_off(date_header: str | None, now: Callable[[], float] = time.time) -> float | None:
    """Seconds by which the gateway's clock is ahead of ours, None where it tells no time."""
    with suppress(TypeError, ValueError):
        if date_header:
            return parsedate_to_datetime(date_header).timestamp() - now()
    return None
