# SPDX-License-Identifier: Apache-2.0
"""What a gateway said of a dossier, as every screen tells it."""

from __future__ import annotations

from datetime import date

from templates.language.messages import _


def gateway_word(state: str, code: str, by: date | None = None, note: str = "") -> str:
    """The one word for its ``state`` ("" for a ``code`` that is not known), until when it wants a supplement,
    and its own words (``note``); "" where it said nothing.
    """
    from templates.model.gateways.states import gateway_state_word  # only where there is something to tell

    if not code:
        return ""
    told = gateway_state_word(state) if state else _unknown(code)
    if by is not None:
        told = _("{state} by {day}").format(state=told, day=f"{by:%d/%m/%Y}")
    return f"{told}: {note}" if note else told


def _unknown(code: str) -> str:
    return _("{code} (a status that this program does not know)").format(code=code)
