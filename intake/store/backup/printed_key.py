# SPDX-License-Identifier: Apache-2.0
"""The key of locked copies as a person prints and types it: 56 signs in 14 groups of 4.

Base32 (RFC 4648) of the 32 bytes and of the first 3 bytes of their SHA-256, by which a typing error shows. 0,
1 and 8, which the alphabet has not, are taken for O, I and B.
"""

from __future__ import annotations

import base64
import hashlib
import os

from intake.store.backup.errors import BackupKeyError
from intake.store.backup.sealing import KEY_BYTES

_CHECK_BYTES = 3
_GROUP = 4
_MISTAKEN = str.maketrans("018", "OIB")


def new_key() -> bytes:
    """A key nobody has."""
    return os.urandom(KEY_BYTES)


def printed(key: bytes) -> str:
    """As it is printed: ``ABCD-EFGH-…``."""
    text = base64.b32encode(key + _check(key)).decode("ascii")
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def read_key(typed: str) -> bytes:
    """The key that a person typed; raises ``BackupKeyError`` where it has an error."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_MISTAKEN)
    try:
        data = base64.b32decode(signs)
    except ValueError as error:
        raise BackupKeyError.mistyped() from error
    key = data[:KEY_BYTES]
    if len(data) != KEY_BYTES + _CHECK_BYTES or data[KEY_BYTES:] != _check(key):
        raise BackupKeyError.mistyped()
    return key


def _check(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()[:_CHECK_BYTES]
