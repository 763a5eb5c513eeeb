# SPDX-License-Identifier: Apache-2.0
"""Sending mails over SMTP: one connection for all, every failure told by a code and by whom it concerns."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from types import TracebackType

from batch.gateway.errors import Scope
from batch.slips.errors import MailError
from batch.slips.mail.bounded_line import BoundedLine, BoundedSmtp, BoundedSmtpTls
from batch.store.slips import SlipRecord
from intake.settings.secrets import mail_password
from intake.settings.settings import MailSettings

_OTHERWISE_SECURED = frozenset({530, 534, 538})
"""Log in first, in a stronger way, or over an encrypted connection (RFC 3207 §4, RFC 4954 §6)."""
_READY = 220
_NOT_THIS_SENDER = frozenset({550, 551, 553, 554})


MOST_S = 300.0
"""So long a mail may take in all, with the connection it needs: less than a lease of the queue."""
_MANY = 10
"""A conversation has some ten turns, each of which may take ``timeout_s``."""


class PostError(Exception):
    """A mail did not go out. ``trouble`` names why (``intake.dossier.sending.mail_words``), ``scope`` whom
    else it concerns; ``lasting``: the next try would end alike.
    """

    def __init__(self, trouble: str, scope: Scope = Scope.DOSSIER, *, lasting: bool = False) -> None:
        super().__init__(trouble)
        self.trouble, self.scope, self.lasting = trouble, scope, lasting


@dataclass(slots=True)
class Postman:
    """The mail server of the settings, connected when the first mail goes out."""

    settings: MailSettings
    _server: smtplib.SMTP | None = None
    _line: BoundedLine = field(default_factory=BoundedLine)

    def __enter__(self) -> Postman:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send(self, message: EmailMessage) -> None:
        """Hand a mail to the server; raises ``PostError``, and ``MailError`` where nothing is set up."""
        with self._line.within(min(MOST_S, _MANY * self.settings.timeout_s)):
            self._send(message)

    def _send(self, message: EmailMessage) -> None:
        try:
            self._connected().send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code = max((reply[0] for reply in error.recipients.values()), default=550)
            raise _refused(code) from error
        except smtplib.SMTPNotSupportedError as error:
            # The connection stands, so only this address has letters that the server can't take.
            raise _refused(550) from error
        except smtplib.SMTPResponseException as error:
            self._hang_up()
            raise _answered(error) from error
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise PostError("server-down", Scope.LINE) from error
        except BaseException:
            # Half a conversation would spoil the next mail.
            self._hang_up()
            raise

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            try:
                self._server = self._connect()
            except smtplib.SMTPNotSupportedError as error:
                raise PostError("security", Scope.CREDENTIALS) from error
            except ssl.SSLError as error:
                if self._line.was_cut:
                    raise PostError("server-down", Scope.LINE) from error
                raise PostError("not-safe", Scope.CREDENTIALS) from error
        return self._server

    def _connect(self) -> smtplib.SMTP:
        require_settings(self.settings)
        host, port, wait = self.settings.host, self.settings.port, self.settings.timeout_s
        kind = BoundedSmtpTls if self.settings.security == "tls" else BoundedSmtp
        server = kind(self._line, host, wait)
        _greeted(server.connect(host, port))
        if self.settings.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        password = mail_password(self.settings)
        if self.settings.user and password is not None:
            server.login(self.settings.user, password.get_secret_value())
        return server

    def _hang_up(self) -> None:
        if self._server is not None:
            with suppress(smtplib.SMTPException, OSError), self._line.within(self.settings.timeout_s):
                self._server.quit()
            self._server = None
        self._line.forget()


def _greeted(reply: tuple[int, bytes]) -> None:
    code, words = reply
    if code != _READY:
        raise smtplib.SMTPConnectError(code, words)


def require_settings(settings: MailSettings) -> None:
    """Raise ``MailError`` where no mail could be sent with these settings."""
    if not settings.host or not settings.sender:
        raise MailError.not_set_up()
    if settings.security == "none" and settings.user:
        raise MailError.bare_password()


def mail_of(slip: SlipRecord, name: str, address: str, sender: str, pdf: bytes) -> EmailMessage:
    """The mail that carries a slip; the same slip to the same address always bears the same Message-ID.

    Its text names neither the procedure nor the people: mail is read on the way.
    """
    office = slip.content["places"].get("office", "")
    message = EmailMessage()
    message["Subject"] = f"{name} số {slip.sign}"
    message["From"], message["To"] = sender, address
    message["Date"] = format_datetime(slip.issued_at)
    domain = sender.rpartition("@")[2].strip("> ") or "localhost"
    message["Message-ID"] = f"<sohoa-{slip.dossier_id}-{slip.kind}-{slip.year}-{slip.number}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        f"Kính gửi ông/bà,\n\n{office or 'Cơ quan'} gửi ông/bà {name} số {slip.sign}, mã hồ sơ "
        f"{slip.content['places']['code']}, trong tệp đính kèm.\n\n"
        "Ông/bà nhận được thư này vì đã đồng ý nhận giấy tờ qua thư điện tử. Nếu không muốn nhận nữa, xin "
        f"báo cho {slip.content['places']['contact']}.\n\nTrân trọng.\n"
    )
    file = f"{slip.dossier_id}_{slip.kind}_{slip.year}-{slip.number:04d}.pdf"
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=file)
    return message


def _refused(code: int) -> PostError:
    if code < 500:
        return PostError("address-busy")
    return PostError("address-refused", lasting=True)


def _answered(error: smtplib.SMTPResponseException) -> PostError:
    """What an answer says. Where a person must change the settings, every other mail would meet the same."""
    if error.smtp_code in _OTHERWISE_SECURED:
        return PostError("security", Scope.CREDENTIALS)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return PostError("login", Scope.CREDENTIALS)
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code in _NOT_THIS_SENDER:
        return PostError("sender", Scope.CREDENTIALS)
    if error.smtp_code >= 500 and not isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return PostError("mail-refused", lasting=True)
    return PostError("server-busy", Scope.LINE)
