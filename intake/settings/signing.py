# SPDX-License-Identifier: Apache-2.0
"""The settings of signing: ``[signing]``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr

from intake.settings.table import SettingsTable

Profile = Literal["B-B", "B-T", "B-LT"]
"""The levels of a PAdES signature (ETSI EN 319 142-1): bare, with a time-stamp, with what proves later that
the certificate held.
"""

Unsigned = Literal["allow", "warn", "refuse"]
"""What becomes of a package that nobody signed when it is to be sent."""


class SigningSettings(SettingsTable):
    """Whose key signs packages, and how; ``signer`` names the kind, "" for none.

    ``pkcs12`` signs with the key in ``file``; ``pkcs11`` with that of the token ``device`` (its label) whose
    library is ``module``, the key being that of the certificate with the label ``certificate``; ``csc`` has
    the service at ``base_url`` sign with its ``credential``, shown an ``access_token``. ``options`` are for
    signers of other packages. The passphrase or PIN comes from the environment, the keyring (its entry for
    ``user``), or a person.

    ``roots`` are files of certificates that are trusted when signatures are looked at, ``seal`` a picture
    that is shown on the first page.
    """

    signer: str = ""
    user: str = ""
    password: SecretStr | None = None
    file: str = ""
    module: str = ""
    device: str = ""
    certificate: str = ""
    base_url: str = ""
    credential: str = ""
    access_token: SecretStr | None = None
    allow_http: bool = False
    options: dict[str, str] = Field({}, repr=False)
    profile: Profile = "B-B"
    timestamp_url: str = ""
    timeout_s: Annotated[float, Field(gt=0, le=300)] = 60.0
    unsigned: Unsigned = "warn"
    roots: tuple[str, ...] = ()
    seal: str = ""


WHOSE = frozenset(
    {
        *("signer", "user", "password", "file", "device", "certificate", "credential", "access_token"),
        *("seal", "options"),
    }
)
"""What says whose signature it is."""


def of_office(common: SigningSettings, section: dict[str, Any]) -> dict[str, Any]:
    """The values for one office of several: whose signature it is comes from its own ``section`` alone, so
    that a line that was left out never signs in another office's name.
    """
    shared = {name: getattr(common, name) for name in SigningSettings.model_fields if name not in WHOSE}
    return {**shared, **section}
