# SPDX-License-Identifier: Apache-2.0
"""Lists to be worked off: dossiers that would count once somebody did what is left, each with what that
is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from batch.store.gap_rows import GapKind, GapLine, count_gaps, gap_lines
from intake.store.store import Store
from templates.language.messages import _

LEFT_FOR = timedelta(days=3)
"""So long a dossier may wait for its review before it is told."""


def gap_words(kind: GapKind) -> tuple[str, str]:
    """What is lacking, and what to do about it, in the current language."""
    return {
        GapKind.RESULT: (_("Has components, lacks the result"), _("Attach the signed result.")),
        GapKind.SIGNATURE: (
            _("The result has no digital signature"),
            _("Have it signed digitally, then attach the signed file."),
        ),
        GapKind.REVIEW: (
            _("Read, not reviewed for three days"),
            _("Open it and decide what is doubtful."),
        ),
        GapKind.CHANNEL: (
            _("How it was handed in is not recorded"),
            _("Record whether it came at the counter, online or by post."),
        ),
    }[kind]


def gap_counts(store: Store) -> Mapping[GapKind, int]:
    """How many dossiers stand in each list."""
    before = store.clock() - LEFT_FOR
    with store.read() as session:
        return {kind: count_gaps(session, kind, before) for kind in GapKind}


def gap_list(store: Store, kind: GapKind, most: int | None = None) -> Sequence[GapLine]:
    """One of these lists, the longest waiting first; figures as they were folded last."""
    with store.read() as session:
        return gap_lines(session, kind, store.clock() - LEFT_FOR, most)
