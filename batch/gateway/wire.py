# SPDX-License-Identifier: Apache-2.0
"""The bytes of one call, bounded: all of it ends by a deadline, and no answer is read beyond its limit.

A time-out for each read alone lets a server hold the line with one byte a second; a limit on what travels
alone lets a compressed answer swell.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore2
import httpx2

from batch.gateway.errors import BadAnswerError
from batch.gateway.route import Route

# Answers are a number, a hash or a row of states: a few kilobytes. The longest string of complaints has not
# 1 % of this, and JSON of this size takes at most some 50 MB when parsed.
MOST_ANSWER_BYTES = 1 << 20
_ENCODINGS = ("identity", "gzip", "deflate")
# Written in pieces, so that the deadline is looked at while a large file goes out.
_PIECE_BYTES = 1 << 14
MOST_PAUSES_S = 480.0
"""So long one call pauses in all for the sake of others on the line; what is left then goes out as the line
takes it. With the longest upload (300 s) this stays within a step's lease of 15 minutes.
"""


class CallDeadline:
    """When the call that runs now must have ended."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self.until = math.inf

    def start(self, seconds: float) -> None:
        """A call begins that may take ``seconds``, from connecting to the last byte."""
        self.until = self._monotonic() + seconds

    def prolong(self, seconds: float) -> None:
        """So long it was paused of our own will, which is not the line's fault."""
        self.until += seconds

    def left(self, timeout_s: float | None, late: type[Exception]) -> float:
        """What is left of ``timeout_s`` before the deadline; raises ``late`` where that is nothing."""
        left = self.until - self._monotonic()
        if left <= 0:
            raise late
        return left if timeout_s is None else min(timeout_s, left)


class SendingPace:
    """So many bytes a second go out on average, 0 for as many as the line takes: an office with a thin line
    works on while its dossiers are sent; pauses for one call last ``MOST_PAUSES_S`` in all.
    """

    def __init__(
        self,
        bytes_a_second: float,
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._rate, self._monotonic, self._pause = bytes_a_second, monotonic, pause
        self._free_at = -math.inf
        self.left_s = MOST_PAUSES_S

    def start(self) -> None:
        """A call begins."""
        self.left_s = MOST_PAUSES_S

    def sent(self, count: int) -> float:
        """Return when as much more may go out, with the seconds that were paused for it."""
        if self._rate <= 0 or self.left_s <= 0:
            return 0.0
        now = self._monotonic()
        self._free_at = max(self._free_at, now) + count / self._rate
        pause = min(self._free_at - now, self.left_s)
        self.left_s -= pause
        self._pause(pause)
        return pause


class _TimedStream(httpcore2.NetworkStream):
    def __init__(self, inner: httpcore2.NetworkStream, deadline: CallDeadline, pace: SendingPace) -> None:
        self._inner = inner
        self._deadline = deadline
        self._pace = pace

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE_BYTES):
            left = self._deadline.left(timeout, httpcore2.WriteTimeout)
            piece = buffer[start : start + _PIECE_BYTES]
            self._inner.write(piece, left)
            self._deadline.prolong(self._pace.sent(len(piece)))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = self._deadline.left(timeout, httpcore2.ConnectTimeout)
        return _TimedStream(
            self._inner.start_tls(ssl_context, server_hostname, left), self._deadline, self._pace
        )

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _TimedBackend(httpcore2.NetworkBackend):
    def __init__(self, deadline: CallDeadline, pace: SendingPace) -> None:
        self._inner = httpcore2.SyncBackend()
        self._deadline = deadline
        self._pace = pace

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        left = self._deadline.left(timeout, httpcore2.ConnectTimeout)
        stream = self._inner.connect_tcp(host, port, left, local_address, socket_options)
        return _TimedStream(stream, self._deadline, self._pace)


def open_client(route: Route, deadline: CallDeadline, pace: SendingPace) -> httpx2.Client:
    """A client whose every call keeps to ``deadline`` and sends no faster than ``pace``; of the environment
    only the route reaches it.
    """
    transport = httpx2.HTTPTransport(verify=route.trust, proxy=route.proxy, trust_env=False)
    # httpx2 has no way to hand a network backend in; its pool asks this one for every new connection.
    transport._pool._network_backend = _TimedBackend(deadline, pace)
    headers = {"Accept-Encoding": "gzip, deflate", "Accept": "application/json"}
    return httpx2.Client(base_url=route.url, transport=transport, headers=headers, trust_env=False)


def read_body(step: str, response: httpx2.Response, most: int = MOST_ANSWER_BYTES) -> bytes:
    """The body of an answer, unpacked.

    Raises:
        BadAnswerError: it is larger than ``most`` bytes once unpacked, or packed in a way not asked for.
    """
    if response.headers.get("content-encoding", "identity").strip().lower() not in _ENCODINGS:
        raise BadAnswerError.nonsense(step)
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > most:
            raise BadAnswerError.too_large(step)
    return bytes(body)
