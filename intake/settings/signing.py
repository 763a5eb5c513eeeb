# SPDX-License-Identifier: Apache-2.0
"""The settings of signatures: ``[signing]``, and whose are trusted: ``[forms]``, ``[reports]``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr
from pydantic_core import PydanticCustomError

from intake.settings.table import SettingsTable
from templates.catalogue.trust import Trust

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


def _named_keys(lines: tuple[str, ...]) -> tuple[str, ...]:
    from templates.catalogue.bundling.signature import is_public_key

    if not all(len(line.split()) > 1 and is_public_key(line.split()[-1]) for line in lines):
        raise PydanticCustomError("trusted_key", "a name and a public key are needed")
    return lines


NamedKeys = Annotated[tuple[str, ...], AfterValidator(_named_keys)]
"""Each a name, a blank and a public key (Ed25519, Base64)."""


def _by_name(lines: NamedKeys) -> dict[str, str]:
    return {" ".join(words): key for *words, key in map(str.split, lines)}


class FormsSettings(SettingsTable):
    """Whose catalogue bundles are taken."""

    require_signature: bool = False
    trusted_keys: NamedKeys = ()

    @property
    def trust(self) -> Trust:
        """As bundles are judged by it."""
        return Trust(self.require_signature, _by_name(self.trusted_keys))


class ReportsSettings(SettingsTable):
    """``regular``: of which periods the night writes a report once they are over, into ``folder`` ("":
    ``reports`` in the home), and mails it to ``mail_to``. ``out_of``: whose dossiers the denominators are
    where nobody says it: this store's, or those of the one-stop system's lists.

    Of an office that adds up what others send: the codes of the ``units`` that should send a return each
    period, whose signatures under one are trusted, and the folder of the ``returns`` that came: the page of
    reports draws them by unit.
    """

    regular: tuple[Literal["week", "month", "quarter", "year"], ...] = ()
    folder: str = ""
    mail_to: str = ""
    out_of: Literal["store", "one-stop"] = "store"
    units: tuple[str, ...] = ()
    trusted_keys: NamedKeys = ()
    returns: str = ""

    @property
    def keys(self) -> dict[str, str]:
        """The public keys (Base64) by their names."""
        return _by_name(self.trusted_keys)
