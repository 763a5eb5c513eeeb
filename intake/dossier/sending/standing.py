# SPDX-License-Identifier: Apache-2.0
"""Where what is to be sent stands on its way out. Here, for a person may take it out of the queue."""

from __future__ import annotations

from enum import StrEnum


class Sending(StrEnum):
    """Where a row of the outbox or of the mail stands."""

    QUEUED = "queued"
    SENDING = "sending"  # leased: a pusher works on it, or died while it did
    RETRY = "failed-retry"  # again at next_at
    SENT = "sent"
    LOST = "lost"  # sent, and the gateway does not know it (any more)
    REFUSED = (
        "refused"  # a person must act first: on the dossier, or where that is still queued, on its files
    )
    WITHDRAWN = "withdrawn"  # a person changed the dossier while it waited
