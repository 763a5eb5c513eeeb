# SPDX-License-Identifier: Apache-2.0
"""The number of a dossier that a person brought through a door without a server: only they learn it."""

from __future__ import annotations

import re

from batch.outbox.outbox import number_taken
from batch.outbox.push import Pushed
from batch.store.outbox_rows import of_dossier
from intake.dossier.sending import Sending
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.errors import UsageError
from templates.language.messages import _

_SHAPE = re.compile(r"[A-Za-z0-9]+([.\-][A-Za-z0-9]+)*")
_LONGEST = 50


def say_number(store: Store, dossier_id: str, number: str, *, who: str) -> Pushed:
    """Keep the mã hồ sơ under which a dossier arrived that was laid into a place; returns it as sent.

    Raises UsageError where it was not laid anywhere, the number has no number's shape, or another dossier has
    it.
    """
    number = number.strip()
    if len(number) > _LONGEST or not _SHAPE.fullmatch(number):
        raise UsageError(
            _("This is no number of a dossier."), _("It is letters, digits, dots and hyphens, at most 50.")
        )

    def keep(session: Transaction) -> Pushed:
        way = of_dossier(session, dossier_id)
        if way is None or way.state != Sending.SENT or "put" not in way.progress:
            raise UsageError(
                _("Dossier {dossier} was not laid anywhere yet, so it has no number.").format(
                    dossier=dossier_id
                ),
                _("First: sohoa push {dossier}").format(dossier=dossier_id),
            )
        if number_taken(session, number, dossier_id):
            raise UsageError(
                _("The number {number} is that of another dossier.").format(number=number),
                _("Compare it with what the portal shows, letter by letter."),
            )
        store.set_official_number(session, dossier_id, number, who=who)
        return Pushed(dossier_id, Sending.SENT, number, door=way.door)

    return store.write(keep)
