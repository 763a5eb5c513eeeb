# SPDX-License-Identifier: Apache-2.0
"""Whose dossiers a report counts out of, and what a list of them tells; read by commands at their start."""

from __future__ import annotations

from enum import StrEnum


class OutOf(StrEnum):
    """Whose dossiers the denominators are."""

    STORE = "store"
    ONE_STOP = "one-stop"  # those of lists that the one-stop system exported


class OneStopColumn(StrEnum):
    """What a column of such a list tells of a dossier."""

    NUMBER = "number"
    PROCEDURE = "procedure"
    PROCEDURE_NAME = "procedure-name"
    RECEIVED = "received"
    DUE = "due"
    ENDED = "ended"
    STATE = "state"
    CHANNEL = "channel"
    PAYMENT = "payment"
