# SPDX-License-Identifier: Apache-2.0
"""What the commands of packaging and gateway print. Each function says whether a person is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from batch.gateway.contract import GatewayHealth
from batch.package.pack_work import BuiltPackage
from intake.desk.console import complain, print_json, say, show_pairs, show_table
from templates.language.messages import _, ngettext

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


def _connection_word(health: GatewayHealth) -> str:
    if not health.encrypted:
        return _("works, but is not encrypted")
    return _("works, through the proxy {host}").format(host=health.proxy) if health.proxy else _("works")


def _token_words(minutes: int) -> str:
    return ngettext(
        "accepted; a token lasts {minutes} minute", "accepted; a token lasts {minutes} minutes", minutes
    ).format(minutes=minutes)


def show_health(health: GatewayHealth, *, as_json: bool) -> bool:
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
            _token_words(round(health.token_life_s / 60)),
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
