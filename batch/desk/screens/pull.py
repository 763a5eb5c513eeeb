# SPDX-License-Identifier: Apache-2.0
"""What ``pull`` prints: of which dossiers something is new, and what could not be asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from batch.services.pulling import Pulled, PulledDossier
from intake.desk.console import complain, say, show_table
from intake.dossier.state_words import state_told
from intake.dossier.states import State
from intake.services.results.attaching import result_told, standing_word
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _, ngettext

MOST_NAMED = 20


def show_pulled(pulled: Pulled) -> None:
    """A line for each door of what is new, and for each result."""
    asked = ngettext("Asked about {count} dossier.", "Asked about {count} dossiers.", pulled.asked)
    say(asked.format(count=pulled.asked))
    for sentence in pulled.troubles[:MOST_NAMED]:
        complain(sentence)
    if left := len(pulled.troubles[MOST_NAMED:]):
        complain(_("{count} more could not be asked about; the log names them.").format(count=left))
    if pulled.new:
        columns = (_("Dossier"), _("Number"), _("State"), _("At the gateway"))
        show_table(columns, [row for one in pulled.new for row in _rows(one)], whole=(0,))
    elif not pulled.troubles:
        say(_("Nothing new."))


def _rows(one: PulledDossier) -> Iterator[tuple[str, str, str, str]]:
    for door in one.doors:
        if door.there():
            yield one.dossier, door.number, state_told(State(door.state), door.ended), door.there()
    for result in map(result_told, one.results):
        told = "; ".join(filter(None, (standing_word(result), result["why"])))
        yield one.dossier, "", _("Result"), f"{result['file']}: {told}"


def pulled_as_json(pulled: Pulled) -> dict[str, Any]:
    """The same for programs."""
    return {
        "asked": pulled.asked,
        "troubles": list(pulled.troubles),
        "dossiers": [
            {
                "dossier": one.dossier,
                "doors": [door.as_json(load_catalogue) for door in one.doors],
                "results": [result_told(result) for result in one.results],
            }
            for one in pulled.new
        ],
    }
