# SPDX-License-Identifier: Apache-2.0
"""Secrets: from the environment, else from the system's keyring; never from a file of ours."""

from __future__ import annotations

from pydantic import SecretStr

from intake.settings.database_server import DatabaseServer, user_of
from intake.settings.doors import PublishSettings
from intake.settings.settings import (
    BackupSettings,
    DoorSettings,
    MailSettings,
    SigningSettings,
    StoreSettings,
)

KEYRING_SERVICE = "sohoa"


def client_secret(door: DoorSettings) -> SecretStr | None:
    """A door's client secret: ``SOHOA_GATEWAY__CLIENT_SECRET`` (``SOHOA_GATEWAY__NAME__CLIENT_SECRET`` for
    one with a table of its own), else the keyring's entry ``sohoa`` for the user ``client_id``; None where
    neither has one."""
    if door.client_secret is not None or not door.client_id:
        return door.client_secret
    return _from_keyring(door.client_id)


def publish_password(publish: PublishSettings) -> SecretStr | None:
    """What reaches the place of published files: ``SOHOA_GATEWAY__PUBLISH__PASSWORD`` (or that of a door with
    a table of its own), else the keyring's entry ``sohoa`` for the user ``publish.user``; None where neither
    has one."""
    if publish.password is not None or not publish.user:
        return publish.password
    return _from_keyring(publish.user)


def mail_password(mail: MailSettings) -> SecretStr | None:
    """The mail server's password: ``SOHOA_MAIL__PASSWORD``, else the keyring's entry ``sohoa`` for the user
    ``mail.user``; None where neither has one."""
    if mail.password is not None or not mail.user:
        return mail.password
    return _from_keyring(mail.user)


def signing_password(signing: SigningSettings) -> SecretStr | None:
    """The passphrase or PIN of the key that signs: ``SOHOA_SIGNING__PASSWORD``, else the keyring's entry
    ``sohoa`` for the user ``signing.user``; None where neither has one, so that a person is asked."""
    if signing.password is not None or not signing.user:
        return signing.password
    return _from_keyring(signing.user)


def signing_token(signing: SigningSettings) -> SecretStr | None:
    """What a signing service is shown: ``SOHOA_SIGNING__ACCESS_TOKEN``, else the keyring's entry ``sohoa``
    for the user ``signing.credential``; None where neither has one."""
    if signing.access_token is not None or not signing.credential:
        return signing.access_token
    return _from_keyring(signing.credential)


def database_server(store: StoreSettings) -> DatabaseServer | None:
    """The server that has the store's database, None for SQLite in the home. Its password is
    ``SOHOA_STORE__PASSWORD``, else the keyring's entry ``sohoa`` for the user whom ``store.url`` names; a
    server may ask for none.
    """
    return server_at(store.url, store.password) if store.url else None


def server_at(url: str, password: SecretStr | None) -> DatabaseServer:
    """The server of an address; where no ``password`` is given, the keyring's for its user."""
    user = user_of(url)
    return DatabaseServer(url, password or (_from_keyring(user) if user else None))


def objects_secret(store: StoreSettings) -> SecretStr | None:
    """The secret of the object store's key: ``SOHOA_STORE__OBJECTS_SECRET``, else the keyring's entry
    ``sohoa`` for the user ``store.objects_key``; None where neither has one."""
    if store.objects_secret is not None or not store.objects_key:
        return store.objects_secret
    return _from_keyring(store.objects_key)


BACKUP_USER = "backup"


def backup_key(backup: BackupSettings) -> SecretStr | None:
    """The key of locked copies as it is printed: ``SOHOA_BACKUP__SECRET_KEY``, else the keyring's entry
    ``sohoa`` for the user ``backup``; None where neither has one."""
    return backup.secret_key or _from_keyring(BACKUP_USER)


def keep_backup_key(printed: str) -> bool:
    """Put the key into the keyring; False where this computer has none."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(KEYRING_SERVICE, BACKUP_USER, printed)
    except KeyringError:
        return False
    return True


def _from_keyring(user: str) -> SecretStr | None:
    # Imported late: looking for a keyring service takes longer than most commands.
    import keyring
    from keyring.errors import KeyringError

    try:
        found = keyring.get_password(KEYRING_SERVICE, user)
    except KeyringError:
        return None  # a desk without a keyring service simply has no secret there
    return SecretStr(found) if found else None
