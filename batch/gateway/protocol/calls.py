# SPDX-License-Identifier: Apache-2.0
"""The calls to one gateway over HTTP: deadlines, what goes wrong on the way, short retries of what may be
asked twice.

Long waiting belongs to the outbox. No body of a request or answer is ever logged.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import httpx2
import stamina

from batch.gateway.answers import Answer, parse, retry_after
from batch.gateway.errors import (
    AskedToWaitError,
    BadAnswerError,
    BrokenConnectionError,
    ForbiddenError,
    NetworkDownError,
    TransientError,
)
from batch.gateway.route import route_to
from batch.gateway.wire import CallDeadline, SendingPace, open_client, read_body
from intake.settings.log import note_retries
from intake.store.objects import telling_of_full_disk

_T = TypeVar("_T")
Reading = Callable[[str, httpx2.Response], Answer]
"""What is made of an answer to a step."""

SHORT_RETRIES = 3
# No new try begins after this long.
_SHORT_RETRIES_S = 30.0
# What another try at once would not change.
_LASTING = (AskedToWaitError, ForbiddenError)

SAVED: dict[str, Any] = {}
"""The body of an answer that was a file."""


class Calls:
    """Calls below ``base_url``, one at a time; ``timeout_s`` is the longest that one may take from connecting
    to its answer's last byte, ``most_kb_s`` how fast it is sent (0: as the line takes it); pauses for
    that do not count. Raises GatewaySetupError for an address that must not be used.
    """

    def __init__(
        self,
        base_url: str,
        *,
        timeout_s: float = 30.0,
        allow_http: bool = False,
        most_kb_s: float = 0.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._timeout_s = timeout_s
        self._deadline = CallDeadline(monotonic)
        self.route = route_to(base_url, allow_http=allow_http)
        self._pace = SendingPace(most_kb_s * 1000)
        self._client = open_client(self.route, self._deadline, self._pace)
        self._left_of_long = self._deadline.until, self._pace.left_s
        self.last_date: str | None = None

    @property
    def host(self) -> str:
        """The host part of the base URL, for messages."""
        return self.route.url.host

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def send(
        self,
        step: str,
        method: str,
        path: str,
        *,
        within_s: float = 0.0,
        read: Reading | None = None,
        again: bool = False,
        **request: Any,
    ) -> Answer:
        """One request, whatever it is answered; ``again``: the last one with a ``within_s`` of its own, once
        more within what is left of its time.

        Raises:
            TransientError: no connection, none that holds, or an answer that is none.
        """
        long, within_s = within_s > 0, within_s or self._timeout_s
        if again:
            self._deadline.until, self._pace.left_s = self._left_of_long
        else:
            self._deadline.start(within_s)
            self._pace.start()
        timeout = httpx2.Timeout(within_s, connect=min(within_s, self._timeout_s))
        try:
            with self._client.stream(method, path, timeout=timeout, **request) as response:
                return (read or self.read)(step, response)
        except httpx2.DecodingError as error:
            raise BadAnswerError.nonsense(step) from error
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as error:
            self._unreachable(error)
        except httpx2.TimeoutException as error:
            raise BrokenConnectionError.too_slow(step) from error
        except httpx2.TransportError as error:
            raise BrokenConnectionError.at(step) from error
        finally:
            if long:
                self._left_of_long = self._deadline.until, self._pace.left_s

    def read(self, step: str, response: httpx2.Response) -> Answer:
        """An answer that should be JSON."""
        body = read_body(step, response)
        self.last_date = response.headers.get("date")
        wait_s = retry_after(response.headers.get("retry-after"), self.last_date, time.time())
        return Answer(response.status_code, parse(body), wait_s)

    def saving(self, into: Path, most: int) -> Reading:
        """A reading that writes a file of at most ``most`` bytes to ``into`` (its body is ``SAVED`` then);
        JSON in the place of a file is read as such.
        """

        def save(step: str, response: httpx2.Response) -> Answer:
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if not response.is_success or kind == "application/json":
                return self.read(step, response)
            with telling_of_full_disk():
                into.write_bytes(read_body(step, response, most))
            return Answer(response.status_code, SAVED)

        return save

    def _unreachable(self, error: httpx2.TransportError) -> NoReturn:
        if _by_certificate(error):
            raise NetworkDownError.untrusted(self.host) from error
        if self.route.proxy:
            raise NetworkDownError.by_proxy(self.route.proxy_host) from error
        raise NetworkDownError.at(self.host) from error


def patiently(call: Callable[[], _T]) -> _T:
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


def rewind(parts: Mapping[str, Any] | None) -> None:
    """Let the files of a request be sent from their beginning once more."""
    for _name, stream, _kind in (parts or {}).values():
        stream.seek(0)
