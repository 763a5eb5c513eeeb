# SPDX-License-Identifier: Apache-2.0
"""What ``sohoa gateway test`` prints: each door in a table of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from batch.gateway.contract import GatewayHealth, PlaceHealth
from batch.services.door_tests import DoorTested
from intake.desk.console import complain, print_json, show_pairs
from templates.language.messages import _, ngettext

# Tokens carry moments; beyond this the two clocks may disagree on what is still valid.
MOST_CLOCK_OFF_S = 120.0
LITTLE_ROOM_BYTES = 500_000_000


def show_doors(tested: Sequence[DoorTested], *, as_json: bool) -> bool:
    """What a test of the doors found; whether a person is needed."""
    if as_json:
        print_json([_json(one) for one in tested])
    else:
        for one in tested:
            show_pairs(_pairs(one), title=f"{one.door}  ({one.connector})" if len(tested) > 1 else "")
            _complain(one)
    return any(one.problem is not None or _is_off(one.health) or _is_full(one.health) for one in tested)


def _json(one: DoorTested) -> dict[str, Any]:
    told: dict[str, Any] = {"door": one.door, "connector": one.connector}
    if one.problem is not None:
        return {**told, "problem": {"sentence": one.problem.sentence, "advice": one.problem.advice}}
    told |= asdict(one.health) if one.health else {}
    return told | ({"clock_ok": not _is_off(one.health)} if isinstance(one.health, GatewayHealth) else {})


def _pairs(one: DoorTested) -> list[tuple[str, object]]:
    if one.problem is not None:
        return [(_("State"), _("does not work")), (_("Reason"), one.problem.sentence)]
    if isinstance(one.health, PlaceHealth):
        free = one.health.free_bytes
        size = "" if free is None else f"{free / 1e9:.1f}"
        room = _("{size} GB free").format(size=size) if size else _("not told")
        return [(_("Folder"), one.health.place), (_("State"), _("can be written")), (_("Room"), room)]
    return _gateway(one.health) if one.health else []


def _gateway(health: GatewayHealth) -> list[tuple[str, object]]:
    off = health.clock_off_s
    clock = _("not told") if off is None else _("{seconds} s apart").format(seconds=round(abs(off)))
    return [
        (_("Gateway"), health.url),
        (_("Connection"), _connection_word(health)),
        (_("Credentials"), _token_words(health.token_life_s)),
        (_("Clock"), clock),
        *_published(health),
    ]


def _connection_word(health: GatewayHealth) -> str:
    if not health.encrypted:
        return _("works, but is not encrypted")
    return _("works, through the proxy {host}").format(host=health.proxy) if health.proxy else _("works")


def _token_words(life_s: float) -> str:
    if not life_s:
        return _("none are sent")
    minutes = round(life_s / 60)
    return ngettext(
        "accepted; a token lasts {minutes} minute", "accepted; a token lasts {minutes} minutes", minutes
    ).format(minutes=minutes)


def _published(health: GatewayHealth) -> list[tuple[str, object]]:
    if not health.published:
        return []
    told = _("{place}: a page laid there was fetched by its link").format(place=health.published)
    return [(_("Published files"), told)]


def _complain(one: DoorTested) -> None:
    if one.problem is not None:
        complain("", one.problem.advice)
    if _is_off(one.health):
        complain(
            _("The clocks of this computer and of the gateway disagree."),
            _("Set the clock of this computer."),
        )
    if _is_full(one.health):
        complain(_("The folder has hardly any room left."), _("Free room there, or name another folder."))


def _is_off(health: GatewayHealth | PlaceHealth | None) -> bool:
    off = health.clock_off_s if isinstance(health, GatewayHealth) else None
    return off is not None and abs(off) > MOST_CLOCK_OFF_S


def _is_full(health: GatewayHealth | PlaceHealth | None) -> bool:
    free = health.free_bytes if isinstance(health, PlaceHealth) else None
    return free is not None and free < LITTLE_ROOM_BYTES
