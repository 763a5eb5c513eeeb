"""What the commands of packaging and gateway print. Each function says whether a person is needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from batch.gateway.connector import FieldMessage, Health
from batch.gateway.refusals import in_clerks_words
from batch.package import BuiltPackage
from batch.push import Pushed
from batch.tracking import Standing
from intake.console import complain, print_json, say, show, show_pairs, show_table
from intake.outbox_model import Sending
from intake.states import State
from intake.store_dossiers import LOCAL_ZONE
from templates.catalogue import load_catalogue
from templates.messages import _

# Tokens carry moments; beyond this the two clocks may disagree on what is still valid.
MOST_CLOCK_OFF_S = 120.0
_ATTENTION_STATES = (State.RETURNED.value, State.REJECTED.value)


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


def show_pushed(results: Sequence[Pushed], *, as_json: bool, dry_run: bool) -> bool:
    """What became of each dossier."""
    if as_json:
        print_json([_pushed_json(result) for result in results])
    elif not results:
        say(_("No dossier waits to be sent."))
    else:
        rows = [(r.dossier, r.number, sending_word(r.state), r.sentence) for r in results]
        title = _("Dry run: nothing was sent") if dry_run else ""
        show_table((_("Dossier"), _("Number"), _("State"), _("Reason")), rows, title=title)
        for result in results:
            for message in result.messages:
                show(f"  {result.dossier}  {in_clerks_words(message, load_catalogue())}")
    return any(result.state in ("refused", "failed-retry") for result in results)


def _pushed_json(result: Pushed) -> dict[str, Any]:
    messages = [_message_json(message) for message in result.messages]
    return asdict(result) | {"messages": messages}


def _message_json(message: FieldMessage) -> dict[str, Any]:
    return asdict(message) | {"sentence": in_clerks_words(message, load_catalogue())}


def sending_word(state: str) -> str:
    """A state of sending in the clerk's words."""
    words = {
        Sending.QUEUED.value: _("waiting"),
        Sending.SENDING.value: _("being sent"),
        Sending.RETRY.value: _("failed, will be tried again"),
        Sending.SENT.value: _("sent"),
        Sending.REFUSED.value: _("refused"),
        "busy": _("being sent by another program"),
        "would-send": _("would be sent"),
    }
    return words.get(state, state)


def show_status(rows: Sequence[Standing], *, as_json: bool, detailed: bool, unreachable: str) -> bool:
    """Where dossiers stand; ``unreachable`` says why the gateway could not be asked."""
    if unreachable:
        complain(unreachable, _("Shown is what was known before."))
    if as_json:
        print_json([_standing_json(row) for row in rows])
    elif not rows:
        say(_("No dossier was packaged yet."))
    elif detailed:
        for row in rows:
            show_pairs(_details(row), title=row.dossier)
    else:
        show_table(
            (_("Dossier"), _("Number"), _("State"), _("At the gateway")),
            [(row.dossier, row.number, sending_word(row.sending), _remote(row)) for row in rows],
        )
    return any(_needs_person(row) for row in rows)


def _needs_person(row: Standing) -> bool:
    return row.sending == Sending.REFUSED or row.state in _ATTENTION_STATES


def _standing_json(row: Standing) -> dict[str, Any]:
    messages = [_message_json(message) for message in _messages(row)]
    return asdict(row) | {"messages": messages, "remote_name": _remote(row)}


def _messages(row: Standing) -> Iterable[FieldMessage]:
    return (FieldMessage(**message) for message in row.messages)


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
    pairs: list[tuple[str, object]] = [
        (_("Number"), row.number),
        (_("State"), sending_word(row.sending)),
        (_("Attempts"), row.attempts),
        (_("Next attempt"), _moment(row.next_at)),
        (_("Sent"), _moment(row.sent_at)),
        (_("At the gateway"), _remote(row)),
        (_("Asked"), _moment(row.remote_at)),
    ]
    pairs += [(_("Refused because"), in_clerks_words(m, load_catalogue())) for m in _messages(row)]
    return [(name, value) for name, value in pairs if value not in ("", None)]


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(LOCAL_ZONE).strftime("%d/%m/%Y %H:%M") if moment else ""


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
