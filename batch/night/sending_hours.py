# SPDX-License-Identifier: Apache-2.0
"""What leaves the office only at some hours: waited for, sent, and told of where it is not the time."""

from __future__ import annotations

from batch.night.context import Night
from batch.night.remarks import Remark, RemarkCode
from batch.outbox.push import due_dossiers
from batch.outbox.tracking import dossiers_to_follow
from batch.slips.errors import MailError
from batch.slips.mail.postman import require_settings
from batch.slips.mail.round import MailRound
from batch.store.mails import unsent
from intake.dossier.deadline.local_time import LOCAL
from intake.settings.log import log
from templates.language.messages import _

LONGEST_WAIT_S = 30.0
"""So often the clock is looked at again: it may be set meanwhile, and the computer may sleep."""


def wait_to_send(night: Night) -> None:
    """Wait for the first hour in which sending is allowed, if there is anything to send and the run is not to
    be over before.
    """
    if night.hours is None or night.sends_now or not _anything_waits(night):
        return
    begins = night.hours.begin(night.store.clock())
    if night.until is not None and begins >= night.until:
        return
    log().info("waits-to-send", run=night.run_id, until=begins.isoformat())
    label = _("Waiting until {hour} to send").format(hour=f"{begins.astimezone(LOCAL):%H:%M}")
    with night.progress(label, None, unit=_("dossiers")):
        while not night.sends_now and not night.is_over:
            now = night.store.clock()
            # Anew each time: a computer that slept over those hours waits for the next evening's, if at all.
            begins = night.hours.begin(now)
            if night.until is not None and begins >= night.until:
                return
            left = (begins - now).total_seconds()
            night.pause(max(0.1, min(LONGEST_WAIT_S, left)))


def mail(night: Night) -> None:
    """Send the mails whose turn it is, if there is a mail server."""
    settings = night.settings.mail
    if not (settings.host and night.sends_now):
        return
    try:
        require_settings(settings)
        for posted in MailRound(night.store, settings, night.who).send_due():
            night.mailed.append(posted)
            if not night.sends_now:
                break
    except MailError as error:  # mails wait, and the night has done all else
        log().warning("no-mail", code=type(error).__name__, run=night.run_id)


def tell_of_hours(night: Night) -> None:
    """Note where the run was over before its work, or not all was sent because it was not the hour."""
    if night.is_over and night.until is not None:
        hour = f"{night.until.astimezone(LOCAL):%H:%M}"
        night.remarks.append(Remark(RemarkCode.TIME_UP, "", "", amounts=(hour,)))
    elif night.hours is not None and not night.sends_now and _anything_waits(night):
        since, until = f"{night.hours.since:%H:%M}", f"{night.hours.until:%H:%M}"
        night.remarks.append(Remark(RemarkCode.NOT_THE_HOUR, "", "", amounts=(since, until)))


def _anything_waits(night: Night) -> bool:
    doors = night.doors
    if doors is not None and due_dossiers(night.store, unsigned=doors.unsigned):
        return True
    with night.store.read() as session:
        mails = bool(night.settings.mail.host) and bool(unsent(session))
    return mails or (doors is not None and bool(dossiers_to_follow(night.store)))
