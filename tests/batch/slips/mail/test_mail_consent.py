# SPDX-License-Identifier: Apache-2.0
"""Consent to mail: recorded once, taken back, and nothing sent without."""

from __future__ import annotations

import pytest

from batch.slips.errors import MailError, NoConsentError
from batch.slips.mail.consent import consent_of, record_consent, withdraw_consent
from batch.slips.numbered.issue import issue_receipt
from batch.store import mails
from batch.store.slips import slips_of
from intake.dossier.journal import What
from intake.services.changing.undo import take_back
from intake.settings.settings import MailSettings
from intake.store.store import Store
from tests.support.desks.mail_desk import ADDRESS, a_round
from tests.support.desks.slip_desk import CLERK, RECEIVED, WHO, new_dossier
from tests.support.servers.mail_server import Postbox


def test_without_consent_neither_slip_nor_mail_is_made(store: Store) -> None:
    silent = new_dossier(store)
    with pytest.raises(NoConsentError):
        issue_receipt(store, silent, by=CLERK, mail=True)
    with store.read() as session:
        assert (slips_of(session, silent), mails.all_mails(session)) == ([], [])


def test_a_consent_taken_back_stops_what_waits(
    store: Store, dossier: str, server: tuple[Postbox, MailSettings]
) -> None:
    box, how = server
    with store.write() as session:
        assert withdraw_consent(store, session, dossier, who="lan")
    (posted,) = a_round(store, how)
    assert (posted.state, posted.trouble) == ("refused", "withdrawn")
    assert posted.sentence
    assert box.mails == []


def test_consent_is_recorded_with_who_and_when_and_once(store: Store, dossier: str) -> None:
    with store.write() as session:
        assert not record_consent(store, session, dossier, f" {ADDRESS} ", who="lan")
        events = store.journal(session, dossier)
    (agreed,) = [event for event in events if event.what == What.MAIL_AGREED]
    assert (agreed.who, agreed.at, agreed.data) == (WHO, RECEIVED, {"address": ADDRESS, "how": "form"})
    assert consent_of(events) == ADDRESS


def test_a_consent_taken_back_by_undo_is_none(store: Store, dossier: str) -> None:
    with store.write() as session:
        take_back(store, session, dossier, who="lan")
        assert consent_of(store.journal(session, dossier)) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "a",
        "a@b",
        "a b@example.org",
        "a@example.org,b@example.org",
        "a@@b.vn",
        "a\x1b[2J@b.vn",
        "a\u202e@b.vn",
    ],
)
def test_what_is_no_address_is_not_recorded(store: Store, dossier: str, typed: str) -> None:
    with store.write() as session, pytest.raises(MailError) as failure:
        record_consent(store, session, dossier, typed, who=WHO)
    assert len(typed) < 4 or typed not in failure.value.sentence
