# SPDX-License-Identifier: Apache-2.0
"""Who may come in: an address with a token that holds once is exchanged for a session of one browser.

A session is a signed cookie, so a desk that was killed and started again at the same port knows its browsers
still, and what they have not saved yet can be saved. The key lies in a file of the person's alone
(``running``); who can read it could read the store beside it as well.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

SESSION_S = 12 * 3600
"""A working day; then the desk is to be opened anew."""


@dataclass(frozen=True, slots=True)
class DeskSession:
    """A browser that was let in; ``csrf`` is what its changes must bear."""

    csrf: str


class Door:
    """Tokens given out and sessions; ``key`` signs, ``clock`` gives aware moments."""

    def __init__(self, key: bytes, clock: Callable[[], datetime]) -> None:
        self._key = key
        self._clock = clock
        self._unused: set[str] = set()

    def token(self) -> str:
        """A new token, which lets one browser in."""
        token = secrets.token_urlsafe(32)
        self._unused.add(token)
        return token

    def enter(self, token: str) -> str | None:
        """The cookie of a new session for a token that was not used yet; None for any other."""
        try:
            self._unused.remove(token)
        except KeyError:
            return None
        told = f"{int(self._clock().timestamp()) + SESSION_S}.{secrets.token_urlsafe(16)}"
        return f"{told}.{self._sign('session', told)}"

    def session(self, cookie: str) -> DeskSession | None:
        """The session of a cookie; None where it is none of ours or its time is over."""
        told, _dot, mark = cookie.rpartition(".")
        if not hmac.compare_digest(mark.encode(), self._sign("session", told).encode()):
            return None
        if int(told.partition(".")[0]) <= self._clock().timestamp():
            return None
        return DeskSession(self._sign("csrf", told))

    def is_owner(self, proof: str) -> bool:
        """Whether a program knows the key: it runs under the account that opened the desk."""
        return hmac.compare_digest(proof.encode(), self.proof().encode())

    def proof(self) -> str:
        """What shows that one knows the key."""
        return self._sign("owner", "")

    def _sign(self, purpose: str, text: str) -> str:
        return hmac.new(self._key, f"{purpose}:{text}".encode(), sha256).hexdigest()
