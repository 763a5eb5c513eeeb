# SPDX-License-Identifier: Apache-2.0
"""What can go wrong when dossiers are signed. No message holds a passphrase or a PIN.

::

    BatchError
    ├── SigningSetupError        exit 2   a setting of the signer is missing or wrong
    ├── SignerError              exit 3   the key can't sign anything just now, or may not
    └── SigningError             exit 3   one dossier can't be signed
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from batch.errors import BatchError
from templates.language.messages import _


class SigningSetupError(BatchError):
    """A setting without which nothing can be signed is missing or can't be used."""

    exit_code = 2

    @classmethod
    def none(cls, setting: str) -> Self:
        return cls(
            _("No signer is set up, so nothing can be signed."),
            _("Set {name} in the settings file; docs/signing.md says how.").format(name=setting),
        )

    @classmethod
    def missing(cls, setting: str) -> Self:
        return cls(
            _("The setting {name} is not set, so nothing can be signed.").format(name=setting),
            _("Set it in the settings file; docs/signing.md says how."),
        )

    @classmethod
    def unknown(cls, name: str, setting: str, known: Sequence[str]) -> Self:
        return cls(
            _("There is no signer “{name}”.").format(name=name),
            _("Choose one of these as {setting}: {known}").format(setting=setting, known=", ".join(known)),
        )

    @classmethod
    def unfit(cls, name: str) -> Self:
        return cls(
            _("The signer “{name}” of another package can't be used.").format(name=name),
            _("Install a version of that package that fits, or choose another signer."),
        )

    @classmethod
    def no_file(cls, path: str, setting: str) -> Self:
        return cls(
            _("The file {path} can't be read ({setting}).").format(path=path, setting=setting),
            _("Correct the setting, or put the file there."),
        )

    @classmethod
    def no_certificates(cls, path: str) -> Self:
        return cls(
            _("The file {path} holds no certificate.").format(path=path),
            _("It must be a certificate (PEM or DER), as its issuer publishes it."),
        )

    @classmethod
    def no_picture(cls, path: str) -> Self:
        return cls(
            _("The seal {path} is no picture that can be opened.").format(path=path),
            _("Save it as PNG or JPEG."),
        )

    @classmethod
    def not_safe(cls, setting: str) -> Self:
        return cls(
            _("The address in {setting} is not encrypted (http), so nothing is sent there.").format(
                setting=setting
            ),
            _("Use https://, or say signing.allow_http = true for a service in your own network."),
        )


class SignerError(BatchError):
    """The key can't sign anything just now, or may not at all."""

    @classmethod
    def nobody_to_ask(cls, variable: str) -> Self:
        return cls(
            _("The passphrase or PIN of the key is not at hand, and nobody can be asked for it."),
            _("Sign at a terminal, or give it as {variable} or in the keyring.").format(variable=variable),
        )

    @classmethod
    def wrong_secret(cls) -> Self:
        return cls(
            _("The passphrase or PIN is wrong; nothing was signed."),
            _("Try again with the right one. A token locks itself after a few wrong ones."),
        )

    @classmethod
    def locked(cls) -> Self:
        return cls(
            _("The token has locked itself after wrong PINs; nothing was signed."),
            _("Whoever issued it can unlock it."),
        )

    @classmethod
    def which_token(cls, there: Sequence[str], setting: str) -> Self:
        return cls(
            _("The token to sign with is not plugged in, or there are several: {names}").format(
                names=", ".join(there) or _("none")
            ),
            _("Plug it in, or name it as {setting}.").format(setting=setting),
        )

    @classmethod
    def which_certificate(cls, there: Sequence[str], setting: str) -> Self:
        return cls(
            _("There are several certificates to sign with: {names}").format(names=", ".join(there)),
            _("Name one of them as {setting}.").format(setting=setting),
        )

    @classmethod
    def no_key(cls, where: str) -> Self:
        return cls(
            _("There is no key with its certificate in {where}.").format(where=where),
            _("Ask whoever issued the certificate for the file or token that holds the private key too."),
        )

    @classmethod
    def expired(cls, name: str, day: datetime) -> Self:
        return cls(
            _("The certificate of {name} has ended on {day}; nothing was signed.").format(
                name=name, day=f"{day:%d/%m/%Y}"
            ),
            _("Have it renewed, and check the date of this computer."),
        )

    @classmethod
    def not_yet(cls, name: str, day: datetime) -> Self:
        return cls(
            _("The certificate of {name} holds only from {day}; nothing was signed.").format(
                name=name, day=f"{day:%d/%m/%Y}"
            ),
            _("Check the date of this computer."),
        )

    @classmethod
    def wrong_use(cls, name: str) -> Self:
        return cls(
            _("The certificate of {name} is not made for signing; nothing was signed.").format(name=name),
            _("Use the certificate for digital signatures, not the one for encrypting or signing in."),
        )

    @classmethod
    def away(cls, what: str) -> Self:
        """``what`` is the address of a service."""
        return cls(
            _("{what} does not answer as it should; nothing was signed.").format(what=what),
            _("Try again later; if it lasts, ask whoever runs it."),
        )

    @classmethod
    def refused(cls, what: str) -> Self:
        """``what`` is the address of a service."""
        return cls(
            _("{what} refuses to sign.").format(what=what),
            _("Check the PIN, the access token and signing.credential, and what its owner was asked."),
        )

    @classmethod
    def no_proofs(cls) -> Self:
        return cls(
            _("Nothing proves now that the certificates hold, as B-LT asks for; nothing was signed."),
            _('Check signing.roots and the network, or sign without these proofs (signing.profile "B-T").'),
        )

    @classmethod
    def failed(cls) -> Self:
        return cls(
            _("The signer failed; nothing was signed."),
            _("Plug the token in again; if it lasts, send the log to the support."),
        )


class SigningError(BatchError):
    """One dossier can't be signed."""

    @classmethod
    def not_waiting(cls, dossier: str) -> Self:
        return cls(
            _("Dossier {dossier} is not waiting to be sent, so there is nothing to sign.").format(
                dossier=dossier
            ),
            _("Package it first: sohoa package {dossier}").format(dossier=dossier),
        )

    @classmethod
    def perhaps_sent(cls, dossier: str) -> Self:
        return cls(
            _("The gateway may have dossier {dossier} already; so it is not signed anew.").format(
                dossier=dossier
            ),
            _("First look there and say what you found: sohoa status {dossier}").format(dossier=dossier),
        )

    @classmethod
    def changed_meanwhile(cls, dossier: str) -> Self:
        return cls(
            _("Dossier {dossier} was changed while it was signed; the signature does not count.").format(
                dossier=dossier
            ),
            _("Check it, package it again, then sign it: sohoa check {dossier}").format(dossier=dossier),
        )

    @classmethod
    def not_archivable(cls, name: str) -> Self:
        return cls(
            _("With a signature the file {name} would no longer be an archive PDF (PDF/A).").format(
                name=name
            ),
            _("It was not signed. Send the log to the support."),
        )

    @classmethod
    def not_sound(cls, name: str) -> Self:
        return cls(
            _("The signature of {name} does not hold when looked at again; it was not kept.").format(
                name=name
            ),
            _("Sign once more; if it happens again, send the log to the support."),
        )

    @classmethod
    def too_large(cls, name: str, limit_mb: float) -> Self:
        return cls(
            _("With its signature the file {name} is larger than {limit} MB.").format(
                name=name, limit=f"{limit_mb:g}"
            ),
            _("Package the dossier again, which leaves room for a signature, then sign it."),
        )
