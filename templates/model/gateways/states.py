# SPDX-License-Identifier: Apache-2.0
"""The states in which a gateway may say that a dossier stands, and the one word for each."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from templates.files.active import SHIPPED
from templates.files.datafiles import Frozen, load
from templates.language.messages import current_language
from templates.model.codelists import Texts

_FILE = Path("codes") / "gateway-states.yaml"


class GatewayState(Frozen):
    """One state; what its entries mean stands in the file."""

    outcome: Literal["pending", "accepted", "returned", "rejected"]
    ended: bool = False
    name: Texts


class GatewayStates(Frozen):
    """All of them, by the name under which they are kept."""

    source: str
    since: date
    unverified: bool = False
    states: dict[str, GatewayState]


@cache
def load_gateway_states() -> GatewayStates:
    """Those that this program knows; connectors name them, so an installed catalogue has no others."""
    return load(GatewayStates, SHIPPED / _FILE)


def gateway_state_word(name: str) -> str:
    """A state in the current language; one that this program does not know as it is called."""
    known = load_gateway_states().states.get(name)
    if known is None:
        return name
    return known.name["en" if current_language() == "en" else "vi"]
