# SPDX-License-Identifier: Apache-2.0
"""Who made a catalogue bundle, for sure: an Ed25519 signature (RFC 8032) over its manifest.

The manifest holds the SHA-256 of every file, so that one signature covers the whole bundle. Which keys are
trusted, and whether an unsigned bundle is taken at all, says :mod:`templates.catalogue.trust`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from templates.catalogue.trust import Trust
from templates.errors import BundleError, UsageError
from templates.files.datafiles import Frozen
from templates.language.messages import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNATURE = "bundle.sig.json"
KEY_BYTES = 32
_SHOWN = 16


class Signed(Frozen):
    """``bundle.sig.json``: the public key and the signature of ``bundle.json``, both in Base64."""

    key: str
    signature: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose key signed a bundle; ``name`` is "" for a key that is not trusted here."""

    name: str
    fingerprint: str


def is_public_key(text: str) -> bool:
    """Whether ``text`` is the Base64 of an Ed25519 public key."""
    try:
        return len(base64.b64decode(text, validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def fingerprint(key: str) -> str:
    """The beginning of the key's SHA-256 (hex), short enough to be read out on the telephone."""
    return hashlib.sha256(base64.b64decode(key)).hexdigest()[:_SHOWN]


def signed(manifest: bytes, key_file: Path, ask_password: Callable[[], str]) -> Signed:
    """Sign the bytes of ``bundle.json`` with a private key (PEM, PKCS #8).

    Raises:
        UsageError: the file can't be read, is no Ed25519 key, or the password is wrong.
    """
    key = _private_key(key_file, ask_password)
    public = key.public_key().public_bytes_raw()
    return Signed(key=_text(public), signature=_text(key.sign(manifest)))


def signer_of(manifest: bytes, signature: bytes | None, trust: Trust) -> Signer | None:
    """Who signed the bytes of ``bundle.json``; None for nobody.

    Raises:
        BundleError: the signature is not of these bytes, or one of a trusted key is demanded and lacking.
    """
    if signature is None:
        if trust.required:
            raise _not_trusted(_("It is not signed."))
        return None
    told = _checked(manifest, signature)
    names = [name for name, key in trust.keys.items() if key == told.key]
    if trust.required and not names:
        raise _not_trusted(_("It is signed with a key that is not trusted here."))
    return Signer(names[0] if names else "", fingerprint(told.key))


def verify(told: Signed, data: bytes) -> None:
    """Raises ValueError unless ``told`` is a signature of just these bytes."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(told.key, validate=True))
    try:
        public.verify(base64.b64decode(told.signature, validate=True), data)
    except InvalidSignature as error:
        raise ValueError("the signature is of other bytes") from error


def _checked(manifest: bytes, signature: bytes) -> Signed:
    try:
        told = Signed.model_validate_json(signature)
        verify(told, manifest)
    except (ValidationError, ValueError) as error:
        raise BundleError(
            _("The signature of the bundle is not right: it was changed after it was signed, or damaged."),
            _("Nothing was changed; ask whoever made the bundle for another copy."),
        ) from error
    return told


def _private_key(file: Path, ask_password: Callable[[], str]) -> Ed25519PrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    advice = _("Make one with: openssl genpkey -algorithm ed25519 -aes256 -out key.pem")
    try:
        pem = file.read_bytes()
        try:
            key = load_pem_private_key(pem, None)
        except TypeError:  # it wants a password
            key = load_pem_private_key(pem, ask_password().encode())
    except OSError as error:
        raise UsageError(_("The key {file} can't be read.").format(file=file.name), advice) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError(
            _("{file} is no private key, or the password is wrong.").format(file=file.name), advice
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(_("{file} is no Ed25519 key.").format(file=file.name), advice)
    return key


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _not_trusted(reason: str) -> BundleError:
    return BundleError(
        _("This office takes only bundles signed by those it trusts. {reason}").format(reason=reason),
        _("Nothing was changed; [forms] trusted_keys in the settings names whom the office trusts."),
    )
