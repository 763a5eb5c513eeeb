# SPDX-License-Identifier: Apache-2.0
"""A key in a file (PKCS#12: ``.p12``, ``.pfx``), locked by a passphrase."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from batch.sign.errors import SignerError, SigningSetupError
from batch.sign.kinds import SignerSetup

if TYPE_CHECKING:
    from pyhanko.sign import Signer


class Pkcs12Kind:
    """Signs with the key in ``signing.file``."""

    needs_person = False

    @contextmanager
    def opened(self, setup: SignerSetup) -> Iterator[Signer]:
        path = Path(setup.needed("file")).expanduser()
        try:
            data = path.read_bytes()
        except OSError as error:
            raise SigningSetupError.no_file(str(path), f"{setup.keys}file") from error
        yield _signer(data, setup, path)


def _signer(data: bytes, setup: SignerSetup, path: Path) -> Signer:
    from asn1crypto import keys, x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.serialization import pkcs12
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    try:
        found = pkcs12.load_pkcs12(data, setup.secret().get_secret_value().encode())
    except ValueError:  # without its cause: what was tried is nobody's to read
        raise SignerError.wrong_secret() from None
    except UnsupportedAlgorithm:
        raise SignerError.no_key(path.name) from None
    if found.key is None or found.cert is None:
        raise SignerError.no_key(path.name)

    def known(certificate: pkcs12.PKCS12Certificate) -> x509.Certificate:
        return x509.Certificate.load(certificate.certificate.public_bytes(serialization.Encoding.DER))

    issuers = SimpleCertificateStore()
    issuers.register_multiple(map(known, found.additional_certs))
    der, plain = serialization.Encoding.DER, serialization.NoEncryption()
    key = found.key.private_bytes(der, serialization.PrivateFormat.PKCS8, plain)
    return SimpleSigner(known(found.cert), keys.PrivateKeyInfo.load(key), issuers)
