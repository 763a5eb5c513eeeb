"""One round of the mail queue: every mail whose turn it is goes out, or says why not and waits."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from batch.slips.files import document_of
from batch.slips.mail import mailbox
from batch.slips.mail.consent import consent_of
from batch.slips.mail.mailbox import Letter
from batch.slips.mail.postman import PostError, Postman, mail_of
from batch.slips.model import SlipRow
from batch.slips.typeset.pdf import pdf_of
from intake.settings.log import log
from intake.settings.settings import MailSettings
from intake.store.lease_owner import new_owner
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.model.slip_texts import load_slip


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a mail: ``sent``, ``failed-retry``, ``refused`` or ``busy`` (another sender has it)."""

    dossier: str
    slip: int
    state: str
    sentence: str = ""


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
            rows = mailbox.due(session, self.store.clock(), early=early)
        with Postman(self.settings) as postman:
            for row_id in rows:
                letter = mailbox.lease(self.store, row_id, self.owner, early=early)
                if letter is None:
                    continue
                try:
                    yield self._send(letter, postman)
                except PostError as error:
                    yield self._failed(letter, error)
                    if error.all_mails:
                        return

    def _send(self, letter: Letter, postman: Postman) -> Posted:
        with self.store.read() as session:
            row = session.get_one(SlipRow, letter.slip_id)
            agreed = consent_of(self.store.journal(session, letter.dossier_id)) == letter.address
        if not agreed:
            mailbox.give_up(self.store, letter, "withdrawn")
            return Posted(letter.dossier_id, letter.slip_id, "refused")
        root = load_catalogue().root
        name = load_slip(row.kind, root).name["vi"]
        pdf = pdf_of(document_of(row, root))
        postman.send(mail_of(row, name, letter.address, self.settings.sender, pdf))
        kept = mailbox.finish(self.store, letter, who=self.who)
        log().info("mailed", dossier=letter.dossier_id, slip=letter.slip_id, attempt=letter.attempt)
        return Posted(letter.dossier_id, letter.slip_id, "sent" if kept else "busy")

    def _failed(self, letter: Letter, error: PostError) -> Posted:
        log().info("mail-failed", dossier=letter.dossier_id, slip=letter.slip_id, code=error.trouble)
        given_up = error.lasting or (letter.attempt >= self.settings.max_attempts and not error.all_mails)
        if given_up:
            mailbox.give_up(self.store, letter, error.trouble)
        else:
            mailbox.retry_later(self.store, letter, error.trouble, self.chance)
        state = "refused" if given_up else "failed-retry"
        return Posted(letter.dossier_id, letter.slip_id, state, error.sentence)
