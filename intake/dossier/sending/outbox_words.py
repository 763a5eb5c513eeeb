# SPDX-License-Identifier: Apache-2.0
"""What the outbox and its troubles are called at the desk, and a gateway's reasons as a clerk reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from intake.dossier.sending.standing import Sending
from templates.language.messages import _

if TYPE_CHECKING:
    from templates.catalogue.loading import Catalogue

UNSIGNED = "unsigned"
"""The trouble of a dossier that nobody signed, where such a one is not sent."""

NUMBER_WANTED = "number-wanted"
"""The trouble of a dossier whose gateway issues no number, and to which nobody gave one."""

PERHAPS_SENT = "perhaps-sent"
FAILS_EACH_TIME = "fails-each-time"
"""The trouble of a dossier whose files the gateway has, though nobody here sent it."""


WHO_ASKS = "counter.full_name"
"""The name that only the counter knows, where no form tells it."""


def sending_word(state: str) -> str:
    """A state of sending in the clerk's words."""
    words = {
        Sending.QUEUED.value: _("waiting to be sent"),
        Sending.SENDING.value: _("being sent"),
        Sending.RETRY.value: _("failed, will be tried again"),
        Sending.SENT.value: _("sent"),
        Sending.LOST.value: _("sent, and lost over there"),
        Sending.REFUSED.value: _("refused"),
        Sending.WITHDRAWN.value: _("taken out of the queue"),
        "busy": _("being sent by another program"),
        "already-sent": _("sent before"),
        "would-send": _("would be sent"),
    }
    return words.get(state, state)


def set_aside_word() -> str:
    """What is called what the program itself sends no further before a person has decided."""
    return _("waits for a person's decision")


def trouble_word(code: str) -> str:
    """Why a dossier is not at the gateway, by the code kept with it; an unknown code as it stands."""
    words = {
        "network-down": _("the gateway can't be reached"),
        "connection-broke": _("the connection broke on the way"),
        "gateway-trouble": _("the gateway reports an error of its own"),
        "bad-answer": _("the gateway's answer can't be understood"),
        "asked-to-wait": _("the gateway is busy and asks to wait"),
        "forbidden": _("the gateway denies this dossier"),
        "damaged-transfer": _("a file arrived damaged"),
        "already-there": _("the gateway says it has the dossier, but does not show it yet"),
        "no-number": _("the gateway gives the unit no number"),
        "taken-number": _("the gateway gave out another dossier's number"),
        "lost-uploads": _("the gateway has lost uploaded files; they are sent again"),
        "lost-number": _("the gateway has lost the number; another will be asked for"),
        "place-away": _("the folder can't be reached or written"),
        "place-full": _("there is no room left in the folder"),
        "credentials": _("the gateway does not accept the unit's credentials"),
        "setup": _("a setting of the gateway is missing or wrong"),
        "gateway": _("something is wrong with the gateway"),
        "refused": _("the gateway refuses it"),
        "oversize": _("a file is larger than the gateway takes"),
        "objects-away": _("the store that keeps its papers can't be used"),
        "damaged-package": _("a packaged file is missing or was changed"),
        PERHAPS_SENT: _("the gateway may have it already; a person must look there"),
        NUMBER_WANTED: _("the gateway gives no numbers; a person must say under which it stands there"),
        "publishing": _("the place of files that are fetched by link can't be used"),
        UNSIGNED: _("it waits to be signed digitally"),
        "outdated-package": _("it was changed after it was packaged"),
        "papers-of-others": _("papers of other people may lie in it"),
        "double": _("another dossier may be of the same matter"),
        "not-there": _("the gateway does not know it any more"),
        FAILS_EACH_TIME: _("the program fails at this dossier each time; the log says where"),
        "unexpected": _("the program failed at this dossier; the log says where"),
    }
    return words.get(code, code)


def reason_told(message: Mapping[str, Any], catalogue: Catalogue) -> str:
    """One reason of a refusal (``field``, ``key``, ``kind``, ``limit``, ``text``) as what to correct."""
    name = f"“{catalogue.field_name(message['key'])}”" if message["key"] else message["field"]
    match message["kind"]:
        case "too-long" if message["limit"]:
            return _("{field} is too long: at most {limit} letters.").format(
                field=name, limit=message["limit"]
            )
        case "too-long":
            return _("{field} is too long for the gateway.").format(field=name)
        case "unknown-code":
            return _("{field}: the gateway does not know this value.").format(field=name)
        case "missing" if message["key"] == WHO_ASKS:
            return _(
                "Nobody recorded who asks, and no form says it: open the dossier at the desk (sohoa desk), "
                "“Who asks, receipt”."
            )
        case "missing":
            return _("{field} is missing.").format(field=name)
        case "bad-format":
            return _("{field} is not written as the gateway wants it (for a date: day/month/year).").format(
                field=name
            )
        case "wrong-hash":
            return _("A file did not arrive whole ({field}); package the dossier again.").format(field=name)
        case _:
            said = message["text"] or _("no reason given")
            return f"{name}: {said}" if name else _("The gateway says: {text}").format(text=said)
