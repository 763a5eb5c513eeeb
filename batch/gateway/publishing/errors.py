# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with the place of published files; see ``batch.gateway.errors`` for the tree."""

from __future__ import annotations

from typing import Self

from batch.gateway.errors import GatewaySetupError, TransientError
from batch.gateway.setup_errors import Scope
from templates.language.messages import _


class PublishingError(TransientError):
    """The place can't be reached or written just now, or lost what was laid there."""

    trouble = "publishing"
    scope = Scope.LINE

    @classmethod
    def away(cls, place: str) -> Self:
        return cls(
            _("The place of published files {place} can't be reached or written.").format(place=place),
            _("Check the network and the rights there; nothing is lost, sohoa push goes on."),
        )

    @classmethod
    def full(cls, place: str) -> Self:
        return cls(
            _("There is no room left in the place of published files {place}.").format(place=place),
            _("Have whoever looks after it make room; nothing is lost, sohoa push goes on."),
        )

    @classmethod
    def no_link(cls, place: str) -> Self:
        return cls(
            _("What is laid into {place} can't be fetched by its link.").format(place=place),
            _("Check publish.url, and that the web server serves that folder."),
        )


def not_installed(scheme: str, package: str) -> GatewaySetupError:
    """What reaches such a place is not there."""
    return GatewaySetupError(
        _("What this program needs to reach {scheme}:// is not installed.").format(scheme=scheme),
        _("Install it with: pip install {package}").format(package=package),
    )


def open_link(setting: str) -> GatewaySetupError:
    """Links would show papers to whoever listens."""
    return GatewaySetupError(
        _("The address in {name} is not encrypted (http); papers could be read on their way.").format(
            name=setting
        ),
        _("Use https://…; only in a network that you trust set gateway.allow_http to true."),
    )
