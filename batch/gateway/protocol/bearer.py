# SPDX-License-Identifier: Apache-2.0
"""A bearer token (RFC 6750) that is signed in for and used again until it nears its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from batch.gateway.answers import LONGEST_TOKEN, field, identifier, seconds
from batch.gateway.errors import BadAnswerError, CredentialsError, Scope, TransientError
from batch.gateway.protocol.calls import patiently

# A token this near its end is not used any more, and none is believed to live longer than a day.
_SPARE_S = 30.0
_LONGEST_LIFE_S = 86_400.0

SIGN_IN_REFUSED = frozenset({400, 401, 403})
"""Answers to a sign-in that a person must act upon."""


class BearerToken:
    """``sign_in`` gives a token and its life in seconds."""

    def __init__(self, sign_in: Callable[[], tuple[str, float]], monotonic: Callable[[], float]) -> None:
        self._sign_in, self._monotonic = sign_in, monotonic
        self._text, self._until = "", 0.0

    @property
    def header(self) -> dict[str, str]:
        """What a request bears."""
        return {"Authorization": f"Bearer {self._text}"}

    def ensure(self) -> None:
        """Have one that still lives."""
        if self._monotonic() >= self._until:
            self.renew()

    def renew(self) -> float:
        """Sign in anew; for how long in seconds."""
        try:
            self._text, told_s = patiently(self._sign_in)
        except TransientError as error:
            error.scope = Scope.LINE  # without a token nobody's dossier goes out
            raise
        life_s = min(told_s, _LONGEST_LIFE_S)
        self._until = self._monotonic() + life_s - _SPARE_S
        return life_s


def token_in(told: Any, token: str, expires_in: str) -> tuple[str, float]:
    """Token and life of an answer that lets us in; ``token`` and ``expires_in`` are their names there.

    Raises:
        BadAnswerError: one of the two is missing.
        CredentialsError: no header could carry the token.
    """
    life_s = seconds(field(told, expires_in))
    if life_s is None or not field(told, token):
        raise BadAnswerError.nonsense("token")
    kept = identifier(field(told, token), LONGEST_TOKEN)
    if not kept:
        raise CredentialsError.odd_token()
    return kept, life_s
