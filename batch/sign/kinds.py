# SPDX-License-Identifier: Apache-2.0
"""The contract of signers: what an entry point of the group ``sohoa.signers`` names.

A kind opens the one key that the settings name, for as long as a command signs with it. What signs is
pyHanko's ``Signer``: a certificate, those of its issuers, and something that signs bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable
from urllib.parse import urlsplit

from batch.sign.errors import SigningSetupError
from intake.settings.settings import SigningSettings

if TYPE_CHECKING:
    from pydantic import SecretStr
    from pyhanko.sign import Signer


_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class SignerSetup:
    """A signer as it is set up: its settings, under which ``keys`` they stand (with a dot behind), and what
    gives its passphrase or PIN, asked once and kept nowhere.

    ``secret`` raises SignerError where there is none and nobody can be asked.
    """

    settings: SigningSettings
    keys: str
    secret: Callable[[], SecretStr]

    def needed(self, setting: str) -> str:
        """The value of a setting without blanks around it; raises SigningSetupError where there is none."""
        value = str(getattr(self.settings, setting)).strip()
        if not value:
            raise SigningSetupError.missing(f"{self.keys}{setting}")
        return value


@runtime_checkable
class SignerKind(Protocol):
    """How signers of a kind are opened."""

    @property
    def needs_person(self) -> bool:
        """Whether somebody must be there, also where the PIN is at hand: with a token that locks itself, or a
        service that asks its owner.
        """

    def opened(self, setup: SignerSetup) -> AbstractContextManager[Signer]:
        """The key, ready to sign until the context ends.

        Raises:
            SigningSetupError: a setting is missing or wrong.
            SignerError: the passphrase or PIN is wrong, or the key is not there.
        """


def refuse_plain(url: str, setting: str, *, allow_http: bool) -> None:
    """Raise SigningSetupError for an address that is not encrypted, on another computer than this."""
    told = urlsplit(url)
    if told.scheme != "https" and told.hostname not in _LOOPBACK and not allow_http:
        raise SigningSetupError.not_safe(setting)
