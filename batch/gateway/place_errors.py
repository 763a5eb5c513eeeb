# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with a place that files are laid into; see ``batch.gateway.errors`` for the tree."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Self

from batch.gateway.errors import GatewaySetupError, TransientError
from batch.gateway.setup_errors import Scope
from templates.language.messages import _

_FULL = (errno.ENOSPC, errno.EDQUOT)


class PlaceAwayError(TransientError):
    """The folder is not there, or we may not write into it, just now."""

    trouble = "place-away"
    scope = Scope.LINE

    @classmethod
    def at(cls, place: Path) -> Self:
        return cls(
            _("The folder {place} can't be reached or written.").format(place=place),
            _("Check the network and the rights of the folder; nothing is lost, sohoa push goes on."),
        )

    @classmethod
    def unmarked(cls, place: Path) -> Self:
        return cls(
            _("The folder {place} does not bear this program's mark; perhaps it is not connected.").format(
                place=place
            ),
            _("Connect it. If it is there and is the right one, mark it with: sohoa gateway test"),
        )


class PlaceFullError(TransientError):
    """There is no room left where the folder lies."""

    trouble = "place-full"
    scope = Scope.LINE

    @classmethod
    def at(cls, place: Path) -> Self:
        return cls(
            _("There is no room left in the folder {place}.").format(place=place),
            _("Free room there; nothing is lost, sohoa push goes on."),
        )


def of_place(place: Path, error: OSError) -> TransientError:
    """What an error of the system at the folder means."""
    return PlaceFullError.at(place) if error.errno in _FULL else PlaceAwayError.at(place)


def usable_place(setting: str, given: str) -> Path:
    """The folder that a setting names; raises GatewaySetupError where it is no whole path."""
    place = Path(given)
    if not place.is_absolute():
        raise GatewaySetupError(
            _("The setting {name} must be the whole path of a folder.").format(name=setting),
            _("For instance: {example}").format(example="/srv/ho-so, D:\\ho-so, \\\\may-chu\\ho-so"),
        )
    return place
