# SPDX-License-Identifier: Apache-2.0
"""A key on a token or card (PKCS#11), as the Government Cipher Committee gives it to offices.

The key never leaves the token. The PIN is tried once: a token locks itself after a few wrong ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from batch.sign.certificate import is_for_signing
from batch.sign.errors import SignerError, SigningSetupError
from batch.sign.kinds import SignerSetup

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate
    from pyhanko.sign import Signer


class TokenKind:
    """Signs with the key on the token ``signing.device`` whose library is ``signing.module``."""

    needs_person = True

    @contextmanager
    def opened(self, setup: SignerSetup) -> Iterator[Signer]:
        from pkcs11.exceptions import PKCS11Error
        from pyhanko.sign.pkcs11 import PKCS11Signer

        token = _token(setup)
        try:
            with _session(token, setup) as session:
                entry = _chosen(_entries(session), setup)
                yield PKCS11Signer(session, cert_id=entry.id, key_id=entry.id, other_certs_to_pull=None)
        except PKCS11Error as error:  # pulled out, say; then closing the session fails too
            raise SignerError.failed() from error


@dataclass(frozen=True, slots=True)
class _Entry:
    """A certificate on the token that has its key there."""

    id: bytes
    label: str
    certificate: Certificate


def _token(setup: SignerSetup) -> Any:
    """The token of that label, or the only one that is plugged in where none is named."""
    import pkcs11
    from pkcs11.exceptions import PKCS11Error

    module, label = setup.needed("module"), setup.settings.device.strip()
    try:
        slots = pkcs11.lib(module).get_slots(token_present=True)
        there = [slot.get_token() for slot in slots]
    except (PKCS11Error, RuntimeError, OSError) as error:
        raise SigningSetupError.no_file(module, f"{setup.keys}module") from error
    by_label = [(one.label.strip("\0 "), one) for one in there]
    meant = [one for name, one in by_label if (name == label if label else name)]  # an empty slot has no name
    if len(meant) != 1:
        raise SignerError.which_token([name for name, _one in by_label if name], f"{setup.keys}device")
    return meant[0]


@contextmanager
def _session(token: Any, setup: SignerSetup) -> Iterator[Any]:
    from pkcs11.exceptions import PinIncorrect, PinInvalid, PinLenRange, PinLocked, PKCS11Error

    pin = setup.secret()
    try:
        session = token.open(user_pin=pin.get_secret_value())
    except PinLocked:
        raise SignerError.locked() from None
    except (PinIncorrect, PinInvalid, PinLenRange):
        raise SignerError.wrong_secret() from None
    except PKCS11Error as error:
        raise SignerError.failed() from error
    with session:
        yield session


def _entries(session: Any) -> list[_Entry]:
    from asn1crypto.x509 import Certificate
    from pkcs11 import Attribute, ObjectClass

    keys = {key[Attribute.ID] for key in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})}
    found = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
    told = ((one[Attribute.ID], one[Attribute.LABEL], one[Attribute.VALUE]) for one in found)
    return [_Entry(id_, label, Certificate.load(value)) for id_, label, value in told if id_ in keys]


def _chosen(entries: Sequence[_Entry], setup: SignerSetup) -> _Entry:
    """That with the label which the settings name, or the only one to sign with."""
    label = setup.settings.certificate.strip()
    fit = [one for one in entries if one.label == label or (not label and is_for_signing(one.certificate))]
    if not fit:
        raise SignerError.no_key(setup.settings.device or setup.settings.module)
    if len({one.certificate.sha256 for one in fit}) > 1:
        raise SignerError.which_certificate([one.label for one in fit], f"{setup.keys}certificate")
    return fit[0]
