# SPDX-License-Identifier: Apache-2.0
"""The results of a dossier on a screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from intake.desk.console import say, show_pairs
from intake.dossier.deadline.local_time import local_time
from intake.dossier.sending.results import ResultStanding
from intake.dossier.state_words import state_word
from intake.services.results.attaching import ResultsTold, result_told, standing_word
from templates.language.messages import _


def result_line(told: Mapping[str, Any]) -> str:
    """One result (as ``result_told`` has it): its file, how it stands, and what spoke against it."""
    line = f"{told['file']}, {standing_word(told)}, {local_time(told['added_at'])}, {told['who']}"
    return "; ".join(filter(None, (line, told["why"], told["because"])))


def show_results(told: ResultsTold) -> None:
    """All of them; and what to do about those that wait."""
    if not told.results:
        say(_("Dossier {id} has no result yet.").format(id=told.id))
        return
    rows = [result_told(one) for one in told.results]
    show_pairs(
        [(_("State"), state_word(told.state)), *((_("Result"), result_line(row)) for row in rows)],
        title=told.id,
    )
    if any(row["standing"] == ResultStanding.WAITING for row in rows):
        say(_("To attach what waits: sohoa result {id} --accept --because “…”").format(id=told.id), "yellow")
        say(
            _("If it is not the result: sohoa result {id} --dismiss --because “…”").format(id=told.id),
            "yellow",
        )
