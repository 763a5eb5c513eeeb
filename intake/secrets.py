"""Secrets: from the environment, else from the system's keyring; never from a file of ours."""

from __future__ import annotations

from pydantic import SecretStr

from intake.settings import GatewaySettings

KEYRING_SERVICE = "sohoa"


def client_secret(gateway: GatewaySettings) -> SecretStr | None:
    """The gateway's client secret: ``SOHOA_GATEWAY__CLIENT_SECRET``, else the keyring's entry ``sohoa`` for
    the user ``gateway.client_id``; None where neither has one."""
    if gateway.client_secret is not None or not gateway.client_id:
        return gateway.client_secret
    # Imported late: looking for a keyring service takes longer than most commands.
    import keyring
    from keyring.errors import KeyringError

    try:
        found = keyring.get_password(KEYRING_SERVICE, gateway.client_id)
    except KeyringError:
        return None  # a desk without a keyring service simply has no secret there
    return SecretStr(found) if found else None
