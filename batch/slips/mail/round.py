# SPDX-License-Identifier: Apache-2.0
"""One round of the mail queue: every mail whose turn it is goes out, or says why not and waits.

What one mail meets, be it an error nobody thought of, costs that mail only; the round ends where no other
could go out either (``batch.outbox.pace.rounds``).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from batch.gateway.errors import Scope
from batch.outbox.fatal import stops_the_run
from batch.outbox.pace.rounds import Round
from batch.slips.errors import FontError, MailError
from batch.slips.mail import mailbox
from batch.slips.mail.consent import consent_of
from batch.slips.mail.mailbox import Letter
from batch.slips.mail.postman import PostError, Postman, mail_of
from batch.slips.sheets.files import document_of
from batch.slips.typeset.pdf import pdf_of
from batch.store import slips
from intake.dossier.sending.mail_words import UNEXPECTED, WITHDRAWN, mail_trouble
from intake.settings.log import log, log_exception
from intake.settings.settings import MailSettings
from intake.store.queue.lease_owner import new_owner
from intake.store.queue.leases import moment
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.model.slip_texts import load_slip


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a mail: ``sent``, ``failed-retry`` (again at ``next_at``), ``refused`` (given up) or
    ``busy`` (another sender has it). ``mail`` is its row; ``scope`` says whom a ``trouble`` concerns.
    """

    mail: int
    dossier: str
    slip: int
    state: str
    sentence: str = ""
    trouble: str = ""
    next_at: datetime | None = None
    scope: Scope = Scope.DOSSIER


@dataclass(slots=True)
class MailRound:
    """One sender. ``who`` goes into the journal."""

    store: Store
    settings: MailSettings
    who: str
    chance: random.Random = field(default_factory=random.Random)
    owner: str = field(default_factory=new_owner)

    def send_due(self, *, early: bool = False) -> Iterator[Posted]:
        """Send what is due, one after the other; stop early where no other mail could go out either."""
        with self.store.read() as session:
            rows = mailbox.due(session, moment(session, self.store.clock), early=early)
        this_round = Round()
        with Postman(self.settings) as postman:
            for row_id in rows:
                letter = mailbox.lease(self.store, row_id, self.owner, early=early)
                if letter is None:
                    continue
                posted = self._work(letter, postman)
                yield posted
                if posted.state == "failed-retry":
                    this_round.failed(posted.scope)
                else:
                    this_round.went_well()
                if this_round.over:
                    log().warning("mail-round-ended", code=posted.trouble)
                    return

    def _work(self, letter: Letter, postman: Postman) -> Posted:
        try:
            return self._send(letter, postman)
        except PostError as error:
            return self._failed(letter, error)
        except Exception as error:
            if isinstance(error, FontError | MailError) or stops_the_run(error):
                raise
            log_exception("mail-failed", error, dossier=letter.dossier_id, slip=letter.slip_id)
            return self._failed(letter, PostError(UNEXPECTED))

    def _send(self, letter: Letter, postman: Postman) -> Posted:
        with self.store.read() as session:
            slip = slips.slip(session, letter.slip_id)
            agreed = consent_of(self.store.journal(session, letter.dossier_id)) == letter.address
        if not agreed:
            raise PostError(WITHDRAWN, lasting=True)
        root = load_catalogue().root
        name = load_slip(slip.kind, root).name["vi"]
        pdf = pdf_of(document_of(slip, root))
        if not mailbox.still_ours(self.store, letter):
            return _busy(letter)
        postman.send(mail_of(slip, name, letter.address, self.settings.sender, pdf))
        kept = mailbox.finish(self.store, letter, who=self.who)
        log().info("mailed", dossier=letter.dossier_id, slip=letter.slip_id, attempt=letter.attempt)
        return replace(_busy(letter), state="sent") if kept else _busy(letter)

    def _failed(self, letter: Letter, error: PostError) -> Posted:
        """Given up where it can't pass, else tried again later."""
        code = error.trouble
        log().info("mail-not-sent", dossier=letter.dossier_id, slip=letter.slip_id, code=code)
        told = replace(
            _busy(letter),
            sentence=mail_trouble(code, self.settings.host),
            trouble=code,
            scope=error.scope,
        )
        if error.lasting:
            given_up = mailbox.give_up(self.store, letter, code, who=self.who)
            return replace(told, state="refused") if given_up else _busy(letter)
        next_at = mailbox.retry_later(self.store, letter, code, self.chance)
        return replace(told, state="failed-retry", next_at=next_at) if next_at else _busy(letter)


def _busy(letter: Letter) -> Posted:
    return Posted(letter.row_id, letter.dossier_id, letter.slip_id, "busy")
