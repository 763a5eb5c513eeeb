# SPDX-License-Identifier: Apache-2.0
"""What a person must set right before any gateway can be reached, and the root of all its errors.

See ``batch.gateway.errors`` for the tree.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Self

from batch.errors import BatchError
from templates.language.messages import _


class Scope(StrEnum):
    """Whom a problem concerns."""

    DOSSIER = "dossier"  # this one; the next may well go through
    LINE = "line"  # nobody can be served just now
    CREDENTIALS = "credentials"  # nobody, until a person has mended the sign-in


class GatewayError(BatchError):
    """Root of these errors.

    ``retry_after_s``: seconds that the gateway asks us to wait (0 to 24 hours), None where it says nothing.
    """

    trouble: str = "gateway"
    scope: Scope = Scope.DOSSIER
    retry_after_s: float | None = None


class GatewaySetupError(GatewayError):
    """A setting without which no gateway can be reached is missing or can't be used."""

    exit_code = 2
    trouble = "setup"
    scope = Scope.LINE

    @classmethod
    def missing(cls, setting: str) -> Self:
        return cls(
            _("The setting {name} is not set, so no dossier can be pushed.").format(name=setting),
            _(
                "Set it in the settings file or as {variable}; secrets only as a variable or in the keyring."
            ).format(variable="SOHOA_" + setting.upper().replace(".", "__")),
        )

    @classmethod
    def odd_letters(cls, setting: str) -> Self:
        return cls(
            _("The setting {name} holds signs that can't be sent.").format(name=setting),
            _("Set it again; it may have been copied with damaged letters."),
        )

    @classmethod
    def bad_address(cls) -> Self:
        return cls(
            _("The address in gateway.base_url can't be used."),
            _("Write it as https://host/path, without blanks, user name, password, ? or #."),
        )

    @classmethod
    def unencrypted(cls) -> Self:
        return cls(
            _("The address in gateway.base_url is not encrypted (http); secret and papers could be read."),
            _("Use https://…; only in a network that you trust set gateway.allow_http to true."),
        )

    @classmethod
    def bad_proxy(cls, variable: str) -> Self:
        return cls(
            _("The proxy in the variable {variable} can't be used.").format(variable=variable),
            _("Write it as http://host:port, or name the gateway's host in NO_PROXY."),
        )

    @classmethod
    def no_authorities(cls, variable: str, path: str) -> Self:
        if not variable:
            return cls(
                _("The certificates of this computer can't be read."),
                _("Have the system's authorities installed, or name their file in SSL_CERT_FILE."),
            )
        return cls(
            _("The certificates that {variable} names ({path}) can't be read.").format(
                variable=variable, path=path
            ),
            _("Correct the path, check the rights of the file, or remove the variable."),
        )

    @classmethod
    def unknown_connector(cls, name: str, setting: str, known: Sequence[str]) -> Self:
        return cls(
            _("There is no connector {name}.").format(name=name),
            _("Set {setting} to one of these: {names}").format(setting=setting, names=", ".join(known)),
        )

    @classmethod
    def unfit_connector(cls, name: str) -> Self:
        return cls(
            _("The connector {name} can't be used.").format(name=name),
            _("Choose another one in the settings, or install a newer version of it."),
        )

    @classmethod
    def no_such_door(cls, name: str, known: Sequence[str]) -> Self:
        return cls(
            _("The door {name}, by which dossiers should leave, is not set up.").format(name=name),
            _("Give it a table [gateway.{name}] in the settings, or name one of these: {names}").format(
                name=name, names=", ".join(known)
            ),
        )

    @classmethod
    def which_leads(cls, doors: Sequence[str], setting: str) -> Self:
        return cls(
            _("Several doors are set up ({names}); nothing says by which a dossier leaves.").format(
                names=", ".join(doors)
            ),
            _("Name them in the settings, the one that leads first: {setting} = {example}").format(
                setting=setting, example=json.dumps(list(doors))
            ),
        )


class CredentialsError(GatewayError):
    """The gateway does not accept the client id or secret."""

    trouble = "credentials"
    scope = Scope.CREDENTIALS

    @classmethod
    def not_accepted(cls) -> Self:
        return cls(
            _("The gateway does not accept the credentials."),
            _("Check gateway.client_id and the secret; ask the gateway's people whether they still hold."),
        )

    @classmethod
    def odd_token(cls) -> Self:
        return cls(
            _("The gateway let us in with a token that can't be used (odd letters, or far too long)."),
            _("Nothing was sent. Tell the people who run the gateway."),
        )
