# SPDX-License-Identifier: Apache-2.0
"""What every door over HTTP has: the calls to one address, the way there, and how it fares."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypedDict, Unpack

from batch.gateway.answers import clock_off
from batch.gateway.contract import GatewayHealth
from batch.gateway.protocol.calls import Calls
from batch.gateway.route import Route


class LineOptions(TypedDict, total=False):
    """``timeout_s`` is the longest that one call may take from connecting to its answer's last byte,
    ``upload_timeout_s`` the same for a file; ``most_kb_s`` is how fast files go out.
    """

    timeout_s: float
    upload_timeout_s: float
    allow_http: bool
    most_kb_s: float | None
    monotonic: Callable[[], float]


class HttpLine:
    """The calls below ``base_url``. Raises GatewaySetupError for an address that must not be used."""

    def __init__(self, base_url: str, **options: Unpack[LineOptions]) -> None:
        self._upload_timeout_s = options.get("upload_timeout_s", 300.0)
        self._monotonic = options.get("monotonic", time.monotonic)
        self._calls = Calls(
            base_url,
            timeout_s=options.get("timeout_s", 30.0),
            allow_http=options.get("allow_http", False),
            most_kb_s=options.get("most_kb_s") or 0.0,
            monotonic=self._monotonic,
        )

    @property
    def route(self) -> Route:
        """The way there."""
        return self._calls.route

    def health(self, base_url: str, life_s: float, published: str = "") -> GatewayHealth:
        """What a test found that had an answer; ``life_s`` is how long the sign-in holds."""
        off = clock_off(self._calls.last_date, time.time())
        return GatewayHealth(base_url, life_s, off, self.route.encrypted, self.route.proxy_host, published)

    def close(self) -> None:
        """Close the connections."""
        self._calls.close()
