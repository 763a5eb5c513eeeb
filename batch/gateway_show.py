"""What the commands of packaging and gateway print. Each function says whether a person is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from batch.gateway.connector import Health
from batch.package import BuiltPackage
from intake.console import complain, print_json, say, show_pairs, show_table
from intake.desk import local_time
from intake.outbox_model import Sending
from intake.outbox_words import reason_told, sending_word, trouble_word
from intake.standing import Standing
from intake.state_words import state_word
from intake.states import State
from templates.catalogue import load_catalogue
from templates.messages import _

# Tokens carry moments; beyond this the two clocks may disagree on what is still valid.
MOST_CLOCK_OFF_S = 120.0
MOST_NAMED = 5


def show_packages(made: Sequence[BuiltPackage], *, as_json: bool) -> bool:
    """The packages made; a file too large for the portal needs a person."""
    if as_json:
        print_json([{"folder": str(one.folder), **one.manifest.as_dict()} for one in made])
    else:
        if not made:
            say(_("No dossier waits to be packaged."))
        for one in made:
            _show_package(one)
    return any(one.manifest.findings for one in made)


def _show_package(one: BuiltPackage) -> None:
    rows = []
    for entry in one.manifest.components:
        portal = ", ".join(_size(part.bytes) for part in entry.portal) or _("too large")
        rows.append((entry.nn, entry.name, entry.master.pages, _size(entry.master.bytes), portal))
    columns = (_("No."), _("Component"), _("Pages"), _("Archive PDF"), _("Portal copy"))
    show_table(columns, rows, title=f"{one.manifest.dossier}  {one.folder}", right=(0, 2, 3, 4))
    for entry in one.manifest.components:
        if entry.findings:
            complain(
                _("{name}: no copy of it can be made small enough for the portal.").format(name=entry.name),
                _("Scan it again at 200–300 dpi, or ask for a higher portal_limit_mb."),
            )


def _size(count: int) -> str:
    return f"{count / 1e6:.2f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"


def show_status(rows: Sequence[Standing], *, as_json: bool, detailed: bool, unknown: Sequence[str]) -> bool:
    """Where dossiers stand; ``unknown`` says of which the gateway could not be asked, and why."""
    for sentence in unknown[:MOST_NAMED]:
        complain(sentence)
    if unknown:
        complain("", _("Shown is what was known before."))
    if as_json:
        print_json([_standing_json(row) for row in rows])
    elif not rows:
        say(_("No dossier was packaged yet."))
    elif detailed:
        for row in rows:
            show_pairs(_details(row), title=row.dossier)
    else:
        columns = (_("Dossier"), _("Number"), _("State"), _("At the gateway"))
        show_table(columns, [(row.dossier, row.number, _state(row), _there(row)) for row in rows], whole=(0,))
    return any(row.needs_person for row in rows)


def _standing_json(row: Standing) -> dict[str, Any]:
    catalogue = load_catalogue()
    messages = [{**m, "sentence": reason_told(m, catalogue)} for m in row.messages]
    more = {"remote_name": _remote(row), "why": row.why(catalogue), "needs_person": row.needs_person}
    return asdict(row) | {"messages": messages} | more


def _state(row: Standing) -> str:
    """Here, in a word, and what it waits for."""
    return "; ".join(filter(None, (_word(row), row.until())))


def _word(row: Standing) -> str:
    if not row.waits:
        return state_word(State(row.state))
    return _("set aside") if row.sending == Sending.REFUSED else sending_word(row.sending)


def _there(row: Standing) -> str:
    """At the gateway, or why it is not there."""
    return _remote(row) or row.why(load_catalogue())


def _remote(row: Standing) -> str:
    from batch.gateway.spec import load_spec
    from templates.messages import current_language

    if not row.remote_status:
        return ""
    known = load_spec().statuses.get(row.remote_status)
    if known is None:
        told = _("{code} (a status that this program does not know)").format(code=row.remote_status)
    else:
        told = f"{row.remote_status} {known.name['en' if current_language() == 'en' else 'vi']}"
    return told + (f": {row.remote_note}" if row.remote_note else "")


def _details(row: Standing) -> list[tuple[str, object]]:
    catalogue = load_catalogue()
    pairs: list[tuple[str, object]] = [
        (_("Number"), row.number),
        (_("State"), _word(row)),
        (_("Attempts"), row.attempts),
        (_("Not sent because"), trouble_word(row.trouble) if row.trouble and not row.messages else ""),
        (_("Waits until"), row.until()),
        (_("Sent"), _moment(row.sent_at)),
        (_("At the gateway"), _remote(row)),
        (_("Asked"), _moment(row.remote_at)),
    ]
    pairs += [(_("Refused because"), reason_told(message, catalogue)) for message in row.messages]
    return [(name, value) for name, value in pairs if value not in ("", None)]


def _moment(moment: datetime | None) -> str:
    return local_time(moment) if moment else ""


def _connection_word(health: Health) -> str:
    if not health.encrypted:
        return _("works, but is not encrypted")
    return _("works, through the proxy {host}").format(host=health.proxy) if health.proxy else _("works")


def show_health(health: Health, *, as_json: bool) -> bool:
    """What a test of the gateway found; a clock far off needs a person."""
    off = health.clock_off_s
    clock_bad = off is not None and abs(off) > MOST_CLOCK_OFF_S
    if as_json:
        print_json(asdict(health) | {"clock_ok": not clock_bad})
        return clock_bad
    pairs: list[tuple[str, object]] = [
        (_("Gateway"), health.url),
        (_("Connection"), _connection_word(health)),
        (
            _("Credentials"),
            _("accepted; a token lasts {minutes} minutes").format(minutes=round(health.token_life_s / 60)),
        ),
        (
            _("Clock"),
            _("not told") if off is None else _("{seconds} s apart").format(seconds=round(abs(off))),
        ),
    ]
    show_pairs(pairs)
    if clock_bad:
        complain(
            _("The clocks of this computer and of the gateway disagree."),
            _("Set the clock of this computer."),
        )
    return clock_bad
