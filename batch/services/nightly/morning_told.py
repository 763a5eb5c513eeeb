# SPDX-License-Identifier: Apache-2.0
"""The morning for those who are not at the desk: a mail, a webhook, numbers for Prometheus.

None of them leaves with a name in it: ids, counts, and whom a dossier waits for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import httpx2

from batch.errors import BatchError
from batch.services.nightly.morning import Morning, Whom, whom_word
from batch.slips.errors import MailError
from batch.slips.mail.postman import PostError, Postman, require_settings
from intake.dossier.deadline.local_time import local_time
from intake.settings.log import log
from intake.settings.settings import MailSettings, NightSettings
from templates.errors import SohoaError
from templates.language.messages import _
from templates.system import move_into_place


class MorningNotToldError(BatchError):
    """The morning could not be told to somebody outside."""

    @classmethod
    def by_mail(cls, address: str) -> MorningNotToldError:
        return cls(
            _("What the night did could not be mailed to {address}.").format(address=address),
            _("Look at [mail] in the settings; the same stands in: sohoa morning"),
        )

    @classmethod
    def by_webhook(cls) -> MorningNotToldError:
        return cls(
            _("What the night did could not be told to the webhook of the settings."),
            _("Look at night.webhook and its token; the same stands in: sohoa morning"),
        )


def tell_outside(
    morning: Morning, night: NightSettings, mail: MailSettings, office: str
) -> Iterator[SohoaError]:
    """Tell whom the settings name; gives why somebody could not be told."""
    subject = _("sohoa, {office}: {count} dossiers wait").format(
        office=office or "sohoa", count=len(morning.waiting)
    )
    told = {"office": office, "failed": False, **morning.told_outside()}
    yield from _tell(subject, _text(morning), told, night, mail)


def tell_failed(
    code: str, now: datetime, night: NightSettings, mail: MailSettings, office: str
) -> Iterator[SohoaError]:
    """Tell whom the settings name that a run failed at ``now``; ``code`` is the error's name, for its
    sentence may hold a path that is called after somebody. Gives why somebody could not be told.
    """
    subject = _("sohoa, {office}: the run failed").format(office=office or "sohoa")
    text = _("The run broke off at {time} ({code}). Why stands in the log; begin it again: sohoa run")
    told = {"office": office, "failed": True, "at": now.isoformat(), "code": code}
    yield from _tell(subject, text.format(time=local_time(now), code=code), told, night, mail)


def _tell(
    subject: str, text: str, told: Mapping[str, Any], night: NightSettings, mail: MailSettings
) -> Iterator[SohoaError]:
    if night.mail_to:
        try:
            require_settings(mail)
            with Postman(mail) as postman:
                postman.send(_letter(subject, text, night.mail_to, mail.sender))
        except (PostError, MailError) as error:
            log().warning("morning-not-mailed", code=type(error).__name__)
            yield error if isinstance(error, MailError) else MorningNotToldError.by_mail(night.mail_to)
    if night.webhook and not _posted(told, night):
        yield MorningNotToldError.by_webhook()


def _posted(told: Mapping[str, Any], night: NightSettings) -> bool:
    token = night.webhook_token.get_secret_value() if night.webhook_token else ""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        answer = httpx2.post(
            night.webhook, json=dict(told), headers=headers, timeout=night.webhook_timeout_s, trust_env=False
        )
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        log().warning("webhook-not-reached", code=type(error).__name__)
        return False
    if not answer.is_success:
        log().warning("webhook-refused", status=answer.status_code)
    return bool(answer.is_success)


def _letter(subject: str, text: str, to: str, sender: str) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = subject, sender, to
    letter.set_content(text)
    return letter


def _text(morning: Morning) -> str:
    lines = [morning.when, "", *(f"{word}: {count}" for word, count in morning.words), ""]
    lines += [f"{one.dossier}: {whom_word(one.whom)}" for one in morning.waiting]
    return "\n".join([*lines, "", _("Why stands at the desk: sohoa morning")])


def prometheus(morning: Morning | None) -> str:
    """Numbers in Prometheus' text format, for the node exporter's folder of text files."""
    rows: list[tuple[str, str, str, float]] = []
    if morning is not None:
        help_run = "Of the latest run of sohoa."
        rows.append(("sohoa_run_started_timestamp_seconds", "", help_run, morning.began.timestamp()))
        if morning.ended is not None:
            rows.append(("sohoa_run_ended_timestamp_seconds", "", help_run, morning.ended.timestamp()))
        rows.append(("sohoa_run_pages_read", "", help_run, morning.pages_read))
        numbers = morning.numbers
        for name in ("received", "complete", "pushed", "accepted", "returned", "pages_failed"):
            rows.append(("sohoa_run_dossiers", f'{{outcome="{name}"}}', help_run, getattr(numbers, name)))
        waiting = Counter(one.whom for one in morning.waiting)
        rows += [("sohoa_run_waiting", f'{{for="{whom}"}}', help_run, waiting[whom]) for whom in Whom]
        ahead = "Dossiers in the store, whichever run left them."
        rows.append(("sohoa_dossiers_left", "", ahead, morning.ahead.left))
        rows.append(("sohoa_dossiers_due_today", "", ahead, morning.ahead.today))
        rows.append(("sohoa_dossiers_overdue", "", ahead, morning.ahead.overdue))
    text, named = "", set[str]()
    for name, labels, help_text, value in rows:
        if name not in named:
            text += f"# HELP {name} {help_text}\n# TYPE {name} gauge\n"
            named.add(name)
        text += f"{name}{labels} {value:.15g}\n"
    return text


def write_whole(text: str, file: Path, *, for_others: bool = False) -> None:
    """Whoever reads the file finds the old text or the new one, whole. Only this account may read it, unless
    it is ``for_others``: then nobody's name may stand in it.
    """
    with NamedTemporaryFile("w", dir=file.parent, prefix=".sohoa-", delete=False, encoding="utf-8") as made:
        made.write(text)
    if for_others:
        Path(made.name).chmod(0o644)
    move_into_place(Path(made.name), file)
