# SPDX-License-Identifier: Apache-2.0
"""What lies in quarantine in any queue, of dossiers that are not closed, and what a wrong clock left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from batch.store.tables.slip_model import MailRow, SlipRow
from intake.dossier.sending import Sending
from intake.dossier.sending.mail_words import WITHDRAWN
from intake.dossier.states import FROZEN, State
from intake.dossier.stored import GONE
from intake.store.dossier.arranging import said_out
from intake.store.queue.standing import count_needing_person
from intake.store.tables.model import DossierRow, StoredFileRow
from intake.store.tables.night_work import NightWork
from intake.store.tables.page_to_read import PageToRead
from intake.store.transaction import Transaction

_ENDED = (State.REJECTED, State.RESULT_ATTACHED)


@dataclass(frozen=True, slots=True)
class GivenUp:
    """``dossiers`` counts those on which nothing goes on by itself; ``mails`` and ``pages`` name the dossiers
    of each mail and page, ``nights`` those that runs leave alone.
    """

    dossiers: int
    mails: tuple[str, ...]
    pages: tuple[str, ...]
    nights: tuple[str, ...]


def given_up(session: Transaction) -> GivenUp:
    """All that will not be tried again before a person acts. A mail that its citizen no longer wants is no
    such thing.
    """
    mails = (
        select(DossierRow.id)
        .join(SlipRow, SlipRow.dossier_id == DossierRow.id)
        .join(MailRow, MailRow.slip_id == SlipRow.id)
        .where(MailRow.state == Sending.REFUSED.value, MailRow.trouble != WITHDRAWN)
        .where(DossierRow.state.not_in(_ENDED))
        .order_by(MailRow.id)
    )
    pages = (
        select(DossierRow.id)
        .join(StoredFileRow, StoredFileRow.dossier_id == DossierRow.id)
        .join(PageToRead, PageToRead.document_id == StoredFileRow.id)
        .where(PageToRead.state == Sending.REFUSED.value, StoredFileRow.refusal_code.not_in(GONE))
        .where(~said_out(PageToRead.document_id, PageToRead.number))
        .where(DossierRow.state.not_in(FROZEN))
        .order_by(PageToRead.id)
    )
    nights = (
        select(DossierRow.id)
        .join(NightWork, NightWork.dossier_id == DossierRow.id)
        .where(NightWork.state == Sending.REFUSED.value, DossierRow.state.not_in(FROZEN))
        .order_by(NightWork.id)
    )
    named = (tuple(session.scalars(query)) for query in (mails, pages, nights))
    return GivenUp(count_needing_person(session), *named)


def received_after(session: Transaction, moment: datetime) -> tuple[str, ...]:
    """The ids of dossiers that were received later than ``moment``, in their order."""
    query = select(DossierRow.id).where(DossierRow.received_at > moment).order_by(DossierRow.id)
    return tuple(session.scalars(query))
