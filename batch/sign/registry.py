# SPDX-License-Identifier: Apache-2.0
"""The signer that an office's settings name.

A package offers a kind of signer by an entry point of the group ``sohoa.signers``, whose name is the
``signer`` chosen in the settings and which names a ``batch.sign.kinds.SignerKind``. A name of ours is never
taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from batch.sign.errors import SignerError, SigningSetupError
from batch.sign.kinds import SignerKind, SignerSetup
from batch.sign.pkcs12 import Pkcs12Kind
from batch.sign.remote import RemoteKind
from batch.sign.token import TokenKind
from intake.settings.secrets import signing_password
from intake.settings.settings import Settings
from intake.settings.units import section_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import SecretStr
    from pyhanko.sign import Signer

GROUP = "sohoa.signers"
_BUILT_IN: Mapping[str, SignerKind] = {"pkcs12": Pkcs12Kind(), "pkcs11": TokenKind(), "csc": RemoteKind()}


@dataclass(frozen=True, slots=True)
class OfficeSigner:
    """The signer of an office; ``ask`` asks a person for the passphrase or PIN where it is not at hand, None:
    nobody is there.
    """

    settings: Settings
    ask: Callable[[], SecretStr] | None = None

    @property
    def is_set_up(self) -> bool:
        """Whether the settings name a signer at all."""
        return bool(self.settings.signing.signer)

    @property
    def works_alone(self) -> bool:
        """Whether it can sign at night, when nobody is there; raises SigningSetupError for no such signer."""
        return self.is_set_up and not self._kind().needs_person and self._at_hand() is not None

    @contextmanager
    def opened(self) -> Iterator[Signer]:
        """The office's key, as ``SignerKind.opened`` has it."""
        setup = SignerSetup(self.settings.signing, self._keys, self._secret)
        with self._kind().opened(setup) as signer:
            yield signer

    def _kind(self) -> SignerKind:
        name, setting = self.settings.signing.signer, f"{self._keys}signer"
        if not name:
            raise SigningSetupError.none(setting)
        return kind_of(name, setting)

    def _secret(self) -> SecretStr:
        found = self._at_hand() or (self.ask() if self.ask else None)
        if found is None:
            raise SignerError.nobody_to_ask(f"SOHOA_{self._keys}password".upper().replace(".", "__"))
        return found

    def _at_hand(self) -> SecretStr | None:
        return signing_password(self.settings.signing)

    @property
    def _keys(self) -> str:
        return f"{section_of(self.settings)}signing."


def kind_of(name: str, setting: str) -> SignerKind:
    """The kind of a name; raises SigningSetupError where there is none, or it can't be used."""
    if name in _BUILT_IN:
        return _BUILT_IN[name]
    for entry in entry_points(group=GROUP, name=name):
        try:
            made = entry.load()
        except Exception as error:  # whatever another package does when it is imported
            raise SigningSetupError.unfit(name) from error
        if not isinstance(made, SignerKind):
            raise SigningSetupError.unfit(name)
        return made
    raise SigningSetupError.unknown(name, setting, known_kinds())


def known_kinds() -> list[str]:
    """All signers that may be chosen here: ours first, then those of other packages."""
    return [*_BUILT_IN, *sorted({e.name for e in entry_points(group=GROUP)} - set(_BUILT_IN))]
