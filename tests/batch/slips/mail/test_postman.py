# SPDX-License-Identifier: Apache-2.0
"""The way to the mail server: encrypted, trusted, and no password in the open."""

from __future__ import annotations

import ssl
from pathlib import Path

import keyring
import pytest
from pydantic import SecretStr

from batch.slips.errors import MailError
from batch.slips.mail.postman import Postman, require_settings
from intake.settings.secrets import mail_password
from intake.settings.settings import MailSettings
from intake.store.store import Store
from tests.support.desks.mail_desk import a_round, closed_port, the_row
from tests.support.servers.mail_server import PASSWORD, USER, Postbox, encryption, mail_server, settings


def test_settings_that_still_limit_the_attempts_stay_valid() -> None:
    assert MailSettings(max_attempts=3) == MailSettings()  # type: ignore[call-arg]


def test_a_password_is_never_sent_over_a_bare_connection() -> None:
    with pytest.raises(MailError):
        require_settings(settings(25, user=USER, password=SecretStr(PASSWORD)))
    with pytest.raises(MailError):
        require_settings(MailSettings())


def test_the_password_comes_from_the_keyring_unless_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_password", lambda service, user: f"{service}:{user}")
    from_ring = mail_password(MailSettings(user=USER))
    assert from_ring is not None
    assert from_ring.get_secret_value() == f"sohoa:{USER}"
    given = mail_password(MailSettings(user=USER, password=SecretStr(PASSWORD)))
    assert given is not None
    assert given.get_secret_value() == PASSWORD


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize(("password", "state"), [(PASSWORD, "sent"), ("falsch", "failed-retry")])
def test_the_server_s_word_on_the_password_counts(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch, password: str, state: str
) -> None:
    # The guard against bare connections is tested above; on loopback there is no certificate to trust.
    monkeypatch.setattr("batch.slips.mail.postman.require_settings", lambda _settings: None)
    with mail_server(login=True) as (_box, how):
        known = how.model_copy(update={"user": USER, "password": SecretStr(password)})
        (posted,) = a_round(store, known)
    assert posted.state == state
    assert the_row(store).trouble == ("" if state == "sent" else "login")
    assert dossier


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The encryption of a server whose certificate this computer trusts."""
    context, certificate = encryption(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return context


def test_starttls_carries_mail_and_password_to_a_trusted_server(
    store: Store, dossier: str, trusted: ssl.SSLContext
) -> None:
    known = {"security": "starttls", "user": USER, "password": SecretStr(PASSWORD)}
    with mail_server(login=True, tls_context=trusted, require_starttls=True, auth_require_tls=True) as (
        box,
        how,
    ):
        assert [one.state for one in a_round(store, how.model_copy(update=known))] == ["sent"]
        assert len(box.mails) == 1
    assert dossier


def test_a_server_that_only_speaks_encrypted_is_spoken_to_so(
    store: Store, dossier: str, trusted: ssl.SSLContext
) -> None:
    with mail_server(ssl_context=trusted) as (box, how):
        assert [one.state for one in a_round(store, how.model_copy(update={"security": "tls"}))] == ["sent"]
        assert len(box.mails) == 1
    assert dossier


def test_no_mail_goes_to_a_server_whose_certificate_nobody_vouches_for(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    context, _certificate = encryption(tmp_path)
    with mail_server(tls_context=context) as (box, how):
        (posted,) = a_round(store, how.model_copy(update={"security": "starttls"}))
    assert (posted.state, the_row(store).trouble, box.mails) == ("failed-retry", "not-safe", [])
    assert dossier


def test_a_server_without_encryption_gets_nothing_where_it_is_asked_for(
    store: Store, dossier: str, server: tuple[Postbox, MailSettings]
) -> None:
    box, how = server
    (posted,) = a_round(store, how.model_copy(update={"security": "starttls"}))
    assert (posted.state, the_row(store).trouble, box.mails) == ("failed-retry", "security", [])
    assert dossier


def test_closing_a_postman_that_never_connected_does_nothing() -> None:
    with Postman(settings(closed_port())) as postman:
        assert postman is not None
