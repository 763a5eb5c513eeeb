# SPDX-License-Identifier: Apache-2.0
"""What a store elsewhere complains of, told in the operator's words; a moment's trouble is waited out."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import stamina

from intake.errors import ObjectStoreError
from intake.settings.log import note_retries

TRIES, TRIES_WITHIN_S = 4, 60.0
_T = TypeVar("_T")

_BUSY = (errno.EBUSY, errno.EAGAIN)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_WIRES = frozenset(("botocore", "aiobotocore", "aiohttp"))
"""Libraries whose errors are no ``OSError`` where no answer comes."""
_NO_CREDENTIALS = frozenset(("NoCredentialsError", "PartialCredentialsError", "TokenRetrievalError"))


def patiently(call: Callable[[], _T]) -> _T:
    """``call``, again after a moment where the store does not answer or asks to slow down."""
    for attempt in stamina.retry_context(on=_momentary, attempts=TRIES, timeout=TRIES_WITHIN_S):
        with attempt:
            return call()
    raise AssertionError("unreachable")  # pragma: no cover


@contextmanager
def telling_of_objects(place: object) -> Iterator[None]:
    """Turn what fsspec raises of ``place`` into an error that says what it means; raises ObjectStoreError."""
    try:
        yield
    except Exception as error:
        told = _told(error)
        if told is None:
            raise
        raise told(place) from error


def _told(error: Exception) -> Callable[[object], ObjectStoreError] | None:
    if isinstance(error, FileNotFoundError):
        return ObjectStoreError.missing
    if isinstance(error, PermissionError) or type(error).__name__ in _NO_CREDENTIALS:
        return ObjectStoreError.refused
    if isinstance(error, OSError) and error.errno in _FULL:
        return ObjectStoreError.full
    if isinstance(error, OSError) and error.errno in _BUSY:
        return ObjectStoreError.busy
    return ObjectStoreError.away if isinstance(error, OSError) or _of_the_wire(error) else None


def _momentary(error: Exception) -> bool:
    told = _told(error)
    return told in (ObjectStoreError.busy, ObjectStoreError.away)


def _of_the_wire(error: Exception) -> bool:
    return type(error).__module__.partition(".")[0] in _WIRES


note_retries()
