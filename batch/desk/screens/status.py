# SPDX-License-Identifier: Apache-2.0
"""What ``sohoa status`` prints: how many dossiers stand where, and a page of them; or all about one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from typing import Any

from batch.outbox.pace.following import is_over
from batch.services.status import StatusPage
from intake.desk.console import complain, print_json, print_json_list, say, show_pairs, show_table
from intake.dossier.deadline.local_time import local_time
from intake.dossier.sending import Sending
from intake.dossier.sending.outbox_words import reason_told, sending_word, set_aside_word, trouble_word
from intake.dossier.state_words import held_told, state_told, state_word
from intake.dossier.states import State
from intake.store.queue.standing import DossierStanding
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _

MOST_NAMED = 5


def show_unknown(sentences: Sequence[str]) -> None:
    """Of which dossiers the gateway could not be asked, and why."""
    for sentence in sentences[:MOST_NAMED]:
        complain(sentence)
    if sentences:
        complain("", _("Shown is what was known before."))


def show_all(shown: StatusPage, *, as_json: bool, offices: bool = False, copied: bool = False) -> None:
    """A page of the packaged dossiers below how many there are in each state; ``offices``: and whose each
    is; ``copied``: the store is a copy, from which nothing is sent.
    """
    if as_json:
        head = {
            "total": shown.total,
            "page": shown.paging.page,
            "needing_person": shown.needing_person,
            "states": shown.counts,
            "copy": copied,
        }
        print_json_list(head, "dossiers", (_as_json(row) for part in shown.parts for row in part))
    elif not shown.total:
        say(_("No dossier was packaged yet."))
    else:
        _show_counts(shown)
        _show_parts(iter(shown.parts), offices=offices)
        if more := shown.paging.more(shown.total):
            say(more)


def _show_counts(shown: StatusPage) -> None:
    rows = [(state_word(state), count) for state, count in shown.counts.items()]
    show_table((_("State"), _("Count")), rows, right=(1,))
    if shown.needing_person:
        say(_("Dossiers that need a person: {count}").format(count=shown.needing_person))


def _show_parts(parts: Iterator[Sequence[DossierStanding]], *, offices: bool) -> None:
    """A table for each part: one table of all would hold the whole store in memory."""
    for part in chain([next(parts, ())], parts):
        doors = not all(row.leads for row in part)
        more = (*([_("Door")] * doors), *([_("Office")] * offices))
        columns = (_("Dossier"), _("Number"), _("State"), _("At the gateway"), *more)
        cells = [
            (
                row.dossier,
                row.number,
                _state(row),
                _there(row),
                *([row.door] * doors),
                *([row.unit] * offices),
            )
            for row in part
        ]
        show_table(columns, cells, whole=(0,))


def show_one(dossier: str, ways: Sequence[DossierStanding], now: datetime, *, as_json: bool) -> None:
    """All that is known of one dossier's ways, the leading one first; none where it was never packaged."""
    if as_json:
        print_json({"dossiers": [_as_json(row) for row in ways]})
    elif not ways:
        say(_("Dossier {id} was not packaged yet.").format(id=dossier))
    for row in () if as_json else ways:
        show_pairs(_details(row, now), title=row.dossier if row.leads else f"{row.dossier}  {row.door}")


def _as_json(row: DossierStanding) -> dict[str, Any]:
    catalogue = load_catalogue()
    messages = [{**m, "sentence": reason_told(m, catalogue)} for m in row.messages]
    more = {"remote_name": row.there(), "why": row.why(load_catalogue), "needs_person": row.needs_person}
    return asdict(row) | {"messages": messages} | more


def _state(row: DossierStanding) -> str:
    """Here, in a word, whether it is held back, and what it waits for."""
    return "; ".join(filter(None, (_word(row), _held(row), row.until())))


def _held(row: DossierStanding) -> str:
    return held_told(row.dossier, row.held) if row.held else ""


def _word(row: DossierStanding) -> str:
    """Its state, in the one word that every screen has for it; then how far it came on its way."""
    way = _on_its_way(row) if row.waits else ""
    word = state_told(State(row.state), row.ended) if row.leads else sending_word(row.sending)
    return f"{word}; {way}" if way not in ("", word) else word


def _on_its_way(row: DossierStanding) -> str:
    if row.sending == Sending.REFUSED:
        return set_aside_word()
    broken_off = row.sending == Sending.SENDING and not row.in_hand
    return sending_word(Sending.QUEUED if broken_off else row.sending)


def _there(row: DossierStanding) -> str:
    """At the gateway, or why it is not there."""
    return row.there() or row.why(load_catalogue)


def _details(row: DossierStanding, now: datetime) -> list[tuple[str, object]]:
    catalogue = load_catalogue()
    pairs: list[tuple[str, object]] = [
        (_("Door"), row.door),
        (_("Number"), row.number),
        (_("State"), _word(row)),
        (_("Held back"), _held(row)),
        (_("Attempts"), row.attempts),
        (_("Not sent because"), trouble_word(row.trouble) if row.trouble and not row.messages else ""),
        (_("Waits until"), row.until()),
        (_("Sent"), _moment(row.sent_at)),
        (_("At the gateway"), row.there()),
        (_("Asked"), _asked(row, now)),
    ]
    pairs += [(_("Refused because"), reason_told(message, catalogue)) for message in row.messages]
    return [(name, value) for name, value in pairs if value not in ("", None)]


def _asked(row: DossierStanding, now: datetime) -> str:
    """When the gateway was asked last, and that nobody asks by himself any more."""
    told = _moment(row.remote_at)
    open_still = State(row.state) in (State.PUSHED, State.ACCEPTED, State.RETURNED)
    if not open_still or row.sent_at is None or not is_over(row.sent_at, now):
        return told
    end = _("sent over a year ago, so the nightly run asks no more; this command does")
    return f"{told}; {end}"


def _moment(moment: datetime | None) -> str:
    return local_time(moment) if moment else ""
