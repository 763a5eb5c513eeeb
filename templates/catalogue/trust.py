# SPDX-License-Identifier: Apache-2.0
"""What an installation demands of catalogue bundles; the front door says it once, from the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Trust:
    """What an installation demands of bundles: ``keys`` maps a name to a public key in Base64."""

    required: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)


_trust: Callable[[], Trust] = Trust


def use_trust(trust: Callable[[], Trust]) -> None:
    """Say what is trusted, as a function, since it is rarely needed."""
    global _trust
    _trust = trust


def trusted() -> Trust:
    """What this installation demands."""
    return _trust()
