# SPDX-License-Identifier: Apache-2.0
"""Which database of which server the settings name for the store: ``postgresql+psycopg://user@host/name``."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from pydantic import SecretStr

SCHEMES = ("postgresql+psycopg", "postgresql")


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """A database of a PostgreSQL server, and the password for the user whom ``url`` names, if one is needed.

    As a text it is what a person may be shown: neither user nor password.
    """

    url: str
    password: SecretStr | None = field(default=None, repr=False)

    def __str__(self) -> str:
        parts = urlsplit(self.url)
        host = parts.hostname or parse_qs(parts.query).get("host", ["localhost"])[0]
        return f"{host}{parts.path}"


def is_server_url(text: str) -> bool:
    """Whether a text names a database in the way that settings do."""
    try:
        parts = urlsplit(text)
        return parts.scheme in SCHEMES and len(parts.path) > 1 and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is no number, a bracket without its fellow
        return False


def holds_password(text: str) -> bool:
    """Whether the address has a password in it, where it would be copied, mailed and backed up with it."""
    parts = urlsplit(text)
    return parts.password is not None or "password" in parse_qs(parts.query)


def user_of(text: str) -> str:
    """Whom the address signs in as; "" where it names nobody."""
    return urlsplit(text).username or ""
