# SPDX-License-Identifier: Apache-2.0
"""What copies are locked with: nothing, or AES-256-GCM under a key of 32 random bytes.

Locked, each piece is ``nonce (12 bytes, random) · ciphertext · tag (16)``, bound to its name as associated
data, so that no piece can stand in for another. Names of pieces are HMAC-SHA256 of the content's hash,
because the hash itself would tell whoever has a paper that it is among the copies. Two keys, one for each
use, come from the printed one by HKDF-SHA256 (RFC 5869). A piece is at most some megabytes and a key locks
far fewer than 2**32 of them, the limit for random nonces (NIST SP 800-38D, 8.3).
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable
from typing import Protocol

from intake.store.backup.errors import BackupKeyError

KEY_BYTES = 32
_NONCE_BYTES, _TAG_BYTES = 12, 16
_CHECK_NAME = "sohoa backup check"


AskKey = Callable[[], bytes | None]
"""Gives the key, asked for only where it is needed: to look into a keyring takes long."""


class Seal(Protocol):
    """How pieces are named and locked."""

    added: int
    """Bytes that locking adds to a piece."""

    check: str
    """By which a place tells whether a key is the right one; "" without a lock."""

    def name(self, sha256: str) -> str:
        """What the piece of this hash is called (64 or 32 hexadecimal digits)."""

    def lock(self, name: str, data: bytes) -> bytes:
        """What is written under ``name``."""

    def open(self, name: str, data: bytes) -> bytes | None:
        """What was locked; None where it was altered, or stands under another name."""


class NoSeal:
    """Pieces as they are, each under its SHA-256: a person can put a file together without this program."""

    added = 0
    check = ""

    def name(self, sha256: str) -> str:
        return sha256

    def lock(self, name: str, data: bytes) -> bytes:  # noqa: ARG002
        return data

    def open(self, name: str, data: bytes) -> bytes | None:  # noqa: ARG002
        return data


class KeySeal:
    """Pieces that only the key opens."""

    added = _NONCE_BYTES + _TAG_BYTES

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._cipher = AESGCM(_derived(key, b"sohoa backup 1: bytes"))
        self._naming = _derived(key, b"sohoa backup 1: names")
        self.check = self.name(hashlib.sha256(_CHECK_NAME.encode()).hexdigest())

    def name(self, sha256: str) -> str:
        return hmac.new(self._naming, sha256.encode("ascii"), hashlib.sha256).hexdigest()[:32]

    def lock(self, name: str, data: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, data, name.encode())

    def open(self, name: str, data: bytes) -> bytes | None:
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError):  # the latter: cut so short that there is no nonce
            return None


def seal_for(key: AskKey, check: str) -> Seal:
    """The seal of copies that say ``check`` ("" where they are not locked).

    Raises ``BackupKeyError`` where a key is needed and there is none, or it is another.
    """
    if not check:
        return NoSeal()
    known = key()
    if known is None:
        raise BackupKeyError.missing()
    seal = KeySeal(known)
    if not hmac.compare_digest(seal.check, check):
        raise BackupKeyError.other()
    return seal


def _derived(key: bytes, use: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=use).derive(key)
