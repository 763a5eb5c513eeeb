# SPDX-License-Identifier: Apache-2.0
"""What ``sohoa run`` shows of a night: a line a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from batch.night.summary import DossierLine
from batch.report.report import GAPS_SHOWN
from batch.services.nightly.night import NightDone
from intake.desk.console import show_table
from intake.desk.screens.copies import copy_as_json
from intake.dossier.state_words import state_word
from intake.dossier.states import State
from templates.language.messages import _


def night_told(done: NightDone) -> dict[str, Any]:
    """What programs get of a night."""
    return {
        **done.report.shortened(GAPS_SHOWN).as_json(),
        "dossiers": [line.as_json() for line in done.dossiers],
        "not_taken_in": done.untaken,
        "remarks": [remark.as_json() for remark in done.remarks],
        "waiting_besides": [one.dossier for one in done.others],
        "mails": {"sent": sum(one.state == "sent" for one in done.mailed), "tried": len(done.mailed)},
        "backup": copy_as_json(done.copy),
    }


def show_dossiers(lines: Sequence[DossierLine]) -> None:
    """The lines as a table on standard output."""
    rows = [(line.dossier, line.folder, _standing(line), line.note) for line in lines]
    show_table([_("Dossier"), _("Name"), _("State"), _("To do")], rows)


def _standing(line: DossierLine) -> str:
    word = state_word(State(line.state))
    return _("{state}; papers contradict").format(state=word) if line.contradictory else word
