# SPDX-License-Identifier: Apache-2.0
"""Whether a citizen wants slips by mail, and where: recorded in the journal with who asked, how and when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from batch.slips.errors import MailError
from intake.dossier.journal import Event, What, undone
from intake.store.store import Store
from intake.store.transaction import Transaction

# Only what keeps an address from being two, or none: the server knows the rest.
_ADDRESS = re.compile(r"^[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]{1,255}\.[^\s@,;<>\".]{2,63}$")


def record_consent(
    store: Store, session: Transaction, dossier_id: str, address: str, *, who: str, how: str = "counter"
) -> bool:
    """Keep that the citizen agrees to mail at ``address``; False where that stands in the journal already.

    ``how`` says in which way they agreed (``counter``, ``form``, ``phone``). Raises ``MailError`` for what is
    no address.
    """
    tidy = address.strip()
    if not _ADDRESS.match(tidy) or not tidy.isprintable():  # no signs that command a screen
        raise MailError.no_address()
    if consent_of(store.journal(session, dossier_id)) == tidy:
        return False
    return store.note(session, dossier_id, What.MAIL_AGREED, who=who, data={"address": tidy, "how": how})


def withdraw_consent(store: Store, session: Transaction, dossier_id: str, *, who: str) -> bool:
    """Keep that the citizen wants no mail; False where they had not agreed."""
    address = consent_of(store.journal(session, dossier_id))
    if not address:
        return False
    return store.note(session, dossier_id, What.MAIL_WITHDRAWN, who=who, data={"address": address})


def consent_of(events: Sequence[Event]) -> str:
    """The address that may be written to now; "" where there is none."""
    address, gone = "", undone(events)
    for event in events:
        if event.id in gone:
            continue
        if event.what == What.MAIL_AGREED:
            address = str(event.data["address"])
        elif event.what == What.MAIL_WITHDRAWN:
            address = ""
    return address
